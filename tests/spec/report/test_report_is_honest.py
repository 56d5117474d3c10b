"""What the report says where something is missing, unproven, or against the producer."""

from dataclasses import replace

import pytest

from nyhavn.framework.basis import BasisKind
from nyhavn.framework.definition import Outcome
from nyhavn.framework.release import Party
from spec.report.report_reading import page_of, section
from spec.report.report_release import PRINCIPLES, a_release

UNCONSENTED = [BasisKind.PRODUCER_ATTESTATION, BasisKind.OPEN_LICENCE, BasisKind.DECEASED_PERSONS]


def background(anchor: str, **changed: object) -> str:
    return section(page_of(replace(a_release(), **changed)), anchor).text


def test_nothing_stated_about_interests_is_not_none() -> None:
    assert "Nothing was stated about interests. That is not the same as none." in background("parties", interests=())


def test_explicitly_no_interests_is_said_as_such() -> None:
    text = background("parties", interests=("none",))
    assert "It is stated that there are no interests to declare." in text
    assert "not the same as none" not in text


def test_interests_that_are_named_are_shown() -> None:
    assert "company that builds the wells" in background("parties")


def test_nothing_stated_about_funders_is_not_none() -> None:
    """Parties are named, but no funder is among them."""
    others = tuple(party for party in a_release().parties if party.role != "funder")
    assert "Nothing was stated about funders." in background("parties", parties=others)


def test_a_funder_who_is_named_is_shown_and_no_more_said() -> None:
    text = background("parties")
    assert "Fundación Río Claro" in text and "about funders" not in text


def test_explicitly_no_funder_is_said_as_such() -> None:
    parties = (a_release().parties[0], Party("none", "", "funder"))
    assert "It is stated that there is no funder." in background("parties", parties=parties)


@pytest.mark.parametrize(
    ("parties", "said"),
    [((), "Nothing was stated about the parties."), ((Party("none", "", ""),), "no other party has a part")],
)
def test_silence_about_parties_and_no_parties_are_told_apart(parties: tuple[Party, ...], said: str) -> None:
    assert said in background("parties", parties=parties)


@pytest.mark.parametrize("kind", UNCONSENTED)
def test_a_basis_other_than_consent_records_is_printed_prominently(kind: BasisKind) -> None:
    page = page_of(replace(a_release(), basis=kind))
    banner = section(page, "basis").all("p", class_="banner")[0]
    assert banner.all("strong")[0].text == "Consent is not evidenced per person."


@pytest.mark.parametrize("kind", ["consent-record-per-person", "no-person-data"])
def test_consent_records_and_data_without_persons_need_no_warning(kind: str) -> None:
    assert "not evidenced" not in background("basis", basis=kind)


def test_what_a_producer_left_out_of_the_method_is_shown_as_not_stated() -> None:
    rows = section(page_of(a_release()), "method").all("div")
    stated = {row.all("dt")[0].text: row.all("dd")[0].text for row in rows}
    assert stated["Test before the start"] == "not stated"
    assert stated["Training"] == "Two days, twelve interviewers, all from the valley."
    assert stated["Collected"] == "2 March 2026 to 29 March 2026"


def test_the_verdict_is_a_sentence_with_its_clause_and_its_reading() -> None:
    text = section(page_of(a_release()), "citizen-data").text
    assert "Counts as citizen data" in text
    assert "because residents share decisions in the design." in text
    assert "Clause that decided: people share decisions in the design." in text
    assert "Reading of the definition: design or collection" in text
    assert "Under the stricter local reading, design and collection together: cannot tell." in text


def test_a_verdict_that_cannot_be_given_says_what_would_settle_it() -> None:
    verdict = replace(
        a_release().verdict, outcome=Outcome.CANNOT_TELL, open_questions=("Who decided on the questions?",)
    )
    text = background("citizen-data", verdict=verdict)
    assert "? Cannot tell from these records" in text
    assert "What would settle it Who decided on the questions?" in text


def test_each_stage_stands_on_its_level_with_sign_and_word() -> None:
    """Stages are columns, levels are rows, and a stage nobody answered for has a row of its own."""
    ladder = section(page_of(a_release()), "citizen-data").all("table")[0]
    stages, *levels = [row.all("th") + row.all("td") for row in ladder.all("tr")]
    marks = {
        (stages[i].text, row[0].text): cell.text for row in levels for i, cell in enumerate(row) if i and cell.text
    }
    assert marks == {
        ("Design", "5 · Self-determination"): "✓ enough, attested",
        ("Collection", "4 · Shared decision"): "? claimed, not attested",
        ("Dissemination", "4 · Shared decision"): "✕ evidence against",
        ("Processing and analysis", "2 · Consultation"): "– not enough",
        ("Use", "Not answered"): "… not answered",
        ("Evaluation", "Not answered"): "… not answered",
    }


def test_the_picture_of_the_stages_has_a_list_with_reasons_and_evidence() -> None:
    listed = section(page_of(a_release()), "citizen-data").all("details")[0].text
    assert "Collection , level 4: ? claimed, not attested Level 4 is claimed, but nobody else attests it." in listed
    assert "workshop-minutes, 2026-02-11" in listed and "No evidence is on record." in listed


def test_every_principle_unfolds_to_its_records() -> None:
    folds = section(page_of(a_release()), "principles").all("details")
    assert [fold.all("h3")[0].text for fold in folds] == [f"{n} · {name}" for n, name in enumerate(PRINCIPLES, 1)]
    for fold in folds:
        assert "What these records cannot show" in fold.text
        assert (
            "Related principles of a human rights-based approach to data: participation, accountability." in fold.text
        )
    second = folds[1]
    assert [
        item.all("span", class_="mark")[0].text
        for item in second.all("ul", class_="reasons")[0].all("li")
        if item.all("p")
    ] == [
        "? no evidence",
        "✓ evidence found",
        "✕ evidence against",
    ]
    assert "Records read: plan: release date; log of the release" in second.text


def test_a_principle_without_safeguards_says_no_records_yet() -> None:
    fold = section(page_of(a_release()), "principles").all("details")[4]
    assert fold.all("summary")[0].text == "5 · Data security no records yet"
    assert not fold.all("span", class_="mark")


def test_nothing_is_scored() -> None:
    """A principle's summary names the states that occur, each once, and never how often."""
    summaries = [fold.all("summary")[0] for fold in section(page_of(a_release()), "principles").all("details")]
    for summary in summaries:
        states = [mark.text for mark in summary.all("span", class_="mark")]
        assert len(states) == len(set(states))
        assert not any(letter.isdigit() for state in states for letter in state)


def test_verification_says_what_it_does_not_check() -> None:
    page = page_of(a_release(), signer_key="valley-2026", signer_fingerprint="SHA256:3fA9")
    text = section(page, "verify").text
    assert "nyhavn verify . --key trust.pub" in text
    assert "unchanged since they were signed. Whether they are true was not checked." in text
    assert "valley-2026" in text and "SHA256:3fA9" in text


def test_without_a_signer_none_is_invented() -> None:
    assert "Fingerprint" not in section(page_of(a_release()), "verify").text


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("population", "estimates for the whole population"),
        ("participants", "describe the people who took part"),
        ("documented-events", "a documented minimum"),
        ("enumerated-units", "what was visited and listed"),
        ("something-else", "It is not stated whom these figures stand for."),
    ],
)
def test_whom_the_figures_stand_for_is_said_near_the_top(target: str, said: str) -> None:
    release = a_release()
    page = page_of(replace(release, method=replace(release.method, target=target)))
    assert said in section(page, "use").text
    assert [part.all("h2")[0].attributes["id"] for part in page.all("section")][:2] == ["short", "use"]


def test_limits_are_listed_and_their_absence_is_no_promise() -> None:
    assert "It says nothing about children." in background("use")
    assert "No limits are stated. That does not mean there are none." in background("use", limits=())


def test_invented_data_are_called_invented_before_anything_else() -> None:
    page = page_of(a_release())
    assert page.all("main")[0].text.startswith("Synthetic data for demonstration.")
    assert "Synthetic" not in page_of(replace(a_release(), synthetic=False)).all("main")[0].text


def test_no_findings_is_not_called_free_of_error() -> None:
    assert "That does not mean the answers are free of error." in background("quality", findings=())


def test_the_questions_are_folded_and_the_fold_says_how_many_and_how_grave() -> None:
    release = a_release()
    fold = section(page_of(release), "quality").all("details")[0]
    summary = fold.all("summary")[0]
    assert summary.text.startswith("Read the questions (3)")
    assert [mark.text for mark in summary.all("span", class_="mark")] == ["! Serious", "? Please check", "i Note"]
    assert all(finding.wording in fold.text for finding in release.findings)


def test_without_a_reference_nobody_claims_to_know_who_is_missing() -> None:
    assert "Who is missing is therefore not known." in background("who", coverage=())


def test_a_first_release_and_a_later_one_say_which_they_are() -> None:
    assert "san-aurelio-2026-0" in background("versions")
    assert "No earlier release is stated." in background("versions", previous="", changes="")
    assert "What changed is not stated." in background("versions", changes="")
