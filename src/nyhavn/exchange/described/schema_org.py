"""The entry of a release for search engines: schema.org/Dataset as JSON-LD."""

import json

from nyhavn.exchange.described.source import Described, DescribedFile, licence_address
from nyhavn.framework.interests import InterestKind
from nyhavn.framework.openness_levels import AccessLevel

FREE = (AccessLevel.OPEN, AccessLevel.REGISTERED)  # schema.org asks about money and about a door, in one word
SHORTEST, LONGEST = 50, 5000  # letters that search engines take as a description


def dataset_json_ld(of: Described) -> str:
    """JSON-LD that can stand inside <script type="application/ld+json">: nothing in it ends that element."""
    about = of.description if len(of.description) >= SHORTEST else f"{of.title}. {of.description} Data made by people."
    entry: dict[str, object] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": of.address,
        "url": of.address,
        "identifier": f"{of.name} {of.version}",
        "name": of.title,
        "description": about[:LONGEST],
        "version": of.version,
        "inLanguage": of.language,
        "datePublished": of.issued_at.date().isoformat(),
        "isAccessibleForFree": of.access in FREE,
        "conditionsOfAccess": of.access.value if of.access is not AccessLevel.OPEN else "",
        "creator": _organisations(of.creators),
        "contributor": [{"@type": "Person", "name": name} for name in of.credit.names],
        "creditText": of.source_line if not of.credit.is_empty else "",
        "usageInfo": list(of.label_texts()),
        "funder": [
            {"@type": "Organization", "name": one.who} for one in of.standing if one.kind is InterestKind.FUNDER
        ],
        "publisher": {"@type": "Organization", "name": of.publisher},
        "includedInDataCatalog": {"@type": "DataCatalog", "name": of.site, "url": f"{of.site_address}/data/"},
        "spatialCoverage": of.place,
        "temporalCoverage": of.collected,
        "license": licence_address(of.licence),
        "keywords": list(of.topics),
        "variableMeasured": [{"@type": "PropertyValue", "name": topic} for topic in of.topics],
        "distribution": [_download(file) for file in of.files],
    }
    text = json.dumps({name: value for name, value in entry.items() if value not in ("", [])}, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _organisations(names: tuple[str, ...]) -> object:
    found = [{"@type": "Organization", "name": name} for name in names]
    return found[0] if len(found) == 1 else found


def _download(file: DescribedFile) -> dict[str, object]:
    return {
        "@type": "DataDownload",
        "name": file.title,
        "contentUrl": file.address,
        "encodingFormat": file.media_type,
        "contentSize": f"{file.bytes} B",
    }
