"""A published release as strangers see it: its content, its files, and how others describe it."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language, gettext

from nyhavn.exchange.bundle.content import release_from_json
from nyhavn.exchange.bundle.layout import MANIFEST, RECORDS, UNSIGNED, take_inventory
from nyhavn.exchange.described.source import Described, DescribedFile
from nyhavn.exchange.report.html import Parts, report_parts
from nyhavn.framework.openness import AccessLevel, Material
from nyhavn.framework.release import Release
from nyhavn.framework.statistics import Indicator
from nyhavn.web.collection.community_credit import unnamed_community
from nyhavn.web.material.queries import has_some
from nyhavn.web.openness.queries import levels_of
from nyhavn.web.openness.showing import LevelShown, openness_shown
from nyhavn.web.releases.credit import credit_shown, labels_shown
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.queries import bundle_folder, is_kept_back, is_readable
from nyhavn.web.site.freshness import spoken
from nyhavn.web.site.media_types import media_type
from nyhavn.web.site.unnamed import WITHHELD, organisation_shown, without

SITE_NAME = "Nyhavn"
ANONYMOUS = "anonymous"
OPEN_RESULTS = 2
# A row of a table is one; what stands around an indicator weighs as much as twenty of them. In rows, for pages of less
# than 100 kB with their style.
WEIGHT, ROOM_ON_THE_FIRST, ROOM = 20, 125, 350
KEPT = 64  # releases in memory, with the parts of their pages
WORDS_AT = "/words/"


@dataclass(frozen=True)
class ShownFile:
    """A file to take away. path: in the release. is_evidence: it shows that nothing was changed."""

    path: str
    title: str
    bytes: int
    sha256: str
    is_evidence: bool


def address_of(stored: PublicRelease, below: str = "") -> str:
    """The whole address of a version, or of something below it."""
    return f"{settings.SITE_ADDRESS}/data/{stored.name}/{stored.version}/{below}"


def withheld_names(stored: PublicRelease) -> tuple[str, ...]:
    """Whoever has a part in the release and asked not to be named, the community included."""
    said = tomllib.loads(stored.run.plan).get("release", {}) if stored.run.plan else {}
    found = [credit["name"].strip() for credit in said.get("credits", ()) if credit["wish"] == ANONYMOUS]
    found.append(unnamed_community(stored.initiative))
    return tuple(dict.fromkeys(name for name in found if name))


def levels_shown(stored: PublicRelease) -> tuple[LevelShown, ...]:
    """How open everything is and why, without those names."""
    names = withheld_names(stored)
    return tuple(_without_names(one, names) for one in openness_shown(stored.initiative).levels)


def _without_names(level: LevelShown, names: tuple[str, ...]) -> LevelShown:
    if level.choice is None or not names:
        return level
    texts = {part: without(names, getattr(level.choice, part)) for part in ("reason", "with_whom")}
    return level.model_copy(update={"choice": level.choice.model_copy(update=texts)})


def has_stories(stored: PublicRelease) -> bool:
    """Whether everybody may read stories beside it. Whoever may not does not learn whether there are any."""
    return has_some(stored) and levels_of(stored.initiative)[Material.STORIES] is AccessLevel.OPEN


def title_shown(stored: PublicRelease) -> str:
    """The title that is kept beside the content, without those names."""
    return without(withheld_names(stored), stored.title)


def shown_content(stored: PublicRelease) -> Release:
    """What is in it, without the names of those who asked not to be named; look at `is_readable` first."""
    return _content(stored.id, stored.content, withheld_names(stored))


@lru_cache(maxsize=KEPT)
def _content(id_: int, content: str, names: tuple[str, ...]) -> Release:
    for name in names:
        content = content.replace(json.dumps(name, ensure_ascii=False)[1:-1], WITHHELD)
    return release_from_json(content.encode())


def page_parts(stored: PublicRelease, page: int = 1) -> Parts:
    """The parts of the report, in the reader's language. page: of the indicators, of which one page shows only some."""
    home = f"/data/{stored.name}/{stored.version}/"
    source = described(stored).source_line
    return _parts(stored.id, stored.content, withheld_names(stored), home, page, spoken(), source)


@lru_cache(maxsize=KEPT)
def _parts(id_: int, content: str, names: tuple[str, ...], home: str, page: int, spoken: str, source: str) -> Parts:
    """Kept for each release and language. spoken: differs whenever its words do."""
    release = _content(id_, content, names)
    shown = replace(release, indicators=pages_of_results(release)[page - 1])
    return report_parts(
        shown,
        files_at=f"{home}files/",
        words_at=WORDS_AT,
        quality_at=f"{home}quality/",
        principles_at=f"{home}principles/",
        open_results=OPEN_RESULTS,
        source=source,
        language=get_language() or settings.LANGUAGE_CODE,
        say=gettext,
    )


def pages_of_results(release: Release) -> tuple[tuple[Indicator, ...], ...]:
    """The indicators in order, so many on each page that none gets heavy; the first page holds all the rest, too."""
    pages: list[list[Indicator]] = [[]]
    room = ROOM_ON_THE_FIRST
    for indicator in release.indicators:
        weight = WEIGHT + sum(len(table.figures) for table in release.tables if table.indicator == indicator.id)
        if pages[-1] and weight > room:
            pages.append([])
            room = ROOM
        pages[-1].append(indicator)
        room -= weight
    return tuple(tuple(page) for page in pages)


def files_of(stored: PublicRelease, release: Release) -> tuple[ShownFile, ...]:
    """Its files, data first and evidence last; none where they may not be seen, or are not there."""
    folder = bundle_folder(stored)
    if folder is None or not folder.is_dir():
        return ()
    hashes, titles = _hashes(folder), _titles(release)
    found = (
        ShownFile(name, titles.get(name, ""), (folder / name).stat().st_size, hashes.get(name, ""), name in UNSIGNED)
        for name in take_inventory(folder).files
        if not is_kept_back(stored, name)
    )
    return tuple(sorted(found, key=lambda file: (file.is_evidence, not file.path.startswith("tables/"), file.path)))


def _hashes(folder: Path) -> dict[str, str]:
    """The hashes of the manifest, by path."""
    manifest = folder / MANIFEST
    lines = manifest.read_text("utf-8").splitlines() if manifest.is_file() else []
    return {path.lstrip("*"): digest for digest, _, path in (line.partition("  ") for line in lines)}


def _titles(release: Release) -> dict[str, str]:
    indicators = {indicator.id: indicator.title for indicator in release.indicators}
    return {f"tables/{table.id}.csv": indicators.get(table.indicator, "") for table in release.tables}


def author_of(stored: PublicRelease, release: Release) -> str:
    """How the producers wish to be named; the organisation where they said nothing, or somebody wished no name."""
    said = " ".join(release.attribution.split())
    return organisation_shown(stored.initiative) if not said or WITHHELD in said else said


def _public_files(
    stored: PublicRelease, release: Release, levels: Mapping[Material, AccessLevel]
) -> tuple[ShownFile, ...]:
    """The files that everybody may read."""
    if levels[Material.RESULTS] is not AccessLevel.OPEN:
        return ()
    is_open = levels[Material.RECORDS] is AccessLevel.OPEN
    return tuple(file for file in files_of(stored, release) if is_open or not file.path.startswith(RECORDS))


def described(stored: PublicRelease) -> Described:
    """The version as others cite and list it. A withdrawn one has no figures and no files, nor has one not open."""
    release, home = shown_content(stored), address_of(stored)
    is_open, shown = is_readable(stored), {one.material: one for one in levels_shown(stored)}
    results, levels = shown[Material.RESULTS], {material: one.level for material, one in shown.items()}
    access = results.level
    shows = is_open and access is AccessLevel.OPEN
    if stored.issued_at is None:
        raise ValueError("a release that was never issued is described to nobody")
    return Described(
        name=stored.name,
        version=stored.version,
        address=home,
        title=release.title,
        summary=release.summary,
        headline=release.headline if shows else "",
        author=author_of(stored, release),
        publisher=organisation_shown(stored.initiative),
        site=SITE_NAME,
        site_address=settings.SITE_ADDRESS,
        language=release.language,
        place=release.place,
        licence=release.licence,
        issued_at=stored.issued_at,
        collected_from=release.method.collected_from,
        collected_to=release.method.collected_to,
        topics=tuple(indicator.title for indicator in release.indicators) if is_open else (),
        sdg=tuple(dict.fromkeys(code for indicator in release.indicators for code in indicator.sdg)),
        previous=release.previous,
        credit=credit_shown(stored),
        labels=labels_shown(stored),
        files=_described_files(stored, release, home, levels),
        is_withdrawn=not is_open,
        independence=release.independence,
        access=access,
        access_reason=results.choice.reason if results.choice else "",
    )


def _described_files(
    stored: PublicRelease, release: Release, home: str, levels: Mapping[Material, AccessLevel]
) -> tuple[DescribedFile, ...]:
    return tuple(
        DescribedFile(f"{home}files/{one.path}", media_type(one.path), one.title or one.path, one.bytes, one.sha256)
        for one in _public_files(stored, release, levels)
        if not one.is_evidence
    )
