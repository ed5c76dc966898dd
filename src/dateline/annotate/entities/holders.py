"""Who holds which office: by our tables on the day of issue, and by what the article tells. So "Iran's president" finds a name.

Only persons whom the article names are looked for, and only where one of them alone can be meant.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from dateline.annotate.entities.definite import Pointer
from dateline.annotate.entities.group import Cluster
from dateline.annotate.entities.offices import REACH, find_appositions, find_titles
from dateline.annotate.entities.page import Name, Page
from dateline.knowledge.folding import fold
from dateline.knowledge.roles import Term, terms_of, terms_sounding
from dateline.languages.titles import plain
from dateline.text.naming import Office, Title
from dateline.text.span import Evidence

BY = "entities/holders"
LONGEST = 100  # characters of a name that stands in our tables
Seat = tuple[str, str]  # country, office


def offices_of(page: Page, cluster: Cluster, titles: Sequence[Title], countries: frozenset[str]) -> tuple[Office, ...]:
    """The offices that our tables give the person on the day of issue; none where the day is not known or somebody else may be meant."""
    when = page.article.published.when
    days = (when.first, when.last) if when else (None, None)
    first, last = days
    if first is None or last is None:
        return ()
    found: dict[Seat, Office] = {}
    told = {_office_in(page, title.title) for title in titles} - {""}
    for term in _terms(cluster, told and countries):
        known = cluster.known is not None and cluster.known.country == term.country
        other = cluster.known is not None and cluster.known.country not in ("", term.country)
        if other or not (known or term.country in countries):
            continue
        if not (term.covers(first.isoformat()) and term.covers(last.isoformat())):
            continue
        note = f"{term.person}, {term.office}, held on {when} ({term.source})"
        office = Office(
            term.office, term.country or None, term.first or None, term.last or None, term.seen or None,
            (Evidence("knowledge/roles", note),),
        )  # fmt: skip
        found.setdefault((term.country, _office_in(page, term.office) or fold(term.office)), office)
    return tuple(found.values())


def find_seated(
    page: Page,
    clusters: Sequence[Cluster],
    offices: Mapping[int, Sequence[Office]],
    claimed: Sequence[bool],
) -> list[Pointer]:
    """Offices with their country that stand for the one person of the article who holds them: "Iran's president"."""
    holders: dict[Seat, dict[int, str]] = {}
    for number, held in offices.items():
        for office in held:
            name = _office_in(page, office.office)
            if name and office.country:
                holders.setdefault((office.country, name), {})[number] = office.because[0].note
    at = _countries_at(clusters)
    for number, cluster in enumerate(clusters):
        if cluster.kind == "person" and not cluster.nobody:
            for seat, told in _told(page, cluster.names, at):
                holders.setdefault(seat, {}).setdefault(number, f"named with that office: “{told}”")
    beside = {pointer.last: pointer for pointer in _beside(page, clusters, claimed)}
    seated = (each for each in _seated(page, holders, at, claimed) if each.last not in beside)
    return sorted([*beside.values(), *seated], key=lambda pointer: pointer.first)


def _beside(page: Page, clusters: Sequence[Cluster], claimed: Sequence[bool]) -> Iterator[Pointer]:
    """Offices that stand beside the name of who holds them: "the Foreign Minister, Omar Haddad"."""
    taken: set[int] = set()
    for number, cluster in enumerate(clusters):
        if cluster.kind != "person" or cluster.nobody:
            continue
        for name in cluster.names:
            for first, last in find_appositions(page, name, claimed):
                if taken.isdisjoint(range(first, last)):
                    taken.update(range(first, last))
                    yield Pointer(first, last, number, "nominal", f"{BY}:beside", "an office beside the name")


def _terms(cluster: Cluster, countries: Collection[str]) -> Iterator[Term]:
    """The terms of whoever bears one of the names; in the person's own country, else in these, a name that sounds the same will do."""
    names = dict.fromkeys(cluster.keys)
    if cluster.known is not None:
        names |= dict.fromkeys((cluster.known.name, *cluster.known.aliases))
    for name in names:
        if " " in name and len(name) < LONGEST:
            yield from terms_of(name)
            for country in [cluster.known.country] if cluster.known is not None else countries:
                yield from terms_sounding(name, country)


def _office_in(page: Page, title: str) -> str:
    """The office of one holder that the title is or begins with: "foreign minister" of "Iranian Foreign Minister"; "" for none."""
    words = [plain(word.strip(",()")) for word in title.replace("-", " ").split()[:REACH]]
    for end in range(1, len(words) + 1):
        longest = next(
            (to for to in range(min(end + 3, len(words)), end - 1, -1) if page.words.sole_office(words, to)), 0
        )
        found = page.words.sole_office(words, longest) if longest else None
        if found is not None:
            deputy = any(
                word in page.words.before_title and word not in page.words.standings for word in words[: found[0]]
            )
            return "" if deputy else found[1]
    return ""


def _countries_at(clusters: Sequence[Cluster]) -> dict[int, tuple[int, str]]:
    """For each token that begins or ends a country's name or adjective: the other edge, and the country."""
    found: dict[int, tuple[int, str]] = {}
    for cluster in clusters:
        if cluster.country:
            for name in cluster.names:
                found[name.first] = (name.last - 1, cluster.country)
                found[name.last - 1] = (name.first, cluster.country)
    return found


def _told(page: Page, names: Iterable[Name], at: Mapping[int, tuple[int, str]]) -> Iterator[tuple[Seat, str]]:
    """Offices of a country that the article gives with the name, former ones left out: "Iranian President X", "X, president of Iran"."""
    for name in names:
        for title in find_titles(page, name):
            office = "" if title.standing else _office_in(page, title.title)
            country = _country_of(page, title, name, at) if office else ""
            if country:
                yield (country, office), " ".join(title.title.split())


def _country_of(page: Page, title: Title, name: Name, at: Mapping[int, tuple[int, str]]) -> str:
    """The one country that stands in the title or right before it."""
    first = next((each for each in _around(page, name) if page.tokens[each].span.start >= title.span.start), name.first)
    inside = {at[each][1] for each in _around(page, name) if each in at and title.span.holds(page.tokens[each].span)}
    before = first - 1 - (first > 0 and page.tokens[first - 1].tag == "POS")
    if not inside and before in at:
        inside = {at[before][1]}
    return inside.pop() if len(inside) == 1 else ""


def _around(page: Page, name: Name) -> range:
    return range(max(0, name.first - REACH), min(len(page.tokens), name.last + REACH))


def _seated(
    page: Page,
    holders: Mapping[Seat, Mapping[int, str]],
    at: Mapping[int, tuple[int, str]],
    claimed: Sequence[bool],
) -> Iterator[Pointer]:
    offices = {office for _, office in holders}
    for position, word in enumerate(page.lower):
        if claimed[position] or not page.words.is_office(word):
            continue
        ended = page.words.sole_office(page.lower, position + 1)
        if ended is None or ended[1] not in offices or any(claimed[ended[0] : position]):
            continue
        first, office = ended
        country = _country_beside(page, first, position, at)
        held = holders.get((country, office), {})
        if len(held) == 1:
            ((owner, why),) = held.items()
            yield Pointer(
                first, position + 1, owner, "nominal", BY, f"{office} of {page.countries.by_code[country].name}: {why}"
            )


def _country_beside(page: Page, first: int, head: int, at: Mapping[int, tuple[int, str]]) -> str:
    """The country of the office: "Iran's | president", "the Iranian | president", "president | of Iran"; "" for a former one."""
    sentence = page.tokens[head].sentence
    before = first - 1 - (first > 0 and page.tokens[first - 1].tag == "POS")
    if before in at and page.tokens[before].sentence == sentence:
        start = min(before, at[before][0])
        ahead = page.lower[start - 1] if start > 0 and page.tokens[start - 1].sentence == sentence else ""
        return "" if ahead in page.words.standings or ahead in page.words.before_title else at[before][1]
    ahead = page.lower[first - 1] if first > 0 else ""
    after = head + 2 + (head + 2 < len(page.tokens) and page.lower[head + 2] in page.words.definite)
    joined = head + 1 < len(page.tokens) and page.lower[head + 1] in page.words.owned
    if joined and after in at and page.tokens[after].sentence == sentence and ahead in page.words.definite:
        return at[after][1]
    return ""
