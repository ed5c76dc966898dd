"""The one way out: a connection to a host whose every address was judged, under one deadline for the whole of an answer."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

from dateline.read.fetching.addresses import is_public
from dateline.text.errors import CannotFetch

Resolve = Callable[[str, int], list[str]]
Connect = Callable[[str, int, float], socket.socket]


def resolve(host: str, port: int) -> list[str]:
    """All numbers that the name has."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise CannotFetch(f"{host}: has no address ({error})") from error
    return [*dict.fromkeys(str(each[4][0]) for each in found)]


def connect(number: str, port: int, timeout: float) -> socket.socket:
    """A connection to this very number."""
    return socket.create_connection((number, port), timeout)


class Network(httpcore.NetworkBackend):
    """What httpcore connects through. `permitted` judges each number; `until` is when the answer must be there."""

    def __init__(
        self, permitted: Callable[[str], bool] = is_public, find: Resolve = resolve, reach: Connect = connect
    ) -> None:
        self._permitted, self._find, self._reach = permitted, find, reach
        self.until = float("inf")

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        """A connection to the host, if all its numbers may be contacted."""
        del local_address, socket_options
        numbers = self._find(host, port)
        refused = [number for number in numbers if not self._permitted(number)]
        if refused or not numbers:
            raise CannotFetch(
                f"{host}: is {', '.join(refused[:3]) or 'nowhere'}, which is no public address; it was not contacted"
            )
        last: OSError | None = None
        for number in numbers[:4]:
            try:
                connection = self._reach(number, port, self._left(timeout))
            except OSError as error:
                last = error
                continue
            reached = str(connection.getpeername()[0])
            if not self._permitted(reached):
                connection.close()
                raise CannotFetch(f"{host}: the connection went to {reached}, which is no public address")
            return _Stream(connection, self)
        raise httpcore.ConnectError(str(last))

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Any = None
    ) -> httpcore.NetworkStream:
        """Never."""
        del timeout, socket_options
        raise CannotFetch(f"{path}: only hosts are contacted")

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)

    def left(self, timeout: float | None) -> float:
        """Seconds that a step may take."""
        return self._left(timeout)

    def _left(self, timeout: float | None) -> float:
        left = min(self.until - time.monotonic(), timeout if timeout is not None else 30.0)
        if left <= 0:
            raise CannotFetch("took too long to answer")
        return left


class _Stream(httpcore.NetworkStream):
    """A connection that keeps to the deadline."""

    def __init__(self, connection: socket.socket, network: Network) -> None:
        self._connection, self._network = connection, network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What has come in."""
        self._connection.settimeout(self._network.left(timeout))
        try:
            return self._connection.recv(max_bytes)
        except TimeoutError as error:
            raise httpcore.ReadTimeout(str(error)) from error
        except OSError as error:
            raise httpcore.ReadError(str(error)) from error

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of it."""
        self._connection.settimeout(self._network.left(timeout))
        try:
            self._connection.sendall(buffer)
        except TimeoutError as error:
            raise httpcore.WriteTimeout(str(error)) from error
        except OSError as error:
            raise httpcore.WriteError(str(error)) from error

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same connection, encrypted; the certificate is the named host's."""
        self._connection.settimeout(self._network.left(timeout))
        try:
            return _Stream(ssl_context.wrap_socket(self._connection, server_hostname=server_hostname), self._network)
        except OSError as error:
            self._connection.close()
            raise httpcore.ConnectError(str(error)) from error

    def get_extra_info(self, info: str) -> Any:
        """What httpcore asks of a connection."""
        return {"socket": self._connection, "is_readable": False}.get(info)


def fields(told: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """The fields of a header by their names in small letters."""
    found: dict[str, str] = {}
    for name, value in told:
        found.setdefault(name.decode("latin-1").lower(), value.decode("latin-1"))
    return found
