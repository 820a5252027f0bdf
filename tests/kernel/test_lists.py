# ruff: noqa: DTZ001  a spreadsheet's moments have no time zone
"""Every list: what is found, in which order, page by page, and the same as a file."""

import csv
import io
import re
from datetime import UTC, date, datetime
from decimal import Decimal

import django_filters
import openpyxl
import pytest
from django.db.models import DateField, DecimalField, Value
from django.db.models.functions import Cast, Length

from nov.kernel.lists import (
    Action,
    Column,
    CountColumn,
    DayColumn,
    Empty,
    MomentColumn,
    MoneyColumn,
    Table,
    TagColumn,
    YesNoColumn,
    list_page,
    searched,
)
from nov.kernel.lists.exports import csv_lines, safe_text, workbook
from nov.kernel.models import User

pytestmark = pytest.mark.django_db


class PeopleTable(Table):
    name = Column("Naam", under=lambda user: user.email)
    email = Column("E-mail", wide=True)
    length = CountColumn("Letters")
    fee = MoneyColumn("Bijdrage")
    born = DayColumn("Geboren", wide=True)
    is_active = YesNoColumn("Actief")
    state = TagColumn("Stand", accessor="is_active", tags={True: "good", False: "none"}, exclude_from_export=True)


class PeopleFilter(django_filters.FilterSet):
    active = django_filters.ChoiceFilter(
        field_name="is_active",
        label="Stand",
        choices=[("True", "Actief"), ("False", "Geblokkeerd")],
        empty_label="Alle",
    )
    letter = django_filters.CharFilter(field_name="name", lookup_expr="istartswith", label="Begint met")


class ActiveFilter(PeopleFilter):
    active = django_filters.ChoiceFilter(
        field_name="is_active",
        label="Stand",
        choices=[("True", "Actief"), ("False", "Geblokkeerd")],
        empty_label="Alle",
        initial="True",
    )


def people():
    return User.objects.annotate(
        length=Length("name"),
        fee=Cast(Value(Decimal("12.50")), DecimalField(max_digits=8, decimal_places=2)),
        born=Cast(Value(date(1980, 3, 1)), DateField()),
    )


def make(*names, **extra):
    return User.objects.bulk_create(User(email=f"{i}@x.example", name=name, **extra) for i, name in enumerate(names))


@pytest.fixture
def show(request_by, monkeypatch):
    """show("q=…"): the list for that address. Who took it along is noted elsewhere: the people here are the rows."""
    monkeypatch.setattr("nov.kernel.lists.page.taken", lambda *about, **more: None)

    def show(query="", **options):
        request = request_by(User(name="Kijker", roles=["bureau"]), path=f"/lijst/?{query}")
        options = {"title": "Mensen", "table": PeopleTable, "queryset": people(), "search": ("name", "email")} | options
        return list_page(request, **options)

    return show


def text_of(html):
    return [re.sub(r"<[^>]+>", "", row).strip() for row in re.findall(r'<th scope="row"[^>]*>(.*?)</th>', html, re.S)]


def names(response):
    """The row headings: the name without the line under it."""
    html = response.content.decode()
    return re.findall(r'<th scope="row">([^<]*)<span class="under', html)


def test_a_row_shows_its_values_in_dutch(show):
    make("Wim", is_active=False)

    html = show().content.decode()

    row = re.search(r"<tbody>\s*<tr>(.*?)</tr>", html, re.S)[1]
    assert row == (
        '<th scope="row">Wim<span class="under narrow-only">0@x.example</span></th>'
        '<td class="wide-only">0@x.example</td><td class="num">3</td><td class="num">€\xa012,50</td>'
        '<td class="nowrap wide-only">01-03-1980</td><td>nee</td>'
        '<td><span class="tag none">False</span></td>'
    )


def test_what_people_typed_is_never_html(show):
    make("<script>alert(1)</script>")

    assert "<script>alert" not in show().content.decode()


def test_every_word_must_be_found_somewhere(show):
    make("Fenna Bakker", "Fenna de Boer", "Joris Bakker")

    assert names(show("q=fenna bak")) == ["Fenna Bakker"]
    assert names(show("q=BAKKER")) == ["Fenna Bakker", "Joris Bakker"]
    assert names(show("q=1@x")) == ["Fenna de Boer"]


@pytest.mark.parametrize("text", ["%00", "%25", "_", "'", "%5C", "x" * 5000, "%F0%9F%98%80"])
def test_odd_text_in_the_search_box_finds_nothing_and_breaks_nothing(show, text):
    make("Fenna")

    assert show(f"q={text}").status_code == 200


def test_a_folded_column_finds_words_without_accents():
    make("elise andre", "piet")

    assert list(searched(User.objects.all(), "Élise", (), key="name").values_list("name", flat=True)) == ["elise andre"]


def test_a_search_through_many_finds_each_row_once(bureau):
    bureau.roles = ["bureau", "financien"]
    bureau.save()

    assert searched(User.objects.all(), "an", ["name", "history__name"]).count() == 1


def test_headings_sort_both_ways_and_say_how(show):
    make("Bo", "Alex", "Chris")

    html = show("sort=-name").content.decode()

    assert names(show("sort=name")) == ["Alex", "Bo", "Chris"]
    assert names(show("sort=-name")) == ["Chris", "Bo", "Alex"]
    assert '<th scope="col" aria-sort="descending"><a href="?sort=name">Naam</a></th>' in html
    assert '<th scope="col" class="num"><a href="?sort=length">Letters</a></th>' in html


def test_sorting_on_what_is_no_column_is_no_sorting(show):
    make("Bo", "Alex")

    assert names(show("sort=password")) == ["Alex", "Bo"]


def test_pages_hold_every_row_once_also_when_all_are_equal(show):
    make(*["Gelijk"] * 60)

    pages = [show(f"page={page}", per_page=25).content.decode() for page in (1, 2, 3)]

    emails = [email for page in pages for email in re.findall(r'<td class="wide-only">(\d+)@', page)]
    assert sorted(map(int, emails)) == list(range(60))
    assert [re.search(r'<p class="soft">(\d+ tot en met .*?)</p>', page)[1] for page in pages] == [
        "1 tot en met 25 van 60",
        "26 tot en met 50 van 60",
        "51 tot en met 60 van 60",
    ]


def test_rows_that_are_equal_stand_in_the_order_of_their_key():
    table = PeopleTable(people())

    table.sort(["-name"])

    assert table.data.data.query.order_by == ("-name", "pk")


@pytest.mark.parametrize(("page", "first"), [("0", "51"), ("x", "1"), ("999", "51"), ("-1", "51"), ("", "1")])
def test_a_page_that_is_none_is_the_nearest_one(show, page, first):
    make(*["Gelijk"] * 60)

    assert f'<p class="soft">{first} tot en met' in show(f"page={page}").content.decode()


def test_links_between_pages_keep_what_was_asked(show):
    make(*["Gelijk"] * 60)

    html = show("q=gelijk&sort=-name&page=2").content.decode()

    assert '<a href="?q=gelijk&amp;sort=-name&amp;page=3" rel="next">Volgende</a>' in html
    assert '<a href="?q=gelijk&amp;sort=-name&amp;page=2" aria-current="page" aria-label="Pagina 2">2</a>' in html
    assert '<a class="button" href="?q=gelijk&amp;sort=-name&amp;export=csv" download>als CSV</a>' in html


def test_filters_that_are_on_can_be_taken_off_one_by_one(show):
    make("Bo", "Bart", "Alex")
    make_blocked = User(email="b@x.example", name="Bea", is_active=False)
    make_blocked.save()

    response = show("active=True&letter=b&q=b", filterset=PeopleFilter)

    chips = re.findall(r'<li><a href="([^"]*)">([^<]*)<span', response.content.decode())
    assert names(response) == ["Bart", "Bo"]
    assert chips == [
        ("?active=True&amp;letter=b", "“b”"),
        ("?letter=b&amp;q=b", "Actief"),
        ("?active=True&amp;q=b", "Begint met: b"),
    ]
    assert '<p role="status" class="soft">2 van 4 gebruikers</p>' in response.content.decode()


def test_a_filter_with_an_initial_value_is_on_until_it_is_taken_off(show):
    make("Bo")
    User(email="b@x.example", name="Bea", is_active=False).save()

    on, off = show(filterset=ActiveFilter), show("active=", filterset=ActiveFilter)

    assert names(on) == ["Bo"]
    assert '<a href="?active=">Actief<span' in on.content.decode()
    assert names(off) == ["Bea", "Bo"]


def test_a_filter_that_makes_no_sense_says_so_and_hides_nothing(show):
    make("Bo")

    html = show("active=misschien", filterset=PeopleFilter).content.decode()

    assert 'aria-invalid="true"' in html
    assert '<details class="filters" open>' in html


def test_an_empty_list_says_why_and_offers_a_way_on(show):
    html = show(
        empty=Empty("Er is nog niemand", "Voeg iemand toe."),
        actions=[Action("Nieuwe gebruiker", "/nieuw/", primary=True)],
    ).content.decode()

    empty = re.search(r'<div class="empty">(.*?)</div>\s*</div>', html, re.S)[1]
    assert "<h2>Er is nog niemand</h2>" in empty
    assert "<p>Voeg iemand toe.</p>" in empty
    assert '<a class="button" href="/nieuw/">Nieuwe gebruiker</a>' in empty


def test_nothing_found_offers_to_take_the_filters_off(show):
    make("Bo")

    html = show("q=zzz").content.decode()

    assert "<h2>Niets gevonden</h2>" in html
    assert '<a class="button" href="/lijst/">Alle filters weghalen</a>' in html
    assert "<table>" not in html


def test_a_button_is_there_for_who_may_do_it(show):
    actions = [Action("Boeken", "/boek/", act="finance.post"), Action("Wijzigen", "/wijzig/", act="members.enter")]

    html = show(actions=actions).content.decode()

    assert "Wijzigen" in html
    assert "Boeken" not in html


def test_totals_are_of_the_whole_list(show):
    make("Bo", "Alex", "Chris")

    html = show(per_page=2, totals=("fee", "length")).content.decode()

    foot = re.search(r"<tfoot>\s*(.*?)\s*</tfoot>", html, re.S)[1]
    assert foot == (
        '<tr class="total"><th scope="row">Alles samen</th><td class="wide-only"></td><td class="num">11</td>'
        '<td class="num">€\xa037,50</td><td class="nowrap wide-only"></td><td></td><td></td></tr>'
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_as_many_queries_with_three_rows_as_with_one(show, django_assert_num_queries, rows):
    make(*["Bo"] * rows)

    with django_assert_num_queries(2):  # the count and the rows
        show()
    with django_assert_num_queries(3):  # and how many there are without the filter
        show("q=bo")


def test_csv_holds_the_whole_filtered_list_in_its_order(show):
    make("Bo", "=1+1", "Alex", "-5")

    response = show("sort=-name&q=@x.example&export=csv", per_page=1)

    content = b"".join(response.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows == [
        ["Naam", "E-mail", "Letters", "Bijdrage", "Geboren", "Actief"],
        ["Bo", "0@x.example", "2", "12,50", "01-03-1980", "ja"],
        ["Alex", "2@x.example", "4", "12,50", "01-03-1980", "ja"],
        ["'=1+1", "1@x.example", "4", "12,50", "01-03-1980", "ja"],
        ["'-5", "3@x.example", "2", "12,50", "01-03-1980", "ja"],
    ]
    assert response["Content-Disposition"] == 'attachment; filename="mensen.csv"'


def test_a_workbook_holds_values_not_texts(show):
    make("=1+1")

    response = show("export=xlsx")

    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    cells = [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows()]
    assert [value for value, _ in cells[0]] == ["Naam", "E-mail", "Letters", "Bijdrage", "Geboren", "Actief"]
    assert cells[1] == [
        ("=1+1", "s"),
        ("0@x.example", "s"),
        (4, "n"),
        (12.5, "n"),
        (datetime(1980, 3, 1), "d"),
        ("ja", "s"),
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_an_export_is_one_query_and_a_count(show, django_assert_num_queries, rows):
    make(*["Bo"] * rows)

    with django_assert_num_queries(2):
        b"".join(show("export=csv").streaming_content)


def test_a_list_without_export_gives_no_file(show):
    make("Bo")

    response = show("export=csv", exports=False)

    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert "als CSV" not in response.content.decode()


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+31 6", "'+31 6"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("＝1", "'＝1"),
        ("Bo", "Bo"),
        ("", ""),
        ("a=b", "a=b"),
    ],
)
def test_only_text_that_a_spreadsheet_would_run_is_marked(text, safe):
    assert safe_text(text) == safe


def test_numbers_in_csv_are_never_marked():
    lines = "".join(csv_lines([[-5, Decimal("-1234.50"), None, False, datetime(2024, 4, 15, 14, 32)]]))

    assert lines == "\ufeff-5;-1234,50;;nee;15-04-2024 14:32\r\n"


def test_a_workbook_takes_moments_and_long_texts():
    sheet = openpyxl.load_workbook(workbook([["kop"], [datetime(2024, 4, 15, 14, 32)], ["x" * 40_000], [None]])).active

    assert [row[0].value for row in sheet.iter_rows()] == ["kop", datetime(2024, 4, 15, 14, 32), "x" * 32_767]


def test_moments_are_shown_in_dutch_time():
    column = MomentColumn("Op")

    assert column.render(datetime(2024, 7, 1, 22, 30, tzinfo=UTC)) == "02-07-2024 om 00.30 uur"
    assert column.value(datetime(2024, 7, 1, 22, 30, tzinfo=UTC)) == datetime(2024, 7, 2, 0, 30)
