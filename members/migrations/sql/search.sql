-- By what an organisation is found, in one column with a trigram index: names, numbers, places, addresses, contacts. The
-- database keeps it, since what it is made of stands in several tables and in finance. `members_folded` is
-- nov/kernel/folding.py in SQL.

create function members_folded(words text) returns text language sql immutable parallel safe as $$
  select btrim(regexp_replace(regexp_replace(
    replace(replace(replace(replace(translate(lower(normalize(translate(words, '’‘`´', ''''''''''), nfkd)),
      'øłđðı', 'olddi'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
    '[\u0300-\u036f]', '', 'g'), '\s+', ' ', 'g'))
$$;

create function members_organisation_found_by() returns trigger language plpgsql as $$
declare
  p record;
  m text := (select name from public.members_municipality where id = new.municipality_id);
begin
  select * into p from public.finance_party where id = new.party_id;
  new.search_key := public.members_folded(concat_ws(' ', new.name, new.short_name, new.statutory_name, m,
    lpad(new.number::text, greatest(4, length(new.number::text)), '0'), new.rsin, new.oin, new.website, new.phone,
    p.kvk, p.email, p.iban, p.street, p.house_number, p.postcode, p.place,
    (select string_agg(name, ' ') from public.members_formername where organisation_id = new.id),
    (select string_agg(concat_ws(' ', street, house_number, postcode, place), ' ') from public.members_address
      where organisation_id = new.id),
    (select string_agg(concat_ws(' ', c.title, q.name, q.email, q.phone), ' ') from public.members_contact c
      join public.members_person q on q.id = c.person_id where c.organisation_id = new.id)));
  return new;
end $$;
create trigger n_found_by before insert or update on members_organisation
  for each row execute function members_organisation_found_by();

create function members_hangs_on() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    update public.members_organisation set search_key = '' where id = old.organisation_id;
  end if;
  if tg_op <> 'DELETE' then
    update public.members_organisation set search_key = '' where id = new.organisation_id;
  end if;
  return null;
end $$;
create trigger n_found_by after insert or update or delete on members_formername
  for each row execute function members_hangs_on();
create trigger n_found_by after insert or update or delete on members_address
  for each row execute function members_hangs_on();
create trigger n_found_by after insert or update or delete on members_contact
  for each row execute function members_hangs_on();

create function members_person_found_by() returns trigger language plpgsql as $$
begin
  update public.members_organisation set search_key = ''
  where id in (select organisation_id from public.members_contact where person_id = new.id);
  return null;
end $$;
create trigger n_found_by after update on members_person for each row execute function members_person_found_by();

create function members_party_found_by() returns trigger language plpgsql as $$
begin
  update public.members_organisation set search_key = '' where party_id = new.id;
  return null;
end $$;
create trigger n_found_by after update on finance_party for each row execute function members_party_found_by();
