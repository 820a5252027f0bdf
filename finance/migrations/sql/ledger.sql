-- What the database keeps about the ledger, whoever writes: see ARCHITECTURE.md. Names are qualified because a session
-- may make temporary tables that would otherwise be found first.

alter table finance_entry
  add constraint entry_period check (extract(year from date) = year_id and (period = extract(month from date)
    or period = 13 and extract(month from date) = 12 and extract(day from date) = 31)),
  add constraint entry_described check (description <> '' and source <> ''),
  add constraint entry_sealed check (total > 0 and line_count >= 2 and length(hash) = 32);
alter table finance_line
  add constraint line_one_side check (debit >= 0 and credit >= 0 and (debit = 0) <> (credit = 0)),
  alter column debit set default 0, alter column credit set default 0;
alter table finance_balance set (fillfactor = 70);

-- One lock for the whole ledger, held until the transaction ends. A stale snapshot would not see who came before.
create function finance_lock() returns bigint language plpgsql as $$
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise 'Boeken kan alleen met isolatie read committed.' using errcode = 'invalid_transaction_state';
  end if;
  perform pg_advisory_xact_lock(7301);
  return (select coalesce(max(id), 0) + 1 from public.finance_entry);
end $$;

create function finance_take_lock() returns trigger language plpgsql as $$
begin perform public.finance_lock(); return null; end $$;
create trigger a_lock before insert on finance_line for each statement execute function finance_take_lock();
create trigger a_lock before insert on finance_entry for each statement execute function finance_take_lock();
create trigger a_lock before insert on finance_yearevent for each statement execute function finance_take_lock();
create trigger a_lock before insert on finance_fiscalyear for each statement execute function finance_take_lock();

-- The canonical form, version 1: JSON, so that no setting of a session changes it and nothing blurs NULL.
create function finance_lines(entry bigint) returns table (n int, debit numeric, credit numeric, body json)
language sql stable rows 1 as $$
  select count(*)::int, sum(l.debit), sum(l.credit),
    json_agg(json_build_array(l.no, l.account_id, l.cost_centre_id, l.grant_id, l.debit::numeric(14,2),
      l.credit::numeric(14,2), l.description, l.relation, l.reference, l.document) order by l.no)
  from public.finance_line l where l.entry_id = entry $$;

create function finance_seal(before bytea, e public.finance_entry, body json) returns bytea language sql stable as $$
  select sha256(coalesce(before, ''::bytea) || convert_to(json_build_array(1, e.id, e.journal_id, e.year_id, e.period,
    e.number, e.date, e.description, e.source, e.request, e.reverses_id, e.posted_by_id,
    e.posted_at at time zone 'UTC', e.total::numeric(14,2), e.line_count, body)::text, 'UTF8')) $$;

-- The entry row, written last, seals its lines.
create function finance_entry_seals() returns trigger language plpgsql as $$
declare
  l record;
  head record;
  last int;
begin
  select * into l from public.finance_lines(new.id);
  if l.n < 2 then
    raise 'Boekstuk % heeft minder dan twee regels.', new.id using errcode = 'check_violation';
  end if;
  if l.debit <> l.credit then
    raise 'Boekstuk % is niet in evenwicht: debet %, credit %.', new.id, l.debit, l.credit
      using errcode = 'check_violation';
  end if;
  select id, hash into head from public.finance_entry order by id desc limit 1;
  if new.id <> coalesce(head.id, 0) + 1 then
    raise 'Boekstuk % sluit niet aan op %.', new.id, coalesce(head.id, 0) using errcode = 'check_violation';
  end if;
  select number into last from public.finance_entry
    where journal_id = new.journal_id and year_id = new.year_id order by number desc limit 1;
  new.number := coalesce(last, 0) + 1;
  new.total := l.debit;
  new.line_count := l.n;
  new.posted_at := now();
  new.hash := public.finance_seal(head.hash, new, l.body);
  return new;
end $$;
create trigger b_seal before insert on finance_entry for each row execute function finance_entry_seals();

create function finance_shut(y int, p int) returns text language sql stable as $$
  select case
    when (select kind from public.finance_yearevent where year_id = y and kind in ('close', 'reopen')
          order by id desc limit 1) = 'close' then 'afgesloten'
    when exists (select from (select distinct on (period) kind from public.finance_yearevent
                 where year_id = y and kind in ('lock', 'unlock') and (period is null or period = p)
                 order by period, id desc) last where kind = 'lock') then 'op slot' end $$;

-- After a batch of entries: is the period open, may these accounts be used so, and add it all to the balances.
create function finance_entries_posted() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
declare
  x record;
begin
  for x in select distinct year_id, period, finance_shut(year_id, period) as state from new_entries loop
    if x.state is not null then
      raise 'Boekjaar %, periode % is %.', x.year_id, x.period, x.state using errcode = 'check_violation';
    end if;
  end loop;
  if exists (select from new_entries e join finance_journal j on j.id = e.journal_id
             where (j.kind = 'bestemming') <> (e.period = 13)) then
    raise 'Periode 13 is er alleen voor de resultaatbestemming.' using errcode = 'check_violation';
  end if;
  if exists (select from new_entries e join finance_journal j on j.id = e.journal_id
             where j.kind = 'beginbalans' and e.year_id > (select min(year) from finance_fiscalyear)) then
    raise 'Alleen het eerste boekjaar heeft een beginbalans.' using errcode = 'check_violation';
  end if;
  if exists (select from new_entries e join finance_journal j on j.id = e.journal_id
             join finance_line l on l.entry_id = e.id join finance_account a on a.id = l.account_id
             where (a.kind = 'vermogen') <> (j.kind = 'bestemming') and j.kind <> 'beginbalans') then
    raise 'Eigen vermogen verandert alleen door resultaatbestemming.' using errcode = 'check_violation';
  end if;
  insert into finance_balance as b (account_id, year_id, period, cost_centre_id, grant_id, debit, credit)
    select l.account_id, e.year_id, e.period, l.cost_centre_id, l.grant_id, sum(l.debit), sum(l.credit)
    from new_entries e join finance_line l on l.entry_id = e.id
    group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
  on conflict (account_id, year_id, period, cost_centre_id, grant_id)
    do update set debit = b.debit + excluded.debit, credit = b.credit + excluded.credit;
  return null;
end $$;
create trigger c_posted after insert on finance_entry referencing new table as new_entries
  for each statement execute function finance_entries_posted();

create function finance_lines_late() returns trigger language plpgsql as $$
begin
  if exists (select from (select distinct entry_id from new_lines) n
             join public.finance_entry e on e.id = n.entry_id) then
    raise 'Het boekstuk is al geboekt.' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger c_late after insert on finance_line referencing new table as new_lines
  for each statement execute function finance_lines_late();
