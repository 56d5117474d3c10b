"""Whether the installation works, for whoever watches over it. Strangers learn that it does or not, nothing else."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from nyhavn.web.jobs.models import Job, JobState
from nyhavn.web.pages.access import public

# The scheduler writes a job every minute, so a worker that lives has finished one not long ago.
SILENCE = timedelta(minutes=5)


@public
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return _said("ok", 200)


@public
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Whether everything that is needed works: database, folders, keys, a worker that works."""
    return _said("ready", 200) if all(holds() for holds in CHECKS) else _said("not ready", 503)


def database_is_ready() -> bool:
    """It answers, and has every change of this version."""
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def home_can_be_written() -> bool:
    """Releases and the log have a place."""
    home = Path(settings.HOME)
    return home.is_dir() and os.access(home, os.W_OK | os.X_OK)


def keys_can_be_read() -> bool:
    """The folder of keys is open to us; it need not exist before the first collection."""
    keys = Path(settings.KEYS)
    return os.access(keys, os.R_OK | os.X_OK) if keys.exists() else home_can_be_written()


def worker_lives() -> bool:
    """A job ended lately, or is in work; where none was ever written long ago, the installation is new."""
    since = timezone.now() - SILENCE
    try:
        is_working = Job.objects.filter(finished_at__gte=since).exists()
        is_working = is_working or Job.objects.filter(state=JobState.RUNNING, lease_until__gte=timezone.now()).exists()
        return is_working or not Job.objects.filter(state=JobState.WAITING, not_before__lt=since).exists()
    except DatabaseError:
        return False


CHECKS: tuple[Callable[[], bool], ...] = (database_is_ready, home_can_be_written, keys_can_be_read, worker_lives)


def _said(word: str, status: int) -> HttpResponse:
    response = HttpResponse(f"{word}\n", status=status, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response
