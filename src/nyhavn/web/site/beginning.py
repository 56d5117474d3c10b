"""What must hold before an installation begins, each lack as a sentence; and bringing it to this version."""

import errno
import fcntl
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection

from nyhavn.framework.refusal import OutsideFault, Reason, refusal
from nyhavn.web.collection.keys_check import ONE_COPY
from nyhavn.web.restoring_marker import check_not_restoring

LOCK = "running.lock"
PATIENCE_SECONDS = 10.0  # for a server that is ending: somebody may start again at once
LOOK_SECONDS = 0.2
HOW = "docs/how-to/run-nyhavn.md#before-real-people"
OUTSIDE = "Name another place in {name}, on another disk."


@contextmanager
def home_held() -> Iterator[None]:
    """The home is ours until the end, also the end of a process that is killed. Raises Refusal "home-in-use"."""
    descriptor = os.open(Path(settings.HOME) / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        do = "End it first, or name another folder in NYHAVN_HOME."
        raise refusal("home-in-use", "Nyhavn runs with this folder already.", where=str(settings.HOME), do=do) from None
    finally:
        os.close(descriptor)


def check_address(host: str, port: int) -> None:
    """Raises Refusal: port-taken, host-not-here."""
    until = time.monotonic() + PATIENCE_SECONDS
    while (fault := _fault_of_listening(host, port)) is not None:
        where = f"{host}, port {port}"
        if fault in (errno.EADDRNOTAVAIL, socket.EAI_NONAME):
            do = "Use 127.0.0.1 for this machine alone, or 0.0.0.0 for all its addresses."
            raise refusal("host-not-here", "This machine does not have that address.", where=where, do=do)
        if fault == errno.EACCES:
            do = "Choose a port above 1023 with --port, and let a web server in front of it pass requests on."
            raise refusal("port-taken", "You may not listen at this port.", where=where, do=do)
        if time.monotonic() > until:
            do = "End the other program, or choose another port with --port."
            raise refusal("port-taken", "Something else listens there.", where=where, do=do)
        time.sleep(LOOK_SECONDS)


def _fault_of_listening(host: str, port: int) -> int | None:
    """The number of the error, None where listening is possible."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host.strip("[]"), port))
            tried.listen(1)
        except OSError as error:
            return error.errno or errno.EIO
    return None


def prepare() -> None:
    """Bring the database to the state of this version. Safe to repeat, also beside a server. Raises Refusal."""
    check_not_restoring()
    try:
        connection.ensure_connection()
    except OperationalError:
        do = "Start it, and check the address in NYHAVN_DATABASE."
        where = "NYHAVN_DATABASE" if connection.vendor == "postgresql" else str(connection.settings_dict["NAME"])
        raise OutsideFault(Reason("database-unreachable", "The database does not answer.", where, do)) from None
    call_command("migrate", interactive=False, verbosity=0)
    connection.close()


def put_static_files() -> None:
    """Style sheets, scripts and pictures of this version stand where the server reads them.

    Not beside a server: files are taken away and written anew, and one that starts reads all of them.
    """
    call_command("collectstatic", interactive=False, verbosity=0)


def before_real_people() -> tuple[str, ...]:
    """What is still missing before data of real people may come in, each lack as a sentence. Empty if nothing is."""
    return (*_inside_the_home(), *_one_copy(), *_not_private_on_the_way())


def _inside_the_home() -> Iterator[str]:
    """What would go into every backup of the home, and must not."""
    places = (
        ("NYHAVN_KEYS", "folder of keys", settings.KEYS),
        ("NYHAVN_MIRROR", "mirror of withdrawals", settings.MIRROR),
    )
    for name, words, folder in places:
        if Path(folder).is_relative_to(settings.HOME):
            yield f"The {words} lies inside the home ({folder}). {OUTSIDE.format(name=name)}"


def _one_copy() -> Iterator[str]:
    if settings.ESCROW is None:
        yield ONE_COPY.sentence()


def _not_private_on_the_way() -> Iterator[str]:
    """Answers and codes would travel in plain sight."""
    if not settings.HTTPS:
        yield "Pages are not sent by HTTPS. Put a web server with a certificate in front, and set NYHAVN_HTTPS=1."
