"""Shared fixtures: where real data are, and what may not be skipped."""

import gc
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import django
import pytest
from django.db import connection
from hypothesis import settings

import environment  # noqa: F401 (first: it sets what Django's settings read)
from engines.fixtures import (  # noqa: F401 (fixtures and hooks, for every test)
    choose_engines,
    engine,
    java,
    no_session,
    pytest_unconfigure,
    spark_cluster,
)
from migrated import database_in_memory
from missing import missing
from postgresql import programs
from web.log_attacker import close_the_tables

# The same examples in every run: a test that fails here fails everywhere, and one that passes passes everywhere.
# HYPOTHESIS_PROFILE=searching looks for new ones.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("searching", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

# Modules and tests stay until the end: nobody looks through them for garbage, which takes a tenth of the time.
gc.disable()

django.setup()  # here and not by pytest-django, which would read the settings before `environment` is set

MADE_BEFORE_A_LOOK = 50_000  # objects, before those are looked at that are new
REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Workers read the settings only after `environment` gave them a home of their own.

    pytest-django reads them before any module of ours where this variable is inherited: all would have this home.
    """
    del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Files that take minutes begin, so that none of them runs on alone when all others are done."""
    choose_engines(config, items)
    items.sort(key=lambda item: item.get_closest_marker("longest") is None)


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(MADE_BEFORE_A_LOOK, 20, 20)
    gc.enable()


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """The folder of real data sets, named by NYHAVN_REFERENCE_DATA."""
    named = os.environ.get("NYHAVN_REFERENCE_DATA", "")
    folder = Path(named)
    if not named or not folder.is_dir():
        missing("data", "NYHAVN_REFERENCE_DATA names no folder of reference data")
    return folder.resolve()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a real browser."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        missing("chromium", "no chromium on this machine")
    return str(found)


@pytest.fixture(scope="session")
def postgresql_programs() -> Path:
    """The folder of PostgreSQL's own programs."""
    found = programs()
    if found is None:
        missing("postgresql", "no PostgreSQL server on this machine")
    return found


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """The database of the tests is there, migrated, before pytest-django makes it: nothing is left to migrate."""
    if connection.vendor != "sqlite":
        yield
        return
    with database_in_memory(connection.creation._get_test_db_name()):
        yield


@pytest.fixture(scope="session", autouse=True)
def tables_can_be_emptied() -> Iterator[None]:
    """Between tests SQLite's tables are emptied row by row, which triggers refuse on tables whose rows are only added.

    They are taken away for that moment. PostgreSQL's tables are truncated, which no trigger of ours refuses. What an
    attacker of a test took away comes back.
    """
    kind: Any = type(connection.ops)
    empty = kind.execute_sql_flush

    def flush(operations: Any, statements: Sequence[str]) -> None:
        close_the_tables()
        if connection.vendor != "sqlite":
            empty(operations, statements)
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            empty(operations, statements)
            for _, statement in triggers:
                cursor.execute(statement)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kind, "execute_sql_flush", flush)
        yield
