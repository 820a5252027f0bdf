-- Years follow each other, and only certain events can follow each other.

create function finance_year_follows() returns trigger language plpgsql as $$
begin
  if new.year <> (select coalesce(max(year) + 1, new.year) from public.finance_fiscalyear) then
    raise 'Boekjaar % sluit niet aan op het vorige.', new.year using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger b_follows before insert on finance_fiscalyear for each row execute function finance_year_follows();

create function finance_year_event_fits() returns trigger language plpgsql as $$
declare
  closed boolean := coalesce((select kind from public.finance_yearevent
    where year_id = new.year_id and kind in ('close', 'reopen') order by id desc limit 1) = 'close', false);
  before_open boolean := exists (select from public.finance_fiscalyear y where y.year = new.year_id - 1
    and coalesce((select kind from public.finance_yearevent e where e.year_id = y.year
      and kind in ('close', 'reopen') order by id desc limit 1), '') <> 'close');
  after_closed boolean := coalesce((select kind from public.finance_yearevent
    where year_id = new.year_id + 1 and kind in ('close', 'reopen') order by id desc limit 1) = 'close', false);
  asked record;
begin
  new.at := now();
  if new.kind in ('lock', 'unlock', 'close') and closed then
    raise 'Boekjaar % is al afgesloten.', new.year_id using errcode = 'check_violation';
  elsif new.kind in ('ask', 'reopen') and not closed then
    raise 'Boekjaar % is niet afgesloten.', new.year_id using errcode = 'check_violation';
  elsif new.kind = 'close' and before_open then
    raise 'Sluit eerst boekjaar % af.', new.year_id - 1 using errcode = 'check_violation';
  elsif new.kind in ('ask', 'reopen') and after_closed then
    raise 'Boekjaar % is ook al afgesloten; heropen dat eerst.', new.year_id + 1 using errcode = 'check_violation';
  elsif new.kind = 'reopen' then
    select kind, by_id, reason into asked from public.finance_yearevent
      where year_id = new.year_id and kind in ('close', 'ask') order by id desc limit 1;
    if asked.kind <> 'ask' or asked.by_id <> new.by_id or asked.reason <> new.reason then
      raise 'Heropenen kan alleen wat iemand met een reden heeft gevraagd.' using errcode = 'check_violation';
    end if;
  end if;
  return new;
end $$;
create trigger b_fits before insert on finance_yearevent for each row execute function finance_year_event_fits();
