-- Direct debit: collections first, their batch seals them; afterwards a batch is approved or withdrawn once, and a collection
-- ends once, because its batch was withdrawn or the bank returned it.

alter table finance_mandate add constraint mandate_iban check (finance_iban_ok(iban));

create function finance_collectionbatch_seals() returns trigger language plpgsql as $$
declare
  sums record;
begin
  select count(*) as n, coalesce(sum(amount), 0) as total into sums
    from public.finance_collection where batch_id = new.id;
  if sums.n = 0 or sums.n <> new.count or sums.total <> new.total then
    raise 'Opdracht % telt niet op.', new.code using errcode = 'check_violation';
  end if;
  if exists (select from public.finance_collection c
             join public.finance_invoice i on i.id = c.invoice_id join public.finance_mandate m on m.id = c.mandate_id
             where c.batch_id = new.id and m.party_id <> i.party_id) then
    raise 'Een machtiging is van een ander dan de factuur.' using errcode = 'check_violation';
  end if;
  if new.approved_by_id is not null or new.withdrawn_by_id is not null then
    raise 'Een opdracht begint zonder goedkeuring.' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger b_seal before insert on finance_collectionbatch
  for each row execute function finance_collectionbatch_seals();

create function finance_collections_late() returns trigger language plpgsql as $$
begin
  if exists (select from (select distinct batch_id from new_rows) n
             join public.finance_collectionbatch b on b.id = n.batch_id) then
    raise 'De opdracht is al gemaakt.' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger c_late after insert on finance_collection referencing new table as new_rows
  for each statement execute function finance_collections_late();

create function finance_collectionbatch_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.approved_by_id is not null or old.withdrawn_by_id is not null
     or (new.id, new.account_id, new.code, new.collect_on, new.total, new.count, new.content, new.sha256, new.made_by_id, new.made_at)
       is distinct from
        (old.id, old.account_id, old.code, old.collect_on, old.total, old.count, old.content, old.sha256, old.made_by_id, old.made_at)
  then
    raise 'Een incasso-opdracht verandert niet; zij wordt één keer goedgekeurd of ingetrokken.' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger z_stays before update or delete on finance_collectionbatch
  for each row execute function finance_collectionbatch_stays();

create function finance_collection_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or not old.stands or new.stands
     or (new.id, new.batch_id, new.invoice_id, new.mandate_id, new.sequence, new.amount, new.end_to_end)
       is distinct from (old.id, old.batch_id, old.invoice_id, old.mandate_id, old.sequence, old.amount, old.end_to_end)
  then
    raise 'Een incasso verandert niet; zij eindigt één keer.' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger z_stays before update or delete on finance_collection
  for each row execute function finance_collection_stays();
