-- Two records of one organisation become one. What is written once then changes in one respect only: the number of the
-- record that went up in another becomes the number of that other. A row in members_absorbed says which in which; since
-- the old record is taken away in the same transaction, nothing can point at it afterwards.

create function members_only_moved(old_row jsonb, new_row jsonb) returns boolean language sql stable as $$
  select old_row - array['organisation_id', 'other_id'] = new_row - array['organisation_id', 'other_id']
    and not exists (
      select from unnest(array['organisation_id', 'other_id']) as part
      where old_row -> part is distinct from new_row -> part and not exists (
        select from public.members_absorbed a
        where a.record = (old_row ->> part)::bigint and a.organisation_id = (new_row ->> part)::bigint))
$$;

create function members_moves_only() returns trigger language plpgsql as $$
begin
  if not public.members_only_moved(to_jsonb(old), to_jsonb(new)) then
    raise 'Wat in % staat verandert niet; leg een correctie vast.', tg_table_name using errcode = 'check_violation';
  end if;
  return new;
end $$;

create or replace function members_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and current_setting('members.moving', true) = 'on' then
    return null;  -- row by row y_moves looks at what changes
  end if;
  raise 'Wat in % staat verandert niet; leg een correctie vast.', tg_table_name using errcode = 'check_violation';
end $$;
create trigger y_moves before update on members_mutation for each row execute function members_moves_only();
create trigger y_moves before update on members_contribution for each row execute function members_moves_only();

create or replace function members_period_stays() returns trigger language plpgsql as $$
declare
  free text[] := array['during', 'closed_by_id', 'voided_by_id'];
begin
  if tg_op <> 'UPDATE' then
    raise 'Een periode wordt niet weggehaald; laat haar vervallen met een correctie.' using errcode = 'check_violation';
  end if;
  if tg_table_name = 'members_holder' and public.members_only_moved(to_jsonb(old), to_jsonb(new)) then
    return new;
  end if;
  if old.voided_by_id is not null or lower(new.during) is distinct from lower(old.during)
      or to_jsonb(new) - free is distinct from to_jsonb(old) - free then
    raise 'Van een periode verandert alleen het einde; leg een correctie vast.' using errcode = 'check_violation';
  end if;
  return new;
end $$;

-- The application may not change these tables at all. It asks for this, which does nothing else.
create function members_move_frozen(origin bigint, target bigint) returns table (name text, moved bigint)
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select from members_absorbed where record = origin and organisation_id = target) then
    raise 'Deze records worden niet samengevoegd.' using errcode = 'check_violation';
  end if;
  perform set_config('members.moving', 'on', true);
  update members_mutation set other_id = target where other_id = origin;
  update members_mutation set organisation_id = target where organisation_id = origin;
  get diagnostics moved = row_count;
  name := 'members_mutation';
  return next;
  update members_contribution set organisation_id = target where organisation_id = origin;
  get diagnostics moved = row_count;
  name := 'members_contribution';
  return next;
  perform set_config('members.moving', '', true);
end $$;

-- Found by what went up in it as well.
create or replace function members_organisation_found_by() returns trigger language plpgsql as $$
declare
  p record;
  m text := (select name from public.members_municipality where id = new.municipality_id);
begin
  select * into p from public.finance_party where id = new.party_id;
  new.search_key := public.members_folded(concat_ws(' ', new.name, new.short_name, new.statutory_name, m,
    lpad(new.number::text, greatest(4, length(new.number::text)), '0'), new.rsin, new.oin, new.website, new.phone,
    p.kvk, p.email, p.iban, p.street, p.house_number, p.postcode, p.place,
    (select string_agg(name, ' ') from public.members_formername where organisation_id = new.id),
    (select string_agg(concat_ws(' ', a.name, lpad(a.number::text, greatest(4, length(a.number::text)), '0'),
        (select string_agg(value, ' ') from jsonb_each_text(a.was))), ' ')
      from public.members_absorbed a where a.organisation_id = new.id),
    (select string_agg(concat_ws(' ', street, house_number, postcode, place), ' ') from public.members_address
      where organisation_id = new.id),
    (select string_agg(concat_ws(' ', c.title, q.name, q.email, q.phone), ' ') from public.members_contact c
      join public.members_person q on q.id = c.person_id where c.organisation_id = new.id)));
  return new;
end $$;
create trigger n_found_by after insert or update or delete on members_absorbed
  for each row execute function members_hangs_on();
