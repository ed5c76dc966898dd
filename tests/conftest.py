"""No test opens a connection: what is to be offline is shown to be. Only those marked `network` may, to a server of their own on loopback."""

import socket
from typing import Any

import pytest

CONNECT, RESOLVE = socket.socket.connect, socket.getaddrinfo


@pytest.fixture(autouse=True)
def no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(self: socket.socket, address: Any) -> None:
        if self.family != getattr(socket, "AF_UNIX", None) and not (allowed and address[0] == "127.0.0.1"):
            raise AssertionError(f"a connection to {address} was tried")
        CONNECT(self, address)

    def resolve(host: Any, *rest: Any, **more: Any) -> Any:
        if not (allowed and host == "127.0.0.1"):
            raise AssertionError(f"{host} was looked up")
        return RESOLVE(host, *rest, **more)

    allowed = request.node.get_closest_marker("network") is not None
    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket, "getaddrinfo", resolve)
