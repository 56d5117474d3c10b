"""People who wish to be named, and everything about a release that everybody can read."""

import base64
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.test import Client
from django.utils import timezone

from nyhavn.exchange.described.citations import FORMATS
from nyhavn.framework.attribution import Wish
from nyhavn.framework.consent import ConsentState, Purpose
from nyhavn.framework.consent_ledger import ConsentMode, ConsentSaid
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.collection.credits import say_credit
from nyhavn.web.collection.models import Collection, Contribution
from nyhavn.web.consent.actions import record_consent
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.site.catalogue import index_some
from web import objects
from web.cast import Cast

ALL_YES = {**objects.YES, Purpose.ATTRIBUTION: ConsentState.GIVEN}


def somebody(village: Cast, wish: Wish, name: str = "", *, age: str = "77") -> Contribution:
    """One more person, who agreed to be named."""
    to = Collection.objects.get(initiative=village.initiative)
    made = objects.contribution(to, {**objects.SAID, "age": age}, ALL_YES)
    say_credit(by=None, contribution=made, wish=wish, name=name)
    return made


def takes_back(village: Cast, who: Contribution, *purposes: Purpose) -> None:
    """The person says so later; the ledger is all that hears it."""
    said = dict.fromkeys(purposes, ConsentState.WITHDRAWN)
    gone = ConsentSaid(who.uuid, said, None, "en", timezone.now(), ConsentMode.WEB_FORM)
    record_consent(by=None, initiative=village.initiative, said=gone)


def described(release: PublicRelease) -> dict[str, str]:
    """Everything that the site makes for a release when it is asked: pages, citations, feeds, interface."""
    while index_some():
        pass
    home = f"/data/{release.name}/{release.version}/"
    places = [home, f"/data/{release.name}/", f"{home}credit.json", f"{home}files/", f"{home}quality/"]
    places.append(f"{home}principles/")
    places += [f"{home}cite/{code}" for code in FORMATS]
    places += [f"/feeds/catalogue.{extension}" for extension in ("ttl", "jsonld", "rdf")]
    places += ["/feeds/releases.atom", "/sitemap.xml", "/", "/data/", "/data/?q=water", "/initiatives/"]
    slug = release.initiative.slug
    places += [f"/initiatives/{slug}/", f"/organisations/{release.initiative.organisation.slug}/", "/calendar/"]
    places += [f"/api/v1/data/{release.name}", "/api/v1/data", f"/api/v1/public-initiatives/{slug}"]
    found = {}
    for place in places:
        answer = Client().get(place)
        assert answer.status_code in (200, 404), (place, answer.status_code)
        found[place] = answer.content.decode()
    assert all(found[place] for place in (home, f"{home}credit.json"))
    return found


def signed() -> dict[str, str]:
    """Every file of every release and of the log, zips unpacked and envelopes opened."""
    found = {}
    for folder in (Path(settings.RELEASES), Path(settings.RELEASE_LOG)):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                found |= dict(_texts(str(path), path.read_bytes()))
    return found


def audited() -> str:
    """The record of what was done."""
    return "\n".join(json.dumps(row, default=str) for row in AuditRecord.objects.values())


def _texts(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    yield name, data.decode("utf-8", "replace")
    if name.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for inner in archive.namelist():
                yield from _texts(f"{name}/{inner}", archive.read(inner))
    if name.endswith("dsse.json"):
        yield f"{name}#payload", base64.b64decode(json.loads(data)["payload"]).decode()


def holding(found: dict[str, str], name: str) -> list[str]:
    """The places in which a name stands, in whichever way it is written."""
    written = {name, json.dumps(name)[1:-1], name.casefold()}
    return [place for place, text in found.items() if any(each in text or each in text.casefold() for each in written)]
