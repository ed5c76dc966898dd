"""Fetching: a server of our own on loopback for what is allowed, and a resolver that only says so for what is not."""

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from dateline.cli import main
from dateline.read import read_all
from dateline.read.fetching import fetch as fetching
from dateline.read.fetching.addresses import is_public
from dateline.read.fetching.connecting import Network
from dateline.read.fetching.fetch import Fetcher
from dateline.read.fetching.keeping import keep, known_in
from dateline.text.article import Article
from dateline.text.errors import CannotFetch
from documents_made import PAGE, STORY


@dataclass
class Host:
    """A server: what it answers for each path, and what it was asked."""

    port: int = 0
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def says(self, path: str, body: bytes | str = PAGE, status: int = 200, **fields: str) -> str:
        named = {"Content-Type": "text/html", **{name.replace("_", "-"): value for name, value in fields.items()}}
        self.answers[path] = (status, named, body.encode() if isinstance(body, str) else body)
        return f"http://127.0.0.1:{self.port}{path}"

    def fetcher(self, **more: Any) -> Fetcher:
        network = Network(permitted=lambda number: number == "127.0.0.1")
        return Fetcher(network, ports=frozenset({self.port}), **{"pause": 0.0, "seconds": 5.0, **more})


@pytest.fixture
def host() -> Iterator[Host]:
    told = Host()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            status, fields, body = told.answers.get(self.path, (404, {}, b""))
            if fields.get("ETag") and self.headers.get("If-None-Match") == fields["ETag"]:
                status, body = 304, b""
            while self.path == "/drip":  # a byte now and then, and never the end of a header
                try:
                    self.wfile.write(b"H")
                    time.sleep(0.2)
                except OSError:
                    return
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **fields}.items():
                if value:
                    self.send_header(name, value)
            self.end_headers()
            try:
                for at in range(0, len(body), 65_536):
                    self.wfile.write(body[at : at + 65_536])
                    if self.path == "/slow":
                        time.sleep(0.4)
            except OSError:
                return

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    told.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield told
    server.shutdown()
    thread.join()
    server.server_close()


pytestmark = pytest.mark.network


def refusal(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(CannotFetch) as caught:
        fetcher.fetch(url)
    return str(caught.value)


def test_a_page_is_fetched_kept_and_read(host: Host, tmp_path: Path) -> None:
    url = host.says("/boats", gzip.compress(PAGE.encode()), Content_Encoding="gzip")
    kept = tmp_path / "kept.warc.gz"
    keep(kept, url, host.fetcher().fetch(url))
    (article,) = read_all([kept])
    assert isinstance(article, Article)
    assert (article.url, article.text.endswith(STORY[-1])) == (url, True)
    assert [path for path, _ in host.asked] == ["/robots.txt", "/boats"]


def test_what_has_not_changed_is_not_fetched_again(host: Host, tmp_path: Path) -> None:
    url = host.says("/boats", ETag='"1"')
    kept = tmp_path / "kept.warc.gz"
    keep(kept, url, host.fetcher().fetch(url))
    assert known_in(kept) == {url: {"etag": '"1"'}}
    assert host.fetcher().fetch(url, known_in(kept)[url]).status == 304


def test_robots_are_kept_to(host: Host) -> None:
    host.says("/robots.txt", "User-agent: *\nDisallow: /no\nCrawl-delay: 7", Content_Type="text/plain")
    waits: list[float] = []
    fetcher = host.fetcher(wait=waits.append)
    fetcher.fetch(host.says("/a"))
    fetcher.fetch(host.says("/b"))
    assert len(waits) == 1
    assert 6 < waits[0] <= 7
    assert "robots.txt" in refusal(fetcher, host.says("/no/c"))
    assert "/no/c" not in [path for path, _ in host.asked]


def test_a_host_whose_rules_cannot_be_got_is_left_alone(host: Host) -> None:
    host.says("/robots.txt", "", status=503)
    assert "robots.txt" in refusal(host.fetcher(), host.says("/a"))


def test_redirects_are_followed_but_not_for_ever(host: Host) -> None:
    host.says("/a", "", status=302, Location="/b")
    assert host.fetcher().fetch(host.says("/b")).url.endswith("/b")
    assert host.fetcher().fetch(f"http://127.0.0.1:{host.port}/a").url.endswith("/b")
    assert "redirected more than" in refusal(host.fetcher(), host.says("/c", "", status=302, Location="/c"))


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.2/",
        "http://169.254.169.254/latest",
        "file:///etc/hosts",
        "gopher://127.0.0.1/",
        "http://127.0.0.1:22/",
    ],
)
def test_a_redirect_leads_nowhere_else(host: Host, target: str) -> None:
    assert refusal(host.fetcher(), host.says("/a", "", status=302, Location=target))
    assert [path for path, _ in host.asked] == ["/robots.txt", "/a"]


def test_too_large_too_slow_and_of_another_kind(host: Host) -> None:
    small = host.fetcher(most_bytes=1_000_000)
    assert "MB" in refusal(small, host.says("/large", b"x" * 2_000_000))
    assert "does not end" in refusal(small, host.says("/endless", b"x" * 2_000_000, Content_Length=""))
    assert "image/png" in refusal(small, host.says("/picture", Content_Type="image/png"))
    assert "answered with 404" in refusal(small, f"http://127.0.0.1:{host.port}/none")
    assert "more than 20 MB" in refusal(
        small, host.says("/bomb", gzip.compress(bytes(50_000_000)), Content_Encoding="gzip")
    )
    began = time.monotonic()
    assert refusal(host.fetcher(seconds=1.0), host.says("/slow", b"x" * 3_000_000))
    assert time.monotonic() - began < 4


def test_an_answer_that_lies_about_its_length_or_drips(host: Host) -> None:
    assert refusal(host.fetcher(seconds=1.0), host.says("/short", b"x" * 90, Content_Length="9000"))
    cookies = {f"X_Cookie_{number}": "x" * 100 for number in range(10_000)}
    assert refusal(host.fetcher(), host.says("/cookies", **cookies))
    began = time.monotonic()
    assert refusal(host.fetcher(seconds=1.0), host.says("/drip", b"x" * 90))
    assert time.monotonic() - began < 4


@pytest.mark.parametrize(
    "number",
    ["127.0.0.1", "127.1.2.3", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "255.255.255.255", "224.0.0.1",
     "240.0.0.1", "198.18.0.1", "192.0.2.1", "::1", "::", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00::1",
     "64:ff9b::7f00:1", "2002:7f00:1::", "::7f00:1", "ff02::1", "2001:db8::1", "no number"],
)  # fmt: skip
def test_numbers_that_are_not_public(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize("number", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946"])
def test_numbers_that_are_public(number: str) -> None:
    assert is_public(number)


class Untouched:
    """A name server that gives these numbers in turn, and a network in which nobody may be reached."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.reached: list[str] = []

    def find(self, host: str, port: int) -> list[str]:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def reach(self, number: str, port: int, timeout: float) -> socket.socket:
        self.reached.append(number)
        raise OSError("nobody there")

    def fetcher(self) -> Fetcher:
        return Fetcher(Network(find=self.find, reach=self.reach), pause=0.0)


@pytest.mark.parametrize(
    "url",
    ["http://127.1/", "http://0x7f000001/", "http://2130706433/", "http://[::ffff:127.0.0.1]/", "http://localhost./", "http://inner.example/",
     "http://user@inner.example/", "http:\\\\inner.example", "http://inner.example/\r\nHost: x", "file:///etc/hosts", "gopher://inner.example/",
     "ftp://inner.example/", "http://", "http://inner.example:22/", "http://inner.example:99999/", "//inner.example/", "http://[/", "x" * 5000],
)  # fmt: skip
def test_addresses_that_are_never_contacted(url: str) -> None:
    world = Untouched(["127.0.0.1"])
    assert refusal(world.fetcher(), url)
    assert not world.reached


def test_one_bad_number_among_good_ones_is_enough() -> None:
    world = Untouched(["93.184.216.34", "10.0.0.1"])
    assert "no public address" in refusal(world.fetcher(), "http://a.example/")
    assert not world.reached


def test_a_second_answer_of_the_name_server_leads_nowhere() -> None:
    """What was judged is what is connected to: the number, not the name."""
    world = Untouched(["93.184.216.34"], ["127.0.0.1"])
    fetcher = world.fetcher()
    refusal(fetcher, "http://a.example/")
    refusal(fetcher, "http://a.example/")
    assert world.reached == ["93.184.216.34"]


def test_the_number_that_was_reached_is_judged_again(host: Host) -> None:
    def reach(number: str, port: int, timeout: float) -> socket.socket:
        return socket.create_connection(("127.0.0.1", host.port), timeout)

    network = Network(find=lambda name, port: ["93.184.216.34"], reach=reach)
    assert "connection went to 127.0.0.1" in refusal(Fetcher(network, pause=0.0), "http://a.example/")
    assert not host.asked


def test_the_command_fetches_what_a_sitemap_lists(
    host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = "".join(f"<url><loc>{host.says(f'/{name}')}</loc></url>" for name in "abc")
    url = host.says("/sitemap.xml", f"<urlset>{listed}</urlset>", Content_Type="text/xml")
    monkeypatch.setattr(fetching, "Fetcher", host.fetcher)
    kept = tmp_path / "kept.warc.gz"
    assert main(["fetch", url, "--into", str(kept), "--most", "2"]) == 0
    assert "2 fetched" in capsys.readouterr().out
    assert len(list(read_all([kept]))) == 2
    assert main(["fetch", f"http://127.0.0.1:{host.port}/none", "--into", str(kept)]) == 1
    assert "404" in capsys.readouterr().err
