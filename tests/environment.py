"""The surroundings of the tests, set before Django reads its settings.

Tests have a home of their own and never touch that of a real installation. NYHAVN_TEST_DATABASE=postgresql runs them
on a PostgreSQL that is started here and gone at the end; otherwise they run on SQLite.
"""

import atexit
import os
import shutil
import tempfile
from contextlib import ExitStack

from postgresql import postgresql, programs
from scratch import put_in_memory

MISSING_POSTGRESQL = "NYHAVN_TEST_DATABASE asks for PostgreSQL, and there is no server on this machine"
_ends = ExitStack()
atexit.register(_ends.close)


def _begin() -> None:
    put_in_memory()
    home = tempfile.mkdtemp(prefix="nyhavn-test-home-")
    _ends.callback(shutil.rmtree, home, ignore_errors=True)
    for name in [name for name in os.environ if name.startswith("NYHAVN_") and name not in _KEPT]:
        del os.environ[name]
    os.environ["NYHAVN_HOME"] = home
    os.environ["DJANGO_SETTINGS_MODULE"] = "nyhavn.web.settings"
    if os.environ.get("NYHAVN_TEST_DATABASE") == "postgresql":
        if programs() is None:
            raise SystemExit(MISSING_POSTGRESQL)
        os.environ["NYHAVN_DATABASE"] = _ends.enter_context(postgresql())


_KEPT = frozenset(
    {"NYHAVN_REFERENCE_DATA", "NYHAVN_REQUIRE", "NYHAVN_TEST_DATABASE", "NYHAVN_TEST_ENGINES", "NYHAVN_KILLS"}
)
_begin()
