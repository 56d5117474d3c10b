"""What may be asked of an authority, and what may be said after it, by whom."""

import re
from collections.abc import Collection, Mapping
from datetime import date

from nyhavn.framework.commitments import MAY_FOLLOW, OF_AUTHORITY, RequestState, Trail, TrailEntry, TrailStep
from nyhavn.framework.needs import is_same_body
from nyhavn.framework.refusal import refusal

_WORD = re.compile(r"\w+")
_WORDS: Mapping[RequestState, str] = {
    RequestState.ASKED: "There is no answer yet.",
    RequestState.DECLINED: "The authority declined.",
    RequestState.ACCEPTED: "The authority accepted.",
    RequestState.COMMITTED: "The authority committed itself.",
    RequestState.ACTED: "The authority acted.",
}


def check_brought(trail: Trail, *, producer: str, today: date) -> None:
    """Raises Refusal: request-about-nothing, request-to-oneself, request-how-missing, request-days-out-of-order."""
    if trail.need is None and not trail.release:
        what = "It is not said which need or which published results this is about."
        do = "Choose a need, or published results, or both."
        raise refusal("request-about-nothing", what, where="need", do=do)
    if is_same_body(trail.authority, producer):
        what = "This is the organisation that makes the data."
        raise refusal("request-to-oneself", what, where="authority", do="Ask the authority that decides about it.")
    if not trail.is_here and not trail.how:
        what = "It is not said how this authority was asked."
        do = "Write how: a letter with its date, a hearing, a petition with its number."
        raise refusal("request-how-missing", what, where="how", do=do)
    if trail.asked_on > today or trail.answer_by <= trail.asked_on:
        what = "It was asked before today, and the answer comes after that day."
        raise refusal("request-days-out-of-order", what, where="answer_by", do="Please check the days.")


def check_follows(trail: Trail, step: TrailStep) -> None:
    """Whether this may be said now. Raises Refusal "trail-out-of-turn"."""
    if step not in MAY_FOLLOW[trail.state]:
        do = "Record an answer that accepts it first." if step in (TrailStep.COMMIT, TrailStep.ACT) else ""
        raise refusal("trail-out-of-turn", f"{_WORDS[trail.state]} This cannot follow.", do=do)


def check_said(trail: Trail, said: TrailEntry) -> None:
    """Whether an entry fits its trail. Raises Refusal.

    trail-out-of-turn, trail-day-out-of-order, commitment-due-past, trail-about-unknown, trail-source-missing.
    """
    check_follows(trail, said.step)
    if not trail.asked_on <= said.said_on <= said.recorded_on:
        what = "This day is still to come, or it is before the day on which the authority was asked."
        raise refusal("trail-day-out-of-order", what, where="said_on", do="Please check the day.")
    if said.step is TrailStep.COMMIT and (said.due is None or said.due < said.said_on):
        what = "A commitment is for a day after it was made."
        raise refusal("commitment-due-past", what, where="due", do="Please check the day.")
    _check_about(trail, said)
    if said.step in OF_AUTHORITY and not said.by_authority and not said.source:
        what = "What an authority said outside this site needs its source."
        do = "Write where it stands: a letter, minutes, a gazette, a news report."
        raise refusal("trail-source-missing", what, where="source", do=do)


def _check_about(trail: Trail, said: TrailEntry) -> None:
    """A correction is of something its own side said; the rest is about a commitment that stands, or about none."""
    there = {one.number: one for one in trail.standing}
    found = there.get(said.about) if said.about is not None else None
    if said.step is TrailStep.CORRECT:
        is_known = found is not None and found.step is not TrailStep.CORRECT
        fits = is_known and found is not None and found.by_authority is said.by_authority
    else:
        is_commitment = found is not None and found.step is TrailStep.COMMIT
        fits = is_commitment or (said.about is None and not said.keeps)  # only what was promised can be kept
    if not fits:
        what = "This is nothing that can be spoken of here: it is not on record, was taken back, or others said it."
        raise refusal("trail-about-unknown", what, where="about", do="Choose from what is shown.")


def check_sees(*, belongs_to_authority: bool) -> None:
    """Nobody of an authority says for the community what came of its promises. Raises Refusal "seen-by-authority"."""
    if belongs_to_authority:
        what = "You belong to the authority that was asked."
        raise refusal("seen-by-authority", what, do="Let somebody else of the community say what they saw.")


def check_speaks_for(trail: Trail) -> None:
    """An initiative records what is said outside this site only. Raises Refusal "trail-authority-speaks-itself"."""
    if trail.is_here:
        what = "This authority has a page on this site, and says there itself what it says."
        raise refusal("trail-authority-speaks-itself", what, do="Wait for its answer. It is reminded.")


def check_unnamed(texts: Collection[str], unnamed: str) -> None:
    """Raises Refusal "request-names-unnamed" where the name stands that may stand nowhere. unnamed: "" for none."""
    if unnamed and any(unnamed.casefold() in text.casefold() for text in texts):
        what = "This names the community, which wishes to stay unnamed."
        raise refusal("request-names-unnamed", what, do="Say it without the name.")


def check_office(office: str, people: Collection[str]) -> None:
    """Whoever is responsible is an office, which stays when people go. people: names that it may not hold.

    Raises Refusal "office-not-person".
    """
    told, names = _as_words(office), [_as_words(name) for name in people]
    if "@" in office or any(name.strip() and name in told for name in names):
        what = "This names a person, or is somebody's address."
        do = "Name the office: for example “Department of water, planning section”."
        raise refusal("office-not-person", what, where="office", do=do)


def _as_words(text: str) -> str:
    """Only its words, each between spaces."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "
