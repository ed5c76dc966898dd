"""Pages from the network, one at a time and by the rules of their hosts. This is the only part that ever opens a connection.

Each address is judged at every step (`addresses`), redirects are followed by hand, robots.txt is kept to, a host is asked no
oftener than once a second, and an answer that is too large, too slow or of another kind is refused.
"""

from __future__ import annotations

import time
import urllib.robotparser
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import SplitResult

import httpcore

from dateline.read.fetching.addresses import PORTS, joined, parsed
from dateline.read.fetching.connecting import Network, fields
from dateline.read.formats.payload import Payload, unpacked
from dateline.read.options import MOST_BYTES
from dateline.text.errors import CannotFetch, CannotRead

MOST_HOPS = 5
SECONDS = 30.0  # for one answer, from the first byte sent to the last one read
PAUSE = 1.0  # seconds between two requests to one host
LONGEST_PAUSE = 60.0  # a host that asks for more is asked once
ROBOTS_BYTES = 500_000
AGENT = "dateline"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_KINDS = frozenset({
    "text/html", "application/xhtml+xml", "text/plain", "application/pdf", "text/xml", "application/xml", "application/rss+xml",
    "application/atom+xml", "application/rdf+xml", "application/feed+json", "application/json", "",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: where it came from in the end, its status line and fields, its body as sent and as unpacked."""

    url: str
    status: int
    header: tuple[tuple[bytes, bytes], ...]
    sent: bytes
    payload: Payload
    address: str = ""


@dataclass(slots=True)
class Fetcher:
    """What asks hosts for pages. `ports` and `network` are for tests, which keep a host of their own."""

    network: Network = field(default_factory=Network)
    ports: frozenset[int] = frozenset(PORTS.values())
    pause: float = PAUSE
    seconds: float = SECONDS
    most_bytes: int = MOST_BYTES
    clock: Callable[[], float] = time.monotonic
    wait: Callable[[float], None] = time.sleep
    _rules: dict[str, urllib.robotparser.RobotFileParser] = field(default_factory=dict)
    _asked: dict[str, float] = field(default_factory=dict)
    _pool: httpcore.ConnectionPool | None = None

    def fetch(self, url: str, known: dict[str, str] | None = None) -> Fetched:
        """The answer, redirects followed. `known`: "etag" and "last-modified" of what is there already; a 304 says it still stands."""
        for _ in range(MOST_HOPS + 1):
            parts = self._judged(url)
            self._keep_to_rules(url, parts)
            answer = self._ask(url, self.most_bytes, known or {})
            told = fields(answer.header)
            if answer.status not in _REDIRECTS or "location" not in told:
                return _accepted(answer)
            url = joined(url, told["location"])
        raise CannotFetch(f"{url}: is redirected more than {MOST_HOPS} times")

    def _judged(self, url: str) -> SplitResult:
        parts = parsed(url)
        if (parts.port or PORTS[parts.scheme]) not in self.ports:
            raise CannotFetch(f"{url}: names port {parts.port}; only those of the web are contacted")
        return parts

    def _keep_to_rules(self, url: str, parts: SplitResult) -> None:
        """Return when the host's robots.txt lets the page be asked for, after the pause that it wants."""
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self._rules:
            self._rules[host] = self._read_rules(host)
        rules = self._rules[host]
        if not rules.can_fetch(AGENT, url):
            raise CannotFetch(f"{url}: its host does not want it fetched (robots.txt)")
        pause = max(self.pause, float(rules.crawl_delay(AGENT) or 0))
        if pause > LONGEST_PAUSE:
            raise CannotFetch(f"{url}: its host wants {pause:g} seconds between two pages; save it by hand")
        self._rest(host, pause)

    def _read_rules(self, host: str) -> urllib.robotparser.RobotFileParser:
        """What the host's robots.txt says (RFC 9309): none there allows all, one that cannot be got forbids all."""
        rules = urllib.robotparser.RobotFileParser()
        rules.modified()
        url = f"{host}/robots.txt"
        for _ in range(MOST_HOPS + 1):
            self._judged(url)
            answer = self._ask(url, ROBOTS_BYTES, {})
            told = fields(answer.header)
            if answer.status in _REDIRECTS and "location" in told:
                url = joined(url, told["location"])
                continue
            if answer.status >= 500 or answer.status == 429:
                rules.parse(["User-agent: *", "Disallow: /"])
            elif answer.status == 200:
                rules.parse(answer.payload.data.decode("utf-8", "replace").splitlines())
            return rules
        return rules

    def _rest(self, host: str, pause: float) -> None:
        left = self._asked.get(host, float("-inf")) + pause - self.clock()
        if left > 0:
            self.wait(left)
        self._asked[host] = self.clock()

    def _ask(self, url: str, most: int, known: dict[str, str]) -> Fetched:
        """One request and its answer, within the time and the size that it may have."""
        self._pool = self._pool or httpcore.ConnectionPool(network_backend=self.network, max_keepalive_connections=0)
        self.network.until = time.monotonic() + self.seconds
        asked = [("User-Agent", f"{AGENT}/1 (reads news; keeps to robots.txt)"), ("Accept", "text/html, */*;q=0.5"),
                 ("Accept-Encoding", "gzip")]  # fmt: skip
        asked += [
            (name, known[key])
            for name, key in (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified"))
            if key in known
        ]
        try:
            with self._pool.stream("GET", url, headers=asked) as response:
                told = fields(response.headers)
                if response.status == 200:
                    _judge_kind(url, told, most)
                sent = _body(url, response.iter_stream(), most)
        except CannotFetch as error:
            raise CannotFetch(str(error) if url in str(error) else f"{url}: {error}") from error
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, httpcore.UnsupportedProtocol,
                ValueError, UnicodeError) as error:  # fmt: skip
            raise CannotFetch(f"{url}: {type(error).__name__} {' '.join(str(error).split())[:200]}".rstrip()) from error
        header = tuple((name, value) for name, value in response.headers if name.lower() != b"transfer-encoding")
        try:
            payload = unpacked(sent, {key: value for key, value in told.items() if key != "transfer-encoding"})
        except CannotRead as error:
            raise CannotFetch(f"{url}: {error}") from error
        return Fetched(url, response.status, header, sent, payload)


def _judge_kind(url: str, told: dict[str, str], most: int) -> None:
    """Return if the answer is of a kind that is read, and no larger than it may be."""
    kind = told.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _KINDS and not kind.endswith("+xml"):
        raise CannotFetch(f"{url}: is {kind[:60]}, which holds no article")
    size = told.get("content-length", "0")
    if size.isdigit() and int(size[:18]) > most:
        raise CannotFetch(f"{url}: has {int(size[:18]) // 1_000_000} MB; at most {most // 1_000_000} are fetched")


def _body(url: str, pieces: Iterator[bytes], most: int) -> bytes:
    sent = bytearray()
    for piece in pieces:
        sent += piece
        if len(sent) > most:
            raise CannotFetch(f"{url}: does not end within {most:,} bytes")
    return bytes(sent)


def _accepted(answer: Fetched) -> Fetched:
    if answer.status in (200, 304):
        return answer
    raise CannotFetch(f"{answer.url}: was answered with {answer.status}")
