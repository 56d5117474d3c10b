"""What stands in front of every test of agreements: a village with a release, an office, and places of their own."""

import pytest

from nyhavn.web.releases.models import PublicRelease
from web import objects
from web.agreeing import Office, office
from web.cast import Cast
from web.conftest import quick_passwords, static_files, village
from web.publishing import published
from web.releases.conftest import own_places

__all__ = ["own_places", "quick_passwords", "static_files", "village"]


@pytest.fixture
def release(village: Cast) -> PublicRelease:
    """Who has water in the village, by gender, published."""
    objects.contributions(objects.collection(village), 40)
    objects.tables(village)
    return published(village)


@pytest.fixture
def to(village: Cast) -> Office:
    """The office that it goes to."""
    return office()
