"""Reading a report as a machine does: elements, texts and links, with nothing but the standard library."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from nyhavn.exchange.report.html import report_html
from nyhavn.framework.release import Release

VOID = frozenset({"meta", "br", "link", "img", "input", "hr"})


@dataclass
class Element:
    """One element with what is inside it, in order: texts and further elements."""

    tag: str
    attributes: dict[str, str]
    inside: list["Element | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text inside, with spaces made single."""
        return " ".join(" ".join(self._texts()).split())

    def _texts(self) -> list[str]:
        found = []
        for part in self.inside:
            found.extend([part] if isinstance(part, str) else part._texts())
        return found

    def all(self, tag: str = "", **attributes: str) -> list["Element"]:
        """Every element inside of that tag and with those attributes (class_ for class: one of its words)."""
        found = []
        for part in self.inside:
            if isinstance(part, Element):
                if part._is(tag, attributes):
                    found.append(part)
                found.extend(part.all(tag, **attributes))
        return found

    def _is(self, tag: str, attributes: dict[str, str]) -> bool:
        own = {**self.attributes, "class_": self.attributes.get("class", "")}
        return (not tag or self.tag == tag) and all(
            value in own.get(name, "").split() if name == "class_" else own.get(name) == value
            for name, value in attributes.items()
        )


class Reader(HTMLParser):
    """Builds the elements, and remembers every tag that was not closed where it should be."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("document", {})]
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"twice the same attribute in <{tag}>")
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag != tag:
            self.faults.append(f"</{tag}> closes <{self.open[-1].tag}>")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def read(html: bytes) -> tuple[Element, list[str]]:
    """The document, and what is wrong with its tags."""
    reader = Reader()
    reader.feed(html.decode("utf-8"))
    reader.close()
    return reader.open[0], reader.faults + [f"<{element.tag}> stays open" for element in reader.open[1:]]


def page_of(release: Release, **signer: str) -> Element:
    """The report of a release, as elements."""
    return read(report_html(release, **signer))[0]


def section(page: Element, anchor: str) -> Element:
    """The section whose heading has that anchor."""
    return next(part for part in page.all("section") if part.all("h2", id=anchor))
