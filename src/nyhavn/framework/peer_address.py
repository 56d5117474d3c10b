"""Which addresses of other installations may be asked: a rule without any network.

Somebody who may name an address could have this server ask machines that only it can reach. A name is looked at before
it is asked, and every number that it leads to once more, because a name may lead elsewhere the second time.
"""

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

from nyhavn.framework.federation_limits import FEDERATION
from nyhavn.framework.refusal import Reason, check_none, refusal

WHERE = "address of the peer"
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_LOOPBACK_NAMES = ("localhost",)
# Names that only a network inside a house or an organisation knows (RFC 6761, 6762, 8375; ICANN 2024 for .internal).
_INSIDE = ("local", "internal", "lan", "home", "corp", "intranet", "home.arpa", "onion")
# 64:ff9b::/96 (RFC 6052) and 2002::/16 (RFC 3056) carry an address of version 4 in them.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class AddressPolicy:
    """What the operator said. loopback: this machine may be asked, also without TLS. private: networks inside, too."""

    loopback: bool = False
    private: bool = False


class Asked(StrEnum):
    """What is ever asked of a peer: what it says in public about its initiatives. No kind of record of anybody."""

    FEED = "feed"
    RECORD = "record"
    STATEMENT = "statement"  # of a release: names and hashes of its files
    DOSSIER = "dossier"


@dataclass(frozen=True)
class PeerAsk:
    """One thing to ask for. There is no field for anything but what and where."""

    what: Asked
    address: str

    @property
    def most_bytes(self) -> int:
        """How much of the answer is read at most."""
        sizes = {Asked.FEED: FEDERATION.feed_bytes, Asked.RECORD: FEDERATION.record_bytes}
        return sizes.get(self.what, FEDERATION.document_bytes)


def check_peer_address(address: str, policy: AddressPolicy) -> None:
    """Raises Refusal peer-address-wrong, peer-address-open or peer-address-inside."""
    check_none(peer_address_reasons(address, policy))


def peer_address_reasons(address: str, policy: AddressPolicy) -> Iterator[Reason]:
    """What stands against asking this address; none if nothing does."""
    parts, host = _parts(address)
    if parts is None or not _is_host(host):
        what = "This is no address of a site that can be asked."
        do = "Write it as https://, the name of the site and the place; without a name and password, in plain letters."
        yield Reason("peer-address-wrong", what, WHERE, do)
        return
    is_loopback = _is_loopback(host)
    if parts.scheme != "https" and not (is_loopback and policy.loopback):
        what = "Without https anybody on the way can change what a peer says."
        yield Reason("peer-address-open", what, WHERE, "Use https. On this machine itself the operator may allow http.")
    if is_loopback and not policy.loopback or not is_loopback and _is_inside(host) and not policy.private:
        yield _inside()


def check_peer_number(number: str, policy: AddressPolicy) -> None:
    """Whether the number that a name led to may be asked. Raises Refusal peer-address-inside, peer-address-wrong."""
    found = _number(number)
    if found is None:
        raise refusal("peer-address-wrong", "This name leads to nothing that can be asked.", where=WHERE)
    allowed = policy.loopback if _is_loopback(number) else policy.private
    if not _is_outside(found) and not allowed:
        check_none((_inside(),))


def is_same_site(one: str, other: str) -> bool:
    """Whether two addresses are of the same site: scheme, name and port."""
    (first, host), (second, name) = _parts(one), _parts(other)
    if first is None or second is None:
        return False
    return (first.scheme, host, _port(first)) == (second.scheme, name, _port(second))


def _inside() -> Reason:
    what = "This address is of this machine or of a network inside, which only this site can reach."
    do = "Name a site that everybody can reach, or ask the operator to allow addresses inside."
    return Reason("peer-address-inside", what, WHERE, do)


def _parts(address: str) -> tuple[SplitResult | None, str]:
    """The parts of an address and its host; None where anything is in it that readers of addresses read differently."""
    plain = address.isascii() and address.isprintable() and not set(address) & set(' \\"<>^`{|}#')
    if not plain or len(address) > FEDERATION.address_letters:
        return None, ""
    try:
        parts = urlsplit(address)
        port, host = parts.port, (parts.hostname or "").removesuffix(".")
    except ValueError:
        return None, ""
    if parts.scheme not in ("https", "http") or "@" in parts.netloc or port == 0 or parts.netloc.endswith(":"):
        return None, ""
    return parts, host


def _port(parts: SplitResult) -> int:
    return parts.port or {"https": 443, "http": 80}[parts.scheme]


def _is_host(host: str) -> bool:
    if _number(host) is not None:
        return True
    if not _HOST.fullmatch(host) or len(host) > 253:
        return False
    last = host.rpartition(".")[2]
    # 127.1, 2130706433 and 0x7f.1 are numbers to some readers and names to others.
    return not (last.isdigit() or last.startswith("0x"))


def _number(host: str) -> Address | None:
    if "%" in host:  # a zone names a network card of the machine that reads it
        return None
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _is_loopback(host: str) -> bool:
    number = _number(host)
    if number is not None:
        meant = _meant(number)[-1]
        return meant.is_loopback or meant.is_unspecified  # 0.0.0.0 leads to the machine that asks
    return host in _LOOPBACK_NAMES or host.endswith(tuple(f".{name}" for name in _LOOPBACK_NAMES))


def _is_inside(host: str) -> bool:
    number = _number(host)
    if number is not None:
        return not _is_outside(number)
    return "." not in host or host in _INSIDE or host.endswith(tuple(f".{name}" for name in _INSIDE))


def _is_outside(number: Address) -> bool:
    return all(one.is_global and not one.is_multicast and not one.is_reserved for one in _meant(number))


def _meant(number: Address) -> tuple[Address, ...]:
    """The address, and the one of version 4 that it carries. What is only a coat for one counts as that one."""
    if isinstance(number, ipaddress.IPv4Address):
        return (number,)
    if number.ipv4_mapped is not None:
        return (number.ipv4_mapped,)
    if number.sixtofour is not None:
        return (number, number.sixtofour)
    if number in _NAT64:
        return (ipaddress.IPv4Address(number.packed[-4:]),)
    return (number,)
