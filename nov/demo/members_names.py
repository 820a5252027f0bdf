# ruff: noqa: SIM905  lists of words read best as text
"""Invented names: places that do not exist, organisations and persons after them; municipalities are real."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from random import Random

FIRST_PARTS = (
    "Oever Wester Zuider Heide Kooten Loo Zilver Merel Duin Brink Ooster Nijen Linde Elzen Berken Vliet Reiger Klaver"
    " Varen Korhoen Kievit Hazel Wilgen Sluis"
).split()
LAST_PARTS = "land kamp brink veen rade meer dal horst wijk hoeve terp stede burg hout zijl".split()

CENTRES = (
    "Vrijwilligerspunt {}", "Centrale {}", "Vrijwilligershuis {}", "Steunpunt {}", "Vrijwilligersloket {}",
    "Servicepunt Inzet {}", "Samen Actief {}", "Vrijwilligersbank {}", "Vrijwillig Vooruit {}",
    "Het Vrijwilligersplein {}", "Vrijwilligerskring {}", "Inzet en Ontmoeting {}", "De Vrijwilligersbrug {}",
)  # fmt: skip

# Per sector what such an organisation may be called.
ORGANISATIONS = {
    "welzijn": ("Buurtkring {}", "Stichting Naast Elkaar {}", "Ontmoetingshuis {}", "Maatjesproject {}"),
    "zorg": ("Zorgmaatjes {}", "Stichting Bezoek aan Huis {}", "Gastenhuis {}", "Vrienden van de {}"),
    "cultuur": ("Erfgoedkring {}", "Museumhuis {}", "Volksorkest {}", "Filmhuis De {}"),
    "natuur": ("Natuurwacht {}", "Landschapskring {}", "Stichting Bijen en Bermen {}"),
    "jeugd": ("Speelplaats {}", "Jeugdkring {}", "Stichting Zomerkamp {}"),
    "levensbeschouwing": ("Diaconaal Huis {}", "Stiltecentrum {}"),
    "onderwijs": ("Taalmaatjes {}", "Leeskring {}", "Huiswerkhuis {}"),
    "veiligheid": ("Waterwacht {}", "Speurhondengroep {}"),
    "internationaal": ("Stichting Vriendenband {}", "Wereldhuis {}"),
    "overig": ("Repaircentrum {}", "Weggeefhuis {}", "Dierenpension De {}"),
}

GROUNDS = "Duin Dijk Polder Heide Gracht Kade Terp Veen Wad Stuw Vlet Brink Griend".split()
SPORTS = "loop fiets roei spring werp zwem schaats klim step zeil".split()
FEDERATIONS = ("Nederlandse {}bond", "{}bond Nederland", "Koninklijke {}bond", "Nationale Bond voor {}sport")

GIVEN = (
    "Aafke Bas Carlijn Dirk Elif Fedde Gerda Harm Imane Joost Kasper Lieke Mohamed Nynke Oscar Petra Quinten Rachida"
    " Sjoerd Tineke Umut Vera Wessel Xandra Yusuf Zoë Marijke Rens Fatiha Berend"
).split()
FAMILY = (
    "Aalders;van den Berge;Ciftci;van Dalfsen;Eerkens;Feddema;Groothuis;el Hadioui;Ingenhoes;Jorna;Kloosterboer;"
    "Leeftink;de Moor;Nijboer;Okkerse;Pruim;Quist;Roosenboom;Slotegraaf;Tuinenga;Uiterwijk;de Vlieger;Westerink;"
    "Yildiz;Zandstra;ter Braak;van der Heul;Bonnema"
).split(";")

STREETS = (
    "Kadewal Lindelaan Marktplein Nieuwstraat Molenpad Stationsweg Kerkpad Havendijk Schoolstraat Parkzicht".split()
)

MUNICIPALITIES = {
    "drenthe": "Assen Emmen Hoogeveen Meppel Coevorden Tynaarlo",
    "flevoland": "Almere Lelystad Dronten Zeewolde Urk",
    "fryslan": "Leeuwarden Smallingerland Heerenveen Harlingen Opsterland Achtkarspelen Terschelling",
    "gelderland": "Arnhem Nijmegen Apeldoorn Ede Barneveld Doetinchem Zutphen Tiel Harderwijk Winterswijk Lochem",
    "groningen": "Groningen Veendam Stadskanaal Midden-Groningen Westerwolde Eemsdelta",
    "limburg": "Maastricht Heerlen Venlo Roermond Sittard-Geleen Weert Venray Kerkrade",
    "noord-brabant": "Eindhoven Tilburg Breda Helmond Oss Roosendaal Waalwijk Veldhoven Meierijstad Maashorst Gilze_en_Rijen",
    "noord-holland": "Amsterdam Haarlem Zaanstad Alkmaar Hoorn Purmerend Hilversum Den_Helder Dijk_en_Waard Texel",
    "overijssel": "Zwolle Enschede Deventer Hengelo Almelo Kampen Hardenberg Hellendoorn Raalte Losser",
    "utrecht": "Utrecht Amersfoort Veenendaal Zeist Nieuwegein Woerden Houten Soest Rhenen",
    "zeeland": "Middelburg Vlissingen Goes Terneuzen Hulst Schouwen-Duiveland",
    "zuid-holland": "Rotterdam Den_Haag Leiden Dordrecht Delft Zoetermeer Gouda Schiedam Gorinchem Katwijk Lisse",
}


class Names:
    """A source of names in a fixed order: the same every time, and no name twice."""

    def __init__(self) -> None:
        self.chance = Random(2023)  # noqa: S311  the same names on every machine, nothing secret
        places = [first + last for first, last in product(FIRST_PARTS, LAST_PARTS)]
        self.chance.shuffle(places)
        sports = [ground + sport for ground, sport in product(GROUNDS, SPORTS)]
        self.chance.shuffle(sports)
        self._places, self._sports, self._seats = iter(places), iter(sports), self._towns()
        self._people = 0

    def organisation(self, code: str) -> dict[str, str]:
        """Name, place, sector and addresses of an organisation of a category."""
        if code == "SB":
            name, sector = self.chance.choice(FEDERATIONS).format(next(self._sports)), "sport"
        elif code == "VC":
            name, sector = self.chance.choice(CENTRES).format(next(self._places)), "welzijn"
        else:
            sector = self.chance.choice(list(ORGANISATIONS))
            name = self.chance.choice(ORGANISATIONS[sector]).format(next(self._places))
        _, municipality = next(self._seats)
        slug = name.lower().replace(" ", "-")
        return {
            "name": name,
            "sector": sector,
            "municipality": municipality,
            "website": f"https://www.{slug}.example",
            "email": f"info@{slug}.example",
            "kvk": f"00{self.chance.randrange(1_000_000):06d}",  # no number begins like this
            "street": self.chance.choice(STREETS),
            "house_number": str(self.chance.randrange(1, 180)),
            "postcode": f"{self.chance.randrange(1000, 9999)} SS",  # letters that no postcode has
        }

    def person(self) -> str:
        """Somebody who does not exist; a name comes back only after all others."""
        given = GIVEN[self._people % len(GIVEN)]
        family = FAMILY[(self._people * 5 + self._people // len(GIVEN)) % len(FAMILY)]
        self._people += 1
        return f"{given} {family}"

    def _towns(self) -> Iterator[tuple[str, str]]:
        """Municipalities with their province, all of them in turn, again and again."""
        towns = [
            (province, name.replace("_", " ")) for province, names in MUNICIPALITIES.items() for name in names.split()
        ]
        while True:
            self.chance.shuffle(towns)
            yield from towns
