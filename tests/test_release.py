"""What a release rests on: licences that may be used, a site that holds together, one version, templates that parse."""

from __future__ import annotations

import importlib.util
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
import yaml

import dateline

HOME = Path(__file__).parent.parent


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, HOME / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("licence", "gpl"),
    [
        ("GPL-3.0-or-later", True),
        ("GNU Affero General Public License v3", True),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", False),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("MIT AND (BSD-2-Clause OR LGPL-2.1-or-later)", False),
        ("MIT", False),
    ],
)
def test_which_licences_are_the_gpl(licence: str, gpl: bool) -> None:
    assert tool("licences").is_gpl(licence) is gpl


def test_nothing_is_under_the_gpl_and_all_is_on_the_page() -> None:
    licences = tool("licences")
    needed = licences.needed("dateline", licences.EXTRAS)
    assert {"spacy", "lxml", "pyarrow"} <= set(needed)
    assert [each for each in needed.values() if licences.is_gpl(each.licence) or each.licence == "not told"] == []
    page = licences.PAGE.read_text("utf-8")
    assert [name for name in needed if f"| {name} |" not in page] == []


def test_a_site_that_does_not_hold_together_is_seen(tmp_path: Path) -> None:
    check = tool("check_site")
    (tmp_path / "b.html").write_text('<p id="here"></p>')
    good = tmp_path / "a.html"
    good.write_text(
        '<a href="b.html#here">b</a><link rel="canonical" href="https://example.org/"><script src="data:,1"></script>'
    )
    assert check.main(tmp_path) == 0
    good.write_text('<a href="b.html#gone"></a><a href="c.html"></a><script src="//cdn.example.org/x.js"></script>')
    pages = {path.resolve(): check.Page(path.read_text()) for path in tmp_path.glob("*.html")}
    assert sorted(check.problems(good.resolve(), pages)) == [
        "b.html#gone: there is no such place on that page",
        "c.html: there is no such file",
        "loads //cdn.example.org/x.js",
    ]
    assert check.main(tmp_path) == 1


def test_every_page_of_the_navigation_is_there() -> None:
    pages = tool("docs_pages")
    told = yaml.safe_load((HOME / "mkdocs.yml").read_text("utf-8"))["nav"]
    later = {"reader.md", "exports.md", "scale.md"}  # their authors write them
    targets = [target for target in pages._targets(told) if not target.startswith("reference/")]
    assert [target for target in targets if target not in later and not (HOME / "docs" / target).is_file()] == []
    assert {f"reference/{name}.md" for name in pages.PAGES} <= set(pages._targets(told))


def test_generated_pages_name_what_there_is() -> None:
    pages = tool("docs_pages")
    python = "\n".join(pages.python())
    assert all(f"## {name}\n" in python for name in dateline.__all__)
    assert "`en/times/relative:units-ago`" in "\n".join(pages.rules())
    assert "## ASSAULT" in "\n".join(pages.events())
    assert "| `sha256` | string |" in "\n".join(pages.record())


def test_one_version_and_templates_that_parse() -> None:
    version = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    cited = yaml.safe_load((HOME / "CITATION.cff").read_text("utf-8"))
    assert (cited["version"], cited["license"]) == (version, "Apache-2.0")
    for path in (HOME / ".github" / "ISSUE_TEMPLATE").glob("[!c]*.yml"):
        told = yaml.safe_load(path.read_text("utf-8"))
        assert {"name", "description", "body"} <= set(told), path.name
        assert all(part["attributes"]["label"] for part in told["body"])
