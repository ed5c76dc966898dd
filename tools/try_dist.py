"""Install the built wheel where nothing is, and see that it reads the demo: alone, offline, from another folder.

python tools/try_dist.py           after `make dist`; exit code 1 if anything is wrong

Dependencies come from the running environment's own folder of packages, by a path file: what is tried is our wheel, not the index.
`--from-index` installs them from the package index instead, as a user would.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tempfile
import venv
import zipfile
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
LARGEST = 90_000_000  # bytes of the wheel
NEEDED = (
    "dateline/py.typed",
    "dateline/models/encoder.onnx",
    "dateline/knowledge/built/places.rows",
    "dateline/show/templates/",
)
# Any connection that is tried ends the command, so that what works here works offline.
OFFLINE = """
import socket
def refused(*_: object, **__: object) -> None:
    raise SystemExit("a connection was tried")
socket.socket.connect = refused
socket.getaddrinfo = refused
"""


def main(arguments: list[str]) -> int:
    """Look at the wheel, install it, run it; the exit code."""
    wheels = sorted(HOME.glob("dist/*.whl"), key=lambda path: path.stat().st_mtime)
    if not wheels:
        print("dist/ has no wheel; run `make dist`")
        return 1
    wheel = wheels[-1]
    size = wheel.stat().st_size
    names = zipfile.ZipFile(wheel).namelist()
    missing = [each for each in NEEDED if not any(name.startswith(each) for name in names)]
    print(f"{wheel.name}: {size / 1e6:.1f} MB, {len(names)} files")
    if size > LARGEST or missing:
        print(f"too large (at most {LARGEST / 1e6:.0f} MB)" if size > LARGEST else f"lacks {missing}")
        return 1
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        python = _installed(Path(folder, "venv"), wheel, from_index="--from-index" in arguments)
        return _tried(python, Path(folder))


def _installed(folder: Path, wheel: Path, *, from_index: bool) -> Path:
    """The interpreter of a fresh environment that holds the wheel."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    alone = () if from_index else ("--no-deps", "--no-index")
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *alone, wheel], check=True
    )
    packages = next((folder / "lib").glob("python*/site-packages"))
    if not from_index:
        (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    (packages / "offline.py").write_text(OFFLINE)
    (packages / "offline.pth").write_text("import offline\n")
    return python


def _tried(python: Path, folder: Path) -> int:
    dateline = python.with_name("dateline")
    demo, archive = HOME / "demo" / "articles", folder / "demo.db"
    clean = {"PATH": os.environ["PATH"], "HOME": str(folder), "COLUMNS": "100"}
    steps: tuple[list[str | Path], ...] = (
        [python, "-I", "-c", "import dateline, sys; sys.exit('site-packages' not in dateline.__file__)"],
        [dateline, "--version"],
        [dateline, "doctor"],
        [dateline, "read", demo, "--html", folder / "pages"],
        [dateline, "add", demo, "--into", archive],
        [dateline, "timeline", archive, "--from", "2023-05", "--json"],
        [dateline, "compare", archive],
    )
    for step in steps:
        done = subprocess.run(step, cwd=folder, env=clean, capture_output=True, text=True)
        words = " ".join(Path(str(each)).name for each in step)[:70]
        print(f"{'ok' if done.returncode == 0 else 'FAILED':<7} {words}")
        if done.returncode:
            print(done.stdout[-2000:], done.stderr[-2000:])
            return 1
        if "timeline" in step and not any(json.loads(line) for line in done.stdout.splitlines()):
            print("the timeline of the demo is empty")
            return 1
    pages = len([*(folder / "pages").glob("*.html")])
    print(f"{pages} pages of the demo written")
    return 0 if pages else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
