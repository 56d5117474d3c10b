"""Somebody in front of a page without JavaScript: sees fields, fills them in, presses a button."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.http import HttpResponse
from django.test import Client


class Fields(HTMLParser):
    """What a browser would send of a page: hidden fields, chosen options, texts; and which names there are."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.names: list[str] = []
        self.buttons: list[tuple[str, str]] = []
        self.text: list[str] = []
        self.is_wrong = 'class="errors"' in page
        self._in: dict[str, str] = {}
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        name = found.get("name", "")
        if tag == "input" and name:
            self.names.append(name)
            is_choice = found.get("type") in ("radio", "checkbox")
            if not is_choice or "checked" in found:
                self.values.setdefault(name, []).append(found.get("value", ""))
        elif tag == "select":
            self._select = name
            self.names.append(name)
        elif tag == "option" and self._select and "selected" in found:
            self.values[self._select] = [found.get("value", "")]
        elif tag == "button":
            self.buttons.append((name, found.get("value", "")))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def page_of_notice(page: Fields) -> bool:
    """Whether the notice stands there, and the questions about the purposes come after it."""
    return page.values.get("-at") == ["consent"] and not any(name.startswith("-consent-") for name in page.names)


@dataclass
class Visitor:
    """A browser that keeps what it is told to keep, and nothing else."""

    client: Client
    path: str
    response: HttpResponse | None = None
    sent: dict[str, list[str]] = field(default_factory=dict)

    @property
    def page(self) -> Fields:
        assert self.response is not None
        return Fields(self.html)

    @property
    def html(self) -> str:
        assert self.response is not None
        return self.response.content.decode()

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.page.text).split())

    def open(self) -> "Visitor":
        self.response = self.client.get(self.path)
        return self

    def press(self, button: str, name: str = "-do", **said: str | list[str]) -> "Visitor":
        return self.say(said, button, name)

    def say(self, said: Mapping[str, str | list[str]], button: str, name: str = "-do") -> "Visitor":
        """Fill in and press. Fields that are not named stay as they are on the page."""
        asked = {key: text for key, text in said.items() if key.startswith("-consent-")}
        if asked and page_of_notice(self.page):
            return self._decide(asked)
        page = self.page
        assert (name, button) in page.buttons, f"no such button: {button} in {page.buttons}"
        unknown = set(said) - set(page.names) - {"-receipt"}
        assert not unknown, f"no such fields: {unknown} in {page.names}"
        given = {key: [value] if isinstance(value, str) else list(value) for key, value in said.items()}
        self.sent = {**page.values, **given, name: [button]}
        self.response = self.client.post(self.path, self.sent)
        return self

    def _decide(self, said: Mapping[str, str | list[str]]) -> "Visitor":
        """Read the notice, and answer each purpose that is asked, one page after the other."""
        self.say({}, "on")
        while (here := next((key for key in said if key in self.page.names), "")) and not self.page.is_wrong:
            self.say({here: said[here]}, "on")
        return self

    def repeat(self) -> "Visitor":
        """The same once more, as a thumb does that presses twice, or a browser that is told to send again."""
        self.response = self.client.post(self.path, self.sent)
        return self
