"""Who and where: the names of an article, what kind each is, which stand for one, where the places are, and what points back.

`detect` finds the names, `group` gathers them by their `kinds`, `candidates` and `resolve` put places on the map, `offices`
reads titles, `coreference` follows nouns and pronouns back. Nothing is filled in that the article does not say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dateline.annotate.entities.candidates import Choice
from dateline.annotate.entities.capitals import speaking_capitals
from dateline.annotate.entities.coreference import Bearer, Following, Pointer, Trace, head_of
from dateline.annotate.entities.datelines import Opening, opening_of, with_opening
from dateline.annotate.entities.detect import find_names
from dateline.annotate.entities.group import Cluster, group_names
from dateline.annotate.entities.holders import find_seated, offices_of
from dateline.annotate.entities.homes import home_of
from dateline.annotate.entities.kinds import PLACES
from dateline.annotate.entities.odd import odd_letters
from dateline.annotate.entities.offices import find_titles, offices_in
from dateline.annotate.entities.page import Name, Page
from dateline.annotate.entities.resolve import OPENING, place_of, resolve_places
from dateline.knowledge.folding import fold
from dateline.languages.titles import Gender
from dateline.text.naming import Entity, EntityKind, Mention, MentionForm, Office, Title
from dateline.text.record import Record
from dateline.text.span import Evidence

__all__ = ["find_entities", "follow"]

_SETTLED = frozenset({"country", "province", "district", "city"})


def find_entities(record: Record) -> Record:
    """The record with its `entities`, numbered by first mention, and its `mentions`, none overlapping another."""
    if not record.tokens:
        return record
    page = Page(record)
    names = find_names(page)
    clusters = group_names(page, names)
    opening = opening_of(page)
    chosen, opened = _resolve(page, clusters, opening)
    clusters, why = speaking_capitals(page, clusters, chosen)
    clusters, chosen = _one_per_place(clusters, chosen)
    titles = [_titles(page, cluster) if cluster.kind == "person" else () for cluster in clusters]
    offices = _offices(page, clusters, titles)
    seated = find_seated(page, clusters, offices, _claimed(page, names))
    pointers = [*seated, *_following(page, names, clusters, titles, seated).pointers()]
    called: list[list[Pointer]] = [[] for _ in clusters]
    for pointer in pointers:
        called[pointer.owner].append(pointer)
    sent_from = next((at for at, choice in chosen.items() if opened and choice and choice.id == opened.id), None)
    ids, own = _ids(page, clusters, opening.span.start if opening and opened and sent_from is None else None)
    own = own if sent_from is None else ids[sent_from]
    entities = tuple(
        _entity(
            page,
            id,
            cluster,
            choice=chosen[number],
            titles=titles[number],
            offices=offices.get(number, ()),
            called=called[number],
        )
        for number, (id, cluster) in enumerate(zip(ids, clusters, strict=True))
        if id is not None
    )
    mentions = _mentions(page, clusters, ids, pointers, why)
    if opening is not None and opened is not None and own is not None:
        entities, mentions = with_opening(opening, entities, mentions, own, opened)
    return record.having(entities=entities, mentions=mentions)


def follow(record: Record) -> Following:
    """The record's words before anything points back: what the trainer of the coreference model reads."""
    page = Page(record)
    names = find_names(page)
    clusters = group_names(page, names)
    clusters, _ = _one_per_place(clusters, _resolve(page, clusters)[0])
    titles = [_titles(page, cluster) if cluster.kind == "person" else () for cluster in clusters]
    return _following(page, names, clusters, titles)


def _ids(page: Page, clusters: Sequence[Cluster], new: int | None) -> tuple[list[str | None], str | None]:
    """The entity id of each group, None for names that are nobody's; and that of a place that the dateline alone names, at `new`."""
    ids: list[str | None] = []
    count, own = 0, None
    for cluster in clusters:
        if new is not None and own is None and page.tokens[cluster.names[0].first].span.start > new:
            count += 1
            own = f"n{count}"
        count += not cluster.nobody
        ids.append(None if cluster.nobody else f"n{count}")
    return ids, own or (f"n{count + 1}" if new is not None else None)


def _resolve(
    page: Page, clusters: Sequence[Cluster], opening: Opening | None = None
) -> tuple[dict[int, Choice | None], Choice | None]:
    """What each place of the article is on the map, and the dateline's place.

    A country's name that turns out to be a region's makes it a place.
    """
    places = {number: cluster.names for number, cluster in enumerate(clusters) if cluster.kind in PLACES}
    around = (opening.choices, opening.around) if opening is not None else None
    chosen = resolve_places(page, places, home_of(page), around)
    opened = chosen.pop(OPENING, None)
    for number, choice in chosen.items():
        if choice is not None and _is_only_place(page, clusters[number], choice):
            clusters[number].kind = "place"
    return {number: chosen.get(number) for number in range(len(clusters))}, opened


def _is_only_place(page: Page, cluster: Cluster, choice: Choice) -> bool:
    """The choice is against the kind: a region for a country, or a town or province for what nothing but its label makes a facility."""
    if cluster.kind == "country":
        return choice.precision != "country"
    built = any(word in page.words.kind_words for name in cluster.names for word in page.class_words(name))
    return cluster.kind == "facility" and choice.precision in _SETTLED and choice.called and not built


def _one_per_place(
    clusters: list[Cluster], chosen: dict[int, Choice | None]
) -> tuple[list[Cluster], dict[int, Choice | None]]:
    """Names of one place ("Raqqa", "Raqqah") as one group."""
    of_place: dict[str, int] = {}
    for number, choice in chosen.items():
        if choice is None:
            continue
        first = of_place.setdefault(choice.id, number)
        if first != number:
            clusters[first].take(clusters[number])
            clusters[first].names.sort(key=lambda name: name.first)
    kept = [number for number, cluster in enumerate(clusters) if cluster.names]
    kept.sort(key=lambda number: clusters[number].names[0].first)
    return [clusters[number] for number in kept], {new: chosen.get(old) for new, old in enumerate(kept)}


def _offices(
    page: Page, clusters: Sequence[Cluster], titles: Sequence[tuple[Title, ...]]
) -> dict[int, tuple[Office, ...]]:
    """The offices that the persons of the article held on its day."""
    countries = frozenset(cluster.country for cluster in clusters if cluster.country)
    return {
        number: offices_of(page, cluster, titles[number], countries)
        for number, cluster in enumerate(clusters)
        if cluster.kind == "person" and not cluster.nobody
    }


def _claimed(page: Page, names: Sequence[Name]) -> list[bool]:
    """For each token, whether a name or its titles hold it."""
    claimed = [False] * len(page.tokens)
    for name in names:
        claimed[name.first : name.last] = [True] * (name.last - name.first)
    return claimed


def _titles(page: Page, cluster: Cluster) -> tuple[Title, ...]:
    """The titles of a person, each wording once, where it first stands."""
    found: dict[str, Title] = {}
    for name in cluster.names:
        for title in find_titles(page, name):
            found.setdefault(fold(title.title), title)
    return tuple(found.values())


def _following(
    page: Page,
    names: Sequence[Name],
    clusters: Sequence[Cluster],
    titles: Sequence[tuple[Title, ...]],
    seated: Sequence[Pointer] = (),
) -> Following:
    """What coreference goes by: where each group of names stands, and what it can be called."""
    claimed = _claimed(page, names)
    for each in seated:
        claimed[each.first : each.last] = [True] * (each.last - each.first)
    traces = [
        Trace(head_of(page, name.core, name.last), number)
        for number, cluster in enumerate(clusters)
        if not cluster.nobody
        for name in cluster.names
        if name.form == "name"
    ]
    traces = sorted([*traces, *(Trace(each.last - 1, each.owner) for each in seated)], key=lambda trace: trace.position)
    bearers = {
        number: Bearer(
            _kind(cluster),
            frozenset(office for title in titles[number] for office in offices_in(page, title)),
            _gender(page, cluster),
            _class_words(page, cluster),
        )
        for number, cluster in enumerate(clusters)
    }
    return Following(page, traces, bearers, claimed)


def _class_words(page: Page, cluster: Cluster) -> frozenset[str]:
    """The words in the names that say what it is: nouns by which a text calls it, and those of places ("River", "Street")."""
    told = page.words.own_nominals | (page.words.place_after if cluster.kind == "place" else frozenset())
    return told.intersection(word for name in cluster.names for word in page.class_words(name))


def _gender(page: Page, cluster: Cluster) -> Gender | None:
    """The pronoun of a person, by title ("Mrs") or first name; None where it is not known or two speak against each other."""
    found: set[Gender] = set()
    for name in cluster.names:
        for word in page.lower[name.first : name.core]:
            if word in page.words.gender_of:
                found.add(page.words.gender_of[word])
        first = page.words.first_names.get(page.lower[name.core]) if name.words > 1 else None
        if first is not None:
            found.add(first)
    return found.pop() if len(found) == 1 else None


def _kind(cluster: Cluster) -> EntityKind:
    """The kind of the group; a people or nation is a group whatever its label."""
    return "group" if all(name.form == "nominal" for name in cluster.names) else cluster.kind


def _entity(
    page: Page,
    id: str,
    cluster: Cluster,
    *,
    choice: Choice | None,
    titles: tuple[Title, ...],
    offices: tuple[Office, ...],
    called: Sequence[Pointer],
) -> Entity:
    """The entity of a group; `called` are the nouns that point back to it."""
    kind = _kind(cluster)
    name = _full_name(page, cluster)
    runs = [(each.first, each.core, each.last) for each in cluster.names]
    runs += [(each.first, each.first, each.last) for each in called if each.form == "nominal"]
    others = [_plain(page, core, last) for _, core, last in sorted(runs)]
    aliases = tuple(dict.fromkeys(other for other in others if other != name))
    known = cluster.known.name if cluster.known else choice.name if choice else None
    place = place_of(page, choice, cluster.names) if kind in PLACES else None
    flags = (*odd_letters((name, *aliases)), *(("by-sound",) if choice is not None and choice.heard else ()))
    return Entity(id, name, kind, aliases, known, titles, place, offices, flags)


def _full_name(page: Page, cluster: Cluster) -> str:
    """The name with most words that the article has; a country that it names by adjectives alone has its usual name."""
    if cluster.country and all(
        name.form == "adjective" and page.adjective(name.core, name.last) for name in cluster.names
    ):
        return page.countries.by_code[cluster.country].name
    nouns = [name for name in cluster.names if name.form != "adjective"] or cluster.names
    best = max(nouns, key=lambda name: (name.words, not page.written(name.core, name.last).isupper()))
    return _plain(page, best.core, best.last)


def _plain(page: Page, first: int, last: int) -> str:
    """The tokens in one line, without an s that has lost its apostrophe."""
    written = page.written(first, last)
    return " ".join((written[:-1] if last - 1 in page.cut_short else written).split())


def _mentions(
    page: Page,
    clusters: Sequence[Cluster],
    ids: Sequence[str | None],
    pointers: Sequence[Pointer],
    why: Mapping[int, Evidence],
) -> tuple[Mention, ...]:
    """All mentions in text order, titles included in those of persons."""
    runs: list[tuple[int, int, str | None, MentionForm, tuple[Evidence, ...]]] = [
        (name.first, name.last, ids[number], name.form, (why[name.first],) if name.first in why else ())
        for number, cluster in enumerate(clusters)
        for name in cluster.names
    ]
    runs += [(each.first, each.last, ids[each.owner], each.form, (Evidence(each.by, each.note),)) for each in pointers]
    spans = [(page.span(run[0], run[1]), *run[2:]) for run in sorted(runs, key=lambda run: run[0])]
    return tuple(Mention(f"m@{span.start}", span, entity, form, why) for span, entity, form, why in spans)
