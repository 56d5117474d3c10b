"""Reading the certificates of retention through the interface."""

from nyhavn.framework.roles import Right
from nyhavn.web.initiatives.operations import INITIATIVE
from nyhavn.web.lineage.certificates import certificates_shown
from nyhavn.web.lineage.schemas import CertificatesShown
from nyhavn.web.pages.operations import Reading

READINGS: tuple[Reading, ...] = (
    Reading(
        "retention", "Certificates of retention", Right.SEE_WORKSPACE, INITIATIVE, CertificatesShown, certificates_shown
    ),
)
