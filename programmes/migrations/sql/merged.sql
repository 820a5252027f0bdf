-- When two records of one organisation become one (members_absorbed), its marks follow one by one: for a moment a renewal
-- and the mark it renews stand on both records.

create or replace function programmes_mark_renews() returns trigger language plpgsql as $$
declare
  earlier record;
begin
  select awarded_on, organisation_id into earlier from public.programmes_qualitymark where id = new.renews_id;
  if new.organisation_id is distinct from earlier.organisation_id and not exists (
      select from public.members_absorbed where record = earlier.organisation_id and organisation_id = new.organisation_id) then
    raise 'Een keurmerk verlengt een eerder keurmerk van dezelfde organisatie.' using errcode = 'check_violation';
  end if;
  if new.awarded_on <= earlier.awarded_on then
    raise 'Een verlenging komt na het keurmerk dat zij verlengt.' using errcode = 'check_violation';
  end if;
  return new;
end $$;

create or replace function programmes_mark_was_renewed() returns trigger language plpgsql as $$
begin
  if exists (select from public.programmes_qualitymark later where later.renews_id = new.id
             and (later.awarded_on <= new.awarded_on or later.organisation_id <> new.organisation_id and not exists (
               select from public.members_absorbed
               where record = later.organisation_id and organisation_id = new.organisation_id))) then
    raise 'Dit keurmerk is al verlengd: het blijft van dezelfde organisatie en van voor de verlenging.'
      using errcode = 'check_violation';
  end if;
  return new;
end $$;
