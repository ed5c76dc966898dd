"""A small record made by hand, for the tests of what is shown."""

from dateline.text.article import Article, Block, DateClaim, Published
from dateline.text.happening import Anchor, Event, Figure, Role, TimeExpression, Timex
from dateline.text.naming import Entity, Mention, Title
from dateline.text.record import Check, Record
from dateline.text.span import Evidence, Span
from dateline.text.telling import Statement, Wording
from dateline.text.when import When

BLOCKS = (
    ("title", "Rangers freed three herders in Osk"),
    ("paragraph", "Rangers freed three herders in Osk on 3 March 2021, Mila Drov told Radio Senn."),
    ("paragraph", "“They were butchered two days earlier,” Drov said. The release came by night."),
    ("list_item", "Several reports speak of a new camp at Lake Senn."),
    ("boilerplate", "Share this page with a friend"),
    ("paragraph", "The rangers plan to search the valley."),
)
TEXT = "\n\n".join(text for _, text in BLOCKS)
ISSUE = Published(
    When.parse("2021-03-05"),
    (Evidence("option", "--published"),),
    (DateClaim(When.parse("2021-03-09"), Evidence("read/published:meta", "2021-03-09")),),
)


def blocks_of(parts):
    """Blocks and the text they stand in."""
    found, start = [], 0
    for kind, text in parts:
        found.append(
            Block(
                Span(start, start + len(text)),
                kind,
                (Evidence("read/boilerplate:share-link"),) * (kind == "boilerplate"),
            )
        )
        start += len(text) + 2
    return tuple(found)


def at(words, nth=0):
    """Where the words stand for the nth time."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words))


ARTICLE = Article(
    TEXT,
    title=at(BLOCKS[0][1]),
    outlet="The Osk Bee",
    url="https://bee.example/1",
    published=ISSUE,
    blocks=blocks_of(BLOCKS),
)
RECORD = Record(
    ARTICLE,
    times=(
        TimeExpression("t1", at("3 March 2021"), When.parse("2021-03-03"), Timex("DATE", "2021-03-03"), because=(Evidence("en/times/dates:day"),)),
        TimeExpression(
            "t@2", at("two days earlier"), When.parse("2021-03-01"), Timex("DATE", "2021-03-01"), Anchor("time", "t1"),
            because=(Evidence("en/times/relative:units-earlier", "2021-03-03 minus 2 days"),),
        ),
    ),
    entities=(
        Entity("n1", "Rangers", "armed_group", ("the rangers",)),
        Entity("n2", "Mila Drov", "person", ("Drov",), roles=(Title("warden", Span(0, 0)),)),
        Entity("n3", "Radio Senn", "outlet"),
        Entity("n4", "Osk", "place"),
    ),
    mentions=(Mention("m1", at("Mila Drov"), "n2", "name"), Mention("m2", at("Drov", 1), "n2", "name")),
    statements=(
        Statement("s0", Span(0, len(TEXT)), "own_voice", within=None, source_kind="outlet"),
        Statement(
            "s1", Span(36, 113), "reported", content=(at("Rangers freed three herders in Osk on 3 March 2021"),), source=(at("Mila Drov"),),
            speaker="n2", source_kind="named", medium="n3", cue=(at("told"),), because=(Evidence("en/speech/verbs:tell"),),
        ),
        Statement(
            "s2", at("“They were butchered two days earlier,” Drov said"), "quoted", content=(at("They were butchered two days earlier,"),),
            source=(at("Drov", 1),), speaker="n2", source_kind="named",
        ),
        Statement("s3", at(BLOCKS[3][1]), "reported", content=(at("a new camp at Lake Senn"),), source=(at("Several reports"),), source_kind="unnamed"),
    ),
    events=(
        Event("e1", at("freed"), "CONCEDE", "free", roles=(Role("actor", at("Rangers"), "n1"), Role("recipient", at("three herders"))), main=True),
        Event(
            "e2", at("freed", 1), "CONCEDE", "free", roles=(Role("actor", at("Rangers", 1), "n1"),), when=When.parse("2021-03-03"), time="t1",
            place="n4", told_in="s1", same_as="e1", figures=("f1",),
        ),
        Event("e3", at("butchered"), "ASSAULT", "butcher", roles=(Role("recipient", at("They")),), when=When.parse("2021-03-01"), time="t@2", told_in="s2"),
        Event("e4", at("release"), "CONCEDE", "release", when=When.parse("../2021-03-05"), same_as="e1"),
        Event("e5", at("camp"), "OTHER", "camp", told_in="s3"),
        Event("e6", at("search"), "COERCE", "search", roles=(Role("actor", at("The rangers"), "n1"), Role("recipient", at("the valley"))), status="planned"),
    ),
    figures=(Figure("f1", at("three herders", 1), "abducted", 3, 3, "e2"),),
    wording=(Wording("w1", at("butchered"), "blame", "killed", target="e3", said_in="s2", because=(Evidence("en/wording:butcher", "They"),)),),
    checks=(Check("date-conflict", ("e2", "e3"), "2021-03-03 against 2021-03-01"),),
)  # fmt: skip
