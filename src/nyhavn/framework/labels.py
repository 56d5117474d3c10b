"""Labels of Local Contexts: a community says, in its own words, what others are asked to respect.

Only codes and names of the Labels are ours to know. Each Label's text is the community's own, in its languages. Notices
are for institutions and researchers; a community puts Labels, and nobody puts one in its place.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from nyhavn.framework.refusal import refusal

SCHEME, SCHEME_ADDRESS = "Local Contexts", "https://localcontexts.org/labels/"
# Where a Label asks that the material is not for everybody, an open release would break it.
NOT_FOR_EVERYBODY = frozenset({"TK SS", "TK CO", "TK MR", "TK WR"})


@dataclass(frozen=True)
class Label:
    """A Label as Local Contexts names it."""

    code: str
    name: str


@dataclass(frozen=True)
class LabelText:
    """What the community says, in one language (BCP 47)."""

    language: str
    text: str


@dataclass(frozen=True)
class CommunityLabel:
    """A Label that a community put, with its own texts."""

    code: str
    name: str
    texts: tuple[LabelText, ...]

    @property
    def title(self) -> str:
        """Name and code, as Local Contexts writes them."""
        return f"{self.name} ({self.code})"

    def text(self, language: str) -> LabelText:
        """The text in that language, else the first one that the community wrote."""
        return next((each for each in self.texts if each.language == language), self.texts[0])


@cache
def all_labels() -> Mapping[str, Label]:
    """Every Label that may be put, by code."""
    text = (resources.files("nyhavn.framework") / "data" / "local_contexts_labels.toml").read_text(encoding="utf-8")
    return {each["code"]: Label(each["code"], each["name"]) for each in tomllib.loads(text)["label"]}


def labels_from(said: Mapping[str, Mapping[str, str]]) -> tuple[CommunityLabel, ...]:
    """Labels as they are stored (code -> language -> text), in the order of Local Contexts; never one without text."""
    return tuple(
        CommunityLabel(label.code, label.name, tuple(LabelText(*each) for each in sorted(said[code].items())))
        for code, label in all_labels().items()
        if said.get(code)
    )


def still_put(frozen: Sequence[CommunityLabel], now: Iterable[CommunityLabel]) -> tuple[CommunityLabel, ...]:
    """The Labels of a release that the community still puts; new ones wait for the next release."""
    codes = {label.code for label in now}
    return tuple(label for label in frozen if label.code in codes)


def check_label(code: str, text: str, *, unnamed: str = "") -> None:
    """Raises Refusal "label-unknown", "label-without-text", "label-names-community".

    unnamed: the name of a community that wishes to stay unnamed, else "".
    """
    if code not in all_labels():
        do = "Choose one of the list. Notices are for institutions and are not Labels."
        raise refusal("label-unknown", "This is no Label of Local Contexts.", where="code", do=do)
    if not text.strip():
        what = "A Label without the community's own text says nothing."
        raise refusal("label-without-text", what, where="text", do="Write what the community asks of others.")
    if unnamed and unnamed.casefold() in text.casefold():
        what = "The text names the community, which wishes to stay unnamed."
        raise refusal("label-names-community", what, where="text", do="Take the name out of the text.")


def check_open(labels: Iterable[CommunityLabel]) -> None:
    """Raises Refusal "label-forbids-release": nothing is put before everybody that a Label keeps from them."""
    kept = [label.title for label in labels if label.code in NOT_FOR_EVERYBODY]
    if kept:
        what = f"The community put a Label that keeps this from everybody: {', '.join(kept)}."
        raise refusal(
            "label-forbids-release", what, where="labels", do="Ask the community before anything is published."
        )
