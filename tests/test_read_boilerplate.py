"""The boilerplate rules against their own examples, and headlines, headings and bylines told apart."""

import pytest

from dateline.languages import entries
from dateline.read.page.boilerplate import byline_names, load_words, repeats, ruled_out, standing_alone

WORDS = load_words("en")
EXAMPLES = [
    pytest.param(entry.values["name"], example["text"], example["marks"], id=f"{entry.id}-{number}")
    for entry in entries("en", "boilerplate")
    if entry.kind == "rule"
    for number, example in enumerate(entry.values["examples"])
]


@pytest.mark.parametrize(("name", "text", "marks"), EXAMPLES)
def test_example(name: str, text: str, marks: bool) -> None:
    found = ruled_out(text, WORDS)
    assert (found is not None and found.by == f"read/boilerplate:{name}") == marks


def test_every_rule_has_an_example_of_both_sorts_or_cannot_overreach() -> None:
    for entry in entries("en", "boilerplate"):
        if entry.kind == "rule":
            assert {example["marks"] for example in entry.values["examples"]} == {True, False}, entry.id


@pytest.mark.parametrize(
    ("text", "gap", "kind"),
    [
        ("Minister Roe was a friend of the port", True, "headline"),
        ("Governor Roe congratulates dockers on victory over storm", False, "headline"),
        ("Northland accuses Southland of shelling the harbour", False, "headline"),
        ("Southland accuses Northland of shelling the harbour", False, "headline"),
        ("Next Phase of the Harbour Plan", False, "heading"),
        ("Long road ahead", False, "heading"),
        ("How the harbour was lost", False, "heading"),
        ("What is known so far", True, "heading"),
        ("He said the port had been closed since Monday", False, None),
        ("The governor said so on Monday.", True, None),
        ('"We are all tired of this war"', True, None),
        ("and was taken to the harbour", True, None),
    ],
)
def test_standing_alone(text: str, gap: bool, kind: str | None) -> None:
    assert standing_alone(text, WORDS, after_gap=gap) == kind


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Roe", ("Jane Roe",)),
        ("BY JANE ROE", ("JANE ROE",)),
        ("By Jane Roe and John Doe, The Outlet", ("Jane Roe", "John Doe")),
        ("By Jane Roe, John Doe and Max Moe", ("Jane Roe", "John Doe", "Max Moe")),
        ("By Jane Roe | Aster News", ("Jane Roe",)),
        ("By Our Staff Reporter", ()),
        ("By Monday Morning", None),
        ("By the end of the year the port will open", None),
        ("By Friday they had gone.", None),
        ("Jane Roe", None),
    ],
)
def test_byline(line: str, names: tuple[str, ...] | None) -> None:
    assert byline_names(line, WORDS) == names


def test_a_title_is_repeated_nearly_but_never_with_another_number() -> None:
    title = "Five held after 12 boats burn in Port Aster harbour"
    assert repeats("FIVE HELD AFTER 12 BOATS BURN IN PORT ASTER HARBOUR", title, near=False)
    assert repeats("Five held after 12 boats burn in Aster harbour", title, near=True)
    assert not repeats("Five held after boats burn in Port Aster harbour", title, near=True)
    assert not repeats("Storm closes the coast road", title, near=True)


def test_a_language_without_words_marks_nothing() -> None:
    assert ruled_out("Share this", load_words("xx")) is None
    assert load_words("../../etc").rules == ()
