"""No test opens a connection: what is to be offline is shown to be. Only those marked `network` may, to a server of their own on loopback."""

import os
import socket
from typing import Any

import pytest

from finding_chromium import chromium

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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without a Chromium the browser tests are left out, and it is said; in CI they run, and fail."""
    if chromium() or os.environ.get("CI"):
        return
    browser = [item for item in items if item.get_closest_marker("browser")]
    items[:] = [item for item in items if item not in browser]
    config.hook.pytest_deselected(items=browser)


def pytest_report_header() -> str:
    """Which Chromium the browser tests drive."""
    return f"browser tests: {chromium() or 'NO CHROMIUM FOUND, so left out (install chromium, or name it in CHROMIUM)'}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A quiet run prints no header; what was left out is said at its end."""
    if not chromium():
        terminalreporter.write_line(
            "browser tests: left out, no chromium was found (install it, or name it in CHROMIUM)"
        )
