-- Invoices with VAT, and credit notes that take back lines of an invoice: what the row of an invoice seals.

-- VAT is computed per category and rate over the sum of the lines, and rounded there.
create function finance_invoice_vat(of_invoice bigint) returns numeric language sql stable as $$
  select coalesce(sum(round(base * rate / 100, 2)), 0) from
    (select rate, sum(amount) as base from public.finance_invoiceline where invoice_id = of_invoice
     group by vat, rate) shares $$;

create or replace function finance_invoice_seals() returns trigger language plpgsql as $$
declare
  next int := (select coalesce(max(number), 0) + 1 from public.finance_invoice where year_id = new.year_id);
  tax numeric := public.finance_invoice_vat(new.id);
  e record;
begin
  if new.number <> next then
    raise 'Factuurnummer % sluit niet aan: % is aan de beurt.', new.number, next using errcode = 'check_violation';
  end if;
  if new.total <> tax + coalesce((select sum(amount) from public.finance_invoiceline where invoice_id = new.id), 0) then
    raise 'De regels van factuur % tellen niet op tot %.', new.number, new.total using errcode = 'check_violation';
  end if;
  if (select count(distinct vat = 'O') from public.finance_invoiceline where invoice_id = new.id) > 1 then
    raise 'Factuur % heeft regels buiten de btw naast andere.', new.number using errcode = 'check_violation';
  end if;
  select date, total into e from public.finance_entry where id = new.entry_id;
  if e.date <> new.date or extract(year from new.date) <> new.year_id or e.total < abs(new.total) then
    raise 'Factuur % en boekstuk % horen niet bij elkaar.', new.number, new.entry_id using errcode = 'check_violation';
  end if;
  if tax <> coalesce((select sum(l.credit - l.debit) from public.finance_line l
      join public.finance_account a on a.id = l.account_id where l.entry_id = new.entry_id and a.code = '1710'), 0) then
    raise 'De btw van factuur % is niet geboekt.', new.number using errcode = 'check_violation';
  end if;
  if exists (select from public.finance_invoiceline l
      left join public.finance_invoiceline o on o.id = l.credits_id
      left join public.finance_invoice i on i.id = o.invoice_id
      where l.invoice_id = new.id and ((l.credits_id is null) <> (new.credits_id is null)
        or o.id is not null and (o.invoice_id <> new.credits_id or i.party_id <> new.party_id or i.date > new.date
          or i.credits_id is not null or (o.vat, o.rate) is distinct from (l.vat, l.rate) or l.amount * o.amount >= 0
          or (o.amount + (select sum(c.amount) from public.finance_invoiceline c where c.credits_id = o.id))
            * o.amount < 0))) then
    raise 'Factuur % crediteert iets dat er niet is, of meer dan het was.', new.number using errcode = 'check_violation';
  end if;
  return new;
end $$;

-- Credit notes from before say in their reference what they credit, with the same lines in the same places.
set constraints all immediate;
alter table finance_invoice disable trigger z_stays;
alter table finance_invoiceline disable trigger z_stays;
update finance_invoice c set credits_id = o.id from finance_invoice o
  where c.reference like 'Credit van ' || o.code || ':%' and c.total = -o.total;
update finance_invoiceline l set credits_id = o.id
  from finance_invoice c join finance_invoiceline o on o.invoice_id = c.credits_id
  where l.invoice_id = c.id and o.no = l.no and o.amount = -l.amount and l.amount <> 0;
set constraints all immediate;
alter table finance_invoice enable trigger z_stays;
alter table finance_invoiceline enable trigger z_stays;
