"""The alignment record says what is shown and what is not, gives nobody away, and is checked claim by claim."""

import json
from base64 import b64decode
from dataclasses import replace
from datetime import timedelta

import pytest

from nyhavn.exchange.bundle.canonical import readable_json
from nyhavn.exchange.described.alignment import digest_of
from nyhavn.exchange.described.signed_json import signed_json
from nyhavn.exchange.incoming.alignment_record import Expected, RecordFromElsewhere, RecordStanding, read_record
from nyhavn.framework.alignment import AlignmentRecord, Reading
from nyhavn.framework.alignment_checks import CheckedClaim, ClaimResult
from nyhavn.framework.alignment_export import Exportable, may_export
from nyhavn.framework.alignment_making import ReleaseToRecord
from nyhavn.framework.definition import Outcome, StageStanding
from nyhavn.framework.openness_levels import AccessLevel
from nyhavn.framework.principles import EvidenceState
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.release_states import ReleaseState
from nyhavn.framework.risk import Level, RiskStands
from spec.federation.two_sites import COLLECTION, DESIGN, NOW, OPEN_GATE, SOFTWARE, Site, release_of, with_states

EVIDENCED, CLAIMED, UNPROVEN, CONTRADICTED = ClaimResult


@pytest.fixture
def harbour() -> Site:
    return Site("harbour.example", 1)


def read(site: Site, record: AlignmentRecord, *, fetched: bool = True) -> RecordFromElsewhere:
    files = site.files if fetched else {}
    return read_record(site.signed(record), Expected(site.key.line), now=NOW, fetched=files)


def claims(found: RecordFromElsewhere) -> dict[str, CheckedClaim]:
    return {one.code: one for one in found.claims}


# --- What it says -----------------------------------------------------------------------------


def test_the_record_names_verdict_clause_reading_software_moment_and_every_stage(harbour: Site) -> None:
    record = harbour.record(harbour.lay_out(release_of()))
    assert (record.verdict.outcome, record.verdict.clause) == (Outcome.COUNTS, "design")
    assert record.verdict.reading is Reading.AND_OR and record.verdict.strict_outcome is None
    assert (record.software.name, record.software.version) == SOFTWARE
    assert record.made_at == NOW - timedelta(hours=1)
    assert [one.stage.value for one in record.stages][:2] == ["design", "collection"] and len(record.stages) == 6
    assert record.licence and record.releases[0].licence == "CC-BY-4.0"


def test_the_stricter_reading_stands_beside_it_where_the_site_asks_for_it(harbour: Site) -> None:
    record = harbour.record(harbour.lay_out(release_of()), strict=True)
    assert record.verdict.strict_outcome is Outcome.CANNOT_TELL


def test_a_level_without_evidence_stands_there_as_a_claim_and_is_not_shown_as_a_level(harbour: Site) -> None:
    design, collection, *others = harbour.record(harbour.lay_out(release_of())).stages
    assert (design.level_claimed, design.level_shown) == (4, 4)
    assert (collection.standing, collection.level_claimed, collection.level_shown) == (StageStanding.UNPROVEN, 5, None)
    assert all(one.standing is StageStanding.NOT_ANSWERED and one.level_claimed is None for one in others)


def test_every_principle_has_its_evidence_for_and_against_and_never_a_tick_or_a_score(harbour: Site) -> None:
    release = release_of()
    record = harbour.record(harbour.lay_out(release))
    for shown, said in zip(record.principles, release.principles, strict=True):
        by_state = {state: [one.code for one in said.safeguards if one.state is state] for state in EvidenceState}
        assert [one.code for one in shown.evidence_for] == by_state[EvidenceState.FOUND]
        assert [one.code for one in shown.evidence_against] == by_state[EvidenceState.AGAINST]
        assert [one.code for one in shown.no_evidence] == by_state[EvidenceState.NONE]
        assert shown.cannot_show == said.cannot_show
    text = record.model_dump_json()
    assert not any(word in text for word in ('"score"', '"passed"', '"met"', '"states"'))


def test_without_a_release_each_principle_says_that_there_are_no_records_yet(harbour: Site) -> None:
    record = harbour.record()
    assert all(one.cannot_show.startswith("No records yet.") for one in record.principles)
    assert record.releases == ()


# --- What never leaves -------------------------------------------------------------------------


HIGH = RiskStands(Level.HIGH, was_high=True, review_date=NOW.date(), has_owner=True)


@pytest.mark.parametrize(
    ("gate", "code"),
    [
        (replace(OPEN_GATE, is_listed=False), "alignment-unlisted"),
        (replace(OPEN_GATE, is_unnamed=True), "alignment-unnamed"),
        (replace(OPEN_GATE, risks=(HIGH,)), "alignment-high-risk"),
    ],
)
def test_what_is_unlisted_unnamed_or_dangerous_has_no_record_for_others(
    harbour: Site, gate: Exportable, code: str
) -> None:
    assert not may_export(gate)
    with pytest.raises(Refusal) as refused:
        harbour.record(gate=gate)
    assert refused.value.codes == (code,)


def test_a_danger_that_is_over_or_small_keeps_nothing_back(harbour: Site) -> None:
    small = replace(HIGH, level=Level.MEDIUM)
    assert harbour.record(gate=replace(OPEN_GATE, risks=(replace(HIGH, is_ended=True), small))).number


def test_nobody_who_attests_something_is_named(harbour: Site) -> None:
    assert "Rosa" not in harbour.record(harbour.lay_out(release_of())).model_dump_json()


def test_a_name_that_is_to_stay_out_stops_the_record_and_is_not_repeated(harbour: Site) -> None:
    told = harbour.to_align().subject.model_copy(update={"summary": "With María Gómez and her neighbours."})
    with pytest.raises(Refusal) as refused:
        harbour.record(subject=told, withheld=("Gomez, Maria",))
    assert refused.value.codes == ("alignment-names-somebody",) and "aria" not in f"{refused.value}"
    assert harbour.record(subject=told, withheld=("María López",)).initiative.summary.startswith("With María")


@pytest.mark.parametrize("access", [level for level in AccessLevel if level is not AccessLevel.OPEN])
def test_of_results_that_are_not_open_no_sentence_of_evidence_leaves(harbour: Site, access: AccessLevel) -> None:
    record = harbour.record(replace(harbour.lay_out(release_of()), access=access))
    assert all(not (one.evidence_for or one.evidence_against or one.no_evidence) for one in record.principles)
    assert record.releases[0].dossier is None and record.releases[0].access is access


def test_of_a_withdrawn_release_only_that_it_was_withdrawn_and_by_which_hash_a_copy_is_known(harbour: Site) -> None:
    laid = harbour.lay_out(release_of(), ReleaseState.WITHDRAWN)
    record = harbour.record(laid)
    (shown,) = record.releases
    assert (shown.state, shown.statement, shown.dossier, shown.licence) == ("withdrawn", laid.statement, None, "")
    assert not any(one.evidence_for for one in record.principles)


@pytest.mark.parametrize("state", [state for state in ReleaseState if state.value not in
                                   ("published", "superseded", "withdrawn")])  # fmt: skip
def test_what_is_not_published_is_not_in_it(harbour: Site, state: ReleaseState) -> None:
    assert harbour.record(harbour.lay_out(release_of(), state)).releases == ()


def test_how_many_took_part_changes_nothing_but_hashes(harbour: Site) -> None:
    """Two sites that differ in people only have the same record, so that nobody can subtract."""
    records = []
    for participants, excluded in (("61", "a few"), ("62", "none"), ("1000", "17")):
        laid = harbour.lay_out(release_of(participants=participants, excluded=excluded))
        made = harbour.record(replace(laid, statement=None), number=1)
        records.append(made.model_dump_json())
    assert len(set(records)) == 1


# --- What others find --------------------------------------------------------------------------


def test_every_claim_whose_file_was_fetched_and_says_the_same_is_evidenced(harbour: Site) -> None:
    record = harbour.record(harbour.lay_out(release_of()))
    found = claims(read(harbour, record))
    dossier = record.releases[0].dossier
    assert dossier is not None
    assert found["verdict"].result is found["stage/design"].result is EVIDENCED
    assert found["stage/design"].evidence == (dossier.sha256,)
    assert found["release/agua-2026-1/1"].result is EVIDENCED
    said = [each for one in record.principles for each in one.evidence_for]
    assert said and all(found[f"principle/{one.number}/{each.code}"].result is EVIDENCED
                        for one in record.principles for each in one.evidence_for)  # fmt: skip


def test_what_was_not_fetched_is_claimed_and_a_claim_without_evidence_is_unproven(harbour: Site) -> None:
    found = claims(read(harbour, harbour.record(harbour.lay_out(release_of())), fetched=False))
    assert found["verdict"].result is found["stage/design"].result is CLAIMED
    assert found["stage/collection"].result is UNPROVEN
    assert {one.result for code, one in found.items() if code.startswith("principle/")} == {CLAIMED}


def test_where_no_record_speaks_nothing_is_proven_also_when_the_dossier_says_so(harbour: Site) -> None:
    record = harbour.record(harbour.lay_out(with_states(release_of(), 1, EvidenceState.NONE)))
    found = claims(read(harbour, record))
    assert record.principles[0].no_evidence and not record.principles[0].evidence_for
    assert {one.result for code, one in found.items() if code.startswith("principle/1/")} == {UNPROVEN}


def test_a_file_that_was_exchanged_proves_nothing(harbour: Site) -> None:
    record = harbour.record(harbour.lay_out(release_of()))
    for address in harbour.files:
        harbour.files[address] += b" "
    found = claims(read(harbour, record))
    assert found["stage/design"].result is found["release/agua-2026-1/1"].result is UNPROVEN
    assert EVIDENCED not in {one.result for one in found.values()}


def changed(record: AlignmentRecord, part: str, **values: object) -> AlignmentRecord:
    return record.model_copy(update={part: getattr(record, part).model_copy(update=values)})


def test_a_verdict_that_does_not_follow_is_contradicted_by_the_record_itself(harbour: Site) -> None:
    record = harbour.record(participation=(COLLECTION,))
    assert record.verdict.outcome is Outcome.CANNOT_TELL
    lying = changed(record, "verdict", outcome=Outcome.COUNTS, clause="collection")
    assert claims(read(harbour, lying))["verdict"].result is CONTRADICTED


@pytest.mark.parametrize(
    "change",
    [
        {"evidence": ()},
        {"level_claimed": 2, "level_shown": 2},
        {"level_shown": 5},
    ],
)
def test_a_sufficient_stage_without_what_it_takes_is_contradicted(harbour: Site, change: dict[str, object]) -> None:
    record = harbour.record(harbour.lay_out(release_of()))
    stages = tuple(one.model_copy(update=change) if one.stage == "design" else one for one in record.stages)
    found = claims(read(harbour, record.model_copy(update={"stages": stages})))
    assert found["stage/design"].result is found["verdict"].result is CONTRADICTED


@pytest.mark.parametrize("change", [{"date": None}, {"date": NOW.date() + timedelta(days=1)}, {"shows": "contradicts"}])
def test_evidence_that_cannot_count_carries_nothing_whatever_the_record_says(
    harbour: Site, change: dict[str, object]
) -> None:
    record = harbour.record()
    design = record.stages[0]
    piece = design.evidence[0].model_copy(update=change)
    stages = (design.model_copy(update={"evidence": (piece,)}), *record.stages[1:])
    assert claims(read(harbour, record.model_copy(update={"stages": stages})))["stage/design"].result is CONTRADICTED


def test_a_dossier_that_says_something_else_contradicts(harbour: Site) -> None:
    low = DESIGN.model_copy(update={"level": 2})
    honest = release_of((low, COLLECTION))  # its dossier says: not sufficient
    laid = harbour.lay_out(honest)
    record = harbour.record(replace(laid, principles=release_of().principles))
    found = claims(read(harbour, record))
    assert found["principle/3/participation-by-stage"].result is CONTRADICTED
    assert found["stage/design"].result is CLAIMED


def test_evidence_against_that_is_left_out_is_found(harbour: Site) -> None:
    broken = with_states(release_of(), 9, EvidenceState.AGAINST)
    laid = harbour.lay_out(broken)
    assert all(one.result is EVIDENCED for one in read(harbour, harbour.record(laid)).claims if "/9/" in one.code)
    silent = tuple(replace(one, safeguards=()) if one.number == 9 else one for one in broken.principles)
    found = claims(read(harbour, harbour.record(replace(laid, principles=silent))))
    hidden = [one for code, one in found.items() if code.startswith("principle/9/")]
    assert hidden and all(one.result is CONTRADICTED for one in hidden)


def test_the_dossier_of_another_release_is_no_evidence(harbour: Site) -> None:
    other = harbour.lay_out(release_of(id="agua-2025-1"))
    record = harbour.record(replace(harbour.lay_out(release_of()), dossier=other.dossier))
    found = claims(read(harbour, record))
    assert found["stage/design"].result is UNPROVEN
    assert found["release/agua-2026-1/1"].result is CONTRADICTED


def rewritten(site: Site, laid: ReleaseToRecord, data: bytes) -> ReleaseToRecord:
    """The release with other bytes as its dossier, and the hash of these."""
    return replace(laid, dossier=site.put("/data/rewritten.json", data))


def dossier_of(site: Site, laid: ReleaseToRecord) -> bytes:
    assert laid.dossier is not None
    return site.files[laid.dossier.address]


@pytest.mark.parametrize("number", [b"1e999", b"[]", b"null", b'"one"'])
def test_a_dossier_that_cannot_be_read_proves_nothing_and_stops_nothing(harbour: Site, number: bytes) -> None:
    laid = harbour.lay_out(release_of())
    told = dossier_of(harbour, laid).replace(b'"number": 1,', b'"number": ' + number + b",")
    found = claims(read(harbour, harbour.record(rewritten(harbour, laid, told))))
    assert found["stage/design"].result is found["principle/3/participation-by-stage"].result is UNPROVEN


def test_a_dossier_that_says_two_things_of_one_safeguard_proves_neither(harbour: Site) -> None:
    laid = harbour.lay_out(release_of())
    told = json.loads(dossier_of(harbour, laid))
    safeguards = told["principles"][2]["safeguards"]
    told["principles"][2]["safeguards"] = [{**one, "state": "against"} for one in safeguards] + safeguards
    found = claims(read(harbour, harbour.record(rewritten(harbour, laid, readable_json(told)))))
    assert found["principle/3/participation-by-stage"].result is UNPROVEN


def test_a_statement_with_another_key_is_a_claim_and_no_evidence(harbour: Site) -> None:
    stranger = Site("harbour.example", 2)
    laid = stranger.lay_out(release_of())
    harbour.files |= stranger.files
    assert claims(read(harbour, harbour.record(laid)))["release/agua-2026-1/1"].result is CLAIMED


# --- What is wrong with the file itself ----------------------------------------------------------


def test_a_changed_record_is_unproven_and_nothing_of_it_is_shown(harbour: Site) -> None:
    data = harbour.signed(harbour.record())
    found = read_record(data.replace(b"Water in two", b"Water in six"), Expected(harbour.key.line), now=NOW)
    assert (found.standing, found.record, found.claims) == (RecordStanding.UNPROVEN, None, ())
    assert "signature does not fit" in found.reasons[0]


def test_a_record_signed_by_somebody_else_is_unproven(harbour: Site) -> None:
    stranger = Site("harbour.example", 3)
    found = read_record(stranger.signed(harbour.record()), Expected(harbour.key.line), now=NOW)
    assert found.standing is RecordStanding.UNPROVEN and "another key" in found.reasons[0]


def test_a_record_that_the_feed_does_not_list_is_unproven(harbour: Site) -> None:
    data = harbour.signed(harbour.record())
    listed = Expected(harbour.key.line, digest_of(b"another"), "another", 99)
    assert read_record(data, listed, now=NOW).standing is RecordStanding.UNPROVEN
    right = Expected(harbour.key.line, digest_of(data), f"{harbour.record().initiative.id}", 1)
    assert read_record(data, right, now=NOW).standing is RecordStanding.READ
    for wrong in (replace(right, initiative="another"), replace(right, number=9)):
        assert read_record(data, wrong, now=NOW).standing is RecordStanding.UNPROVEN


@pytest.mark.parametrize("part", ["page", "release", "statement", "dossier"])
def test_a_record_that_leads_people_to_another_site_is_unproven(harbour: Site, part: str) -> None:
    record, thief = harbour.record(harbour.lay_out(release_of())), "https://thief.example/"
    release = record.releases[0]
    if part == "page":
        record = changed(record, "initiative", address=thief)
    elif part == "release":
        record = record.model_copy(update={"releases": (release.model_copy(update={"address": thief}),)})
    else:
        file = getattr(release, part).model_copy(update={"address": thief})
        record = record.model_copy(update={"releases": (release.model_copy(update={part: file}),)})
    told = Expected(harbour.key.line, site=harbour.feed_address)
    assert read_record(harbour.signed(record), told, now=NOW).standing is RecordStanding.UNPROVEN
    honest = harbour.record(harbour.lay_out(release_of()))
    assert read_record(harbour.signed(honest), told, now=NOW).standing is RecordStanding.READ


def test_an_address_with_a_query_is_read_as_it_was_written(harbour: Site) -> None:
    address = "https://harbour.example/page?a=1&copy=2&lt=3"
    found = read(harbour, changed(harbour.record(), "initiative", address=address))
    assert found.record is not None and found.record.initiative.address == address


def test_days_that_cannot_be_make_it_unproven(harbour: Site) -> None:
    record = harbour.record(harbour.lay_out(release_of()))
    late = record.releases[0].model_copy(update={"issued_at": NOW})
    for wrong in (
        record.model_copy(update={"made_at": NOW + timedelta(hours=1)}),
        changed(record, "verdict", judged_on=NOW.date() + timedelta(days=1)),
        record.model_copy(update={"releases": (late,)}),
    ):
        assert read(harbour, wrong).standing is RecordStanding.UNPROVEN
    almost = record.model_copy(update={"made_at": NOW + timedelta(minutes=5)})  # clocks differ
    assert read(harbour, almost).standing is RecordStanding.READ


def test_a_newer_version_is_kept_and_said_to_be_not_understood(harbour: Site) -> None:
    body = {"format": "urn:nyhavn:alignment:v2", "sentiment": [1, {"deep": None}]}
    found = read_record(signed_json(body, harbour.key, harbour.sign), Expected(harbour.key.line), now=NOW)
    assert found.standing is RecordStanding.NOT_UNDERSTOOD and "version 2" in found.reasons[0]
    other = signed_json({"format": "urn:another:thing"}, harbour.key, harbour.sign)
    assert read_record(other, Expected(harbour.key.line), now=NOW).standing is RecordStanding.UNPROVEN


def test_a_newer_version_by_a_stranger_is_unproven_like_any_other(harbour: Site) -> None:
    body = {"format": "urn:nyhavn:alignment:v2"}
    stranger = Site("harbour.example", 4)
    found = read_record(signed_json(body, stranger.key, stranger.sign), Expected(harbour.key.line), now=NOW)
    assert found.standing is RecordStanding.UNPROVEN


def test_what_a_peer_wrote_is_read_without_its_markup(harbour: Site) -> None:
    told = harbour.to_align().subject.model_copy(
        update={"title": "Water <script>alert(1)</script>&lt;img src=x&gt;", "place": "\u202eereht \u0645\u0627\u0621"}
    )
    found = read(harbour, harbour.record(subject=told))
    assert found.record is not None
    assert (found.record.initiative.title, found.record.initiative.place) == (
        "Water  alert(1)",
        "ereht \u0645\u0627\u0621",
    )


def test_the_record_can_be_checked_by_any_program_from_its_documentation(harbour: Site) -> None:
    """No part of ours but the key: JSON, its one spelling, Ed25519."""
    read_back = json.loads(harbour.signed(harbour.record()))
    spelled = json.dumps(read_back["body"], sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"
    message = b"nyhavn-public-v1 " + read_back["by"].encode() + b"\n" + spelled.encode()
    harbour.private.public_key().verify(b64decode(read_back["signature"]), message)
