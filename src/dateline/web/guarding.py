"""Who may ask, and what every answer says: the reader is one person's, on this machine.

Host must be ours (a name that was rebound to this machine is not), whoever writes must come from our own pages, and the cookie must be
the one that the first request was given for its token. Every answer carries one strict policy: no page may run or load what is not ours.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self';"
    " frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}
LONGEST = 8_000  # characters of an address; what people and our own pages ask for is far below
LARGEST = 64_000  # bytes that may be sent to us
LARGER = {"/add": 50_000_000}  # by path: files to be added
READING, WRITING = frozenset({"GET", "HEAD"}), frozenset({"POST", "DELETE"})
Plain = Callable[[int, str], Response]


@dataclass(slots=True)
class Keys:
    """What opens the reader: a token that is good once, and the secret that it is exchanged for."""

    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    used: Callable[[str], None] = lambda _: None

    def exchange(self, token: str) -> bool:
        """The token was the one that is good; from now on another is, which `used` is told."""
        if not secrets.compare_digest(token.encode("utf-8", "replace"), self.token.encode()):
            return False
        self.token = secrets.token_urlsafe(24)
        self.used(self.token)
        return True

    def opens(self, secret: str) -> bool:
        """The secret is ours."""
        return secrets.compare_digest(secret.encode("utf-8", "replace"), self.secret.encode())


class Guard:
    """Turns away what may not come in, and puts the headers on every answer."""

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str], keys: Keys, plain: Plain) -> None:
        self._app = app
        self._hosts = frozenset(hosts)
        self._keys = keys
        self._plain = plain
        # Cookies know no ports: of two readers on one machine each has its own.
        self._cookie = f"dateline-{min(self._hosts).rpartition(':')[2] or 'reader'}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        refused = self._refused(scope)
        if refused is not None:
            await refused(scope, receive, sealed)
            return
        await self._app(scope, _bounded(receive, LARGER.get(scope["path"], LARGEST)), sealed)

    def _refused(self, scope: Scope) -> Response | None:
        """Why the request goes no further, None where it may."""
        headers, path = Headers(scope=scope), scope["path"]
        if headers.get("host", "") not in self._hosts:
            return self._plain(421, "This reader answers only at the address it was started at.")
        if len(scope.get("raw_path") or path) + len(scope["query_string"]) > LONGEST:
            return self._plain(414, "The address is too long.")
        if path.startswith("//") or "\\" in path or any(ord(letter) < 32 for letter in path):
            return self._plain(404, "There is no such page.")
        if scope["method"] not in READING | WRITING:
            return self._plain(405, "That is nothing this reader does.")
        if path.startswith("/static/") and scope["method"] in READING:
            return None
        return self._unopened(scope, headers)

    def _unopened(self, scope: Scope, headers: Headers) -> Response | None:
        """Who comes without the key is turned away; a good token is exchanged for it."""
        bearer = headers.get("authorization", "").removeprefix("Bearer ")
        by_bearer = bool(bearer) and self._keys.opens(bearer)
        holds = by_bearer or self._keys.opens(cookie_parser(headers.get("cookie", "")).get(self._cookie, ""))
        token = _token(scope["query_string"])
        if scope["method"] in READING and token is not None and (holds or self._keys.exchange(token)):
            return self._let_in(scope)
        if not holds:
            return self._plain(
                403,
                "This reader is open only to the browser it was started for. Open the address that `dateline serve`"
                " printed last; it is good once.",
            )
        if scope["method"] in WRITING:
            return self._from_elsewhere(headers, by_bearer, LARGER.get(scope["path"], LARGEST))
        return None

    def _from_elsewhere(self, headers: Headers, by_bearer: bool, most: int) -> Response | None:
        """What is written is written from our own pages, or by a program that holds the key.

        A form of a page without referrer comes with the origin "null"; then the browser's own word counts, which no page can set.
        """
        origin, site = headers.get("origin"), headers.get("sec-fetch-site", "same-origin")
        form = origin == "null" and headers.get("sec-fetch-site") == "same-origin"
        ours = form or origin == f"http://{headers['host']}" or (origin is None and by_bearer)
        if not ours or site not in ("same-origin", "none"):
            return self._plain(403, "Nothing is changed at the word of another site.")
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdecimal() and len(length) < 10 and int(length) <= most):
            return self._plain(413, "That is more than is taken at once.")
        return None

    def _let_in(self, scope: Scope) -> Response:
        asked = [pair for pair in parse_qsl(scope["query_string"].decode("latin-1")) if pair[0] != "token"]
        address = quote(scope["path"]) + (f"?{urlencode(asked)}" if asked else "")
        answer = RedirectResponse(address, status_code=303)
        answer.set_cookie(self._cookie, self._keys.secret, httponly=True, samesite="strict", path="/")
        return answer


def _token(query: bytes) -> str | None:
    """The token of an address, where it has one."""
    return dict(parse_qsl(query.decode("latin-1"))).get("token") if b"token=" in query else None


def _bounded(receive: Receive, most: int) -> Receive:
    """The body up to a size, whatever its length is said to be."""
    taken = 0

    async def bounded() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        return {"type": "http.disconnect"} if taken > most else message

    return bounded
