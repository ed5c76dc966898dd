"""Which names stand for one: the same key, a known alias, an acronym, a surname after its full name.

Two persons of one surname are never one; a bare surname that may be either is left with nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from dateline.annotate.entities.detect import fits
from dateline.annotate.entities.kinds import (
    BODIES,
    PLACES,
    SETTLED,
    WEAK,
    Votes,
    before_joiner,
    count_votes,
    decide,
    is_definite,
    votes_of_neighbours,
)
from dateline.annotate.entities.page import Name, Page, initials
from dateline.knowledge.names import Known
from dateline.text.naming import EntityKind

CALLED = 4  # words of "who is also called"
GLOSS = 20  # tokens of what stands in parentheses between
BEARERS = 50  # of one surname that are looked at: nobody can tell more of them apart


@dataclass(slots=True, eq=False)
class Cluster:
    """Names that stand for one, while they are being gathered. `nobody` where we cannot tell whose they are."""

    names: list[Name]
    known: Known | None = None
    country: str | None = None
    votes: Votes = field(default_factory=Votes)
    kind: EntityKind = "other"
    nobody: bool = False

    @property
    def keys(self) -> dict[str, Name]:
        """The different names, each with its first mention."""
        found: dict[str, Name] = {}
        for name in self.names:
            found.setdefault(name.key, name)
        return found

    def take(self, other: Cluster) -> None:
        """Make the other cluster a part of this one."""
        self.names += other.names
        self.known = self.known or other.known
        self.country = self.country or other.country
        self.votes.update(other.votes)
        self.kind = decide(self.votes) if self.kind != "person" else "person"
        other.names = []


def group_names(page: Page, names: Sequence[Name]) -> list[Cluster]:
    """The clusters of all names, in order of first mention."""
    by_identity: dict[Hashable, Cluster] = {}
    for name in names:
        identity, known, country = _identity(page, name)
        cluster = by_identity.setdefault(identity, Cluster([], known, country))
        cluster.names.append(name)
    clusters = list(by_identity.values())
    for cluster in clusters:
        cluster.votes = count_votes(page, cluster.names, cluster.known, cluster.country)
        cluster.kind = decide(cluster.votes)
    _learn_from_lists(page, clusters)
    _join_parentheses(page, clusters)
    _join_glosses(page, clusters)
    _join_called(page, clusters)
    _join_acronyms(page, clusters)
    _join_persons(page, clusters)
    _join_openers(page, clusters)
    _join_bodies(page, clusters)
    left = [cluster for cluster in clusters if cluster.names]
    for cluster in left:
        cluster.names.sort(key=lambda name: name.first)
    return sorted(left, key=lambda cluster: cluster.names[0].first)


def _identity(page: Page, name: Name) -> tuple[Hashable, Known | None, str | None]:
    """What makes two names one without a further look: a country, a known name, else the key.

    A bare surname is no proof of a known person; a country's name with a title before it is a person's.
    """
    known = page.known(name.core, name.last)
    if name.form == "nominal" or (known is not None and known.kind == "group"):
        group = known if known is not None and known.kind == "group" else None
        return ("people", group.name if group else name.key), group, None
    country = page.country(name.core, name.last) or page.adjective(name.core, name.last)
    if country and name.core == name.first:
        return ("country", country), None, country
    if known is None:
        return ("name", name.key, country is not None), None, None
    return (("name", name.key, False) if page.is_surname(name) else ("known", known.name)), known, None


def _learn_from_lists(page: Page, clusters: Sequence[Cluster]) -> None:
    """Places that we do not know, told by the places that they are listed with."""
    settled: dict[int, EntityKind] = {}
    persons: set[str] = set()
    for cluster in clusters:
        if cluster.kind in PLACES and (cluster.country or cluster.votes[cluster.kind] >= SETTLED):
            settled |= {name.last - 1: "place" for name in cluster.names if name.form == "name"}
        if cluster.kind == "person":
            persons.update(word for key in cluster.keys if " " in key for word in key.split())
    for cluster in clusters:
        if max(cluster.votes.values(), default=0) > WEAK or cluster.names[0].key in persons or cluster.country:
            continue
        cluster.votes.update(votes_of_neighbours(page, cluster.names, settled))
        cluster.kind = decide(cluster.votes)


def _join(left: Cluster, right: Cluster) -> bool:
    """Join two clusters unless we know them to be different; true where that was done."""
    if left is right or not left.names or not right.names:
        return False
    if (left.known and right.known and left.known != right.known) or (left.country or right.country):
        return False
    left.take(right)
    return True


def _join_told(of_first: dict[int, Cluster], left: Cluster, right: Cluster) -> bool:
    """Join the two and tell `of_first`, which has the cluster of each name by its first token."""
    moved = right.names
    joined = _join(left, right)
    if joined:
        of_first.update((name.first, left) for name in moved)
    return joined


def _join_parentheses(page: Page, clusters: list[Cluster]) -> None:
    """A name in parentheses after another: its acronym, or its other name where one of the two is an acronym itself."""
    of_first = {name.first: cluster for cluster in clusters for name in cluster.names}
    names = {name.first: name for cluster in clusters for name in cluster.names}
    for cluster in list(clusters):
        for name in list(cluster.names):
            outer = of_first.get(name.inside) if name.inside is not None else None
            if outer is None or not outer.names or outer is cluster:
                continue
            before = names[name.inside or 0]
            words = [token.text for token in page.tokens[before.core : before.last]]
            written, other = page.written(name.core, name.last), page.written(before.core, before.last)
            acronym = fits(written, words) or (cluster.kind in BODIES and (_is_acronym(written) or _is_acronym(other)))
            if acronym and outer.kind not in ("person", "country"):
                _join_told(of_first, outer, cluster)


def _join_glosses(page: Page, clusters: list[Cluster]) -> None:
    """What a parenthesis right after a name gives as its form in another language: "Jaysh al-Sahil (Arabic: ..., "Army of the Coast")".

    Only names that the article brings up there.
    """
    of_first = {name.first: cluster for cluster in clusters for name in cluster.names}
    for cluster in list(clusters):
        for name in [each for each in cluster.names if _opens_gloss(page, each.last)]:
            if of_first[name.first] is not cluster or name.form != "name" or cluster.country:
                continue
            for at in range(name.last + 3, min(name.last + GLOSS, len(page.tokens))):
                if page.tokens[at].text == ")":
                    break
                inner = of_first.get(at)
                if inner is None or inner is cluster or inner.names[0].first != at or inner.country or inner.known:
                    continue
                if inner.names[0].form == "name":
                    _join_told(of_first, cluster, inner)


def _opens_gloss(page: Page, at: int) -> bool:
    """ "(Arabic: ..." stands there."""
    if at + 2 >= len(page.tokens) or page.tokens[at].text != "(" or page.tokens[at + 2].text != ":":
        return False
    return page.lower[at + 1] in page.words.tongues


def _join_called(page: Page, clusters: list[Cluster]) -> None:
    """ "Khalid Nasser, also known as Abu Nasser": two names that the text says are one's."""
    of_first = {name.first: cluster for cluster in clusters for name in cluster.names}
    for cluster in list(clusters):
        for name in list(cluster.names):
            other = of_first.get(_called_at(page, name.last))
            if other is None or other is cluster or of_first[name.first] is not cluster:
                continue
            persons = {cluster.kind, other.kind} & {"person"}
            if not persons or cluster.kind == other.kind or len(other.keys) == 1:
                _join_told(of_first, cluster, other)


def _called_at(page: Page, position: int) -> int:
    """Where a name would stand that the words from there on give as another of the one before; -1 where they give none."""
    at = _past_marks(page, position)
    for size in range(min(CALLED, len(page.tokens) - at - 1), 0, -1):
        if tuple(page.lower[at : at + size]) in page.words.also_called:
            at = _past_marks(page, at + size)
            return at + (at < len(page.tokens) and page.lower[at] in page.words.definite)
    return -1


def _past_marks(page: Page, position: int) -> int:
    """Where the text goes on after marks, and after a gloss in parentheses: "Khalid Nasser (born 1970), | also known as"."""
    if position < len(page.tokens) and page.tokens[position].text == "(":
        close = next(
            (at for at in range(position, min(position + GLOSS, len(page.tokens))) if page.tokens[at].text == ")"), None
        )
        position = position if close is None else close + 1
    end = min(position + 3, len(page.tokens))
    return next((at for at in range(position, end) if page.tokens[at].pos != "PUNCT"), end)


def _is_acronym(written: str) -> bool:
    return 3 <= len(written) <= 6 and written.isupper() and written.isalpha()


def _join_acronyms(page: Page, clusters: list[Cluster]) -> None:
    """ "SDF" and the one name of the article with those initials."""
    named: dict[str, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        for name in cluster.keys.values():
            if name.words > 1 and cluster.kind not in ("person", "country"):
                letters = initials([token.text for token in page.tokens[name.core : name.last]])
                if cluster not in named[letters]:
                    named[letters].append(cluster)
    for cluster in clusters:
        written = page.written(cluster.names[0].core, cluster.names[0].last).replace(".", "") if cluster.names else ""
        if _is_acronym(written) and len(named.get(written, ())) == 1 and cluster.kind != "person":
            _join(named[written][0], cluster)


def _join_persons(page: Page, clusters: list[Cluster]) -> None:
    """Shorter names of a person to the one full name that ends with them, or that begins with them."""
    full: dict[str, list[tuple[str, Cluster]]] = defaultdict(list)
    for cluster in _longest_first(cluster for cluster in clusters if cluster.names and cluster.kind == "person"):
        for key in list(cluster.keys):
            words = key.split()
            while len(words) > 2 and words[-1] in page.words.generations:  # "Marion Parker III"
                words.pop()
            if len(words) > 1:
                _join_variant(full, cluster, words)
                for short in (words[0], *(" ".join(words[start:]) for start in range(1, min(len(words), 6)))):
                    if len(full[short]) < BEARERS:
                        full[short].append((" ".join(words), cluster))
    for cluster in clusters:
        if (
            not cluster.names
            or cluster.nobody
            or (any(" " in key for key in cluster.keys) and cluster.kind != "person")
        ):
            continue
        if cluster.country or (cluster.kind in PLACES and not _may_be_person(cluster)):
            continue
        _join_surname(page, cluster, full)


def _longest_first(clusters: Iterable[Cluster]) -> list[Cluster]:
    return sorted(clusters, key=lambda cluster: -max(len(key.split()) for key in cluster.keys))


def _join_variant(full: dict[str, list[tuple[str, Cluster]]], cluster: Cluster, words: list[str]) -> None:
    """Middle names and initials may be missing: "Barack H. Obama" and "Barack Obama" are one."""
    same = [
        other
        for key, other in full.get(words[-1], ())
        if other.names and key.split()[0] == words[0] and key.split()[-1] == words[-1]
    ]
    if same and all(other is same[0] for other in same):
        _join(same[0], cluster)


def _join_surname(page: Page, cluster: Cluster, full: dict[str, list[tuple[str, Cluster]]]) -> None:
    key = cluster.names[0].key
    owners: list[Cluster] = []
    last: list[Cluster] = []
    for whole, owner in full.get(key, ()):
        if not owner.names or owner is cluster:
            continue
        if owner not in owners:
            owners.append(owner)
        if owner not in last and whole.endswith(f" {key}"):
            last.append(owner)
    if not owners:
        return
    owners = last or owners
    if len(owners) == 1:
        if _same_person(owners[0], cluster):
            owners[0].known = owners[0].known or cluster.known
            cluster.known = None
            _join(owners[0], cluster)
        return
    for name in cluster.names:  # "President Adams" between two of that name: the title decides, else nobody
        title = page.key(name.first, name.core) if name.core > name.first else ""
        bearers = [owner for owner in owners if title and any(_title(page, each) == title for each in owner.names)]
        # Who has been named in full: the second of that name comes later.
        bearers = bearers or [owner for owner in owners if min(each.first for each in owner.names) < name.first]
        if len(bearers) == 1:
            bearers[0].names.append(name)
        else:
            cluster.nobody = True
    if not cluster.nobody:
        cluster.names = []
    else:
        taken = {name for owner in owners for name in owner.names}
        cluster.names = [name for name in cluster.names if name not in taken]


def _title(page: Page, name: Name) -> str:
    return page.key(name.first, name.core) if name.core > name.first else ""


def _same_person(owner: Cluster, cluster: Cluster) -> bool:
    """What we know of the two names does not make them different persons."""
    return not (owner.known and cluster.known and owner.known != cluster.known)


def _may_be_person(cluster: Cluster) -> bool:
    """A surname that is a place's name too, as in an article that names the person in full."""
    titled = any(name.core > name.first for name in cluster.names)
    labelled = sum(name.label == "PERSON" for name in cluster.names)
    return titled or 2 * labelled > len(cluster.names) or (cluster.votes["place"] < 40 and cluster.known is None)


def _join_openers(page: Page, clusters: Sequence[Cluster]) -> None:
    """ "Katrina" to the article's one "Hurricane Katrina", "Steel Curtain" to "Operation Steel Curtain"."""
    whole: dict[str, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        for key, name in cluster.keys.items():
            opener, _, rest = key.partition(" ")
            if cluster.kind == "other" and name.words > 1 and opener in page.words.kind_openers and len(rest) > 3:
                whole[rest].append(cluster)
    for cluster in clusters:
        owners = whole.get(cluster.names[0].key, []) if cluster.names else []
        titled = any(name.core > name.first for name in cluster.names)
        if len(owners) == 1 and owners[0].names and cluster.known is None and not titled and len(cluster.keys) == 1:
            _join(owners[0], cluster)
            owners[0].kind = "other"


def _join_bodies(page: Page, clusters: list[Cluster]) -> None:
    """A shorter name of a body to the one longer name that ends with it ("Security Council") or adds only its kind ("Badr")."""
    endings: dict[str, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        if cluster.kind not in BODIES:
            continue
        for key, name in list(cluster.keys.items()):
            words = key.split()[:12]
            shorter = {" ".join(words[start:]) for start in range(1, len(words) - 1)}
            if len(words) == 2 and page.lower[name.last - 1] in page.words.kind_words:
                shorter.add(words[0])
            if len(words) > 1:  # "the Movement", "the Ministry"
                heads = (
                    words[0],
                    words[-1],
                    before_joiner(page, words),
                )  # "the Observatory" of "Coast Observatory for Trade"
                shorter |= {word for word in heads if word in page.words.kind_words}
            for short in shorter:
                if cluster not in endings[short]:
                    endings[short].append(cluster)
    for cluster in clusters:
        if not cluster.names or cluster.kind not in BODIES or cluster.names[0].form != "name":
            continue
        key = cluster.names[0].key
        owners = [owner for owner in endings.get(key, ()) if owner.names and owner is not cluster]
        if key in page.words.kind_words and not all(is_definite(page, name) for name in cluster.names):
            continue
        full = [owner for owner in owners if any(key.split()[0] not in page.words.definite for key in owner.keys)]
        owners = (
            full or owners
        )  # "the Times" is the one of that name that the article gives in full before it is "The Times"
        if len(owners) == 1:
            _join(owners[0], cluster)
