-- A renewal comes after the mark it renews, which was the same organisation's.
create function programmes_mark_renews() returns trigger language plpgsql as $$
declare
  earlier record;
begin
  select awarded_on, organisation_id into earlier from public.programmes_qualitymark where id = new.renews_id;
  if new.organisation_id is distinct from earlier.organisation_id then
    raise 'Een keurmerk verlengt een eerder keurmerk van dezelfde organisatie.' using errcode = 'check_violation';
  end if;
  if new.awarded_on <= earlier.awarded_on then
    raise 'Een verlenging komt na het keurmerk dat zij verlengt.' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger z_renews before insert or update on programmes_qualitymark
  for each row when (new.renews_id is not null) execute function programmes_mark_renews();

-- Nor does a mark move to a day after its own renewal, or to another organisation.
create function programmes_mark_was_renewed() returns trigger language plpgsql as $$
begin
  if exists (select from public.programmes_qualitymark later where later.renews_id = new.id
             and (later.awarded_on <= new.awarded_on or later.organisation_id <> new.organisation_id)) then
    raise 'Dit keurmerk is al verlengd: het blijft van dezelfde organisatie en van voor de verlenging.'
      using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger z_was_renewed before update on programmes_qualitymark
  for each row execute function programmes_mark_was_renewed();

-- An adviser is active from the training on.
create function programmes_active_after_training() returns trigger language plpgsql as $$
begin
  if lower(new.during) < (select trained_on from public.programmes_adviser where id = new.adviser_id) then
    raise 'Een adviseur is actief vanaf de opleiding, niet ervoor.' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger z_trained before insert or update on programmes_adviseractivity
  for each row execute function programmes_active_after_training();

create function programmes_trained_before_active() returns trigger language plpgsql as $$
begin
  if exists (select from public.programmes_adviseractivity where adviser_id = new.id
             and lower(during) < new.trained_on) then
    raise 'Deze adviseur was al actief voor deze dag.' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger z_trained before update of trained_on on programmes_adviser
  for each row execute function programmes_trained_before_active();

-- What was measured stays, and so does the study it was found in.
create or replace function programmes_measurement_stays() returns trigger language plpgsql as $$
begin
  if old.superseded_at is not null
     or (new.id, new.indicator_id, new.part_id, new.during, new.value, new.not_applicable, new.mark, new.source,
         new.evidence, new.note, new.study_id, new.recorded_by_id, new.recorded_at)
        is distinct from
        (old.id, old.indicator_id, old.part_id, old.during, old.value, old.not_applicable, old.mark, old.source,
         old.evidence, old.note, old.study_id, old.recorded_by_id, old.recorded_at) then
    raise 'Een meting verandert niet; leg een correctie vast.' using errcode = 'check_violation';
  end if;
  return new;
end $$;

-- A figure that is counted is not measured as well, and is no norm.
create function programmes_counted_not_measured() returns trigger language plpgsql as $$
begin
  if exists (select from public.programmes_indicator where id = new.indicator_id and origin = 'berekend') then
    raise 'Dit kengetal volgt uit wat is vastgelegd en wordt niet gemeten.' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger y_counted before insert on programmes_measurement
  for each row execute function programmes_counted_not_measured();
create trigger y_counted before insert on programmes_norm
  for each row execute function programmes_counted_not_measured();

-- As in guards.sql, and a counted figure stays a counted one: its trigger stepped aside while the column grew.
create trigger z_meaning_stays before update on programmes_indicator
  for each row when ((old.unit_key, old.kind, old.origin) is distinct from (new.unit_key, new.kind, new.origin))
  execute function programmes_meaning_stays();
