"""What kind of thing a name stands for: all its mentions vote, once per article, so that one slip of the parser decides nothing.

What we know weighs most, then words in and around the name, then its place in the sentence, last the parser's label.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from dateline.annotate.entities.noun_phrases import words_of
from dateline.annotate.entities.page import Name, Page
from dateline.knowledge.names import Known
from dateline.text.naming import EntityKind

Votes = Counter[EntityKind]

# Weights in tenths of a certain cue.
KNOWN, TITLED, SURNAME, WORD, CUED, FIRST_NAME, BIG, TOWN, SMALL, HAMLET, FAINT = (
    100,
    80,
    65,
    60,
    60,
    40,
    45,
    30,
    22,
    12,
    7,
)
LABELS: dict[str, EntityKind] = {
    "PERSON": "person", "ORG": "organization", "GPE": "place", "LOC": "place", "FAC": "facility", "NORP": "group",
    "LAW": "document", "WORK_OF_ART": "document",
}  # fmt: skip
LABEL, GRAMMAR = 20, 5
WEAK, SETTLED = 40, 60  # votes up to which a name is hardly known, and from which on it is known well
LONGEST_LIST = 12
PLACES: frozenset[EntityKind] = frozenset({"place", "country", "facility"})
BODIES: frozenset[EntityKind] = frozenset({"organization", "armed_group", "government", "outlet", "group", "other"})

_SHORT: frozenset[EntityKind] = frozenset(
    {"organization", "outlet"}
)  # bodies that the kind's word alone names after "the"


def decide(votes: Votes) -> EntityKind:
    """The kind with most votes; "other" where nobody votes."""
    return max(votes, key=lambda kind: votes[kind], default="other") if any(votes.values()) else "other"


def count_votes(page: Page, names: Sequence[Name], known: Known | None, country: str | None) -> Votes:
    """The votes of all mentions of one name. Cues of one sort count at most three times, labels by their share."""
    votes: Votes = Counter()
    if known is not None:
        votes[known.kind] += KNOWN
    if country is not None:
        votes["country"] += KNOWN
    first = names[0]
    _vote_by_words(page, first, votes)
    if known is None and country is None:
        _vote_by_gazetteer(page, first, votes)
        if any(page.is_surname(name) for name in names):
            votes["person"] += SURNAME
    if any(_is_state_of_party(page, name) for name in names):
        votes["place"] += KNOWN
    cues: Votes = Counter()
    for name in names:
        _vote_by_context(page, name, cues)
    for kind, weight in cues.items():
        votes[kind] += min(weight, 3 * CUED)
    labels = Counter(LABELS[name.label] for name in names if name.label in LABELS)
    if labels["person"] and _is_acronym(page, first):
        labels["organization"] += labels.pop("person")
    for kind, count in labels.items():
        votes[kind] += LABEL * count // len(names)
    if country is not None:  # a country is a place: what speaks for the one speaks for the other
        votes["country"] += votes.pop("place", 0)
    return votes


def _vote_by_words(page: Page, name: Name, votes: Votes) -> None:
    """Words inside the name: "Ministry of Trade", "Dayr al-Zawr Province", "Masoud ..."."""
    words = page.lower[name.core : name.last]
    if len(words) > 1:
        numbered = len(words) == 2 and words[1].isdigit()  # "Pier 4", "Channel 2"
        kind = page.words.kind_words.get(words[0 if numbered else -1]) or page.words.kind_openers.get(words[0])
        if kind is None and any(word in page.words.joiners for word in words[1:]):
            kind = page.words.kind_words.get(words[0]) or page.words.kind_words.get(before_joiner(page, words))
        if kind is not None:
            votes[kind] += WORD
        elif words[-1] in page.words.place_after or (
            words[0] in page.words.place_after and words[1] in page.words.joiners
        ):
            votes["place"] += WORD
        elif inner := next((page.words.kind_words[word] for word in words if word in page.words.kind_words), None):
            votes[inner] += SMALL
        personal = words[0] in page.words.first_names or words[0] in page.words.kinship
        if personal and kind is None and len(words) < 6 and not any(word.isdigit() for word in words):
            votes["person"] += FIRST_NAME
    elif words[0] in page.words.kind_words and is_definite(page, name) and page.words.kind_words[words[0]] in _SHORT:
        votes[page.words.kind_words[words[0]]] += WORD  # "the Observatory"
    plural = name.words == 1 and page.tokens[name.core].tag == "NNPS" and name.core == name.first
    if (name.form in ("nominal", "adjective") and name.words == 1) or plural:
        votes["group"] += WORD


def is_definite(page: Page, name: Name) -> bool:
    """The name stands after an article, as the short form of one that was given in full does."""
    return name.first > 0 and page.lower[name.first - 1] in page.words.definite


def before_joiner(page: Page, words: Sequence[str]) -> str:
    """The word before the first "of", "for" and the like of a name; "" where there is none."""
    return next((before for before, word in pairwise(words) if word in page.words.joiners), "")


def _vote_by_gazetteer(page: Page, name: Name, votes: Votes) -> None:
    spots = page.places.find(name.key)
    if spots:
        known_by_it = any(spot.called and spot.is_known for spot in spots)
        votes["place"] += BIG if known_by_it else TOWN if any(spot.is_town for spot in spots) else HAMLET


def _vote_by_context(page: Page, name: Name, cues: Votes) -> None:
    """Words around one mention."""
    if name.core > name.first:
        cues["person"] += TITLED
    words, lower = page.words, page.lower
    before = lower[name.first - 1] if name.first else ""
    if before in words.place_prepositions:
        cues["place"] += CUED if _is_scene(page, name) else SMALL if before in words.place_inside else FAINT
    elif before in words.aged and name.first > 1 and page.tokens[name.first - 2].text == "-":
        cues["person"] += CUED  # "14-year-old Amina"
    elif name.first > 1 and before in words.joiners and lower[name.first - 2] in words.place_before:
        cues["place"] += CUED
    elif _listed_after(page, name) in words.place_inside:
        cues["place"] += SMALL
    _vote_by_apposition(page, name, cues)
    after = lower[name.last] if name.last < len(lower) else ""
    noun = page.tokens[name.last].lemma if after else ""
    if after and words.is_armed(noun, ()) and page.tokens[name.last - 1].head == name.last and name.form == "name":
        cues["armed_group"] += SMALL
    elif noun in words.kind_nouns and page.tokens[name.last - 1].head == name.last and name.core == name.first:
        cues[words.kind_nouns[noun]] += CUED
    if after in words.place_after and page.tokens[name.last - 1].dep == "compound":
        cues["place"] += SMALL
    token = page.tokens[name.last - 1]
    if token.dep == "nsubj":
        cues["person" if name.label == "PERSON" else "organization"] += GRAMMAR
    if any(page.tokens[kid].dep == "relcl" and _is_who(page, kid) for kid in page.tree.kids[name.last - 1]):
        cues["person"] += SMALL


def _listed_after(page: Page, name: Name) -> str:
    """The preposition before the list that the name goes on with: "in | Hajin, Susah and Shafah"; "" where there is none."""
    head = name.last - 1
    for _ in range(LONGEST_LIST):
        if page.tokens[head].dep != "conj" or page.tokens[head].head >= head:
            break
        head = page.tokens[head].head
    beside = page.tokens[head].dep == "pobj" and head < name.first and page.capital[head]
    return page.lower[page.tokens[head].head] if beside else ""


def votes_of_neighbours(page: Page, names: Sequence[Name], settled: Mapping[int, EntityKind]) -> Votes:
    """The votes for a name that hardly anything is known of, by what it is listed with: "Hajin and Susah" are two towns or none.

    `settled` has the kind of what is known well, by its last token.
    """
    votes: Votes = Counter()
    for name in names:
        head = name.last - 1
        listed = [
            *page.tree.children(head, "conj"),
            *([page.tokens[head].head] if page.tokens[head].dep == "conj" else []),
        ]
        for kind in {settled[each] for each in listed if each in settled}:
            votes[kind] += SMALL
    return Counter({kind: min(weight, 2 * SMALL) for kind, weight in votes.items()})


def _is_acronym(page: Page, name: Name) -> bool:
    """The one word is in capitals among words that are not: no person's, whatever the parser says."""
    written = page.tokens[name.core].text
    alone = name.words == 1 and name.core == name.first and page.tokens[name.core].sentence not in page.shouted
    return alone and 2 < len(written) < 7 and written.isalpha() and written.isupper()


def _is_state_of_party(page: Page, name: Name) -> bool:
    """ "Rep. Ann Lee, D-N.Y., ...": the state that a member of congress is of."""
    at = name.first - 2
    dashed = at > 0 and page.tokens[at + 1].text in ("-", "—", "–") and len(page.tokens[at].text) == 1
    return dashed and page.places.states.get(page.written(name.core, name.last)) is not None


def _is_scene(page: Page, name: Name) -> bool:
    """The name with its preposition opens the sentence, and a comma follows: "Near Dayr Hafir, two roads were cut"."""
    comma = name.last < len(page.tokens) and page.tokens[name.last].text == ","
    inside = page.lower[name.first - 1] in page.words.place_inside
    return comma and inside and name.core == name.first and page.opens(name.first - 1)


def _is_who(page: Page, verb: int) -> bool:
    """The relative clause is one of a person (the parser's tag for "who" is WP)."""
    return any(page.tokens[kid].tag == "WP" for kid in page.tree.kids[verb])


def _vote_by_apposition(page: Page, name: Name, cues: Votes) -> None:
    """ "Daesh, the world's most notorious terror group", "Baghuz is a village": what the text calls it."""
    head = name.last - 1
    nouns = [kid for kid in page.tree.children(head, "appos") if kid >= name.last]
    if page.tokens[head].dep == "appos" and page.tokens[head].head < name.first:
        nouns.append(page.tokens[head].head)
    if page.tokens[head].dep == "nsubj":
        nouns += page.tree.children(page.tokens[head].head, "attr")
    listed = words_of().nouns
    persons = listed["person"] | listed["he"] | listed["she"]
    for noun in nouns:
        if page.capital[noun]:
            if page.words.is_office(page.lower[noun]) and noun >= name.last:  # "Ann Smith, the Special Advisor"
                cues["person"] += CUED
            continue
        word = page.tokens[noun].lemma
        modifiers = {page.lower[kid] for kid in page.tree.children(noun, "amod", "compound")}
        if page.words.is_armed(word, modifiers):
            cues["armed_group"] += CUED
        elif page.words.is_office(word):
            cues["person"] += CUED
        elif word in page.words.place_before:
            cues["place"] += CUED
        elif word in persons:
            cues["person"] += SMALL  # "a young girl, Amina"
        elif word in page.words.nominals:
            kinds = page.words.nominals[word]
            cues["organization" if "organization" in kinds else sorted(kinds)[0]] += SMALL
