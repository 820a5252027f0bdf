-- What is written once: refused to everybody, the owner of the tables included.

create function finance_stays() returns trigger language plpgsql as $$
begin
  raise 'Wat in % staat verandert niet; leg een correctie vast.', tg_table_name using errcode = 'check_violation';
end $$;

do $$
declare
  name text;
begin
  foreach name in array array['entry', 'line', 'fiscalyear', 'yearevent', 'invoice', 'invoiceline', 'budget',
    'budgetline', 'grantaward', 'appropriation', 'appropriationline'] loop
    execute format('create trigger z_stays before update or delete or truncate on public.finance_%s '
      'for each statement execute function public.finance_stays()', name);
  end loop;
end $$;

-- An account keeps its meaning once it is used; the kind of an account is that of its caption.
alter table finance_caption add constraint caption_kind_key unique (id, kind);
alter table finance_account add constraint account_kind_of_caption
  foreign key (caption_id, kind) references finance_caption (id, kind);

create function finance_account_stays() returns trigger language plpgsql as $$
begin
  if exists (select from public.finance_line where account_id = old.id) and
     (tg_op = 'DELETE' or (new.code, new.rgs, new.kind) is distinct from (old.code, old.rgs, old.kind)) then
    raise 'Rekening % is gebruikt: nummer, RGS-code en soort blijven wat ze zijn.', old.code
      using errcode = 'check_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger z_stays before update or delete on finance_account for each row execute function finance_account_stays();
