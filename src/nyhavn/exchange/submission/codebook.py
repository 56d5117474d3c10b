"""The codebook of a package for programs and for people, with the official code beside each code."""

from collections.abc import Iterator
from typing import Any

from nyhavn.exchange.bundle.codebook import category_meaning, official_of
from nyhavn.exchange.bundle.figures import category_labels
from nyhavn.exchange.submission.document import Document, Section, fact, table
from nyhavn.exchange.submission.evidence import about_of
from nyhavn.framework.instrument import Choice, Instrument, Question
from nyhavn.framework.release import Release
from nyhavn.framework.statistics import Breakdown, Indicator

_CODES = ("Code", "Label", "Official code")
_TERMS = {
    "id": "Id",
    "statistic": "Statistic",
    "numerator": "Counted where",
    "value": "Measured by",
    "denominator": "Divided by",
    "quantile": "Share of answers at or below",
    "universe": "Among those where",
    "unit": "Unit",
    "sdg": "SDG indicator",
    "note": "Note",
}


def codebook_plain(release: Release) -> dict[str, Any]:
    """The codebook in the values that JSON knows."""
    return {
        "instrument": {"id": release.instrument.id, "version": release.instrument.version},
        "indicators": [_indicator(one) for one in release.indicators],
        "breakdowns": [_breakdown(one) for one in release.breakdowns],
        "questions": [_question(one, release.instrument) for one in release.instrument.questions],
    }


def _indicator(one: Indicator) -> dict[str, Any]:
    return one.model_dump(mode="json", include={"title", *_TERMS}, exclude_defaults=True)


def _breakdown(one: Breakdown) -> dict[str, Any]:
    official = {category.code: category.official for category in one.categories}
    return {
        "id": one.id,
        "title": one.title,
        "question": one.question,
        "note": one.note,
        "categories": [
            {"code": code, "label": label, "official": _codes(official.get(code, {}).items())}
            for code, label in category_labels(one).items()
        ],
    }


def _codes(pairs: Any) -> list[dict[str, str]]:
    return [{"list": name, "code": code, "meaning": category_meaning(name, code)} for name, code in pairs]


def _question(question: Question, instrument: Instrument) -> dict[str, Any]:
    return {
        "name": question.name,
        "type": question.type.value,
        "labels": dict(question.labels),
        "choices": [_choice(one, question, instrument) for one in question.choices],
    }


def _choice(choice: Choice, question: Question, instrument: Instrument) -> dict[str, Any]:
    found = official_of(choice.code, instrument.codings(question.name))
    official = [{"list": name, "code": code, "meaning": meaning} for name, code, meaning in found]
    return {"code": choice.code, "labels": dict(choice.labels), "official": official}


def codebook_document(release: Release) -> Document:
    """The codebook for people."""
    plain = codebook_plain(release)
    sections = (*_indicators(plain), *_breakdowns(plain), *_questions(plain))
    intro = "What each figure measures, which groups there are, what was asked, and the official code beside each code."
    return Document("Codebook", about_of(release), intro, sections)


def _indicators(plain: dict[str, Any]) -> Iterator[Section]:
    for one in plain["indicators"]:
        facts = (fact(term, _said(one[name])) for name, term in _TERMS.items() if name in one)
        yield Section(f"Indicator: {one['title']}", tuple(facts))


def _said(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else f"{value}"


def _breakdowns(plain: dict[str, Any]) -> Iterator[Section]:
    for one in plain["breakdowns"]:
        rows = ((each["code"], each["label"], _official(each)) for each in one["categories"])
        yield Section(f"Groups: {one['title']}", rows=table(_CODES, rows), note=one["note"])


def _questions(plain: dict[str, Any]) -> Iterator[Section]:
    for one in plain["questions"]:
        facts = (fact("Name", one["name"]), fact("Type", one["type"]), fact("Asked as", *one["labels"].values()))
        rows = [(each["code"], " · ".join(each["labels"].values()), _official(each)) for each in one["choices"]]
        yield Section(f"Question: {one['name']}", facts, table(_CODES, rows) if rows else None)


def _official(entry: dict[str, Any]) -> str:
    """Each code with what it means, because codes mislead."""
    return "; ".join(
        f"{one['list']} {one['code']}" + (f" ({one['meaning']})" if one["meaning"] else "") for one in entry["official"]
    )
