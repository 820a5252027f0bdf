"""The totals of the demo ledger: what the entries in `finance_books.py` are made to add up to. Euros throughout.

The income, expenses, reserves and balance sheets of 2022 and 2023 are those of the reference year; 2020, 2021 and the
first months of 2024 were invented to fit them. Income and expenses are per cost centre (see COST_CENTRES).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

COST_CENTRES = {
    "bureau": "Bureau",
    "platform": "Platform Vrijwillige Inzet",
    "meedoen": "#Meedoen",
    "expedities": "Expedities Nieuwe Gezichten",
    "goodbusy": "Good Busy",
    "lobby": "Lobby",
    "sow": "Samen Ouder Worden",
    "mdt": "MDT kernteam",
    "bestuurderscentraal": "BestuurdersCentraal",
    "prijzen": "Nationale Vrijwilligersprijzen",
    "preventie": "In veilige handen",
    "wetregelgeving": "Wet- en regelgeving",
    "socialebasis": "Sociale basis",
    "mva": "Meer en anders Vrijwilligen",
    "kennisboost": "Kennisboostweken",
    "goedgeregeld": "Vrijwillige inzet, goed geregeld",
    "internationaal": "Internationaal",
    "onderzoek": "Onderzoek",
}

VWS, SZW, OCW = (
    "Ministerie van Volksgezondheid, Welzijn en Sport",
    "Ministerie van Sociale Zaken en Werkgelegenheid",
    "Ministerie van Onderwijs, Cultuur en Wetenschap",
)

# code: name, funder, cost centre, first and last day
GRANTS = {
    "vws-instelling": ("Instellingssubsidie", VWS, "bureau", date(2021, 1, 1), date(2025, 12, 31)),
    "szw-meedoen": ("#Meedoen", SZW, "meedoen", date(2021, 1, 1), date(2027, 12, 31)),
    "ocw-mdt": ("MDT kernteam", OCW, "mdt", date(2021, 1, 1), date(2024, 12, 31)),
    "vws-sow1": ("Samen Ouder Worden, fase 1", VWS, "sow", date(2018, 3, 1), date(2023, 12, 31)),
    "vws-sow2": ("Samen Ouder Worden, fase 2", VWS, "sow", date(2023, 10, 1), date(2026, 12, 31)),
    "vws-prijzen": ("Nationale Vrijwilligersprijzen", VWS, "prijzen", date(2023, 9, 1), date(2023, 12, 31)),
    "vws-mva": ("Meer en anders Vrijwilligen", VWS, "mva", date(2024, 1, 1), date(2027, 12, 31)),
    "vws-goodbusy": ("Good Busy", VWS, "goodbusy", date(2021, 1, 1), date(2024, 12, 31)),
    "vws-socialebasis": ("Sociale basis", VWS, "socialebasis", date(2021, 1, 1), date(2024, 12, 31)),
    "vws-preventie": ("In veilige handen", VWS, "preventie", date(2021, 1, 1), date(2024, 12, 31)),
}

# grant, number of the letter, its date, amount, kind
AWARDS = (
    ("vws-instelling", "VWS-2020-1187", date(2020, 12, 1), 495_000, "verlening"),
    ("vws-instelling", "VWS-2021-1204", date(2021, 12, 6), 510_000, "verlening"),
    ("vws-instelling", "VWS-2022-1231", date(2022, 12, 5), 512_400, "verlening"),
    ("vws-instelling", "VWS-2023-0412", date(2023, 4, 11), 100_000, "wijziging"),
    ("vws-instelling", "VWS-2023-1166", date(2023, 11, 14), 38_962, "ova"),
    ("vws-instelling", "VWS-2023-1259", date(2023, 12, 11), 655_000, "verlening"),
    ("szw-meedoen", "SZW-2020-0871", date(2020, 12, 10), 480_000, "verlening"),
    ("szw-meedoen", "SZW-2021-0913", date(2021, 12, 13), 610_000, "verlening"),
    ("szw-meedoen", "SZW-2022-0894", date(2022, 11, 28), 757_000, "verlening"),
    ("szw-meedoen", "SZW-2023-0266", date(2023, 3, 30), 255_000, "wijziging"),
    ("szw-meedoen", "SZW-2023-0948", date(2023, 12, 18), 1_036_000, "verlening"),
    ("ocw-mdt", "OCW-2020-0417", date(2020, 12, 15), 120_000, "verlening"),
    ("ocw-mdt", "OCW-2021-0433", date(2021, 12, 14), 139_340, "verlening"),
    ("ocw-mdt", "OCW-2022-0451", date(2022, 12, 13), 148_000, "verlening"),
    ("ocw-mdt", "OCW-2023-0462", date(2023, 12, 12), 150_000, "verlening"),
    ("vws-sow1", "VWS-2018-0214", date(2018, 2, 20), 1_230_000, "verlening"),
    ("vws-sow2", "VWS-2023-0987", date(2023, 9, 26), 962_000, "verlening"),
    ("vws-prijzen", "VWS-2023-0844", date(2023, 8, 29), 22_000, "verlening"),
    ("vws-mva", "VWS-2024-0037", date(2024, 1, 22), 3_000_000, "verlening"),
    ("vws-goodbusy", "VWS-2020-1190", date(2020, 12, 1), 45_000, "verlening"),
    ("vws-goodbusy", "VWS-2021-1211", date(2021, 12, 6), 50_000, "verlening"),
    ("vws-goodbusy", "VWS-2022-1240", date(2022, 12, 5), 50_000, "verlening"),
    ("vws-goodbusy", "VWS-2023-0431", date(2023, 4, 18), 81_000, "wijziging"),
    ("vws-goodbusy", "VWS-2023-1262", date(2023, 12, 11), 120_000, "verlening"),
    ("vws-socialebasis", "VWS-2020-1195", date(2020, 12, 1), 40_000, "verlening"),
    ("vws-socialebasis", "VWS-2021-1215", date(2021, 12, 6), 40_000, "verlening"),
    ("vws-socialebasis", "VWS-2022-1244", date(2022, 12, 5), 40_000, "verlening"),
    ("vws-socialebasis", "VWS-2023-1266", date(2023, 12, 11), 40_000, "verlening"),
    ("vws-preventie", "VWS-2020-1198", date(2020, 12, 1), 178_900, "verlening"),
    ("vws-preventie", "VWS-2021-1219", date(2021, 12, 6), 156_500, "verlening"),
    ("vws-preventie", "VWS-2022-1249", date(2022, 12, 5), 185_500, "verlening"),
    ("vws-preventie", "VWS-2023-1270", date(2023, 12, 11), 189_000, "verlening"),
)

# body, number, date, subject
DECISIONS = {
    "doel": ("alv", "ALV-2018-11/6", date(2018, 11, 24), "Continuïteitsreserve: een derde van de vaste lasten"),
    "bestemming 2021": ("alv", "ALV-2022-06/4", date(2022, 6, 17), "Jaarrekening 2021 en bestemming van het saldo"),
    "begroting 2022": ("alv", "ALV-2021-11/5", date(2021, 11, 26), "Begroting 2022"),
    "begroting 2023": ("alv", "ALV-2022-11/5", date(2022, 11, 25), "Begroting 2023"),
    "bestemming 2022": ("alv", "ALV-2023-06/4", date(2023, 6, 16), "Jaarrekening 2022 en bestemming van het saldo"),
    "begroting 2023, april": ("bestuur", "B-2023-04/3", date(2023, 4, 17), "Aanpassing van de begroting 2023"),
    "begroting 2023, november": ("bestuur", "B-2023-11/2", date(2023, 11, 13), "Tweede aanpassing van de begroting 2023"),
    "bestemming 2023": (
        "bestuur", "B-2024-04/2", date(2024, 4, 8), "Voorstel aan de ALV: bestemming van het resultaat over 2023",
    ),
}  # fmt: skip

# code: name, kind, account, purpose, restricted by, decision
RESERVES = {
    "algemeen": ("Algemene reserve", "algemeen", "0500", "Vrij te besteden; vangt een tekort op", "", ""),
    "continuiteit": (
        "Continuïteitsreserve", "continuiteit", "0510", "Vier maanden vaste lasten kunnen betalen", "ALV", "doel",
    ),
    "platform": (
        "Bestemmingsreserve platform, naam en logo", "bestemming", "0520",
        "Vernieuwing van het platform, de naam en het logo", "Bestuur, na instemming van de ALV", "bestemming 2023",
    ),
}  # fmt: skip

APPROPRIATIONS = {
    2021: (("algemeen", -19_405, "Tekort over 2021"),),
    2022: (("continuiteit", 8_214, ""),),
    2023: (
        ("platform", 65_000, "Vernieuwing van het platform, naam en logo"),
        ("algemeen", 19_405, "Herstelt het tekort over 2021"),
        ("continuiteit", 100_000, "Naar een derde van de vaste lasten"),
    ),
}

# account: debit (credit with a minus) on 31 December 2020
OPENING = {
    "0210": 52_300, "0219": -26_990, "1300": 14_620, "1310": 88_400, "1400": 21_750, "1010": 122_817, "1020": 750_000,
    "0500": -75_000, "0510": -221_457, "1600": -148_930, "1700": -31_210, "1720": -7_400, "1750": -415_300,
    "1800": -22_400, "1810": -18_800, "1860": -82_400,
}  # fmt: skip

# What stands at the end of a year per grant: received in advance, or with a minus still to be received.
AHEAD = {
    2020: {"szw-meedoen": 300_000, "ocw-mdt": 75_300, "vws-goodbusy": 10_000, "vws-socialebasis": 30_000,
           "vws-sow1": -38_400, "vws-preventie": -50_000},
    2021: {"szw-meedoen": 380_000, "ocw-mdt": 70_650, "vws-goodbusy": 18_000, "vws-socialebasis": 30_000,
           "vws-sow1": -41_300, "vws-preventie": -50_000},
    2022: {"szw-meedoen": 470_000, "ocw-mdt": 84_780, "vws-goodbusy": 20_000, "vws-socialebasis": 30_000,
           "vws-sow1": -46_250, "vws-preventie": -50_000},
    2023: {"szw-meedoen": 640_000, "ocw-mdt": 92_431, "vws-goodbusy": 50_000, "vws-socialebasis": 30_000,
           "vws-sow1": -49_900, "vws-sow2": -30_000, "vws-prijzen": -5_500, "vws-preventie": -63_500},
}  # fmt: skip


# Projects that are not paid by one grant for the whole year: grant, amount, from which month.
SPLIT: dict[tuple[int, str], tuple[tuple[str | None, int, int], ...]] = {
    (2022, "prijzen"): ((None, 4_560, 1),),
    (2023, "prijzen"): (("vws-prijzen", 22_000, 9), (None, 6_000, 1)),
    (2023, "sow"): (("vws-sow1", 148_000, 1), ("vws-sow2", 74_000, 10)),
}


@dataclass(frozen=True)
class YearNumbers:
    """The totals of a year (or of its first months), and what the balance sheet says at its end."""

    year: int
    subsidies: tuple[tuple[str, int, int, int], ...]  # grant, amount, in the months from and up to
    gifts: tuple[tuple[str, str, int], ...]  # account, cost centre, amount
    training: int
    quality_mark: int
    other_income: int  # with contribution, interest, training and quality mark
    interest: int
    personnel: dict[str, int]
    projects: dict[str, int]
    organisation: int  # without depreciation and bad debts
    depreciation: int
    bad_debts: int
    housing: int
    board: int
    interest_paid: int
    bank_costs: int
    investment: int
    months: int = 12
    # at the end of the year; without them everything that is due is paid
    debtors: int = 0
    creditors: int = 0
    wage_tax: int = 0
    pensions: int = 0
    holidays: int = 0  # account 1800; 1810 stays as it is
    accruals: int = 0  # with what members were invoiced for the next year
    prepaid: int = 0
    contribution: int = 0  # of a year before the members' own invoices

    @property
    def parts(self) -> Iterator[tuple[str, str | None, int, range]]:
        """The projects with the grant that pays for them: cost centre, grant, amount, in which months."""
        earmarked = {grant[2]: code for code, grant in GRANTS.items() if grant[2] != "bureau"}
        earmarked["sow"] = "vws-sow1" if self.year < 2024 else "vws-sow2"
        for centre, total in self.projects.items():
            for grant, amount, first in SPLIT.get((self.year, centre), ((earmarked.get(centre), total, 1),)):
                yield centre, grant, amount, range(first, self.months + 1)

    @property
    def closes(self) -> bool:
        """Whether the year is complete, so that its balance sheet is known."""
        return self.months == 12


YEARS = (
    YearNumbers(
        2021,
        subsidies=(
            ("vws-instelling", 495_000, 1, 12), ("szw-meedoen", 480_000, 1, 12), ("ocw-mdt", 120_000, 1, 12),
            ("vws-sow1", 190_000, 1, 12), ("vws-goodbusy", 45_000, 1, 12), ("vws-socialebasis", 40_000, 1, 12),
            ("vws-preventie", 178_900, 1, 12),
        ),
        gifts=(
            ("8200", "expedities", 110_000), ("8210", "platform", 45_000), ("8200", "platform", 15_000),
            ("8220", "bureau", 12_300),
        ),
        training=14_250, quality_mark=6_750, other_income=182_700, interest=0,
        personnel={
            "meedoen": 150_000, "mdt": 48_000, "sow": 45_000, "goodbusy": 16_000, "socialebasis": 13_000,
            "preventie": 66_000, "expedities": 30_000, "wetregelgeving": 19_000, "platform": 33_000, "bureau": 349_300,
        },
        projects={
            "meedoen": 330_000, "mdt": 72_000, "sow": 145_000, "goodbusy": 29_000, "socialebasis": 27_000,
            "preventie": 112_900, "expedities": 131_000, "platform": 69_500, "kennisboost": 21_900,
            "goedgeregeld": 30_225, "wetregelgeving": 10_400, "bestuurderscentraal": 9_800, "lobby": 4_900,
            "internationaal": 5_700, "onderzoek": 4_200,
        },
        organisation=80_210, depreciation=6_210, bad_debts=0, housing=63_180, board=5_240, interest_paid=4_800,
        bank_costs=840, investment=5_105, debtors=16_240, creditors=159_870, wage_tax=32_490, pensions=7_625,
        holidays=24_300, accruals=89_700, prepaid=22_940, contribution=156_900,
    ),
    YearNumbers(
        2022,
        subsidies=(
            ("vws-instelling", 510_000, 1, 12), ("szw-meedoen", 610_000, 1, 12), ("ocw-mdt", 139_340, 1, 12),
            ("vws-sow1", 196_500, 1, 12), ("vws-goodbusy", 50_000, 1, 12), ("vws-socialebasis", 40_000, 1, 12),
            ("vws-preventie", 156_500, 1, 12),
        ),
        gifts=(
            ("8200", "expedities", 130_000), ("8210", "platform", 45_000), ("8200", "platform", 25_000),
            ("8220", "bureau", 14_500),
        ),
        training=18_900, quality_mark=8_250, other_income=190_760, interest=0,
        personnel={
            "meedoen": 180_000, "mdt": 53_000, "sow": 46_500, "goodbusy": 17_000, "socialebasis": 13_000,
            "preventie": 60_000, "expedities": 32_000, "wetregelgeving": 20_500, "platform": 35_000, "bureau": 324_206,
        },
        projects={
            "meedoen": 430_000, "mdt": 86_340, "sow": 150_000, "goodbusy": 33_000, "socialebasis": 27_000,
            "preventie": 96_500, "expedities": 148_000, "platform": 78_400, "kennisboost": 26_300,
            "goedgeregeld": 34_900, "wetregelgeving": 11_800, "bestuurderscentraal": 16_200, "lobby": 6_100,
            "prijzen": 4_560, "internationaal": 5_200, "onderzoek": 4_400,
        },
        organisation=77_740, depreciation=6_490, bad_debts=0, housing=64_220, board=6_120, interest_paid=4_010,
        bank_costs=900, investment=4_400, debtors=17_905, creditors=171_240, wage_tax=33_920, pensions=7_960,
        holidays=26_500, accruals=96_300, prepaid=24_180,
    ),
    YearNumbers(
        2023,
        subsidies=(
            ("vws-instelling", 512_400, 1, 12), ("vws-instelling", 100_000, 5, 12), ("vws-instelling", 38_962, 11, 11),
            ("szw-meedoen", 757_000, 1, 12), ("szw-meedoen", 255_000, 4, 12), ("ocw-mdt", 148_000, 1, 12),
            ("vws-sow1", 196_500, 1, 12), ("vws-sow2", 74_000, 10, 12), ("vws-prijzen", 22_000, 9, 12),
            ("vws-goodbusy", 50_000, 1, 12), ("vws-goodbusy", 81_000, 5, 12), ("vws-socialebasis", 40_000, 1, 12),
            ("vws-preventie", 185_500, 1, 12),
        ),
        gifts=(
            ("8200", "expedities", 92_000), ("8210", "platform", 45_000), ("8200", "platform", 25_000),
            ("8220", "bureau", 14_628),
        ),
        training=21_450, quality_mark=9_750, other_income=224_200, interest=8_960,
        personnel={
            "meedoen": 247_000, "mdt": 56_000, "sow": 48_500, "goodbusy": 41_000, "socialebasis": 14_000,
            "preventie": 67_500, "expedities": 19_000, "wetregelgeving": 22_000, "platform": 38_000, "bureau": 343_846,
        },
        projects={
            "meedoen": 765_000, "mdt": 92_000, "sow": 222_000, "goodbusy": 90_000, "socialebasis": 26_000,
            "preventie": 118_000, "expedities": 105_000, "prijzen": 28_000, "platform": 64_180, "kennisboost": 21_460,
            "goedgeregeld": 33_915, "wetregelgeving": 12_870, "bestuurderscentraal": 18_640, "lobby": 7_512,
            "internationaal": 6_205, "onderzoek": 4_550,
        },
        organisation=83_990, depreciation=6_895, bad_debts=355, housing=65_460, board=6_846, interest_paid=0,
        bank_costs=1_061, investment=3_200, debtors=21_350, creditors=246_318, wage_tax=39_500, pensions=9_270,
        holidays=33_800, accruals=104_000, prepaid=23_520,
    ),
    YearNumbers(
        2024,
        months=4,
        subsidies=(
            ("vws-instelling", 218_332, 1, 4), ("szw-meedoen", 345_332, 1, 4), ("ocw-mdt", 50_000, 1, 4),
            ("vws-sow2", 98_000, 1, 4), ("vws-mva", 96_000, 2, 4), ("vws-goodbusy", 40_000, 1, 4),
            ("vws-socialebasis", 13_332, 1, 4), ("vws-preventie", 63_000, 1, 4),
        ),
        gifts=(("8210", "platform", 15_000), ("8220", "bureau", 3_860)),
        training=6_900, quality_mark=3_150, other_income=0, interest=0,
        personnel={
            "meedoen": 84_400, "mdt": 19_000, "sow": 21_600, "mva": 23_200, "goodbusy": 14_000, "socialebasis": 4_700,
            "preventie": 23_100, "wetregelgeving": 7_500, "platform": 13_100, "bureau": 118_700,
        },
        projects={
            "meedoen": 260_932, "mdt": 31_000, "sow": 76_400, "mva": 72_800, "goodbusy": 26_000, "socialebasis": 8_632,
            "preventie": 39_900, "platform": 31_500, "kennisboost": 10_200, "goedgeregeld": 11_600,
            "wetregelgeving": 4_100, "lobby": 2_600, "internationaal": 1_900,
        },
        organisation=28_400, depreciation=2_300, bad_debts=0, housing=22_480, board=2_150, interest_paid=0,
        bank_costs=355, investment=0,
    ),
)  # fmt: skip


_GRANTS_1 = {
    "vws-instelling": 512_400, "szw-meedoen": 757_000, "ocw-mdt": 148_000, "vws-sow1": 196_500, "vws-goodbusy": 50_000,
    "vws-socialebasis": 40_000, "vws-preventie": 185_500,
}  # fmt: skip
_PERSONNEL_1 = {
    "meedoen": 167_000, "mdt": 56_000, "sow": 48_500, "goodbusy": 18_000, "socialebasis": 14_000, "preventie": 67_500,
    "expedities": 19_000, "wetregelgeving": 22_000, "platform": 38_000, "bureau": 340_000,
}  # fmt: skip
_PROJECTS_1 = {
    "meedoen": 590_000, "mdt": 92_000, "sow": 148_000, "goodbusy": 32_000, "socialebasis": 26_000, "preventie": 118_000,
    "expedities": 105_000, "platform": 62_000, "kennisboost": 24_000, "goedgeregeld": 38_000, "wetregelgeving": 14_600,
    "bestuurderscentraal": 22_000, "lobby": 10_000, "prijzen": 6_000, "internationaal": 7_000, "onderzoek": 5_000,
}  # fmt: skip
_GRANTS_2 = _GRANTS_1 | {"vws-instelling": 612_400, "szw-meedoen": 1_012_000, "vws-goodbusy": 131_000}
_PERSONNEL_2 = _PERSONNEL_1 | {"meedoen": 247_000, "goodbusy": 41_000, "bureau": 395_000}
_PROJECTS_2 = _PROJECTS_1 | {"meedoen": 765_000, "goodbusy": 90_000, "platform": 107_000}
_GRANTS_3 = _GRANTS_2 | {"vws-sow2": 74_000, "vws-prijzen": 22_000, "vws-mva": 0}
_PROJECTS_3 = _PROJECTS_2 | {"sow": 222_000, "prijzen": 28_000}

# name, decision, grants, personnel and projects; the rest is the same in all three
BUDGETS = (
    ("ALV november 2022", "begroting 2023", _GRANTS_1, _PERSONNEL_1, _PROJECTS_1),
    ("aangepast april 2023", "begroting 2023, april", _GRANTS_2, _PERSONNEL_2, _PROJECTS_2),
    ("aangepast november 2023", "begroting 2023, november", _GRANTS_3, _PERSONNEL_2, _PROJECTS_3),
)
BUDGETED_ALIKE = {
    "8200": 117_000, "8210": 45_000, "8220": 13_000, "8010": 84_000, "8020": 60_200, "8030": 15_700, "8040": 100,
    "8400": 21_000, "8410": 9_500, "8490": 6_700,
    "4300": 5_000, "4310": 7_500, "4320": 18_000, "4330": 14_000, "4340": 6_500, "4350": 4_500, "4360": 4_000,
    "4370": 16_000, "4380": 5_500, "4390": 5_000, "4410": 6_500, "4490": 1_000,
    "4200": 44_000, "4210": 8_500, "4220": 8_000, "4230": 6_000, "4290": 1_000,
    "4500": 5_000, "4510": 3_000, "4600": 2_000, "4610": 1_000,
}  # fmt: skip

# How costs are spread over accounts, in parts of the whole.
WAGES = {"4000": 78, "4010": 13, "4020": 9}
BUREAU_PERSONNEL = {
    "4000": 600, "4010": 100, "4020": 70, "4030": 105, "4050": 40, "4060": 40, "4070": 20, "4080": 10, "4090": 15,
}  # fmt: skip
PROJECT = {
    "7000": 300, "7010": 120, "7020": 110, "7030": 100, "7040": 220, "7050": 50, "7060": 40, "7070": 20, "7090": 40,
}  # fmt: skip
ORGANISATION = {
    "4300": 55, "4310": 85, "4320": 205, "4330": 160, "4340": 75, "4350": 50, "4360": 45, "4370": 180, "4380": 60,
    "4390": 55, "4490": 30,
}  # fmt: skip
HOUSING = {"4200": 650, "4210": 125, "4220": 120, "4230": 90, "4290": 15}
BOARD = {"4500": 6, "4510": 4}
CONTRIBUTION = {"8010": 823, "8020": 589, "8030": 156, "8040": 1}

SUPPLIERS = {
    "40": ("Flexwerk Midden", "Opleidingshuis De Brug", "Arbodienst Kompas", "Reiskaart Zakelijk"),
    "42": ("Verhuur Maliehof", "Schoonmaakbedrijf Helder", "Energie Collectief Utrecht"),
    "43": ("Kantoorvakhandel Vecht", "Telecom Direct", "ICT-beheer Noorderlicht", "Drukkerij De Ploeg", "Accountants Domstad"),
    "45": ("Vergadercentrum Oudegracht", "Catering De Lepel"),
    "70": (
        "Trainersgroep Samen", "Congrescentrum De Werkplaats", "Campagnebureau Luid", "Webstudio Kolibrie",
        "Onderzoeksbureau Peil", "Tekstbureau Komma", "Videohuis Licht", "Zalen in Zwolle", "Adviesgroep Verbind",
        "Stichting Welzijn Oost", "Stichting Samenleven West", "Vormgevers aan Zee",
    ),
    "02": ("ICT-beheer Noorderlicht", "Kantoorinrichting Stoel en Tafel"),
}  # fmt: skip


INCOME_BY_BANK = {
    "8200": "Bijdrage van een fonds", "8210": "Bijdrage van de Nationale Postcode Loterij", "8220": "Giften",
    "8400": "Deelnemersbijdragen trainingen", "8410": "Bijdragen keurmerk", "8490": "Overige ontvangsten",
}  # fmt: skip
