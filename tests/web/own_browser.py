"""A browser in front of a person's own pages: follows where it is sent, and presses what stands there."""

from django.test import Client

from web.visitors import Fields


class OwnBrowser:
    """What somebody with a receipt sees."""

    def __init__(self) -> None:
        self.client = Client()
        self.status = 0
        self.path = ""
        self.html = ""

    def open(self, path: str) -> "OwnBrowser":
        """Go to an address."""
        return self._seen(self.client.get(path, follow=True), path)

    def post(self, path: str, **said: str | list[str]) -> "OwnBrowser":
        """Send a form of the page that is open, with what it hides in it."""
        hidden = {"-once": self.once} if self.once else {}
        return self._seen(self.client.post(path, {**hidden, **said}, follow=True), path)

    def come(self, code: str) -> "OwnBrowser":
        """Type a code at the door."""
        return self.open("/mine/").post("/mine/", code=code)

    @property
    def text(self) -> str:
        """The words on the page."""
        return " ".join(" ".join(Fields(self.html).text).split())

    @property
    def once(self) -> str:
        """What shows that a form is of this visit."""
        return (Fields(self.html).values.get("-once") or [""])[0]

    @property
    def fields(self) -> dict[str, list[str]]:
        """What the page would send as it stands."""
        return dict(Fields(self.html).values)

    def _seen(self, response: object, path: str) -> "OwnBrowser":
        self.status = response.status_code  # type: ignore[attr-defined]
        self.html = response.content.decode()  # type: ignore[attr-defined]
        chain = response.redirect_chain  # type: ignore[attr-defined]
        self.path = chain[-1][0] if chain else path
        return self
