"""Agreements with an office: each fault alone, beside a handing-over that is inside its terms."""

import re
import tomllib
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from nyhavn.framework.agreement import (
    TERMS,
    Agreed,
    Agreement,
    Ban,
    Handed,
    Handing,
    ResultStatus,
    Signature,
    check_agreement,
    check_handing,
    may_go,
)
from nyhavn.framework.basis import Basis, BasisKind
from nyhavn.framework.refusal import Refusal

DAY = date(2026, 11, 2)
CONSENT = Basis(kind=BasisKind.CONSENT_RECORD_PER_PERSON)
WHOLE = Agreement(
    id="water-2026",
    producer="Council of the valley",
    recipient="Statistics Office of Lakeland",
    variables=("water", "disability"),
    purposes=("SDG 6.1.1",),
    legal_basis="Statistics Act, section 12",
    controller="Each for its own copy",
    status=ResultStatus.VALIDATED,
    licence="CC-BY-4.0",
    cut_off=date(2027, 1, 31),
    after_cut_off="It takes effect with the next edition.",
    credit="Council of the valley, as a name",
    corrections="The council, within 30 days",
    edits="The office asks the council first.",
    community_first=True,
    starts=date(2026, 10, 1),
    ends=date(2028, 9, 30),
    community="meeting of 20 September 2026, item 3",
    signatures=(
        Signature(party="Council of the valley", by="Ama", on=date(2026, 9, 25)),
        Signature(party="Statistics Office of Lakeland", by="Kofi", on=date(2026, 9, 30)),
    ),
)
RECORDS = WHOLE.model_copy(update={"handed": Handed.RECORDS})
INSIDE = Handing("Statistics Office of Lakeland", Handed.AGGREGATES, frozenset({"water"}), "SDG 6.1.1", DAY)


def refused(agreement: Agreement, handing: Handing = INSIDE, basis: Basis = CONSENT) -> tuple[str, ...]:
    try:
        check_handing(agreement, handing, basis)
    except Refusal as found:
        return found.codes
    return ()


def changed(**update: object) -> Agreement:
    return WHOLE.model_copy(update=update)


def test_inside_its_terms_data_are_handed_over() -> None:
    check_agreement(WHOLE)
    assert refused(WHOLE) == ()
    assert refused(RECORDS, replace(INSIDE, handed=Handed.RECORDS)) == ()
    assert refused(WHOLE, replace(INSIDE, on=WHOLE.starts)) == refused(WHOLE, replace(INSIDE, on=WHOLE.ends)) == ()


@pytest.mark.parametrize("term", TERMS)
def test_no_term_may_be_left_open(term: str) -> None:
    empty = {"status": None, "cut_off": None, "community_first": None, "variables": (), "purposes": ()}.get(term, "")
    with pytest.raises(Refusal) as found:
        check_agreement(changed(**{term: empty}))
    assert found.value.codes == ("agreement-incomplete",)
    assert TERMS[term] in str(found.value)
    check_agreement(changed(community_first=False))


@pytest.mark.parametrize("ban", Ban)
def test_no_promise_can_be_struck_out(ban: Ban) -> None:
    assert refused(changed(bans=frozenset(Ban) - {ban})) == ("agreement-without-ban",)


@pytest.mark.parametrize(
    ("agreement", "handing", "codes"),
    [
        (WHOLE, replace(INSIDE, recipient="Border Police"), ("handing-to-others",)),
        (WHOLE, replace(INSIDE, on=date(2026, 9, 30)), ("handing-outside-days",)),
        (WHOLE, replace(INSIDE, on=date(2028, 10, 1)), ("handing-outside-days",)),
        (WHOLE, replace(INSIDE, handed=Handed.RECORDS), ("handing-of-records",)),
        (WHOLE, replace(INSIDE, variables=frozenset({"water", "name"})), ("handing-of-more",)),
        (WHOLE, replace(INSIDE, purpose="immigration control"), ("handing-for-others",)),
        (WHOLE, replace(INSIDE, vetoed=True), ("handing-against-community",)),
        (changed(community=""), INSIDE, ("handing-against-community",)),
        (changed(signatures=WHOLE.signatures[:1]), INSIDE, ("agreement-not-signed",)),
        (changed(signatures=()), INSIDE, ("agreement-not-signed", "agreement-not-signed")),
        (changed(ends=date(2026, 9, 1)), INSIDE, ("agreement-days", "handing-outside-days")),
        (changed(ends=date(2031, 10, 2)), INSIDE, ("agreement-days",)),
        (changed(ends=date(2031, 10, 1)), INSIDE, ()),
        (changed(cut_off=date(2026, 9, 1)), INSIDE, ("agreement-days",)),
    ],
)
def test_outside_its_terms_nothing_is_handed_over(
    agreement: Agreement, handing: Handing, codes: tuple[str, ...]
) -> None:
    assert refused(agreement, handing) == codes


def test_an_agreement_with_oneself_is_none() -> None:
    same = changed(recipient="council of the Valley")
    assert "agreement-with-oneself" in refused(same, replace(INSIDE, recipient="Council of the valley"))


@pytest.mark.parametrize("kind", [kind for kind in BasisKind if kind is not BasisKind.CONSENT_RECORD_PER_PERSON])
def test_records_go_only_where_people_agreed_one_by_one(kind: BasisKind) -> None:
    records = replace(INSIDE, handed=Handed.RECORDS)
    codes = refused(RECORDS, records, Basis(kind=kind))
    assert codes == (() if kind is BasisKind.NO_PERSON_DATA else ("handing-without-consent",)), kind
    assert refused(WHOLE, INSIDE, Basis(kind=kind)) == ()


def test_whoever_did_not_agree_to_this_office_is_left_out_and_the_others_are_not() -> None:
    everybody = (
        Agreed("a", office=True, named=frozenset({"statistics office of Lakeland"})),
        Agreed("b", office=True, named=frozenset({"Statistics Office of Seeland"})),
        Agreed("c", office=False, named=frozenset({"Statistics Office of Lakeland"})),
        Agreed("d", office=True),
    )
    assert may_go(everybody, "Statistics Office of Lakeland") == {"a"}


def test_its_end_is_known_beforehand() -> None:
    assert WHOLE.days_left(date(2028, 9, 1)) == 29
    assert WHOLE.days_left(date(2028, 10, 1)) == -1


def test_every_code_is_explained(repository: Any) -> None:
    folder = repository / "src" / "nyhavn"
    places = (folder / "framework", folder / "web" / "agreements")
    text = "".join(path.read_text(encoding="utf-8") for place in places for path in sorted(place.glob("agree*.py")))
    text += "".join(path.read_text(encoding="utf-8") for path in sorted(places[1].glob("*.py")))
    refusals = folder / "framework" / "refusals"
    explained = tomllib.loads((refusals / "agreements.toml").read_text(encoding="utf-8"))
    known = {code for path in refusals.glob("*.toml") for code in tomllib.loads(path.read_text(encoding="utf-8"))}
    raised = {*re.findall(r"(?:Reason|refusal)\(\s*\"([a-z-]+)\"", text)}
    assert {*explained} <= raised <= known
