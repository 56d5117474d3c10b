"""Header words of direct identifiers in English, Spanish, French, Portuguese and Arabic.

A header is compared by whole words, without accents, filler words and numbers. It names an identifier only if *every*
word left belongs to that identifier's vocabulary and each required group is met: "name of respondent" is a person's
name; "name of water point", "gender of respondent" and "telephone ownership" are none. Long questions that merely
mention a name stay out by the same rule.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from nyhavn.framework.identifiers import Kind


def words_of(header: str) -> tuple[str, ...]:
    """The words of a header: no accents, no capitals, camelCase and paths taken apart, no numbers."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", spaced) if not unicodedata.combining(sign))
    return tuple(word for word in re.findall(r"[^\W_]+", plain.lower()) if not word.isdigit())


def _words(text: str) -> frozenset[str]:
    return frozenset(words_of(text))


_FILLERS = _words(
    "the a an of for is are was what whats which your you s his her their our my please enter write give specify in to"
    " de del la el los las cual es son su sus un una por favor cuales escriba"
    " le les l d du des est quel quelle votre vos son sa ses un une svp"
    " qual e o os as do da dos das seu sua um uma"
    " ما هو هي من في"
)
_NUMBER = _words("number no nr num id code numero nro n codigo code numero رقم كود")
_PERSON = _words(
    "respondent participant interviewee informant person member head household hh hoh family child mother father parent"
    " guardian caregiver caretaker spouse husband wife patient client beneficiary recipient student pupil victim"
    " contact resp applicant user citizen volunteer contributor reporter owner tenant"
    " encuestado encuestada entrevistado entrevistada participante persona informante jefe jefa hogar nino nina madre"
    " padre beneficiario beneficiaria paciente usuario familiar contacto"
    " repondant repondante enquete enquetee personne chef menage enfant mere pere beneficiaire patiente participant"
    " respondente pessoa chefe familia crianca mae pai beneficiario paciente entrevistado"
    " المستجيب المستجيبة المشارك المشاركة الشخص رب الاسرة الأسرة المستفيد المستفيدة الطفل الام الأم الاب الأب المريض"
)


@dataclass(frozen=True)
class HeaderRule:
    """needs: one word of each group must stand in the header. may: other words that may stand there.

    varied: the rule only counts if the answers vary as such a thing does (a yes/no "Mobile phone?" is no number).
    """

    kind: Kind
    needs: tuple[frozenset[str], ...]
    may: frozenset[str]
    varied: bool = True


_NAME_PARTS = _words(
    "surname forename firstname lastname fullname middlename nickname apellido apellidos prenom prenoms sobrenome"
    " apelido اللقب الكنية"
)
_NAME = _words("name names nombre nombres nom noms nome nomes اسم الاسم الإسم إسم")
_NAME_QUALITY = _words(
    "first last full middle family given maiden legal complete and completo completa y e et complet famille familia"
    " complete primer primero segundo الكامل الأول الاول الأخير العائلة الثلاثي الرباعي"
)
_PHONE = _words(
    "phone telephone tel mobile cell cellphone msisdn whatsapp celular telefono telefone movil portable telemovel"
    " phonenumber الهاتف هاتف جوال الجوال موبايل التلفون"
)
_EMAIL = _words("email mail correo electronico courriel electronique البريد بريد الإلكتروني الالكتروني")
_STREET = _words("address direccion domicilio adresse endereco morada عنوان العنوان")
_DWELLING = _words(
    "house home dwelling street casa vivienda calle rue maison domicile rua residence plot door المنزل البيت"
)
_DWELLING_DETAIL = _words("identifier identifiers identification identificador identifiant description descripcion")
_PAPER = _words(
    "passport passeport pasaporte passaporte ssn nin nif nie dni cedula curp cpf cnic aadhaar bvn جواز هوية الهوية"
)
_NATIONAL = _words("national identity identidad identidade identite nacional nationale civil citizen sociale social")
_CARD = _words(
    "card carta carte tarjeta document documento identification identificacion security seguro securite السفر"
)
_DEVICE = _words("device deviceid imei imsi mac sim simserial subscriber subscriberid simid dispositivo appareil")
_COLLECTOR = _words(
    "enumerator interviewer surveyor enum enumerador enumeradora encuestador encuestadora entrevistador enqueteur"
    " enquetrice enqueteuse recenseur inquiridor username الباحث العداد collector fieldworker"
)
_RECORD_ALONE = _words("uuid guid instanceid submissionid responseid respondentid recordid userid personid rowid")
_RECORD = _words(
    "response respondent submission instance record interview participant person case user household hh row"
    " respuesta encuestado entrevista registro hogar participante persona reponse enquete entretien menage resposta"
)
_CODE = _words("id code number uuid key identifier numero codigo clave cle identifiant chave identificador token رقم")

_CONTACT = _PERSON | _words("personal work private alternative main primary secondary contact telefonico")
HEADER_RULES: tuple[HeaderRule, ...] = (
    HeaderRule(Kind.NAME, (_NAME_PARTS,), _NAME | _PERSON | _NAME_QUALITY),
    HeaderRule(Kind.NAME, (_NAME,), _PERSON | _NAME_QUALITY),
    HeaderRule(Kind.PHONE, (_PHONE,), _NUMBER | _CONTACT | _PHONE),
    HeaderRule(Kind.EMAIL, (_EMAIL,), _CONTACT | _STREET | _words("e id") | _EMAIL),
    HeaderRule(Kind.NETWORK, (_words("ip ipaddress ipv4 ipv6"),), _STREET | _words("v4 v6")),
    HeaderRule(Kind.ADDRESS, (_STREET,), _PERSON | _DWELLING | _words("full postal physical line completa")),
    HeaderRule(
        Kind.ADDRESS, (_DWELLING, _NUMBER | _DWELLING_DETAIL), _STREET | _words("additional name other casa nombre")
    ),
    HeaderRule(Kind.NATIONAL_ID, (_PAPER,), _NUMBER | _NATIONAL | _CARD | _PERSON),
    HeaderRule(Kind.NATIONAL_ID, (_NATIONAL, _NUMBER | _CARD), _PERSON | _PAPER),
    HeaderRule(Kind.DEVICE, (_DEVICE,), _NUMBER | _words("serial phone mobile telefono address user")),
    HeaderRule(Kind.COLLECTOR, (_COLLECTOR,), _NUMBER | _NAME | _words("login user code"), varied=False),
    HeaderRule(Kind.RECORD, (_RECORD_ALONE,), _RECORD | _CODE | _words("_ meta form submission")),
    HeaderRule(Kind.RECORD, (_RECORD, _CODE), _words("unique unico unica") | _CODE),
)
LATITUDE = _words("latitude lat latitud latitudine العرض")
LONGITUDE = _words("longitude lon long lng longitud الطول")
# Metadata and types of an instrument that are identifiers whatever the header says.
METADATA: Mapping[str, Kind] = {
    "deviceid": Kind.DEVICE,
    "simserial": Kind.DEVICE,
    "subscriberid": Kind.DEVICE,
    "phonenumber": Kind.PHONE,
    "email": Kind.EMAIL,
    "username": Kind.COLLECTOR,
    "instanceID": Kind.RECORD,
    "uuid": Kind.RECORD,
}


def header_rule(header: str) -> HeaderRule | None:
    """The first rule whose words a header is made of; for a path the last part counts."""
    words = [word for word in words_of(header.rsplit("/", 1)[-1]) if word not in _FILLERS]
    for rule in HEADER_RULES:
        known = rule.may.union(*rule.needs)
        if words and all(word in known for word in words) and all(group & set(words) for group in rule.needs):
            return rule
    return None
