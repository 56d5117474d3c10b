"""No value of a person reaches a log line: not through an exception, an address, a query or a library."""

import io
import logging
import logging.config
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import Client
from pydantic import ValidationError

from nyhavn.web.pages.logging import NEVER
from web.pages.survey import GOOD, Walker

pytestmark = pytest.mark.django_db
PRIVATE = "Wren-Fjord-17"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the handler of our settings writes, with every level on."""
    written = io.StringIO()
    handlers = {logger: list(logger.handlers) for logger in (logging.getLogger(), logging.getLogger("django"))}
    level = logging.getLogger().level
    configured: dict[str, Any] = deepcopy(settings.LOGGING)
    configured["handlers"]["console"]["stream"] = written
    configured["root"]["level"] = "DEBUG"
    logging.config.dictConfig(configured)
    yield written
    for logger, kept in handlers.items():
        logger.handlers = kept
    logging.getLogger().setLevel(level)


def test_a_defect_is_logged_with_its_place_and_type_and_no_value(visitor: Client, lines: io.StringIO) -> None:
    visitor.get(f"/broken/{PRIVATE}/?who={PRIVATE}")
    logged = lines.getvalue()
    assert "survey.py" in logged
    assert "ErrorIn: RuntimeError" in logged
    assert "status 500: GET /broken/<str:code>/" in logged
    assert PRIVATE not in logged


def test_an_address_that_nobody_knows_is_not_repeated(visitor: Client, lines: io.StringIO) -> None:
    visitor.get(f"/c/{PRIVATE}/x/?name={PRIVATE}")
    assert "status 404" in lines.getvalue()
    assert PRIVATE not in lines.getvalue()


def test_a_failed_forgery_check_repeats_nothing(survey_site: None, lines: io.StringIO) -> None:
    Client(enforce_csrf_checks=True).post(f"/broken/{PRIVATE}/", {"name": PRIVATE})
    assert "django.security.csrf status 403: POST" in lines.getvalue()
    assert PRIVATE not in lines.getvalue()


def test_a_row_that_the_database_quotes_stays_out(lines: io.StringIO) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f'SELECT "{PRIVATE}".name')
    except DatabaseError as error:
        assert PRIVATE in str(error)
        logging.getLogger("nyhavn.test").exception("a job failed: %s", error)
    logged = lines.getvalue()
    assert "a job failed: OperationalError" in logged or "a job failed: ProgrammingError" in logged
    assert "test_pages_logging.py" in logged
    assert PRIVATE not in logged


def test_what_pydantic_quotes_stays_out_whether_it_is_the_message_an_argument_or_a_cause(lines: io.StringIO) -> None:
    log = logging.getLogger("nyhavn.test")
    try:
        Walker.model_validate({"name": PRIVATE * 9, "days": PRIVATE, "boat": PRIVATE})
    except ValidationError as error:
        assert PRIVATE in str(error)
        log.error(error)  # noqa: TRY400 (without a trace, as libraries do it)
        log.error("said: %s", error)
        try:
            raise RuntimeError(PRIVATE) from error
        except RuntimeError:
            log.exception("stopped")
    logged = lines.getvalue()
    assert logged.count("ValidationError") == 3
    assert "ErrorIn: RuntimeError from ValidationError" in logged
    assert PRIVATE not in logged


def test_a_line_that_another_handler_has_written_before_is_written_anew(lines: io.StringIO) -> None:
    try:
        raise RuntimeError(PRIVATE)
    except RuntimeError as error:
        record = logging.LogRecord("nyhavn", logging.ERROR, __file__, 1, "failed", None, (type(error), error, None))
    record.exc_text = f"RuntimeError: {PRIVATE}"
    logging.getLogger().handle(record)
    assert "ErrorIn: RuntimeError" in lines.getvalue()
    assert PRIVATE not in lines.getvalue()


@pytest.mark.parametrize("name", [*NEVER, "django.db.backends.schema"])
def test_statements_with_their_values_are_never_logged(lines: io.StringIO, name: str) -> None:
    logging.getLogger(name).warning("INSERT ... %s", PRIVATE)
    assert lines.getvalue() == ""


def test_the_raw_line_of_a_request_is_never_logged(lines: io.StringIO) -> None:
    logging.getLogger("django.server").warning('"%s" %s', f"GET /c/{PRIVATE}/?name={PRIVATE} HTTP/1.1", "200")
    assert "a request was answered" in lines.getvalue()
    assert PRIVATE not in lines.getvalue()


def test_a_form_with_mistakes_leaves_no_trace_of_what_was_typed(walker: Client, lines: io.StringIO) -> None:
    answer = walker.post("/work/me/do/start-survey/", {**GOOD, "households": PRIVATE, "place-town": ""})
    assert answer.status_code == 422
    assert "status 422" in lines.getvalue()
    assert PRIVATE not in lines.getvalue()


def test_an_ordinary_line_comes_through(lines: io.StringIO) -> None:
    logging.getLogger("nyhavn.test").warning("the %s ended with code %s", "worker", 9)
    assert "WARNING nyhavn.test the worker ended with code 9" in lines.getvalue()
