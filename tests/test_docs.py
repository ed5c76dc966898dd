"""The docs are true of the program: README's Python runs, and what a user can name is named there."""

import re
from pathlib import Path

import pytest

from dateline.annotate.layers import LAYERS
from dateline.annotate.times.meanings import MEANINGS
from dateline.cli import COMMANDS
from dateline.languages.grammar import KEYS, grammar

HOME = Path(__file__).parent.parent
README = (HOME / "README.md").read_text("utf-8")
RULES = (HOME / "docs" / "rules.md").read_text("utf-8")
DOCS = "\n".join(
    path.read_text("utf-8") for path in (HOME / "README.md", HOME / "CONTRIBUTING.md", *HOME.glob("docs/*.md"))
)


def test_the_python_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(HOME)
    blocks = re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert blocks
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})
    said = capsys.readouterr().out
    assert "2023-05-09 ASSAULT" in said
    assert "because en/times/" in said


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_each_command_is_in_the_docs(command: str) -> None:
    assert re.search(rf"(?:`|^|\s|/)dateline {command}\b", DOCS, re.MULTILINE)


@pytest.mark.parametrize("layer", [layer.name for layer in LAYERS])
def test_each_layer_is_in_the_docs(layer: str) -> None:
    assert f"`{layer}`" in DOCS


@pytest.mark.parametrize("key", sorted(KEYS))
def test_each_key_of_a_rule_is_explained_and_used(key: str) -> None:
    assert re.search(rf"^\| `{key}` \| .+ \| .+ \|$", RULES, re.MULTILINE)
    needed = {"name", "pattern", "means", "examples"}
    assert key in needed or any(key in rule.options for rule in grammar("en", "times").rules)


@pytest.mark.parametrize("meaning", MEANINGS)
def test_each_meaning_is_in_the_docs(meaning: str) -> None:
    assert re.search(rf"^\| `{meaning}` \| .+ \|$", RULES, re.MULTILINE)
