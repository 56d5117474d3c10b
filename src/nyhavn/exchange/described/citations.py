"""How to cite a release: as text, and in the formats that reference managers and registries read."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from nyhavn.exchange.described.access import COAR_SCHEME, RIGHTS
from nyhavn.exchange.described.source import Described, licence_address
from nyhavn.framework.attribution import spoken_names
from nyhavn.framework.labels import SCHEME, SCHEME_ADDRESS


@dataclass(frozen=True)
class CitationFormat:
    """One format. code: part of its address. label: what people know it by. file: its name when it is saved."""

    code: str
    label: str
    media_type: str
    file: str
    write: Callable[[Described], str]


def as_text(of: Described) -> str:
    """One line in the manner of APA 7: author, year, title, version, kind, publisher, address."""
    publisher = "" if of.publisher in of.creators else f" {of.publisher}."
    return f"{_authors(of)}. ({of.year}). {of.title} (Version {of.version}) [Data set].{publisher} {of.address}"


def _authors(of: Described) -> str:
    """Authors, and with whom they made it."""
    named = spoken_names(of.credit)
    return f"{' & '.join(of.creators)}, with {named}" if named else " & ".join(of.creators)


def as_bibtex(of: Described) -> str:
    """BibTeX; braces around names and title keep their letters as they are."""
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in (*of.creators, *of.credit.names)),
        "title": f"{{{_tex(of.title)}}}",
        "year": f"{of.year}",
        "month": f"{of.issued_at.month}",
        "version": _tex(of.version),
        "publisher": f"{{{_tex(of.publisher)}}}",
        "howpublished": f"\\url{{{of.address}}}",
        "url": of.address,
        "note": "Data set",
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{_key(of)},\n{lines}}}\n"


def as_ris(of: Described) -> str:
    """RIS, as reference managers import it. A line holds one value, so line breaks become blanks."""
    tags = (
        ("TY", "DATA"),
        *(("AU", name) for name in of.creators),
        *(("A2", name) for name in of.credit.names),
        ("TI", of.title),
        ("PY", f"{of.year}"),
        ("DA", of.issued_at.strftime("%Y/%m/%d")),
        ("ET", of.version),
        ("PB", of.publisher),
        ("AB", of.description),
        ("LA", of.language),
        *(("KW", topic) for topic in of.topics),
        ("UR", of.address),
        ("ER", ""),
    )
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in tags)


def as_csl(of: Described) -> str:
    """CSL-JSON, as citation processors read it."""
    item: dict[str, object] = {
        "id": _key(of),
        "type": "dataset",
        "title": of.title,
        "author": [{"literal": name} for name in of.creators],
        "issued": {"date-parts": [[of.year, of.issued_at.month, of.issued_at.day]]},
        "version": of.version,
        "publisher": of.publisher,
        "abstract": of.description,
        "language": of.language,
        "URL": of.address,
    }
    if of.credit.names:
        item["contributor"] = [{"literal": name} for name in of.credit.names]
    return _json([item])


def as_datacite(of: Described) -> str:
    """DataCite 4.5. There is no DOI: none was registered, and none is invented."""
    record: dict[str, object] = {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "creators": [{"name": name, "nameType": "Organizational"} for name in of.creators],
        "titles": [{"title": of.title, "lang": of.language}],
        "publisher": {"name": of.publisher},
        "publicationYear": f"{of.year}",
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Citizen data release"},
        "url": of.address,
        "version": of.version,
        "language": of.language,
        "dates": [{"date": of.issued_at.strftime("%Y-%m-%dT%H:%M:%SZ"), "dateType": "Issued"}],
        "descriptions": [{"description": of.description, "descriptionType": "Abstract", "lang": of.language}],
        "formats": sorted({file.media_type for file in of.files}),
    }
    if of.collected:
        record["dates"] = [*record["dates"], {"date": of.collected, "dateType": "Collected"}]  # type: ignore[misc]
    if of.topics:
        record["subjects"] = [{"subject": topic, "lang": of.language} for topic in of.topics]
    if of.place:
        record["geoLocations"] = [{"geoLocationPlace": of.place}]
    if of.credit.names:  # a name and a pseudonym look alike, so that nobody learns which is which
        named = ({"name": name, "nameType": "Personal", "contributorType": "Other"} for name in of.credit.names)
        record["contributors"] = list(named)
    if of.credit.community:
        holder = {"name": of.credit.community, "nameType": "Organizational", "contributorType": "RightsHolder"}
        record["contributors"] = [holder, *record.get("contributors", [])]  # type: ignore[misc]
    if rights := [*_licence_rights(of), *_access_rights(of), *_label_rights(of)]:
        record["rightsList"] = rights
    return _json(record)


def _access_rights(of: Described) -> Iterator[dict[str, str]]:
    right = RIGHTS[of.access]
    yield {
        "rights": " ".join(filter(None, (right.coar_words, of.access_reason))),
        "rightsUri": right.coar,
        "rightsIdentifier": right.coar.rpartition("/")[2],
        "rightsIdentifierScheme": "COAR Access Rights",
        "schemeUri": COAR_SCHEME,
    }


def _licence_rights(of: Described) -> Iterator[dict[str, str]]:
    if licence_address(of.licence):
        yield {
            "rights": of.licence,
            "rightsUri": licence_address(of.licence),
            "rightsIdentifier": of.licence,
            "rightsIdentifierScheme": "SPDX",
            "schemeUri": "https://spdx.org/licenses/",
        }


def _label_rights(of: Described) -> Iterator[dict[str, str]]:
    """Each Label once for each language in which the community wrote it."""
    for label in of.labels:
        for said in label.texts:
            yield {
                "rights": f"{label.title}: {said.text}",
                "lang": said.language,
                "rightsIdentifier": label.code,
                "rightsIdentifierScheme": SCHEME,
                "schemeUri": SCHEME_ADDRESS,
            }


def as_cff(of: Described) -> str:
    """CITATION.cff 1.2. Texts are written as JSON, which is YAML as well."""
    lines: dict[str, object] = {
        "cff-version": "1.2.0",
        "message": "If you use these data, please cite them as below.",
        "type": "dataset",
        "title": of.title,
        "authors": [{"name": name} for name in (*of.creators, *of.credit.names)],
        "version": of.version,
        "date-released": of.issued_at.date().isoformat(),
        "url": of.address,
        "abstract": of.description,
    }
    if licence_address(of.licence):
        lines["license"] = of.licence
    return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in lines.items())


JSON_OF_DATACITE = "application/vnd.datacite.datacite+json"
FORMATS: Mapping[str, CitationFormat] = {
    one.code: one
    for one in (
        CitationFormat("text", "Text", "text/plain", "citation.txt", as_text),
        CitationFormat("bibtex", "BibTeX", "application/x-bibtex", "citation.bib", as_bibtex),
        CitationFormat("ris", "RIS", "application/x-research-info-systems", "citation.ris", as_ris),
        CitationFormat("csl", "CSL-JSON", "application/vnd.citationstyles.csl+json", "citation.json", as_csl),
        CitationFormat("datacite", "DataCite 4.5", JSON_OF_DATACITE, "datacite.json", as_datacite),
        CitationFormat("cff", "CITATION.cff", "application/yaml", "CITATION.cff", as_cff),
    )
}

_TEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_TEX |= {letter: f"\\{letter}" for letter in "&%$#_{}"}


def _tex(text: str) -> str:
    """A text in which nothing is a command."""
    return "".join(_TEX.get(letter, letter) for letter in " ".join(text.split()))


def _key(of: Described) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", f"{of.name}-{of.version}").strip("-")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
