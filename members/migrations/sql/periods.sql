-- Memberships, their holders and their categories. Names are qualified because a session may make temporary tables
-- that would otherwise be found first.

-- A period is never deleted, and of one that stands only the end changes, and whether it was voided.
create function members_period_stays() returns trigger language plpgsql as $$
declare
  free text[] := array['during', 'closed_by_id', 'voided_by_id'];
begin
  if tg_op <> 'UPDATE' then
    raise 'Een periode wordt niet weggehaald; laat haar vervallen met een correctie.' using errcode = 'check_violation';
  end if;
  if old.voided_by_id is not null or lower(new.during) is distinct from lower(old.during)
      or to_jsonb(new) - free is distinct from to_jsonb(old) - free then
    raise 'Van een periode verandert alleen het einde; leg een correctie vast.' using errcode = 'check_violation';
  end if;
  return new;
end $$;

-- Holders and categories cover their membership without a gap; of a voided membership no part is left. Checked when
-- the transaction ends, since a membership and its parts are written one after the other.
create function members_covered() returns trigger language plpgsql as $$
declare
  m bigint := (to_jsonb(new) ->> tg_argv[0])::bigint;
  whole datemultirange := (select during::datemultirange from public.members_membership
                           where id = m and voided_by_id is null);
begin
  if (select range_agg(during) from public.members_holder where membership_id = m and voided_by_id is null)
      is distinct from whole then
    raise 'De houders van lidmaatschap % sluiten niet aan op het lidmaatschap.', m using errcode = 'check_violation';
  end if;
  if (select range_agg(during) from public.members_categoryperiod where membership_id = m and voided_by_id is null)
      is distinct from whole then
    raise 'De categorieën van lidmaatschap % sluiten niet aan op het lidmaatschap.', m
      using errcode = 'check_violation';
  end if;
  return null;
end $$;

do $$
declare
  name text;
begin
  foreach name in array array['membership', 'holder', 'categoryperiod'] loop
    execute format('alter table public.members_%1$s add constraint %1$s_finite
      check (isfinite(lower(during)) and (upper_inf(during) or isfinite(upper(during))))', name);
    execute format('create trigger y_stays before update or delete on public.members_%s
      for each row execute function public.members_period_stays()', name);
    execute format('create trigger z_stays before truncate on public.members_%s
      for each statement execute function public.members_period_stays()', name);
    execute format('create constraint trigger covered after insert or update on public.members_%s
      deferrable initially deferred for each row execute function public.members_covered(%L)',
      name, case name when 'membership' then 'id' else 'membership_id' end);
  end loop;
end $$;
