"""Commands in processes of their own that do not load the libraries: they are forks of an interpreter that has.

Python with all that Nyhavn uses takes two seconds to start, and tests start commands by the hundred. Whatever reads
the settings is loaded by the command itself, in its own surroundings; it ends, fails and is killed as any process.
Tests of how the real command starts start the real command.
"""

import atexit
import os
import runpy
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from multiprocessing import get_context
from pathlib import Path

# What takes long to load and reads no settings: all below the web side, and most of Django.
LOADED = ["nyhavn.cli.main", "django.core.handlers.wsgi", "django.core.management", "django.forms", "django.template"]
PATIENCE = 300.0  # seconds, on a busy machine
_interpreter = get_context("forkserver")
_interpreter.set_forkserver_preload(LOADED)


def carried_out(asked: Sequence[object], surroundings: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    """What `subprocess.run` gives for a program of Python's own: PROGRAM ..., -c CODE ... or -m MODULE ..."""
    words = [str(word) for word in asked]
    assert words[0] == sys.executable, "this interpreter carries out Python alone"
    with tempfile.TemporaryDirectory(prefix="nyhavn-said-") as said:
        out, error = Path(said) / "out", Path(said) / "error"
        process = _interpreter.Process(target=_carry_out, args=(words[1:], dict(surroundings), out, error))
        process.start()
        try:
            process.join(PATIENCE)
            if process.exitcode is None:
                raise subprocess.TimeoutExpired(words, PATIENCE)
            return subprocess.CompletedProcess(words, process.exitcode, out.read_text(), error.read_text())
        finally:
            process.kill()
            process.join()
            process.close()


def _carry_out(words: Sequence[str], surroundings: Mapping[str, str], out: Path, error: Path) -> None:
    for said, number in ((out, 1), (error, 2)):
        handle = os.open(said, os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(handle, number)
        os.close(handle)
    os.environ.clear()
    os.environ.update(surroundings)
    tempfile.tempdir = None
    kind, *rest = words
    try:
        if kind == "-c":
            sys.argv = [kind, *rest[1:]]
            exec(compile(rest[0], "<string>", "exec"), {"__name__": "__main__"})
        elif kind == "-m":
            sys.argv = rest
            runpy.run_module(rest[0], run_name="__main__", alter_sys=True)
        else:
            sys.argv = list(words)
            runpy.run_path(kind, run_name="__main__")
    finally:
        atexit._run_exitfuncs()
