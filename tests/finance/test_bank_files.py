"""Bank files: what is read, kept once, refused whole, and where the bank and the lines part."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from finance.banking import files, keeping
from finance.banking.reading import Movement, Statement, Unreadable
from finance.models import BankFile, BankLine, BankStatement
from nov.kernel.models import User
from tests.finance.bank import IBAN, OTHER, account, camt, ntry, stmt, take_in
from tests.finance.books import refused, sql

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
MARCH = camt(
    stmt("100.00", ntry("20.50", name="De Brug", iban=OTHER, text="F2023-0001"), ntry("-5.00"), closing="115.50")
)


def lines() -> list[Decimal]:
    return list(BankLine.objects.order_by("id").values_list("amount", flat=True))


def test_lines_are_kept_as_they_came(by: User) -> None:
    account()

    outcome = take_in(by, MARCH)

    line = BankLine.objects.get(no=1)
    assert str(outcome) == "1\N{NO-BREAK SPACE}afschrift met 2\N{NO-BREAK SPACE}regels, waarvan 2 nieuw."
    assert (line.amount, line.name, line.iban, line.text) == (Decimal("20.50"), "De Brug", OTHER, "F2023-0001")
    assert (line.booked_on, line.statement.opening, line.statement.closing) == (
        date(2023, 3, 1),
        100,
        Decimal("115.50"),
    )
    assert BankFile.objects.get().name == "maart.xml"


def test_same_file_twice_and_under_another_name(by: User) -> None:
    account()
    take_in(by, MARCH)

    outcome = take_in(by, MARCH, "kopie.xml")

    assert str(outcome) == "1\N{NO-BREAK SPACE}afschrift met 2\N{NO-BREAK SPACE}regels; niets daarvan is nieuw."
    assert (BankLine.objects.count(), BankStatement.objects.count(), BankFile.objects.count()) == (2, 1, 1)


def test_overlapping_file_adds_only_what_is_new(by: User) -> None:
    account()
    take_in(by, MARCH)
    wider = camt(
        stmt("100.00", ntry("20.50", name="De Brug", iban=OTHER, text="F2023-0001"), ntry("-5.00"), ntry("7.00", "2023-03-02"),
             closing="122.50", number="2")
    )  # fmt: skip

    outcome = take_in(by, wider, "kwartaal.xml")

    assert (outcome.lines, outcome.new, lines()) == (3, 1, [Decimal("20.50"), -5, 7])
    assert keeping.gaps(BankStatement.objects.first().account) == []


def test_equal_payments_in_one_statement_both_count(by: User) -> None:
    account()
    twice = camt(stmt("0", ntry("10.00", text="kaartje"), ntry("10.00", text="kaartje"), closing="20.00"))

    take_in(by, twice)
    take_in(by, twice)

    assert lines() == [10, 10]


def test_same_line_on_another_account_is_another_line(by: User) -> None:
    account()
    account(OTHER, "1020")

    take_in(by, camt(stmt("0", ntry("10.00"), closing="10.00")))
    take_in(by, camt(stmt("0", ntry("10.00"), closing="10.00", iban=OTHER)))

    assert lines() == [10, 10]


def test_gap_between_statements_is_found(by: User) -> None:
    bank = account()
    take_in(by, camt(stmt("0", ntry("10.00"), closing="10.00", number="1")))
    take_in(by, camt(stmt("25.00", ntry("1.00", "2023-03-03"), closing="26.00", number="3")))
    take_in(by, camt(stmt("26.00", ntry("1.00", "2023-03-04"), closing="27.00", number="4")))

    assert [(gap.statement.number, gap.amount) for gap in keeping.gaps(bank)] == [("3", 15)]
    take_in(by, camt(stmt("10.00", ntry("15.00", "2023-03-02"), closing="25.00", number="2")))
    assert keeping.gaps(bank) == []


def test_details_of_a_batch_become_lines(by: User) -> None:
    account()
    detail = '<TxDtls><Refs><EndToEndId>{}</EndToEndId></Refs><Amt Ccy="EUR">{}</Amt></TxDtls>'
    entry = ntry("-30.00").replace("<TxDtls>", detail.format("A", "10.00") + detail.format("B", "20.00") + "<!--", 1)
    entry = entry.replace("</TxDtls></NtryDtls>", "--></NtryDtls>")

    take_in(by, camt(stmt("30.00", entry, closing="0")))

    assert list(BankLine.objects.order_by("no").values_list("amount", "end_to_end")) == [(-10, "A"), (-20, "B")]


def test_details_in_groups_and_words_that_are_none(by: User) -> None:
    account()
    detail = '<NtryDtls><TxDtls><Refs><EndToEndId>{}</EndToEndId></Refs><Amt Ccy="EUR">{}</Amt><RmtInf><Ustrd>een\n  twee</Ustrd><Ustrd><x/></Ustrd></RmtInf></TxDtls></NtryDtls>'
    entry = ntry("30.00").replace("<NtryDtls>", detail.format("A", "10.00") + detail.format("B", "20.00") + "<!--", 1)
    take_in(by, camt(stmt("0", entry.replace("</TxDtls></NtryDtls></Ntry>", "--></Ntry>"), closing="30.00")))

    rows = BankLine.objects.order_by("no").values_list("amount", "end_to_end", "text")
    assert list(rows) == [(10, "A", "een twee"), (20, "B", "een twee")]


MT940 = (
    ":20:940\n:25:NL44RABO0123456789EUR\n:28C:12\n:60F:C230301EUR100,00\n:61:2303010301C20,50NTRFEREF//1\n"
    ":86:/EREF/NOTPROVIDED//CNTP/NL91ABNA0417164300/ABNANL2A/De Brug///REMI/USTD//F2023-0001/\n:62F:C230301EUR120,50\n-\n"
)


def test_mt940(by: User) -> None:
    account()

    take_in(by, MT940.encode(), "maart.940")

    line = BankLine.objects.get()
    assert (line.amount, line.name, line.iban, line.text) == (Decimal("20.50"), "De Brug", OTHER, "F2023-0001")


def test_mt940_that_takes_a_receipt_back_and_tells_of_nothing(by: User) -> None:
    account()
    back = ":61:2303010301RC20,50NTRFEREF//2\n:86:terug\n:61:2303010301C0,00NTRFEREF//3\n:86:nieuwe rente\n:62F:C230301EUR100,00"

    take_in(by, MT940.replace(":62F:C230301EUR120,50", back).encode(), "maart.940")

    assert lines() == [Decimal("20.50"), Decimal("-20.50")]


def test_zip(by: User) -> None:
    account()
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("1.xml", MARCH)
    take_in(by, data.getvalue(), "maart.zip")
    assert lines() == [Decimal("20.50"), -5]


def bomb() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("1.xml", b"0" * 5_000_000)
    return data.getvalue()


REFUSED = {
    "leeg": (b"", "maart.xml: Het bestand is leeg. Haal het opnieuw op bij de bank. Er is niets ingelezen."),
    "geen": (b"hallo", "maart.xml: Dit is geen bankafschrift. Nodig is CAMT.053 of MT940; download dat bij de bank. Er is niets ingelezen."),
    "doctype": (
        b'<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "b">]>\n<x/>',
        "maart.xml, regel 2: Het bestand bevat een documenttype of verwijzingen; die heeft een afschrift nooit. Er is niets ingelezen.",
    ),
    "codering": (
        b'<?xml version="1.0" encoding="ISO-8859-1"?>\n<x/>',
        "maart.xml, regel 1: Het bestand is in ISO-8859-1 geschreven; een afschrift is in UTF-8. Haal het opnieuw op. Er is niets ingelezen.",
    ),
    "tekens": (
        MARCH.replace(b"De Brug", b"Caf\xe9"),
        "maart.xml, regel 6: Hier staat een teken dat geen UTF-8 is. Haal het bestand opnieuw op bij de bank. Er is niets ingelezen.",
    ),
    "afgekapt": (MARCH[:-60], "maart.xml, regel 7: Het bestand breekt hier af. Haal het bestand opnieuw op bij de bank. Er is niets ingelezen."),
    "datum": (
        MARCH.replace(b"2023-03-01", b"2023-02-30"),
        "maart.xml, regel 6: ‘2023-02-30’ is geen datum. Vraag de bank om een nieuw bestand. Er is niets ingelezen.",
    ),
    "bedrag": (
        MARCH.replace(b"20.50", b"20.505"),
        "maart.xml, regel 6: ‘20.505’ is geen bedrag in hele centen. Vraag de bank om een nieuw bestand. Er is niets ingelezen.",
    ),
    "munt": (
        camt(stmt("0", ntry("1.00", currency="USD"), closing="1.00")),
        "maart.xml: Een regel is in USD; alleen euro kan. Er is niets ingelezen.",
    ),
    "som": (
        camt(stmt("0", ntry("1.00"), closing="3.00", number="7")),
        "maart.xml, regel 3: Afschrift 7 klopt niet: het beginsaldo en de regels komen € 2,00 te laag uit op het eindsaldo. "
        "Vraag de bank om een nieuw bestand. Er is niets ingelezen.",
    ),
    "andere rekening": (
        camt(stmt("0", ntry("1.00"), closing="1.00", iban=OTHER)),
        f"maart.xml, regel 3: Het afschrift is van rekening {OTHER}, en die staat niet bij de bankrekeningen. "
        "Voeg haar toe, of kies een ander bestand. Er is niets ingelezen.",
    ),
    "incasso-opdracht": (
        camt(space="urn:iso:std:iso:20022:tech:xsd:pain.008.001.08"),
        "maart.xml, regel 1: Dit is een incasso-opdracht. Nodig is een afschrift in CAMT.053, versie .02 of .08, of MT940. Er is niets ingelezen.",
    ),
    "mt940 halve centen": (
        MT940.replace("20,50", "20,505").encode(),
        "maart.xml, regel 1: ‘120.505’ is geen bedrag in hele centen. Vraag de bank om een nieuw bestand. Er is niets ingelezen.",
    ),
    "mt940 overgeslagen": (
        MT940.replace(":62F:", ":61:XX\n:62F:").encode(),
        "maart.xml, regel 1: Dit deel is niet te lezen als MT940. Haal het bestand opnieuw op bij de bank. Er is niets ingelezen.",
    ),
    "mt940 zonder saldo": (
        MT940.replace(":60F:C230301EUR100,00\n", "").encode(),
        "maart.xml, regel 1: Een afschrift zonder rekening of beginsaldo. Haal het bestand opnieuw op bij de bank. Er is niets ingelezen.",
    ),
    "zonder eindsaldo": (
        MARCH.replace(b"<Cd>CLBD</Cd>", b"<Cd>CLAV</Cd>"),
        "maart.xml, regel 3: Afschrift 1 heeft geen eindsaldo. Haal het bestand opnieuw op. Er is niets ingelezen.",
    ),
    "saldo in dollars": (
        camt(stmt("0", ntry("1.00"), closing="1.00", currency="USD")),
        "maart.xml, regel 3: Het beginsaldo van afschrift 1 is in USD; alleen euro kan. Er is niets ingelezen.",
    ),
    "zonder rekening": (
        MARCH.replace(b"Acct>", b"Anders>"),
        "maart.xml, regel 4: Een afschrift zonder rekening. Haal het bestand opnieuw op bij de bank. Er is niets ingelezen.",
    ),
    "zonder bedrag": (
        MARCH.replace(b'<Amt Ccy="EUR">20.50</Amt>', b""),
        "maart.xml, regel 6: Het bedrag ontbreekt. Haal het bestand opnieuw op bij de bank. Er is niets ingelezen.",
    ),
    "zonder kant": (
        MARCH.replace(b"CRDT", b"ANDR"),
        "maart.xml, regel 4: Er staat niet bij of het bedrag erbij of eraf gaat. Haal het bestand opnieuw op bij de bank. Er is niets ingelezen.",
    ),
    "geen afschrift": (
        camt(),
        "maart.xml: Er staat geen enkel afschrift in. Haal het bestand opnieuw op bij de bank. Er is niets ingelezen.",
    ),
    "jaar": (
        MARCH.replace(b"2023-03-01", b"0203-03-01"),
        "maart.xml, regel 6: Het jaar 203 kan niet kloppen. Vraag de bank om een nieuw bestand. Er is niets ingelezen.",
    ),
    "binair": (b"PK\0 iets", "maart.xml: Dit is geen bankafschrift. Nodig is CAMT.053 of MT940; download dat bij de bank. Er is niets ingelezen."),
    "zipbom": (bomb(), "maart.xml: Het bestand is verdacht sterk ingepakt en wordt daarom niet geopend. Er is niets ingelezen."),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_wrong_file_is_refused_whole(by: User, what: str) -> None:
    account()
    data, message = REFUSED[what]

    with pytest.raises(Unreadable) as error:
        take_in(by, data)

    assert error.value.messages == [message.replace("€ ", "€\N{NO-BREAK SPACE}")]
    assert (BankLine.objects.count(), BankFile.objects.count()) == (0, 0)
    take_in(by, MARCH)
    assert len(lines()) == 2


@pytest.mark.skipif(not SAMPLES.exists(), reason="the sample files are not here")
def test_samples_come_to_what_other_readers_found() -> None:
    with (SAMPLES / "EXPECTED.csv").open() as expected:
        rows = [row for row in csv.DictReader(expected) if row["file"].startswith(("camt/", "mt940/"))]
    assert len(rows) == 16
    for row in rows:
        with (SAMPLES / row["file"]).open("rb") as file:
            try:
                found = list(files.read(file))
            except Unreadable:
                found = []
        moved = [one.amount for one in found if isinstance(one, Movement)]
        heads = [one for one in found if isinstance(one, Statement)]
        assert (row["file"], len(heads), len(moved), sum(moved)) == (
            row["file"], int(row["statements"] or len(heads)), int(row["entries"]), Decimal(row["net"]),
        )  # fmt: skip


# What the database refuses, whoever writes


def test_database_keeps_lines_and_statements(by: User) -> None:
    account()
    take_in(by, MARCH)
    kept = BankStatement.objects.get()
    columns = "booked_on, valued_on, amount, name, iban, text, reference, end_to_end, mandate, batch, bank_reference, kind, return_code"
    add = f"INSERT INTO finance_bankline (statement_id, no, fingerprint, {columns}) SELECT %s, 9, %s, {columns} FROM finance_bankline LIMIT 1"

    for table in ("finance_bankline", "finance_bankstatement", "finance_bankfile"):
        for change in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
            with refused("permission denied"):
                sql(change)
    with refused("Het afschrift is al ingelezen."):
        sql(add, kept.pk, b"x" * 32)
    with refused("bankline_place_once"):
        sql(add, 10**6, b"x" * 32)
        sql(add, 10**6, b"y" * 32)
    with refused("bankline_not_nought"):
        sql(
            add.replace("SELECT %s, 9, %s, booked_on, valued_on, amount", "SELECT %s, 9, %s, booked_on, valued_on, 0"),
            10**6,
            b"x" * 32,
        )
    with refused("bankline_fingerprint"):
        sql(add, 10**6, bytes(BankLine.objects.first().fingerprint))


@pytest.mark.parametrize(
    ("change", "message"),
    [({"closing": 8}, "bankstatement_adds_up"), ({"total": 6, "closing": 6}, "tellen niet op tot 6"),
     ({"new_count": 2, "line_count": 2}, "heeft 1 nieuwe regels, niet 2"),
     ({"line_count": 0}, "bankstatement_brings_something"),
     ({"pk": 78, "total": 0, "closing": 0, "line_count": 0, "new_count": 0}, "bankstatement_brings_something")],
)  # fmt: skip
def test_database_adds_statements_up(by: User, change: dict[str, Any], message: str) -> None:
    file = BankFile.objects.create(name="x", sha256="0" * 64, content=b"x", by=by)
    BankLine.objects.create(
        statement_id=77, no=1, booked_on="2023-03-01", valued_on="2023-03-01", amount=5, fingerprint=b"y" * 32
    )
    row = {"account": account(), "file": file, "number": "1", "last_day": "2023-03-01", "opening": 0, "total": 5,
           "closing": 5, "line_count": 1, "new_count": 1, "pk": 77}  # fmt: skip

    with refused(message):
        BankStatement.objects.create(**(row | change))
    BankStatement.objects.create(**row)


def test_iban_with_wrong_digits(by: User) -> None:
    with refused("bankaccount_iban"):
        account("NL44RABO0123456788")
    account(IBAN)
