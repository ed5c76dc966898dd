"""Which addresses may be contacted: those of the public network, and no other. The name is resolved first; what is judged is the number.

Note: the address that is judged is the one that is connected to, and it is judged again when the connection stands, so no
second answer of a name server can lead elsewhere.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urljoin, urlsplit

from dateline.text.errors import CannotFetch

LONGEST = 2_000  # characters of an address
PORTS = {"http": 80, "https": 443}
_ODD = re.compile(r"[\x00-\x20\x7f\\<>\"{}|^`\u0080-\u009f]")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# What Python's `is_global` lets pass, by version, and nobody's news comes from.
_CLOSED = tuple(ipaddress.ip_network(each) for each in (
    "0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4", "64:ff9b:1::/48", "100::/64",
    "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10",
))  # fmt: skip


def parsed(url: str) -> SplitResult:
    """The parts of an address that may be asked for; CannotFetch says what is wrong with any other."""
    if len(url) > LONGEST:
        raise CannotFetch(f"{url[:60]}...: is longer than {LONGEST} characters")
    if _ODD.search(url):
        raise CannotFetch(f"{url!r}: holds a character that no address has; write it percent-encoded")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise CannotFetch(f"{url}: is no address ({error})") from error
    if parts.scheme not in PORTS:
        raise CannotFetch(f"{url}: only http and https are fetched")
    if not parts.hostname:
        raise CannotFetch(f"{url}: names no host")
    if parts.username is not None or parts.password is not None:
        raise CannotFetch(f"{url}: has a user name in it; write the address without")
    if port is not None and not 0 < port < 65536:
        raise CannotFetch(f"{url}: names a port that is none")
    return parts


def joined(base: str, target: str) -> str:
    """Where a redirect leads."""
    try:
        return urljoin(base, target.strip())
    except ValueError as error:
        raise CannotFetch(f"{base}: leads to an address that is none ({error})") from error


def is_public(number: str) -> bool:
    """The address is one of the public network, and so is each that is hidden within it."""
    try:
        address = ipaddress.ip_address(number.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        hidden = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in _NAT64 or int(address) >> 32 == 0:
            hidden.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if any(each is not None and not is_public(str(each)) for each in hidden):
            return False
    if any(address in closed for closed in _CLOSED if closed.version == address.version):
        return False
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
    )
