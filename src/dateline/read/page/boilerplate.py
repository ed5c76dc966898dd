"""What the outlet does not tell: share links, notices, repeated titles, headlines of other articles.

The words stand in `languages/<code>/boilerplate.toml`. Marking a sentence of the story costs everything found in it,
leaving a link in costs little: every judgement here asks for more than one sign.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, NamedTuple

from dateline.languages import Entry, entries, word_classes
from dateline.read.page.published import has_words, without_dates
from dateline.text.span import Evidence

LONGEST_RULED = 600  # characters; a longer block is never a link or a notice
LONGEST_HEADLINE = 13  # words
SHORTEST_HEADLINE = 5  # words; with fewer a section heading with a verb in it ("Police are searching") is as likely
ALIKE = 0.85  # share of words that a near repetition of the title has in common with it (Dice)
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_FINAL = re.compile(r"[.!?…:;,。！？؟][\"'”’»)\]]*$|[\"”»]$")
_QUOTED = tuple("\"“”„«‘'`")
_KEYS = frozenset({"name", "whole", "opens", "holds", "made_of", "longest", "examples"})


class Rule(NamedTuple):
    """One kind of boilerplate that is known by its words."""

    name: str
    whole: frozenset[tuple[str, ...]]
    opens: tuple[str, ...]
    holds: tuple[str, ...]
    made_of: frozenset[str]
    longest: int


class Words(NamedTuple):
    """A language's words for what stands around a story."""

    language: str = "und"
    rules: tuple[Rule, ...] = ()
    verbs: frozenset[str] = frozenset()
    questions: frozenset[str] = frozenset()
    openers: frozenset[str] = frozenset()
    small: frozenset[str] = frozenset()
    by: tuple[str, ...] = ()
    joiners: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    offices: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    ranks: frozenset[str] = frozenset()
    besides: tuple[str, ...] = ()
    buttons: frozenset[str] = frozenset()
    nobody: frozenset[str] = frozenset()
    months: frozenset[str] = frozenset()
    wakes: Mapping[str, frozenset[int]] = MappingProxyType({})


@lru_cache(maxsize=16)
def load_words(code: str) -> Words:
    """The words of that language; none where we have no file for it."""
    if not has_words(code):
        return Words(code)
    classes = word_classes(code, "boilerplate")
    headline, byline, lines = (classes.get(part, {}) for part in ("headline", "byline", "dateline"))
    rules = tuple(read_rule(entry) for entry in entries(code, "boilerplate") if entry.kind == "rule")
    return Words(
        code,
        rules=rules,
        verbs=frozenset(headline.get("verbs", ())),
        questions=frozenset(headline.get("questions", ())),
        openers=frozenset(headline.get("openers", ())),
        small=frozenset(headline.get("small", ())),
        by=tuple(byline.get("openers", ())),
        joiners=tuple(byline.get("joiners", ())),
        places=tuple(byline.get("places", ())),
        offices=frozenset(byline.get("offices", ())),
        roles=frozenset(byline.get("roles", ())),
        ranks=frozenset(byline.get("ranks", ())),
        besides=tuple(byline.get("besides", ())),
        buttons=frozenset(byline.get("buttons", ())),
        nobody=frozenset(byline.get("nobody", ())),
        months=frozenset(classes.get("months", ())) - frozenset(byline.get("called_so", ()))
        | frozenset(lines.get("weekdays", ())),
        wakes=_wakes(rules),
    )


def read_rule(entry: Entry) -> Rule:
    """The rule that an entry of the file spells out; BadRules where a key is missing or unknown."""
    entry.require(_KEYS, frozenset({"name", "examples"}))
    values = entry.values
    return Rule(
        entry.values["name"],
        frozenset(words_of(phrase) for phrase in values.get("whole", ())),
        tuple(values.get("opens", ())),
        tuple(" ".join(words_of(phrase)) for phrase in values.get("holds", ())),
        frozenset(values.get("made_of", ())),
        values.get("longest", 12),
    )


def _wakes(rules: Sequence[Rule]) -> dict[str, frozenset[int]]:
    """Which rules a block can satisfy, by its first word (^), its first two characters (^^) or any of its words."""
    wakes: dict[str, set[int]] = {}
    for number, rule in enumerate(rules):
        keys = {f"^{word}" for word in {phrase[0] for phrase in rule.whole} | rule.made_of}
        keys |= {f"^^{phrase[:2]}" for phrase in rule.opens} | {phrase.split()[0] for phrase in rule.holds}
        for key in keys:
            wakes.setdefault(key, set()).add(number)
    return {key: frozenset(numbers) for key, numbers in wakes.items()}


def words_of(text: str) -> tuple[str, ...]:
    """The words in small letters, each number as #."""
    return _short_words_of(text) if len(text) <= LONGEST_RULED else _words_of(text)


def _words_of(text: str) -> tuple[str, ...]:
    folded = text.casefold().replace("’", "'")
    return tuple("#" if word.isdigit() else word for word in _WORD.findall(folded.replace("#", " 0 ")))


# Four judges ask for the words of each short block.
_short_words_of = lru_cache(maxsize=4096)(_words_of)


def ruled_out(text: str, words: Words) -> Evidence | None:
    """The first rule by whose words the block is boilerplate."""
    if len(text) > LONGEST_RULED:
        return None
    spoken = words_of(text)
    if not spoken:
        return None
    folded = " ".join(text.casefold().replace("’", "'").split()).lstrip("[(*»> ")
    keys = (*spoken, f"^{spoken[0]}", f"^^{folded[:2]}", f"^^{folded[:1]}")
    woken = {number for key in keys for number in words.wakes.get(key, ())}
    for rule in (words.rules[number] for number in sorted(woken)):
        if _matches(rule, spoken, folded):
            return Evidence(f"read/boilerplate:{rule.name}")
    return None


def _matches(rule: Rule, spoken: tuple[str, ...], folded: str) -> bool:
    # One word and a full stop is a line of the story, say the name of a company in a list.
    if spoken in rule.whole and (len(spoken) > 1 or not folded.endswith(".")):
        return True
    if len(spoken) > rule.longest:
        return False
    if (
        rule.made_of
        and all(word in rule.made_of or word == "#" for word in spoken)
        and spoken[0] != "#"
        and not folded.endswith(".")
    ):
        return True
    for phrase in rule.opens:
        if folded.startswith(phrase) and not (phrase[-1].isalpha() and folded[len(phrase) : len(phrase) + 1].isalpha()):
            return True
    joined = f" {' '.join(spoken)} "
    return any(f" {phrase} " in joined for phrase in rule.holds)


def repeats(text: str, title: str, *, near: bool) -> bool:
    """The block is the title again; `near` also takes one that differs by a word or an outlet's name."""
    if len(text) > 2 * len(title) + 40:
        return False
    mine, its = words_of(text), words_of(title)
    if not its or re.findall(r"[0-9]+", text) != re.findall(r"[0-9]+", title):
        return False  # "1918" is no repetition of "1917"
    if mine == its:
        return True
    if not near or len(its) < 4:
        return False
    shared = sum((Counter(mine) & Counter(its)).values())
    return 2 * shared / (len(mine) + len(its)) >= ALIKE


def is_complete(text: str) -> bool:
    """The block ends as a sentence ends, or as a line that goes on does."""
    return _FINAL.search(text[-8:].rstrip()) is not None


def standing_alone(text: str, words: Words, *, after_gap: bool) -> Literal["headline", "heading"] | None:
    """What a short block between two paragraphs is: another article's headline, a section heading, or neither.

    `after_gap`: a line of no-break spaces goes before it, the trace of an embedded link.
    """
    spoken = [word for word in re.split(r"\s+", text.strip()) if _WORD.search(word)]
    if not spoken or len(spoken) > LONGEST_HEADLINE or is_complete(text) or text.lstrip().startswith(_QUOTED):
        return None
    if not spoken[0][0].isupper() and not spoken[0][0].isdigit():
        return None
    folded = [word.casefold().strip(".,:;'\"“”‘’()") for word in spoken]
    told = any(word in words.verbs for word in folded[1:-1])
    if not told or folded[0] in words.questions:
        titled = all(
            word[0].isupper() or word[0].isdigit() or low in words.small
            for word, low in zip(spoken, folded, strict=True)
        )
        return "heading" if len(spoken) <= 4 or titled or folded[0] in words.questions or after_gap else None
    if after_gap:
        return "headline"
    if len(spoken) < SHORTEST_HEADLINE or folded[0] in words.openers:
        return None
    return "headline"


def byline_names(text: str, words: Words) -> tuple[str, ...] | None:
    """The persons that a byline names (none for an office: "By Our Staff"); None if the block is no byline.

    >>> byline_names("By Jane Roe and John Doe, The Outlet", load_words("en"))
    ('Jane Roe', 'John Doe')
    """
    line = " ".join(text[:200].split())
    if len(text) > 160 or not words.by:
        return None
    opener = re.match(_opener(words.by), line, re.IGNORECASE)
    line = without_dates(line, words.language).strip(" ,|•·–—-") if opener else line
    if opener is None or len(line.split()) > 16 or (is_complete(line) and not line.endswith(("Jr.", "Sr."))):
        return None
    joiner = "|".join(map(re.escape, words.joiners)) or "(?!)"
    between = rf"(\s+(?:{joiner})\s+|\s*[,;|/&•·–—]\s*(?:(?:{joiner})\s+)?)"
    parts = [part.strip() for part in re.split(between, line[opener.end() :], flags=re.IGNORECASE)]
    names: list[str] = []
    joined = False
    for position in range(0, len(parts), 2):
        part, mark = parts[position], parts[position - 1].strip(",; ").casefold() if position else ""
        if is_name(part, words) and not (joined and mark not in words.joiners):
            names.append(part)
        elif not names:
            return () if position == 0 and _is_office(part, words) else None
        joined = joined or mark in words.joiners
    return tuple(names)


def after_opener(text: str, words: Words) -> str:
    """What a byline says behind its "By"."""
    return re.sub(_opener(words.by), "", " ".join(text[:200].split()), count=1, flags=re.IGNORECASE)


def _opener(by: Sequence[str]) -> str:
    return rf"(?:{'|'.join(map(re.escape, sorted(by, key=len, reverse=True)))})\b:?\s+"


def is_name(part: str, words: Words) -> bool:
    """Two to four words as a person's name is written."""
    names = part.split()
    if not 2 <= len(names) <= 4 or not (names[0][0].isupper() and names[-1][0].isupper()):
        return False
    if any(not re.fullmatch(r"[^\W\d_][^\d_(){}\[\]<>@]*", name) for name in names):
        return False
    folded = {name.casefold().strip(".") for name in names}
    return not folded & (words.offices | words.months)


def _is_office(part: str, words: Words) -> bool:
    """Capitalised words with that of an office among them."""
    names = part.split()
    return bool({name.casefold() for name in names} & words.offices) and names[-1][0].isupper() and len(names) <= 6
