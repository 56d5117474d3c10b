"""The catalogue for other portals: DCAT-AP 3.0.1, one page of it at a time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import count

from rdflib import DCAT, DCTERMS, FOAF, PROV, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef

from nyhavn.exchange.described.access import RIGHTS
from nyhavn.exchange.described.source import Described, DescribedFile, licence_address
from nyhavn.framework.labels import SCHEME_ADDRESS

ADMS = Namespace("http://www.w3.org/ns/adms#")
VERSION = URIRef(f"{DCAT}version")  # DCAT 3, which rdflib does not list yet
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
EU = "http://publications.europa.eu/resource/authority"
WITHDRAWN, COMPLETED = URIRef(f"{EU}/dataset-status/WITHDRAWN"), URIRef(f"{EU}/dataset-status/COMPLETED")
MEDIA_TYPE = "https://www.iana.org/assignments/media-types/{}"
SDG_THEME = "http://metadata.un.org/sdg/{}"
# The codes of languages with two letters, in the EU's list (three letters).
EU_LANGUAGE = {
    "ar": "ARA", "bn": "BEN", "da": "DAN", "de": "DEU", "en": "ENG", "es": "SPA", "fa": "FAS", "fr": "FRA", "hi": "HIN",
    "id": "IND", "it": "ITA", "ja": "JPN", "ne": "NEP", "nl": "NLD", "pt": "POR", "ru": "RUS", "so": "SOM", "sw": "SWA",
    "tr": "TUR", "uk": "UKR", "ur": "URD", "vi": "VIE", "zh": "ZHO",
}  # fmt: skip


@dataclass(frozen=True)
class CatalogueRoom:
    """The catalogue that entries stand in.

    page, following: this page of the catalogue and the next one ("" for the last); first: the first one.
    """

    address: str
    title: str
    description: str
    publisher: str
    page: str
    first: str
    following: str = ""


FORMATS: Mapping[str, tuple[str, str]] = {
    "ttl": ("turtle", "text/turtle"),
    "jsonld": ("json-ld", "application/ld+json"),
    "rdf": ("pretty-xml", "application/rdf+xml"),
}


class Numbered(Graph):
    """A graph whose nodes without a name are numbered as they come: the same catalogue is always the same bytes."""

    def __init__(self) -> None:
        super().__init__()
        self._numbers = count(1)

    def node(self) -> BNode:
        """Another node without a name."""
        return BNode(f"n{next(self._numbers)}")


def written_catalogue(room: CatalogueRoom, entries: Iterable[Described], extension: str) -> bytes:
    """One page of the catalogue in a format of FORMATS."""
    return catalogue_graph(room, entries).serialize(format=FORMATS[extension][0], encoding="utf-8")


def catalogue_graph(room: CatalogueRoom, entries: Iterable[Described]) -> Graph:
    """One page of the catalogue as triples."""
    graph = Numbered()
    for prefix, namespace in (("dcat", DCAT), ("dct", DCTERMS), ("adms", ADMS), ("hydra", HYDRA), ("spdx", SPDX)):
        graph.bind(prefix, namespace)
    catalogue = URIRef(room.address)
    graph.add((catalogue, RDF.type, DCAT.Catalog))
    graph.add((catalogue, DCTERMS.title, Literal(room.title, lang="en")))
    graph.add((catalogue, DCTERMS.description, Literal(room.description, lang="en")))
    graph.add((catalogue, DCTERMS.publisher, _agent(graph, room.publisher)))
    graph.add((catalogue, FOAF.homepage, _document(graph, room.address)))
    for entry in entries:
        graph.add((catalogue, DCAT.dataset, _dataset(graph, entry)))
    _paging(graph, room)
    return graph


def _paging(graph: Numbered, room: CatalogueRoom) -> None:
    view = URIRef(room.page)
    graph.add((view, RDF.type, HYDRA.PartialCollectionView))
    graph.add((view, HYDRA.first, URIRef(room.first)))
    if room.following:
        graph.add((view, HYDRA.next, URIRef(room.following)))


def _dataset(graph: Numbered, entry: Described) -> URIRef:
    node = URIRef(entry.address)
    graph.add((node, RDF.type, DCAT.Dataset))
    graph.add((node, DCTERMS.title, _text(entry.title, entry.language)))
    graph.add((node, DCTERMS.description, _text(entry.description, entry.language)))
    graph.add((node, DCTERMS.identifier, Literal(f"{entry.name}/{entry.version}")))
    graph.add((node, VERSION, Literal(entry.version)))
    graph.add((node, DCTERMS.issued, Literal(entry.issued_at.isoformat(), datatype=XSD.dateTime)))
    graph.add((node, DCTERMS.publisher, _agent(graph, entry.publisher)))
    _credit(graph, node, entry)
    _independence(graph, node, entry)
    graph.add((node, DCTERMS.accessRights, _right(graph, entry)))
    graph.add((node, ADMS.status, _status(graph, WITHDRAWN if entry.is_withdrawn else COMPLETED)))
    graph.add((node, DCAT.landingPage, _document(graph, entry.address)))
    for topic in entry.topics:
        graph.add((node, DCAT.keyword, _text(topic, entry.language)))
    _coverage(graph, node, entry)
    for file in entry.files:
        graph.add((node, DCAT.distribution, _distribution(graph, entry, file)))
    return node


def _credit(graph: Numbered, node: URIRef, entry: Described) -> None:
    """Who made it, who is named, whose it is, and what the community asks of others."""
    for name in entry.creators:
        graph.add((node, DCTERMS.creator, _agent(graph, name)))
    for name in entry.credit.names:
        graph.add((node, DCTERMS.contributor, _agent(graph, name)))
    if entry.credit.community:
        graph.add((node, DCTERMS.rightsHolder, _agent(graph, entry.credit.community)))
    for label in entry.labels:
        statement = graph.node()
        graph.add((statement, RDF.type, DCTERMS.RightsStatement))
        graph.add((statement, DCTERMS.identifier, Literal(label.code)))
        graph.add((statement, RDFS.label, Literal(label.title, lang="en")))
        graph.add((statement, RDFS.seeAlso, URIRef(SCHEME_ADDRESS)))
        for said in label.texts:
            graph.add((statement, DCTERMS.description, _text(said.text, said.language)))
        graph.add((node, DCTERMS.rights, statement))


def _independence(graph: Numbered, node: URIRef, entry: Described) -> None:
    """Who pays, asked or may gain; when it was announced; who could read before publication."""
    for declared in entry.standing:
        attribution, role = graph.node(), graph.node()
        graph.add((attribution, RDF.type, PROV.Attribution))
        graph.add((attribution, PROV.agent, _agent(graph, declared.who)))
        graph.add((role, RDF.type, DCAT.Role))
        graph.add((role, SKOS.prefLabel, Literal(declared.kind.value, lang="en")))
        graph.add((attribution, DCAT.hadRole, role))
        graph.add((node, PROV.qualifiedAttribution, attribution))
    for said in entry.provenance():
        statement = graph.node()
        graph.add((statement, RDF.type, DCTERMS.ProvenanceStatement))
        graph.add((statement, RDFS.label, Literal(said)))
        graph.add((node, DCTERMS.provenance, statement))


def _coverage(graph: Numbered, node: URIRef, entry: Described) -> None:
    """Where and when, in which language, and which goals it speaks to."""
    if entry.place:
        place = graph.node()
        graph.add((place, RDF.type, DCTERMS.Location))
        graph.add((place, SKOS.prefLabel, _text(entry.place, entry.language)))
        graph.add((node, DCTERMS.spatial, place))
    if entry.collected_from or entry.collected_to:
        period = graph.node()
        graph.add((period, RDF.type, DCTERMS.PeriodOfTime))
        for end, day in ((DCAT.startDate, entry.collected_from), (DCAT.endDate, entry.collected_to)):
            if day:
                graph.add((period, end, Literal(day.isoformat(), datatype=XSD.date)))
        graph.add((node, DCTERMS.temporal, period))
    known = EU_LANGUAGE.get(entry.language.split("-")[0].casefold())
    if known:
        language = URIRef(f"{EU}/language/{known}")
        graph.add((language, RDF.type, DCTERMS.LinguisticSystem))
        graph.add((node, DCTERMS.language, language))
    for goal in sorted({code.split(".")[0] for code in entry.sdg}):
        theme = URIRef(SDG_THEME.format(goal))
        graph.add((theme, RDF.type, SKOS.Concept))
        graph.add((theme, SKOS.prefLabel, Literal(f"Sustainable Development Goal {goal}", lang="en")))
        graph.add((node, DCAT.theme, theme))


def _distribution(graph: Numbered, entry: Described, file: DescribedFile) -> URIRef:
    node = URIRef(f"{file.address}#distribution")
    graph.add((node, RDF.type, DCAT.Distribution))
    graph.add((node, DCTERMS.title, _text(file.title, entry.language)))
    graph.add((node, DCAT.byteSize, Literal(f"{file.bytes}", datatype=XSD.nonNegativeInteger)))
    for way in (DCAT.accessURL, DCAT.downloadURL):
        graph.add((node, way, URIRef(file.address)))
    media_type = URIRef(MEDIA_TYPE.format(file.media_type))
    graph.add((media_type, RDF.type, DCTERMS.MediaType))
    graph.add((node, DCAT.mediaType, media_type))
    if licence_address(entry.licence):
        licence = URIRef(licence_address(entry.licence))
        graph.add((licence, RDF.type, DCTERMS.LicenseDocument))
        graph.add((node, DCTERMS.license, licence))
    if file.sha256:
        checksum = graph.node()
        graph.add((checksum, RDF.type, SPDX.Checksum))
        graph.add((checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256))
        graph.add((SPDX.checksumAlgorithm_sha256, RDF.type, SPDX.ChecksumAlgorithm))
        graph.add((checksum, SPDX.checksumValue, Literal(file.sha256, datatype=XSD.hexBinary)))
        graph.add((node, SPDX.checksum, checksum))
    return node


def _agent(graph: Numbered, name: str) -> BNode:
    agent = graph.node()
    graph.add((agent, RDF.type, FOAF.Agent))
    graph.add((agent, FOAF.name, Literal(name)))
    return agent


def _document(graph: Numbered, address: str) -> URIRef:
    node = URIRef(f"{address}#page")
    graph.add((node, RDF.type, FOAF.Document))
    return node


def _right(graph: Numbered, entry: Described) -> URIRef:
    right = URIRef(RIGHTS[entry.access].eu)
    graph.add((right, RDF.type, DCTERMS.RightsStatement))
    if entry.access_reason:  # why, in the words of those who chose
        why = graph.node()
        graph.add((why, RDF.type, DCTERMS.RightsStatement))
        graph.add((why, RDFS.label, Literal(f"{entry.access}: {entry.access_reason}")))
        graph.add((URIRef(entry.address), DCTERMS.rights, why))
    return right


def _status(graph: Numbered, status: URIRef) -> URIRef:
    graph.add((status, RDF.type, SKOS.Concept))
    graph.add((status, SKOS.prefLabel, Literal(status.rpartition("/")[2].capitalize(), lang="en")))
    return status


def _text(text: str, language: str) -> Literal:
    """A text with its language, where that is a tag that RDF allows."""
    try:
        return Literal(text, lang=language or None)
    except ValueError:
        return Literal(text)
