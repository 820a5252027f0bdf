-- A measurement is never changed: a correction is a new row, the old one only learns when it was superseded.
create function programmes_measurement_stays() returns trigger language plpgsql as $$
begin
  if old.superseded_at is not null
     or (new.id, new.indicator_id, new.part_id, new.during, new.value, new.not_applicable, new.mark, new.source,
         new.evidence, new.note, new.recorded_by_id, new.recorded_at)
        is distinct from
        (old.id, old.indicator_id, old.part_id, old.during, old.value, old.not_applicable, old.mark, old.source,
         old.evidence, old.note, old.recorded_by_id, old.recorded_at) then
    raise 'Een meting verandert niet; leg een correctie vast.' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger z_stays before update on programmes_measurement
  for each row execute function programmes_measurement_stays();

-- The part that was measured belongs to the indicator that was measured.
alter table programmes_indicatorpart add constraint part_of_indicator_key unique (id, indicator_id);
alter table programmes_measurement add constraint measurement_part_of_indicator
  foreign key (part_id, indicator_id) references programmes_indicatorpart (id, indicator_id) deferrable initially deferred;

-- A number that was fixed with the report stays as it was printed.
create function programmes_desk_month_stays() returns trigger language plpgsql as $$
begin
  if old.fixed then
    raise 'Dit maandgetal is vastgezet en verandert niet meer.' using errcode = 'check_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger z_stays before update or delete on programmes_deskmonth
  for each row execute function programmes_desk_month_stays();

-- Texts and adopted editions hold a key: it changes only when the old one is kept as an alias. No alias is a key.
create function programmes_key_stays() returns trigger language plpgsql as $$
begin
  if not exists (select from public.programmes_keyalias where key = old.key and indicator_id = old.id) then
    raise 'De sleutel % staat in teksten; leg eerst de oude sleutel vast.', old.key using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger z_stays before update of key on programmes_indicator
  for each row when (old.key <> new.key) execute function programmes_key_stays();

-- Once measured, what a number means stays what it was.
create function programmes_meaning_stays() returns trigger language plpgsql as $$
begin
  if exists (select from public.programmes_measurement where indicator_id = old.id)
     or exists (select from public.programmes_norm where indicator_id = old.id) then
    raise 'Van ‘%’ zijn er al getallen: eenheid, soort en herkomst blijven wat ze zijn.', old.label
      using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger z_meaning_stays before update on programmes_indicator
  for each row when ((old.unit_key, old.kind, old.origin) is distinct from (new.unit_key, new.kind, new.origin))
  execute function programmes_meaning_stays();
