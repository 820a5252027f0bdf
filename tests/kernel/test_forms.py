"""A form is handled once, in one transaction, and never over somebody else's work."""

import re
import threading
import uuid

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.test import RequestFactory
from django.test.utils import isolate_apps

from nov.kernel.forms import CountField, DayField, Form, ModelForm, MoneyField, dutch_field, form_page
from nov.kernel.models import FormRequest, Message, User


class NameForm(Form):
    name = forms.CharField(label="Naam", max_length=20)
    day = DayField(label="Datum", required=False)


class UserForm(ModelForm):
    class Meta:
        model = User
        fields = ["name", "is_active"]


class Desk:
    """A view with one form; `done` holds what was done."""

    def __init__(self, request_by, user, form=NameForm, **options):
        self.request_by, self.user, self.form, self.options, self.done = request_by, user, form, options, []

    def save(self, form):
        self.done.append(form.cleaned_data["name"])
        return "/klaar/"

    def get(self):
        return self.answer("get")

    def post(self, **data):
        return self.answer("post", data)

    def answer(self, method, data=None):
        request = self.request_by(self.user, method, data)
        options = {"title": "Naam geven", "save": self.save} | self.options
        return form_page(request, self.form, **options)


@pytest.fixture
def desk(request_by, bureau):
    return Desk(request_by, bureau)


def hidden(response):
    found = re.findall(r'<input type="hidden" name="(form_\w+)" value="([^"]*)">', response.content.decode())
    return dict(found)


def problems(response):
    return re.findall(
        r"<li>(?:<a href=\"#(\w+)\">([^<]*)</a>: )?([^<]*)</li>", response.content.decode().split("<main")[1]
    )


def test_a_form_is_shown_with_its_labels_hints_and_ids(desk):
    response = desk.get()

    html = response.content.decode()
    assert response.status_code == 200
    assert '<label for="id_name">Naam</label>' in html
    assert '<label for="id_day">Datum <span class="soft">(mag leeg)</span></label>' in html
    assert '<span class="hint" id="id_day_helptext">Bijvoorbeeld 31-12-2023.</span>' in html
    assert 'aria-describedby="id_day_helptext"' in html
    assert uuid.UUID(hidden(response)["form_request"])


def test_a_good_form_does_its_deed_and_goes_on(desk):
    response = desk.post(name="Fenna", **hidden(desk.get()))

    assert (response.status_code, response["Location"], desk.done) == (302, "/klaar/", ["Fenna"])


def test_errors_stand_at_the_top_with_links_and_at_their_field(desk):
    response = desk.post(name="", day="31-12-23", **hidden(desk.get()))

    html = response.content.decode()
    assert response.status_code == 422
    assert problems(response) == [
        ("id_name", "Naam", "Vul dit in."),
        ("id_day", "Datum", "‘31-12-23’ is geen datum. Schrijf dag, maand en jaar, bijvoorbeeld 31-12-2023."),
    ]
    assert '<span class="error-text" id="id_name_error">Vul dit in.</span>' in html
    assert re.search(
        r'<input type="text" name="name"[^>]*aria-invalid="true"[^>]*aria-describedby="id_name_error"', html
    )
    assert 'value="31-12-23"' in html
    assert "<title>Fout: Naam geven" in html
    assert desk.done == []


def test_an_error_leaves_the_form_its_id_so_that_the_next_try_is_the_same_form(desk):
    shown = hidden(desk.get())

    again = hidden(desk.post(name="", **shown))

    assert again == shown
    assert desk.post(name="Fenna", **again).status_code == 302


def test_a_double_click_has_one_effect_and_one_answer(desk):
    shown = hidden(desk.get())

    first, second = desk.post(name="Fenna", **shown), desk.post(name="Fenna", **shown)

    assert desk.done == ["Fenna"]
    assert first["Location"] == second["Location"] == "/klaar/"


def test_the_same_form_with_other_content_is_asked_about(desk):
    shown = hidden(desk.get())
    desk.post(name="Fenna", **shown)

    response = desk.post(name="Joris", **shown)

    assert desk.done == ["Fenna"]
    assert "al verwerkt, met een andere inhoud" in problems(response)[0][2]
    assert hidden(response)["form_request"] != shown["form_request"]
    desk.post(name="Joris", **hidden(response))
    assert desk.done == ["Fenna", "Joris"]


def test_somebody_elses_form_is_not_answered(desk, request_by, director):
    shown = hidden(desk.get())
    desk.post(name="Fenna", **shown)
    other = Desk(request_by, director)

    assert other.post(name="Fenna", **shown).status_code == 422
    assert other.done == []


def test_a_form_without_an_id_works_each_time(desk):
    desk.post(name="Fenna")
    desk.post(name="Fenna")

    assert desk.done == ["Fenna", "Fenna"]


def test_a_rule_refuses_at_its_field_or_above_the_form_and_nothing_is_kept(desk, bureau):
    def save(form):
        User.objects.create_user("nieuw@nov.example", name="Nieuw")
        raise ValidationError({"name": "Die naam is er al.", "last_day": "Dat kan niet meer."})

    desk.options["save"] = save

    response = desk.post(name="Fenna", **hidden(desk.get()))

    assert problems(response) == [("id_name", "Naam", "Die naam is er al."), ("", "", "Dat kan niet meer.")]
    assert list(User.objects.values_list("name", flat=True)) == ["Anouk Terpstra"]
    assert FormRequest.objects.count() == 0


def test_what_the_database_refuses_is_said_in_the_constraints_words(desk, bureau):
    def save(form):
        Message.objects.create(to="a@x.example,b@x.example", subject="x", body="y", by=bureau)

    desk.options["save"] = save

    response = desk.post(name="Fenna", **hidden(desk.get()))

    assert problems(response) == [("", "", "Een bericht gaat naar één persoon.")]


def test_what_a_trigger_of_ours_raises_is_shown(desk):
    def save(form):
        with connection.cursor() as cursor:
            cursor.execute("do $$ begin raise 'Boekjaar 2023 is afgesloten.' using errcode = 'check_violation'; end $$")

    desk.options["save"] = save

    assert problems(desk.post(name="Fenna", **hidden(desk.get()))) == [("", "", "Boekjaar 2023 is afgesloten.")]


def test_what_is_still_used_cannot_go(desk, bureau):
    Message.objects.create(to="a@x.example", subject="x", body="y", by=bureau)

    def save(form):
        with connection.cursor() as cursor:
            cursor.execute("delete from kernel_user where id = %s", [bureau.pk])
            cursor.execute("set constraints all immediate")

    desk.options["save"] = save

    assert problems(desk.post(name="Fenna", **hidden(desk.get()))) == [
        ("", "", "Dit wordt nog ergens anders gebruikt en kan daarom niet weg.")
    ]


def test_a_fault_of_ours_is_no_message(desk):
    def save(form):
        with connection.cursor() as cursor:
            cursor.execute("select from geen_tabel")

    desk.options["save"] = save

    with pytest.raises(Exception, match="geen_tabel"), transaction.atomic():
        desk.post(name="Fenna", **hidden(desk.get()))


def test_two_people_who_edit_one_record_do_not_overwrite_each_other(request_by, bureau, director):
    target = User.objects.create_user("c@nov.example", name="Chantal")

    def save(form):
        form.save()
        return "/klaar/"

    def page(user, method, data=None):
        instance = User.objects.get(pk=target.pk)
        return form_page(
            request_by(user, method, data), UserForm, title="Wijzigen", save=save, form_kwargs={"instance": instance}
        )

    first, second = hidden(page(bureau, "get")), hidden(page(director, "get"))
    assert page(bureau, "post", {"name": "Chantal de Ruiter", "is_active": "on", **first}).status_code == 302
    conflict = page(director, "post", {"name": "Chantal R.", "is_active": "on", **second})

    assert "Iemand anders heeft dit intussen gewijzigd." in problems(conflict)[0][2]
    assert User.objects.get(pk=target.pk).name == "Chantal de Ruiter"
    assert 'value="Chantal R."' in conflict.content.decode()
    assert page(director, "post", {"name": "Chantal R.", "is_active": "on", **hidden(conflict)}).status_code == 302
    assert User.objects.get(pk=target.pk).name == "Chantal R."


def test_a_guard_that_is_gone_is_a_conflict(desk):
    target = User.objects.create_user("c@nov.example", name="Chantal")
    desk.options["guard"] = target
    shown = hidden(desk.get())
    User.objects.filter(pk=target.pk).delete()

    assert "Iemand anders" in problems(desk.post(name="Fenna", **shown))[0][2]


def test_what_was_typed_is_never_html(desk):
    html = desk.post(name="<script>x</script>" * 2, **hidden(desk.get())).content.decode()

    assert "<script>x" not in html


@isolate_apps("nov.kernel")
def test_a_model_form_has_dutch_fields_also_without_inheriting_meta():
    class Sample(models.Model):  # noqa: DJ008
        on = models.DateField("datum")
        fee = models.DecimalField("bedrag", max_digits=14, decimal_places=2)
        hours = models.DecimalField("uren", max_digits=8, decimal_places=3, null=True, blank=True)
        count = models.PositiveIntegerField("aantal", default=3)
        at = models.DateTimeField("moment")

        class Meta:
            app_label = "kernel"

    class SampleForm(ModelForm):
        class Meta:
            model = Sample
            fields = ["on", "fee", "hours", "count", "at"]

    fields = SampleForm().fields
    assert [type(field) for field in fields.values()][:2] == [DayField, MoneyField]
    assert isinstance(fields["count"], CountField)
    assert (fields["count"].initial, fields["count"].min_value) == (3, 0)
    assert (fields["hours"].required, fields["hours"].decimals) == (False, 3)
    assert [field.label for field in fields.values()] == ["Datum", "Bedrag", "Uren", "Aantal", "Moment"]
    assert type(dutch_field(models.CharField(max_length=3))) is forms.CharField


def test_sixteen_times_at_once_is_one_effect(committed, rf: RequestFactory):
    user = User.objects.create_user("anouk@nov.example", name="Anouk", roles=["bureau"])
    asked, answers = str(uuid.uuid4()), []
    start = threading.Barrier(16)

    def save(form):
        User.objects.create_user(f"{uuid.uuid4()}@nov.example", name=form.cleaned_data["name"])
        return "/klaar/"

    def click():
        request = rf.post("/lijst/", {"name": "Fenna", "form_request": asked})
        request.user = user
        start.wait()
        try:
            answers.append(form_page(request, NameForm, title="x", save=save)["Location"])
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == ["/klaar/"] * 16
    assert User.objects.filter(name="Fenna").count() == 1
