-- Pairs of organisations that may be one: the same name without legal form, KvK number, RSIN, IBAN, or domain of mail or
-- website. A domain that many share (a provider, an umbrella with its branches) says nothing.

create function members_name_key(words text) returns text language sql immutable parallel safe as $$
  select regexp_replace(regexp_replace(public.members_folded(words),
    '\m(stichting|st|vereniging|ver|cooperatie|federatie|bv|b\.v|nv|n\.v|de|het|een|the)\M\.?', '', 'g'), '[^a-z0-9]', '', 'g')
$$;

create view members_likelyduplicate as
with keys as (
  select id, 'naam' as why, members_name_key(name) as key from members_organisation
  union select id, 'naam', members_name_key(statutory_name) from members_organisation
  union select organisation_id, 'naam', members_name_key(name) from members_formername
  union select o.id, 'kvk', p.kvk from members_organisation o join finance_party p on p.id = o.party_id
  union select id, 'rsin', rsin from members_organisation
  union select o.id, 'iban', replace(upper(p.iban), ' ', '') from members_organisation o
    join finance_party p on p.id = o.party_id
  union select o.id, 'domein', lower(split_part(p.email, '@', 2)) from members_organisation o
    join finance_party p on p.id = o.party_id
  union select id, 'domein', lower(substring(website from '^https?://(?:www\.)?([^/:?#]+)')) from members_organisation
), telling as (
  select why, key from keys where key <> '' group by why, key
  having count(*) > 1 and (why <> 'domein' or count(*) <= 3)
    and not (why = 'domein' and key in ('gmail.com', 'outlook.com', 'hotmail.com', 'hotmail.nl', 'live.nl', 'ziggo.nl',
      'kpnmail.nl', 'planet.nl', 'xs4all.nl', 'home.nl', 'hetnet.nl', 'icloud.com', 'yahoo.com'))
), pairs as (
  select a.id as first_id, b.id as second_id, array_agg(distinct a.why order by a.why) as why
  from telling join keys a using (why, key) join keys b using (why, key)
  where a.id < b.id group by a.id, b.id
)
select first_id * 4294967296 + second_id as id, first_id, second_id, why,
  (select sum(case one when 'domein' then 1 when 'naam' then 2 else 3 end)::int from unnest(why) one) as strength
from pairs
where not exists (select from members_distinct d
  where least(d.first_id, d.second_id) = pairs.first_id
    and greatest(d.first_id, d.second_id) = pairs.second_id);
