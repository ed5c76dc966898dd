"""Records in which all that can be text is hostile: it would run, load, break out of where it stands, or turn the line around.

Every payload that runs sets `window.ran`, every one that loads asks for a file named "ran" of an address that nobody has.
"""

from __future__ import annotations

from datetime import date

from dateline.text.article import Article, Block, Credit, DateClaim, Published, Source
from dateline.text.happening import Anchor, Event, Figure, Role, TimeExpression, Timex
from dateline.text.naming import Entity, Mention, Office, Place, Title
from dateline.text.record import Check, Failure, Record
from dateline.text.span import Evidence, Span
from dateline.text.telling import ROOT, Quotation, Statement, Wording
from dateline.text.when import Grain, When

AWAY = "//192.0.2.1/ran"  # an address kept for documentation, which leads nowhere
# What one article is full of: the first is short, so that it is seen wherever a name is cut.
MOUTHFULS = (
    ("<b id=x>Scripts</b>", "<script>window.ran=1</script>", "<img src=x onerror=window.ran=1>", "</script><script>window.ran=1</script>"),
    ('"><s id=x>Edges', "' onmouseover=window.ran=1 x='", '"><svg/onload=window.ran=1>', "</title><script>window.ran=1</script>", "x');window.ran=1//.txt"),
    (
        "<i id=x>Nested</i>", "<math><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=window.ran=1&gt;'>",
        "<noscript><p title='</noscript><img src=x onerror=window.ran=1>'>", "<svg><animate onbegin=window.ran=1 attributeName=x dur=1s>",
        "<math><annotation-xml encoding='text/html'><img src=x onerror=window.ran=1></annotation-xml></math>",
    ),
    (
        "<u id=x>Loads</u>", f"<img src={AWAY}.png>", f"<link rel=stylesheet href={AWAY}.css>", f"<iframe src={AWAY}></iframe>", "<svg/onload=window.ran=1>",
        f"<form action={AWAY}><button>", "<a href='jav&#x09;ascript:window.ran=1'>", "jav\tascript:window.ran=1", "javascript:window.ran=1//",
    ),
    ("\u202eevil\u2066 bidi", "</script><!--\u2028]]>", "\x1b]0;title\x07\x1b[31m", "[red]bold[/red]", "{{ 7 * 7 }}{% raw %}", "\u200bzero\u00adwidth", "../../a"),
)  # fmt: skip
TOLLS = (12, 14, 17, 20, 23)


def hostile(words: str, toll: int) -> Record:
    """A blast that the words tell of the words, in the words."""
    lines = (words, f"{words} told {words}: two days later a blast killed {toll} people in {words}.", f"“{words}”")
    text = "\n".join(lines)
    spans, at = [], 0
    for line in lines:
        spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    title, told, quoted = spans

    def where(part: str, nth: int = 0) -> Span:
        start = told.start
        for _ in range(nth + 1):
            start = text.index(part, start) + 1
        return Span(start - 1, start - 1 + len(part))

    speaker, medium, place = (where(words, nth) for nth in range(3))
    content = Span(where("two days later").start, told.end)
    day, because = When.at(date(2022, 7, 4), Grain.DAY), (Evidence("en/made:hostile", words, title),)
    event, time = where("killed"), where("two days later")
    return Record(
        Article(
            text, source=Source(f"/made/{words}.txt", words), title=title, outlet=words, url=f"javascript:{words}", bylines=(words,),
            published=Published(When.at(date(2022, 7, 5), Grain.DAY), because, (DateClaim(day, because[0]),), words), section=words,
            credits=(Credit(words, "agency", because[0]),), blocks=(Block(title, "title"), Block(told, "paragraph"), Block(quoted, "paragraph")),
        ),
        times=(
            TimeExpression(f"t@{time.start}", time, day, Timex("DATE", words), Anchor("event", f"e@{event.start}"), flags=(words,), because=because),
        ),
        entities=(
            Entity("n1", words, "person", (words, words[::-1]), None, (Title(words, speaker),), offices=(Office(words, "ZZ", None, None, words, because),), flags=(words,)),
            Entity("n2", f"{words} radio", "outlet", known_as=words),
            Entity("n3", f"{words} town", "place", place=Place((10.0, 20.0), "FR", (words,), "city", words)),
            Entity("n4", " ".join(MOUTHFULS[0]), "organization"),  # told by all of them
        ),
        mentions=tuple(Mention(f"m@{span.start}", span, id, "name", because) for span, id in ((speaker, "n1"), (medium, "n2"), (place, "n3"))),
        statements=(
            Statement(ROOT, Span(0, len(text)), "own_voice", within=None, source_kind="outlet"),
            Statement(f"s@{told.start}", told, "reported", content=(content,), source=(speaker,), speaker="n1", medium="n2", source_kind="named", because=because),
        ),
        events=(
            Event(
                f"e@{event.start}", event, "ASSAULT", words, words, (Role("actor", speaker, "n1"),), day, f"t@{time.start}", "n3", main=True,
                told_in=f"s@{told.start}", figures=(f"f@{event.start}",), because=because,
            ),
        ),
        figures=(Figure(f"f@{event.start}", where(f"{toll} people"), "dead", toll, toll, f"e@{event.start}"),),
        wording=(Wording(f"w@{event.start}", event, "blame", words, "n1", f"s@{told.start}", because),),
        quotations=(Quotation(f"q@{quoted.start}", quoted, "unattributed", (Span(quoted.start + 1, quoted.end - 1),), because=because),),
        checks=(Check("date-conflict", (f"t@{time.start}", f"e@{event.start}"), words, words),),
        failures=(Failure(words, words),),
    )  # fmt: skip


def all_hostile() -> list[Record]:
    """An article for each mouthful."""
    return [hostile(" ".join(mouthful), toll) for mouthful, toll in zip(MOUTHFULS, TOLLS, strict=True)]
