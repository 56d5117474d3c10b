"""Which addresses of peers may be asked: plain ones of the open network, and others only when the operator says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyhavn.framework.peer_address import (
    AddressPolicy,
    Asked,
    PeerAsk,
    check_peer_address,
    check_peer_number,
    is_same_site,
    peer_address_reasons,
)
from nyhavn.framework.refusal import Refusal

CLOSED, LOOPBACK, PRIVATE = AddressPolicy(), AddressPolicy(loopback=True), AddressPolicy(private=True)
WRONG, OPEN, INSIDE = "peer-address-wrong", "peer-address-open", "peer-address-inside"


def codes(address: str, policy: AddressPolicy = CLOSED) -> tuple[str, ...]:
    return tuple(one.code for one in peer_address_reasons(address, policy))


@pytest.mark.parametrize(
    "address",
    [
        "https://harbour.example/feeds/alignment.json",
        "https://data.harbour.example:8443/a?page=2",
        "https://xn--mller-kva.example/",
        "https://93.184.216.34/",
        "https://[2606:2800:220:1:248:1893:25c8:1946]/",
    ],
)
def test_plain_addresses_of_the_open_network_are_asked(address: str) -> None:
    check_peer_address(address, CLOSED)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "harbour.example",
        "//harbour.example/",
        "ftp://harbour.example/",
        "file:///etc/passwd",
        "gopher://harbour.example/",
        "https://",
        "https://user@harbour.example/",
        "https://user:word@harbour.example/",
        "https://harbour.example@10.0.0.1/",
        "https://harbour.example:0/",
        "https://harbour.example:99999/",
        "https://harbour.example:/",
        "https://harbour.example\\@10.0.0.1/",
        "https://harbour.example/#part",
        "https://harbour .example/",
        "https://harbour.example/\n",
        "https://hafen.überall.example/",
        "https://harbour.example/ü",
        "https://-harbour.example/",
        "https://harbour..example/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f.0.0.1/",
        "https://0x7f000001/",
        "https://0177.0.0.1/",
        "https://[::1/",
        "https://[fe80::1%25eth0]/",
        "https://harbour.example/" + "a" * 1000,
    ],
)
def test_what_readers_of_addresses_read_differently_is_no_address(address: str) -> None:
    assert codes(address, AddressPolicy(loopback=True, private=True)) == (WRONG,)


INSIDES = [
    "10.0.0.1",
    "172.16.3.4",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.1.2.3",
    "224.0.0.1",
    "255.255.255.255",
    "[fc00::1]",
    "[fe80::1]",
    "[ff02::1]",
    "[::ffff:10.0.0.1]",
    "[2002:a00:1::]",
    "[64:ff9b::a00:1]",
    "intranet",
    "printer.local",
    "db.internal",
    "nas.home.arpa",
]


@pytest.mark.parametrize("host", INSIDES)
def test_networks_inside_are_asked_only_if_the_operator_says_so(host: str) -> None:
    assert codes(f"https://{host}/") == (INSIDE,)
    assert codes(f"https://{host}/", LOOPBACK) == (INSIDE,)
    assert codes(f"https://{host}/", PRIVATE) == ()
    assert codes(f"http://{host}/", AddressPolicy(loopback=True, private=True)) == (OPEN,)


NAMES = ["localhost", "a.localhost", "localhost."]
MACHINE = ["127.0.0.1", "127.9.9.9", "0.0.0.0", "[::]", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:0.0.0.0]"]


@pytest.mark.parametrize("host", [*NAMES, *MACHINE])
def test_this_machine_is_asked_only_if_the_operator_says_so_and_then_without_tls_too(host: str) -> None:
    assert codes(f"https://{host}/") == (INSIDE,)
    assert codes(f"http://{host}/") == (OPEN, INSIDE)
    assert codes(f"https://{host}/", PRIVATE) == (INSIDE,)
    assert codes(f"http://{host}:8000/", LOOPBACK) == ()


def test_without_tls_nobody_else_is_asked() -> None:
    assert codes("http://harbour.example/", AddressPolicy(loopback=True, private=True)) == (OPEN,)


@pytest.mark.parametrize("host", [host.strip("[]") for host in INSIDES if host[0] in "[0123456789"])
def test_a_name_that_leads_inside_is_not_asked_either(host: str) -> None:
    with pytest.raises(Refusal) as found:
        check_peer_number(host, LOOPBACK)
    assert found.value.codes == (INSIDE,)
    check_peer_number(host, PRIVATE)


@pytest.mark.parametrize("host", [host.strip("[]") for host in MACHINE])
def test_a_name_that_leads_to_this_machine_is_not_let_through_as_one_inside(host: str) -> None:
    with pytest.raises(Refusal) as found:
        check_peer_number(host, PRIVATE)
    assert found.value.codes == (INSIDE,)
    check_peer_number(host, LOOPBACK)


def test_a_name_that_leads_outside_is_asked_and_one_that_leads_nowhere_is_not() -> None:
    check_peer_number("93.184.216.34", CLOSED)
    check_peer_number("127.0.0.1", LOOPBACK)
    for number, policy in (("127.0.0.1", PRIVATE), ("::1", CLOSED), ("harbour.example", CLOSED)):
        with pytest.raises(Refusal):
            check_peer_number(number, policy)


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        ("https://harbour.example/b", True),
        ("https://harbour.example:443/b", True),
        ("https://HARBOUR.example./b", True),
        ("http://harbour.example/b", False),
        ("https://harbour.example:444/b", False),
        ("https://harbour.example.thief.example/b", False),
        ("https://thief.example/harbour.example", False),
        ("https://harbour.example@thief.example/", False),
        ("no address", False),
    ],
)
def test_a_site_is_its_scheme_its_name_and_its_port(other: str, is_same: bool) -> None:
    assert is_same_site("https://harbour.example/a", other) is is_same


@given(st.text(max_size=60), st.booleans())
def test_whatever_is_written_is_answered(text: str, with_scheme: bool) -> None:
    address = f"https://{text}" if with_scheme else text
    assert set(codes(address)) <= {WRONG, OPEN, INSIDE}
    is_same_site(address, text)


def test_every_ask_has_a_limit() -> None:
    assert all(PeerAsk(what, "https://harbour.example/").most_bytes > 0 for what in Asked)
