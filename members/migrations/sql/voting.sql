-- Who votes at a meeting, and for how much. Names are qualified because a session may make temporary tables.

-- The votes of a member at a general meeting, or of a person at a meeting of the body they sit on. Null: not there at all.
create function members_votes(meeting bigint, organisation bigint, person bigint) returns int
language sql stable as $$
  select case
    when m.kind = 'alv' then (
      select case
        when not k.votes then 0
        when exists (select from public.members_expulsion e join public.members_mutation u on u.id = e.mutation_id
                     where u.organisation_id = organisation and e.suspended @> m.date) then 0
        else k.weight end
      from public.members_holder h
      join public.members_categoryperiod c on c.membership_id = h.membership_id and c.voided_by_id is null
      join public.members_category k on k.id = c.category_id
      where h.organisation_id = organisation and h.voided_by_id is null and h.during @> m.date and c.during @> m.date)
    when organisation is null and exists (
      select from public.members_appointment a
      where a.person_id = person and a.body = m.kind and a.during @> m.date) then 1
  end
  from public.members_meeting m where m.id = meeting
$$;

create function members_attendance_votes() returns trigger language plpgsql as $$
declare
  allowed int := public.members_votes(new.meeting_id, new.organisation_id, new.person_id);
  most int;
begin
  if tg_op = 'UPDATE' and exists (select from public.members_ballot b join public.members_agendaitem i on i.id = b.item_id
                                  where i.meeting_id = old.meeting_id) then
    raise 'Er is al gestemd; wie er was, verandert niet meer.' using errcode = 'check_violation';
  end if;
  if allowed is null then
    raise 'Alleen wie op die dag lid is, of van het orgaan zelf, stemt op deze vergadering.' using errcode = 'check_violation';
  end if;
  if new.weight > allowed then
    raise 'Een aspirant-lid of een geschorst lid stemt niet, en een ander niet vaker dan zijn categorie mag.'
      using errcode = 'check_violation';
  end if;
  if new.through_id is not null then
    if new.weight = 0 then
      raise 'Wie niet stemt, geeft geen volmacht.' using errcode = 'check_violation';
    end if;
    perform from public.members_attendance c
      where c.id = new.through_id and c.meeting_id = new.meeting_id and c.person_id = new.person_id
        and c.through_id is null for update;
    if not found then
      raise 'Een volmacht gaat naar iemand die er zelf namens een lid is.' using errcode = 'check_violation';
    end if;
    select coalesce((select r.proxies from public.members_meetingrule r join public.members_meeting m on m.id = new.meeting_id
                     where r.kind = m.kind and r.first_day <= m.date order by r.first_day desc limit 1), 2) into most;
    if (select count(*) from public.members_attendance
        where through_id = new.through_id and id is distinct from new.id) >= most then
      raise 'Deze persoon heeft al % volmachten, meer mag niet.', most using errcode = 'check_violation';
    end if;
  end if;
  return new;
end $$;
create trigger y_votes before insert or update on public.members_attendance
  for each row execute function public.members_attendance_votes();

create function members_attendance_stays() returns trigger language plpgsql as $$
begin
  if exists (select from public.members_ballot b join public.members_agendaitem i on i.id = b.item_id
             where i.meeting_id = old.meeting_id) then
    raise 'Er is al gestemd; wie er was, verandert niet meer.' using errcode = 'check_violation';
  end if;
  return old;
end $$;
create trigger y_stays before delete on public.members_attendance
  for each row execute function public.members_attendance_stays();

create function members_ballot_counted() returns trigger language plpgsql as $$
declare
  there int := (select coalesce(sum(a.weight), 0) from public.members_attendance a
                join public.members_agendaitem i on i.meeting_id = a.meeting_id where i.id = new.item_id);
begin
  if new.in_favour + new.against + new.abstained > there then
    raise 'Er zijn % stemmen aanwezig; er zijn er niet meer uitgebracht.', there using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger y_counted before insert or update on public.members_ballot
  for each row execute function public.members_ballot_counted();
