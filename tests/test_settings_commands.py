"""Settings, completion and the doctor: what is set counts in its order, shells complete what the parsers take, damage is seen."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from dateline.cli import COMMANDS, FAILURE, OK, doctor, main
from dateline.cli.completion import commands
from dateline.cli.settings import SETTINGS, apply

TEXT = "Troops left the town on 3 May 2019."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("DATELINE_")]:
        monkeypatch.delenv(name)
    Path("a.txt").write_text(TEXT)
    return tmp_path


def parsed(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--outlet")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--by", required=True)
    apply(parser)
    return parser.parse_args(words)


def test_the_file_then_the_environment_then_flags(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("dateline.toml").write_text('outlet = "file"\nworkers = 4\nby = "desk"\n')
    assert (parsed().outlet, parsed().workers, parsed().by) == ("file", 4, "desk")
    monkeypatch.setenv("DATELINE_OUTLET", "variable")
    assert parsed().outlet == "variable"
    assert parsed("--outlet", "flag").outlet == "flag"


def test_what_is_set_counts_in_a_command(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    Path("dateline.toml").write_text('language = "xx"\n')
    assert main(["times", "a.txt", "--json"]) == 3
    assert b"'xx'" in capsysbinary.readouterr().err
    assert main(["times", "a.txt", "--json", "--language", "en"]) == OK
    assert json.loads(capsysbinary.readouterr().out)["when"] == "2019-05-03"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("outlets = 'x'", "'outlets' is no setting; there are by, columns,"),
        ("workers = 'four'", "should be a whole number"),
        ("outlet = 3", "should be words in quotation marks"),
        ("outlet = ", "cannot be read as TOML"),
        ('columns = "text"', "dateline.toml: columns: 'text': write pairs such as text=body"),
    ],
)
def test_a_mistake_in_the_file_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str], written: str, said: str
) -> None:
    Path("dateline.toml").write_text(written + "\n")
    assert main(["times", "a.txt"]) == FAILURE
    assert said in capsys.readouterr().err
    assert main(["schema"]) == OK  # what does not look at the file is not stopped by it


def test_config_shows_where_a_value_is_from(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("dateline.toml").write_text('outlet = "The\\u001b[31mCourier"\n')
    monkeypatch.setenv("DATELINE_MOST", "5")
    assert main(["config", "show", "--origin"]) == OK
    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines()}
    assert set(lines) == {setting.name for setting in SETTINGS}
    assert lines["outlet"].endswith("dateline.toml")
    assert "\x1b" not in lines["outlet"]
    assert lines["most"].endswith("DATELINE_MOST")
    assert lines["port"].endswith("not set")
    assert main(["config", "show", "--json"]) == OK
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"name": "most", "value": "5", "origin": "DATELINE_MOST"}.items() <= told[4].items()


def test_each_setting_is_a_flag_of_some_command() -> None:
    flags = {name for words in commands() for flag in words.flags for name in flag.names}
    assert {f"--{setting.name}" for setting in SETTINGS} <= flags


def completed(script: Path, *words: str) -> list[str]:
    """What bash offers for the last of the words."""
    line = " ".join(f"'{word}'" for word in words)
    asked = f'source {script}; COMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; _dateline; printf "%s\\n" "${{COMPREPLY[@]}}"'
    done = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_bash_completes_commands_flags_and_values(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "bash"]) == OK
    script = tmp_path / "dateline.bash"
    script.write_text(capsys.readouterr().out)
    assert completed(script, "dateline", "ti") == ["times", "timeline"]
    assert "--json" in completed(script, "dateline", "times", "--")
    assert completed(script, "dateline", "rules", "sp") == ["speech"]
    assert completed(script, "dateline", "times", "--outlet", "x") == []  # a value of one's own: nothing of ours fits


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_are_told_every_command_and_flag(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == OK
    script = capsys.readouterr().out
    for words in commands():
        assert words.command in script
        for flag in words.flags:
            for name in flag.names:
                assert (
                    f"'{name}[" if shell == "zsh" else f"-{'l' if name[:2] == '--' else 's'} {name.lstrip('-')} "
                ) in script
    assert script.count("'") % 2 == 0
    assert {words.command for words in commands()} == {command.name for command in COMMANDS}


def test_the_doctor_finds_all_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--json"]) == OK
    told = {look["what"]: look for look in map(json.loads, capsys.readouterr().out.splitlines())}
    assert told["encoder.onnx"]["found"].endswith("as it was made")
    assert told["sqlite"]["state"] == told["parser model"]["state"] == "ok"


def test_the_doctor_sees_damage_and_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "dateline"
    (home / "models").mkdir(parents=True)
    (home / "models" / "encoder.onnx").write_bytes(b"cut off")
    shutil.copy(doctor.HOME / "models" / "MODEL.md", home / "models")
    monkeypatch.setattr(doctor, "HOME", home)
    monkeypatch.setenv("DATELINE_PARSER", "no_such_model")
    assert main(["doctor"]) == FAILURE
    said = capsys.readouterr().out
    assert "damaged   encoder.onnx" in said
    assert "missing   vocab.txt" in said
    assert "→ pip install no-such-model" in said
