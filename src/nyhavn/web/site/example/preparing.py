"""Registration, participation, questionnaire, method card and notice of the example."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from nyhavn.framework.evidence import Evidence
from nyhavn.framework.roles import Role
from nyhavn.web.pages.uploads import Upload
from nyhavn.web.site.example.files import Example, NoticeText
from nyhavn.web.site.example.hands import do
from nyhavn.web.site.example.people import NAME, ORGANISATION, People

LANGUAGES = ("en", "es", "ar")
QUESTION_OF = {
    "collection": "agree_collection",
    "community-use": "agree_community",
    "published-aggregates": "agree_aggregates",
    "statistics-office": "agree_office",
    "open-microdata": "agree_microdata",
}
KEPT: Mapping[str, object] = {"kept": "months", "months": 22}
# The words say when answers are deleted: 22 months after the collection began. What is made of them stays.
TERMS: Mapping[str, Mapping[str, object]] = {
    purpose: {"purpose": purpose, "recipients": recipients, **kept}
    for purpose, recipients, kept in (
        ("collection", ["team"], KEPT),
        ("community-use", ["team", "community"], KEPT),
        ("published-aggregates", ["everybody"], {"kept": "until-withdrawn"}),
        ("statistics-office", ["statistics-office"], {"kept": "until-withdrawn"}),
        ("open-microdata", ["everybody"], {"kept": "until-withdrawn"}),
    )
}
TRAINED_ON = date(2025, 1, 18)
NOT_STATED_BY_THE_FORM = frozenset({"id", "parties", "interests"})


def register(example: Example, people: People) -> str:
    """Register it; gives the short name."""
    about = example.plan.initiative
    producers = [party.model_dump(mode="json") for party in about.parties or ()]
    parties = [{**party, "role": "producer" if party["role"] == "started" else party["role"]} for party in producers]
    start = example.plan.initiation.model_dump(exclude={"evidence", "mandate"})
    said = {
        "id": about.id,
        "about": about.model_dump(mode="json", exclude=set(NOT_STATED_BY_THE_FORM)),
        "interests": {"parties_are": "these", "parties": parties, "interests_are": "none"},
        "initiation": start,
    }
    do(people.coordinator, "organisation.register", said, organisation=ORGANISATION)
    return about.id


def state_participation(example: Example, people: People, initiative: str) -> None:
    """Who started it, who decides at which stage, and the evidence; then the public page."""
    plan, by = example.plan, people.coordinator
    started = plan.initiation.model_dump(exclude={"evidence", "mandate"})
    evidence = {"evidence": _said(plan.initiation.evidence), "mandate": _said(plan.initiation.mandate)}
    do(by, "initiative.initiation", {**started, **evidence}, initiative=initiative)
    for entry in plan.participation:
        said = {"level": entry.level, "claimed_by": entry.claimed_by, "evidence": _said(entry.evidence)}
        do(by, f"initiative.participation-{entry.stage.value}", said, initiative=initiative)
    do(by, "initiative.definition", {"print_strict": plan.definition.print_strict}, initiative=initiative)
    do(by, "initiative.listing", {"is_listed": True}, initiative=initiative)


def _said(evidence: tuple[Evidence, ...]) -> list[dict[str, Any]]:
    return [piece.model_dump() for piece in evidence]


def write_method(example: Example, people: People, initiative: str) -> None:
    """Questionnaire and method card, with the training of the one enumerator who has an account."""
    plan, by = example.plan, people.coordinator
    sent = do(
        by,
        "initiative.upload-questionnaire",
        {"file": Upload(name="services-for-all.xlsx", content=example.form())},
        initiative=initiative,
    )
    design, method = plan.design, plan.method
    steps: Mapping[str, Mapping[str, Any]] = {
        "choose-questionnaire": {"questionnaire": str(sent.made)},
        "say-selection": {
            "population": method.population,
            "target": design.target,
            "selection": design.selection,
            "words": design.words,
        },
        "say-groups": {"weights_words": method.weights, "weights": "weight", "cluster": "cluster"},
        "say-asking": {"mode": method.mode},
        "say-pretest": {"pretest": method.pretest},
        "say-error-sources": {"error_sources": method.error_sources},
        "record-training": {
            "enumerator": str(people[Role.ENUMERATOR].uuid),
            "held_on": TRAINED_ON,
            "topics": method.training,
        },
    }
    for name, said in steps.items():
        do(by, f"initiative.{name}", said, initiative=initiative)


def put_notice_in_use(example: Example, people: People, initiative: str, today: date) -> None:
    """The notice in three languages, in use from today."""
    if example.plan.consent is None:
        raise RuntimeError("the example asks everybody for consent")
    by, notice = people.coordinator, example.plan.consent.notice[0]
    purposes = [purpose.value for purpose in notice.purposes]
    draft = {"version": notice.version, "purposes": purposes, "contact": NAME}
    made = do(by, "initiative.draft-notice", draft, initiative=initiative).made
    labels = {row["name"]: row for row in example.rows("form/survey.csv")}
    for language in LANGUAGES:
        column = next(head for head in labels["notice"] if head.startswith("label") and f"({language})" in head)
        asked = {purpose.replace("-", "_"): labels[QUESTION_OF[purpose]][column] for purpose in purposes}
        said = {"language": language, "questions": asked, **_parts(example.notice(language))}
        do(by, "notice.add-text", said, initiative=initiative, notice=made)
    terms = {"witnessed_path": False, "terms": [TERMS[purpose] for purpose in purposes]}
    do(by, "notice.say-terms", terms, initiative=initiative, notice=made)
    do(by, "notice.put-in-use", {"valid_from": today}, initiative=initiative, notice=made)


def _parts(text: NoticeText) -> Mapping[str, str]:
    """Where the site keeps which part of the words. Who receives what are the second and fourth use."""
    *first, stays, lost = text.change_of_mind
    return {
        "title": text.title,
        "body": text.body,
        "retention": text.retention,
        "recipients": " ".join((text.purposes[1], text.purposes[3])),
        "can_take_back": " ".join(first),
        "stays": stays,
        "lost_code": lost,
    }
