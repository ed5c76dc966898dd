"""A newsroom's own names and places: they are used, they leave nothing behind, and a mistake is said so that it can be mended."""

import re
from pathlib import Path

import pytest

from dateline import annotate, read
from dateline.cli import main
from dateline.cli.streaming import layers_named
from dateline.knowledge.names import load_names
from dateline.knowledge.own import load_own, using
from dateline.knowledge.places import gazetteer
from dateline.knowledge.roles import terms_of
from dateline.read import ReadOptions
from dateline.text.errors import BadRules
from dateline.text.when import When

DOCS = Path("docs/knowledge")
TEXT = "The PAHA shut the quays of Qwertabad on Monday. Mara Lindqvist said the Harbour Authority was right.\n"
NAMES = layers_named("tokens", "entities")


@pytest.mark.parametrize("file", ["names.toml", "places.toml"])
def test_the_files_of_the_page_are_those_beside_it(file: str) -> None:
    blocks = re.findall(r"^```toml\n(.*?)^```$", Path("docs/knowledge.md").read_text("utf-8"), re.M | re.S)
    assert (DOCS / file).read_text("utf-8") in blocks


def test_own_names_and_places_are_used_and_leave_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "names.toml").write_text((DOCS / "names.toml").read_text("utf-8"), "utf-8")
    place = '[[place]]\nname = "Qwertabad"\ncountry = "GB"\npoint = [54.2, -3.1]\n'
    (tmp_path / "places.toml").write_text(place, "utf-8")
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    article = read(tmp_path / "a.txt", options=ReadOptions(published=When.parse("2022-06-01")))
    before = annotate(article, NAMES)
    found = {entity.name: entity for entity in annotate(article, NAMES, load_own(tmp_path)).entities}
    body = next(entity for entity in found.values() if entity.known_as == "Port Arlen Harbour Authority")
    assert (body.kind, {body.name, *body.aliases}) == ("government", {"PAHA", "Harbour Authority"})
    where = found["Qwertabad"].place
    assert where is not None
    assert (where.point, where.country, where.source) == ((54.2, -3.1), "GB", "own:qwertabad")
    [office] = found["Mara Lindqvist"].offices
    assert (office.office, office.country, office.first, office.last) == (
        "Prime Minister",
        "GB",
        "2021-05",
        "2024-03-02",
    )
    assert annotate(article, NAMES) == before
    assert gazetteer().named("Qwertabad") == ()
    assert "paha" not in load_names().by_key


def test_a_term_counts_on_its_days_alone() -> None:
    with using(load_own(DOCS)):
        [term] = terms_of("Mara Lindqvist")
        assert [term.covers(day) for day in ("2021-04-30", "2021-05-10", "2022-01-01", "2024-03-03")] == [
            False,
            None,
            True,
            False,
        ]
    assert terms_of("Mara Lindqvist") == ()


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("names.toml", '[[name]]\nname = "A"\nkind = "persn"', ("[[name]] 1 (A)", "'kind'", "did you mean person?")),
        ("names.toml", '[[name]]\nname = "A"\nalias = ["B"]', ("'alias'", "did you mean aliases?")),
        ("names.toml", '[[name]]\naliases = ["B"]', ("'name'", "must be given")),
        ("names.toml", '[[name]]\nname = "A"\naliases = "B"', ("'aliases'", "no list of names")),
        ("names.toml", '[[name]]\nname = "A"\ncountry = "Iraq"', ("'country'", 'country = "IQ"')),
        (
            "names.toml",
            '[[name]]\nname = "A"\nrole = [{ office = "Mayor", from = "May" }]',
            ("role 1", "'from'", "2014"),
        ),
        ("names.toml", '[[name]]\nname = "A"\nrole = [{ office = "Mayor", from = "2014", to = "2012" }]', ("before",)),
        ("names.toml", '[name]\nname = "A"', ("two brackets",)),
        ("names.toml", '[[person]]\nname = "A"', ("[[name]]",)),
        ("names.toml", "[[name]\nname = 1", ("names.toml", "TOML", "line 1")),
        ("names.toml", "[[name]]\nname = 5", ("'name'", "no text")),
        ("places.toml", '[[place]]\nname = "A"\npoint = [44.4, 133.3, 1]', ("'point'", "[latitude, longitude]")),
        ("places.toml", '[[place]]\nname = "A"\npoint = [144.4, 33.3]', ("'point'", "[latitude, longitude]")),
        (
            "places.toml",
            '[[place]]\nname = "A"\nkind = "river"\nprecision = "point"',
            ("'precision'", "leave precision out"),
        ),
        ("places.toml", '[[place]]\nname = "A"\npopulation = true', ("'population'",)),
    ],
)
def test_a_mistake_is_said_so_that_it_can_be_mended(
    tmp_path: Path, file: str, text: str, told: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / file).write_text(text, "utf-8")
    with pytest.raises(BadRules) as caught:
        load_own(tmp_path)
    assert all(words in str(caught.value) for words in (file, *told)), str(caught.value)
    assert main(["where", "demo/articles", "--knowledge", str(tmp_path)]) == 1
    assert file in capsys.readouterr().err


def test_an_empty_folder_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(BadRules, match=r"neither names\.toml nor places\.toml"):
        load_own(tmp_path)
    with pytest.raises(BadRules, match="no such folder"):
        load_own(tmp_path / "nowhere")
