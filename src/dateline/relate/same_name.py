"""Names that people judged to be one, or to be two: their word holds in every article, also in one that is added later.

A name belongs to no article, so its pointer has none: what it names is a spelling. "Left is the same as right" says that left goes by
right; of a chain of such words the last name in it is the one that all go by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from dateline.knowledge.folding import fold as fold_name
from dateline.relate.incidents import name_key
from dateline.relate.judgement import Judgement, Pointer, fold
from dateline.text.naming import Entity
from dateline.text.record import Record

_HEAD = "n:"


def name_pointer(name: str) -> Pointer:
    """The pointer to a name, in whatever article it stands.

    >>> str(name_pointer("Karin  Dolland")), Pointer.parse(str(name_pointer("Osk/Vell")))
    ('/n:Karin Dolland', Pointer(article='', finding='n:Osk%2FVell'))
    """
    return Pointer("", _HEAD + " ".join(name.split()).replace("%", "%25").replace("/", "%2F"))


def name_in(pointer: Pointer) -> str | None:
    """The name that the pointer is to, None where it is to something else.

    >>> name_in(name_pointer("100% Osk/Vell")), name_in(Pointer("12", "n3"))
    ('100% Osk/Vell', None)
    """
    if pointer.article or not pointer.finding.startswith(_HEAD):
        return None
    return pointer.finding[len(_HEAD) :].replace("%2F", "/").replace("%25", "%")


def key_of(name: str) -> str:
    """What two spellings of one name have in common."""
    return fold_name(" ".join(name.split()))


@dataclass(frozen=True, slots=True)
class Names:
    """What was judged of names: by the key of each those that are one with it, the one they go by first, and the keys that it is not."""

    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    apart: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def spellings(self, name: str) -> tuple[str, ...]:
        """The name and those that are one with it; the first is the one they go by."""
        return self.groups.get(key_of(name), (name,))

    def goes_by(self, name: str) -> str:
        """The name that it goes by."""
        return self.spellings(name)[0]

    def moves(self, name: str) -> bool:
        """The name goes by another."""
        return bool(self.groups) and key_of(self.goes_by(name)) != key_of(name)

    def calling(self, name: str) -> Callable[[Entity], bool]:
        """Whether an entity goes by the name in its article, and nobody said that it is another."""
        wanted = frozenset(map(key_of, self.spellings(name)))
        others = self.apart.get(key_of(name), frozenset())

        def called(entity: Entity) -> bool:
            own = map(key_of, (entity.known_as or entity.name, entity.name, *entity.aliases))
            return not wanted.isdisjoint(own) and name_key(entity) not in others

        return called

    def renamed(self, record: Record) -> Record:
        """The record in which whoever is one with another goes by that one's name."""
        own = [entity.known_as or entity.name for entity in record.entities]
        if not any(map(self.moves, own)):
            return record
        return record.having(
            entities=tuple(
                replace(entity, known_as=self.goes_by(name)) if self.moves(name) else entity
                for entity, name in zip(record.entities, own, strict=True)
            )
        )


def names_said(judgements: Iterable[Judgement]) -> Names:
    """What the judgements on names come to; judgements on other things are passed by."""
    spelled: dict[str, str] = {}
    told = [moved for each in judgements if (moved := _by_key(each, spelled)) is not None]
    if not told:
        return Names()
    folded = fold(told)
    passed = set(map(id, folded.passed_over))
    order = {id(each): place for place, each in enumerate(told)}
    stands = sorted((each for each in folded.standing if id(each) not in passed), key=lambda each: order[id(each)])
    arrows = {_key(each.left): _key(each.right) for each in stands if each.joins}
    groups: dict[str, tuple[str, ...]] = {}
    for group in folded.about("name"):
        last = next(each for each in reversed(stands) if each.joins and each.left in group)
        first = _end(_key(last.right), arrows)
        names = (spelled[first], *(spelled[key] for key in map(_key, group) if key != first))
        groups.update((_key(each), names) for each in group)
    apart: dict[str, frozenset[str]] = {}
    for each in stands:
        if each.verdict == "no":
            one, other = (frozenset(map(key_of, groups.get(key, (key,)))) for key in map(_key, each.pair))
            for these, those in ((one, other), (other, one)):
                apart.update((key, apart.get(key, frozenset()) | those) for key in these)
    return Names(groups, apart)


def _by_key(judgement: Judgement, spelled: dict[str, str]) -> Judgement | None:
    """The judgement with names by their keys, so that spellings of one name meet; None where it is on something else."""
    left, right = name_in(judgement.left), name_in(judgement.right)
    if left is None or right is None or key_of(left) == key_of(right):
        return None
    if judgement.verdict != "withdrawn":
        spelled.update({key_of(left): left, key_of(right): right})
    return replace(judgement, left=Pointer("", "n" + key_of(left)), right=Pointer("", "n" + key_of(right)))


def _key(pointer: Pointer) -> str:
    return pointer.finding[1:]


def _end(first: str, arrows: Mapping[str, str]) -> str:
    """Where the arrows lead from there; in a circle the last word, which led to the first, stays the last."""
    key, seen = first, {first}
    while (step := arrows.get(key)) is not None and step not in seen:
        seen.add(step)
        key = step
    return first if step == first else key
