"""Each process that runs tests has its own home, also when several run them beside each other."""

import os

from django.conf import settings


def test_the_home_of_the_settings_is_that_of_this_process() -> None:
    assert str(settings.HOME) == os.environ["NYHAVN_HOME"]
