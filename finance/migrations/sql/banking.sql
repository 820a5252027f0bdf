-- The bank: lines first, their statement seals them; allocations first, their booking seals them. Both are then fixed.

-- The check digits of an IBAN (ISO 13616): moved to the end, letters as numbers, the remainder by 97 is 1.
create function finance_iban_ok(iban text) returns boolean language plpgsql immutable as $$
declare
  letter text;
  rest int := 0;
begin
  if iban !~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$' then return false; end if;
  foreach letter in array regexp_split_to_array(substr(iban, 5) || substr(iban, 1, 4), '') loop
    if letter ~ '[A-Z]' then
      rest := (rest * 100 + ascii(letter) - 55) % 97;
    else
      rest := (rest * 10 + letter::int) % 97;
    end if;
  end loop;
  return rest = 1;
end $$;
alter table finance_bankaccount add constraint bankaccount_iban check (finance_iban_ok(iban));

create function finance_bankstatement_seals() returns trigger language plpgsql as $$
declare
  l record;
begin
  select count(*) as n, coalesce(sum(amount), 0) as total into l
    from public.finance_bankline where statement_id = new.id;
  if l.n <> new.new_count then
    raise 'Afschrift % heeft % nieuwe regels, niet %.', new.number, l.n, new.new_count using errcode = 'check_violation';
  end if;
  if new.new_count = new.line_count and l.total <> new.total then
    raise 'De regels van afschrift % tellen niet op tot %.', new.number, new.total using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger b_seal before insert on finance_bankstatement
  for each row execute function finance_bankstatement_seals();

create function finance_banklines_late() returns trigger language plpgsql as $$
begin
  if exists (select from (select distinct statement_id from new_lines) n
             join public.finance_bankstatement s on s.id = n.statement_id) then
    raise 'Het afschrift is al ingelezen.' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger c_late after insert on finance_bankline referencing new table as new_lines
  for each statement execute function finance_banklines_late();

-- A line is booked whole, in an entry that moves exactly its amount on the account's ledger account; and no invoice is paid
-- for more than it is. The ledger's lock is held: whoever books the same invoice at the same moment waits.
create function finance_bankbookings_made() returns trigger language plpgsql as $$
declare
  x record;
begin
  perform public.finance_lock();
  select b.line_id, l.amount, coalesce(a.total, 0) as total into x
    from new_bookings b join public.finance_bankline l on l.id = b.line_id
    left join lateral (select sum(amount) as total from public.finance_allocation where booking_id = b.id) a on true
    where a.total is distinct from l.amount limit 1;
  if found then
    raise 'Van bankregel % (%) is % verdeeld.', x.line_id, x.amount, x.total using errcode = 'check_violation';
  end if;
  select b.line_id into x
    from new_bookings b join public.finance_bankline l on l.id = b.line_id
    join public.finance_bankstatement s on s.id = l.statement_id
    join public.finance_bankaccount k on k.id = s.account_id
    left join lateral (select sum(debit - credit) as moved from public.finance_line
                       where entry_id = b.entry_id and account_id = k.account_id) m on true
    where m.moved is distinct from l.amount limit 1;
  if found then
    raise 'Bankregel % en haar boekstuk horen niet bij elkaar.', x.line_id using errcode = 'check_violation';
  end if;
  select i.code into x
    from (select distinct a.invoice_id from new_bookings b join public.finance_allocation a on a.booking_id = b.id
          where a.invoice_id is not null) n
    join public.finance_invoice i on i.id = n.invoice_id
    cross join lateral (select coalesce(sum(l.debit - l.credit), 0) as left_open from public.finance_line l
      join public.finance_account k on k.id = l.account_id
      where k.code = '1300' and l.reference = i.code and l.reference <> '') o  -- as its index has it
    where o.left_open * sign(i.total) < 0 limit 1;
  if found then
    raise 'Factuur % zou boven haar bedrag worden betaald.', x.code using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger c_made after insert on finance_bankbooking referencing new table as new_bookings
  for each statement execute function finance_bankbookings_made();

create function finance_allocations_late() returns trigger language plpgsql as $$
begin
  if exists (select from (select distinct booking_id from new_rows) n
             join public.finance_bankbooking b on b.id = n.booking_id) then
    raise 'De bankregel is al geboekt.' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger c_late after insert on finance_allocation referencing new table as new_rows
  for each statement execute function finance_allocations_late();

-- A booking changes once: when it is taken back by the entry that reverses its own.
create function finance_bankbooking_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.reversal_id is not null or
     (new.id, new.line_id, new.entry_id, new.reason) is distinct from (old.id, old.line_id, old.entry_id, old.reason) or
     not exists (select from public.finance_entry where id = new.reversal_id and reverses_id = old.entry_id) then
    raise 'Een boeking van een bankregel verandert niet; maak haar ongedaan.' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger z_stays before update or delete on finance_bankbooking
  for each row execute function finance_bankbooking_stays();

do $$
declare
  name text;
begin
  foreach name in array array['bankfile', 'bankstatement', 'bankline', 'allocation'] loop
    execute format('create trigger z_stays before update or delete or truncate on public.finance_%s '
      'for each statement execute function public.finance_stays()', name);
  end loop;
end $$;
