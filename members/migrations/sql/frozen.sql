-- What is written once: refused to everybody, the owner of the tables included.

create function members_stays() returns trigger language plpgsql as $$
begin
  raise 'Wat in % staat verandert niet; leg een correctie vast.', tg_table_name using errcode = 'check_violation';
end $$;
create trigger z_stays before update or delete or truncate on members_mutation
  for each statement execute function members_stays();
create trigger z_stays before update or delete or truncate on members_contribution
  for each statement execute function members_stays();

-- A tariff that was charged stays what it is, and so does a run once it is final.
create function members_tariff_stays() returns trigger language plpgsql as $$
begin
  if exists (select from public.members_contribution where tariff_id = old.id) then
    raise 'Dit tarief is al in rekening gebracht.' using errcode = 'check_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger z_stays before update or delete on members_tariff for each row execute function members_tariff_stays();

create function members_run_stays() returns trigger language plpgsql as $$
begin
  if old.finalised_on is not null then
    raise 'Deze contributieronde is definitief.' using errcode = 'check_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger z_stays before update or delete on members_contributionrun
  for each row execute function members_run_stays();
