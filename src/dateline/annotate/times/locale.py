"""Where an article is at home, as far as times hang on it: the outlet's country, its order of day and month, its weekend.

The order of numeric dates is the text's own where one of its dates reads only one way ("13/04/2019"), else the outlet's;
else it stays open. The outlet's country comes from its name, its domain, or a country's top-level domain.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

from dateline.knowledge.locales import SATURDAY_SUNDAY, Customs, load_customs
from dateline.languages import word_list
from dateline.languages.lexemes import Lexeme
from dateline.text.article import Article

_LONGEST = 5  # words of a country's name: "Democratic Republic of the Congo"
_REACH = 20  # words on each side in which a sentence may name the country of a holiday
_BETWEEN = 2  # words between a holiday and its place: "Independence Day celebrations in Ghana"
_CLASSES = attrgetter("classes")
_SEASON_SHIFT = 8  # EDTF: 21-24 are seasons, 29-32 those of the southern hemisphere


class Locale(NamedTuple):
    """What hangs on a country. `day_first` is None where the order of day and month is not known; `order_by` says whence it is."""

    country: str = ""
    day_first: bool | None = None
    weekend: tuple[int, ...] = SATURDAY_SUNDAY
    southern: bool = False
    fiscal_start: int | None = None
    fiscal_by_start: bool = False
    order_by: str = ""


NOWHERE = Locale()


def locale_of(article: Article, lexemes: Iterable[Lexeme]) -> Locale:
    """The locale of the article; of a text without an outlet, only what its own dates tell."""
    country = outlet_country(article)
    customs = load_customs().get(country, Customs()) if country else Customs()
    day = article.published.when.first if article.published.when else None
    told = _order_told(lexemes)
    order_by = "another date of the text" if told is not None else f"outlet in {country}"
    day_first = customs.day_first if told is None else told
    return _locale(customs, country, day, day_first, order_by if day_first is not None else "")


def locale_in(country: str, day: date | None) -> Locale:
    """The locale of a country on a day."""
    customs = load_customs().get(country, Customs())
    return _locale(customs, country, day, customs.day_first, country)


def outlet_country(article: Article) -> str:
    """The code of the outlet's country, "" where neither its name nor its address tells."""
    if not (article.outlet or article.url):
        return ""
    code: str = _named().country_of_outlet(article.outlet, article.url)
    return code


def season_code(code: int, locale: Locale) -> int:
    """The EDTF code of a season where the outlet is: 24 (winter) is 32 south of the equator."""
    return code + _SEASON_SHIFT if locale.southern else code


def country_beside(lexemes: Sequence[Lexeme], first: int, stop: int, language: str) -> str:
    """The country named beside the words [first, stop): "India's ...", "the Indian ...", "... in India"; "" for none."""
    if not lexemes:
        return ""
    return next(iter((*_before(lexemes, first, language), *_behind(lexemes, stop, language))), "")


def country_in_sentence(lexemes: Sequence[Lexeme], first: int, stop: int) -> str:
    """The only country that the sentence around the words [first, stop) names, within reach; "" for none or several."""
    begin, end = first, stop
    while begin > max(0, first - _REACH) and not _ends_sentence(lexemes[begin - 1]):
        begin -= 1
    while end < min(len(lexemes), stop + _REACH) and not _ends_sentence(lexemes[end]):
        end += 1
    found = set()
    for at in (*range(begin, first), *range(stop, end)):
        if lexemes[at].capital:
            found |= {_country(_key(lexemes[at : at + size])) for size in range(min(3, end - at), 0, -1)} - {""}
    return str(found.pop()) if len(found) == 1 else ""


def _ends_sentence(lexeme: Lexeme) -> bool:
    return lexeme.lower in (".", "!", "?") or lexeme.lower.startswith("\n")


def _locale(customs: Customs, country: str, day: date | None, day_first: bool | None, order_by: str) -> Locale:
    return Locale(
        country,
        day_first,
        customs.weekend(day),
        customs.southern,
        customs.fiscal_start,
        customs.fiscal_by_start,
        order_by,
    )


def _order_told(lexemes: Iterable[Lexeme]) -> bool | None:
    """The order that dates which read only one way have in common. Dates with dots are day first anywhere and tell nothing."""
    orders = set()
    for left, right, _ in [classes["numeric"] for classes in map(_CLASSES, lexemes) if "numeric" in classes]:
        if (left > 12) != (right > 12) and max(left, right) <= 31:
            orders.add(left > 12)
    return orders.pop() if len(orders) == 1 else None


def _before(lexemes: Sequence[Lexeme], first: int, language: str) -> Iterator[str]:
    end, possessive = first, _words(language, "possessive")
    while end and first - end < 2 and lexemes[end - 1].lower in possessive:
        end -= 1
    for size in range(min(_LONGEST, end), 0, -1):
        words = lexemes[end - size : end]
        code = _country(_key(words))
        if code:
            yield code
            return


def _behind(lexemes: Sequence[Lexeme], stop: int, language: str) -> Iterator[str]:
    for at in range(stop, min(stop + _BETWEEN + 1, len(lexemes))):
        if lexemes[at].lower in _words(language, "near" if at == stop else "far"):
            start = at + 1 + (at + 1 < len(lexemes) and lexemes[at + 1].lower in _words(language, "article"))
            for size in range(min(_LONGEST, len(lexemes) - start), 0, -1):
                code = _country(_key(lexemes[start : start + size]), adjectives=False)
                if code:
                    yield code
                    return
        if not lexemes[at].lower.isalpha():
            return


def _country(name: str, *, adjectives: bool = True) -> str:
    """The country of a name or adjective."""
    code: str = _named().country_of_name(name, adjectives=adjectives) if name else ""
    return code


def _named() -> Any:
    """The module that knows countries by name, which takes 5 ms: few texts ask."""
    return importlib.import_module("dateline.annotate.times.named")


def _words(language: str, kind: str) -> frozenset[str]:
    return word_list(language, "beside", "beside", kind)


def _key(words: Sequence[Lexeme]) -> str:
    """The name that the words make; "" where they are no capitalised name."""
    if not words or not words[0].capital or not words[-1].capital:
        return ""
    return " ".join(word.lower for word in words)
