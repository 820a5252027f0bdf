-- Invoices: lines first, the invoice row seals them, numbers without a gap; the total is what its entry booked.

create function finance_invoice_lock() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(7300);
  return null;
end $$;
create trigger a_lock before insert on finance_invoiceline for each statement execute function finance_invoice_lock();
create trigger a_lock before insert on finance_invoice for each statement execute function finance_invoice_lock();

create function finance_invoice_seals() returns trigger language plpgsql as $$
declare
  next int := (select coalesce(max(number), 0) + 1 from public.finance_invoice where year_id = new.year_id);
  e record;
begin
  if new.number <> next then
    raise 'Factuurnummer % sluit niet aan: % is aan de beurt.', new.number, next using errcode = 'check_violation';
  end if;
  if new.total <> coalesce((select sum(amount) from public.finance_invoiceline where invoice_id = new.id), 0) then
    raise 'De regels van factuur % tellen niet op tot %.', new.number, new.total using errcode = 'check_violation';
  end if;
  select date, total into e from public.finance_entry where id = new.entry_id;
  if e.date <> new.date or extract(year from new.date) <> new.year_id or e.total < abs(new.total) then
    raise 'Factuur % en boekstuk % horen niet bij elkaar.', new.number, new.entry_id using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger b_seal before insert on finance_invoice for each row execute function finance_invoice_seals();
alter table finance_invoice
  add constraint invoice_not_nought check (total <> 0),
  add constraint invoice_code_of_number check (code = 'F' || year_id || '-'
    || lpad(number::text, greatest(4, length(number::text)), '0'));

create function finance_invoice_lines_late() returns trigger language plpgsql as $$
begin
  if exists (select from (select distinct invoice_id from new_lines) n
             join public.finance_invoice i on i.id = n.invoice_id) then
    raise 'De factuur is al verstuurd.' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger c_late after insert on finance_invoiceline referencing new table as new_lines
  for each statement execute function finance_invoice_lines_late();
