-- No answer was given by more people than answered; who chose an answer that excludes the others chose nothing else.
create function programmes_answers_fit(question bigint) returns void language plpgsql as $$
declare
  most integer := (select answered from public.programmes_surveyquestion where id = question);
  alone integer := (select coalesce(sum(chosen), 0) from public.programmes_surveyoption
                    where question_id = question and exclusive);
begin
  if exists (select from public.programmes_surveyoption where question_id = question
             and greatest(chosen, get, give) > most) then
    raise 'Geen antwoord is vaker gekozen dan er mensen antwoordden.' using errcode = 'check_violation';
  end if;
  if alone > most or exists (select from public.programmes_surveyoption where question_id = question
             and not exclusive and chosen + alone > most) then
    raise 'Een antwoord dat andere uitsluit kan niet samen met een ander zijn gekozen.' using errcode = 'check_violation';
  end if;
end $$;

create function programmes_option_fits() returns trigger language plpgsql as $$
begin
  perform public.programmes_answers_fit(new.question_id);
  return null;
end $$;
create trigger z_fits after insert or update on programmes_surveyoption
  for each row execute function programmes_option_fits();

create function programmes_question_fits() returns trigger language plpgsql as $$
begin
  perform public.programmes_answers_fit(new.id);
  return null;
end $$;
create trigger z_fits after update of answered on programmes_surveyquestion
  for each row execute function programmes_question_fits();

-- Whoever did not answer skipped it: nobody answers a survey that they did not fill in.
create function programmes_question_of_respondents() returns trigger language plpgsql as $$
begin
  if new.answered > (select respondents from public.programmes_survey where id = new.survey_id) then
    raise 'Een vraag is niet vaker beantwoord dan de enquête is ingevuld.' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger z_respondents before insert or update on programmes_surveyquestion
  for each row execute function programmes_question_of_respondents();

create function programmes_survey_of_respondents() returns trigger language plpgsql as $$
begin
  if new.respondents < (select max(answered) from public.programmes_surveyquestion where survey_id = new.id) then
    raise 'Een vraag is niet vaker beantwoord dan de enquête is ingevuld.' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger z_respondents before update of respondents on programmes_survey
  for each row execute function programmes_survey_of_respondents();
