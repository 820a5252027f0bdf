-- A membership that changes in a year of which the report was adopted, or before it, says why; the difference is listed
-- with the adopted report.

create function reports_mutation_explained() returns trigger language plpgsql as $$
declare
  adopted int := (select min(edition_id) from public.reports_editionevent
                  where kind = 'adopt' and edition_id >= extract(year from new.effective_on));
begin
  if adopted is not null and btrim(new.explanation) = '' then
    raise 'Het jaarverslag over % is vastgesteld. Schrijf bij de toelichting op waarom dit nu nog verandert.', adopted
      using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger explained_after_adoption before insert on public.members_mutation
  for each row execute function public.reports_mutation_explained();
