-- What is only ever added: refused to everybody, the owner of the tables included.

create function reports_stays() returns trigger language plpgsql as $$
begin
  raise 'Wat in % staat verandert niet.', tg_table_name using errcode = 'check_violation';
end $$;

do $$
declare
  name text;
begin
  foreach name in array array['editionevent', 'chapterversion', 'waiver', 'snapshot', 'snapshotfile'] loop
    execute format('create trigger z_stays before update or delete or truncate on public.reports_%s '
      'for each statement execute function public.reports_stays()', name);
  end loop;
end $$;

-- The hash is that of the stored file: it cannot be given wrongly.
alter table reports_snapshotfile add constraint snapshotfile_hash_of_content
  check (sha256 = encode(sha256(content), 'hex'));

-- An adopted edition is shut: its chapters, its list of figures and its events.
create function reports_shut() returns trigger language plpgsql as $$
declare
  its int := case when tg_op = 'DELETE' then old.edition_id else new.edition_id end;
begin
  if exists (select from public.reports_snapshot where edition_id = its)
     or tg_op = 'UPDATE' and exists (select from public.reports_snapshot where edition_id = old.edition_id) then
    raise 'Het jaarverslag % is vastgesteld en verandert niet meer.', its using errcode = 'check_violation';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger y_shut before insert or update or delete on reports_chapter
  for each row execute function reports_shut();
create trigger y_shut before insert or update or delete on reports_editionfigure
  for each row execute function reports_shut();
create trigger y_shut before insert on reports_editionevent for each row execute function reports_shut();
create trigger y_shut before insert on reports_waiver for each row execute function reports_shut();
