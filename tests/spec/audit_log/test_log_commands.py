"""The record on the command line: taken out at the machine, checked anywhere, with exit codes that scripts read."""

import errno
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from unittest.mock import Mock

import pytest
from django.core.management import call_command

from nyhavn.framework.refusal import OutsideFault, Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.audit.actions import record
from nyhavn.web.audit.models import AuditRecord
from web.cast import Cast

pytestmark = pytest.mark.django_db
Out = Callable[[str], Path]


@pytest.fixture
def out(village: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Out:
    """Takes the record out into a file of that name, after one more act."""
    monkeypatch.setattr("nyhavn.web.site.management.commands.export_log.prepare", lambda: None)  # it makes a home

    def take(name: str) -> Path:
        scope = village.initiative.uuid
        record("notice-published", by=village[Role.COORDINATOR], kind="notice", on=scope, scope=scope)
        call_command("export_log", out=tmp_path / name, stdout=StringIO())
        return tmp_path / name

    return take


def nyhavn(*arguments: object) -> tuple[int, str]:
    """The command in a process that cannot reach the database."""
    return carried_out("from nyhavn.cli.main import main; main()", *arguments)


def carried_out(program: str, *arguments: object) -> tuple[int, str]:
    command = [sys.executable, "-c", program, *map(str, arguments)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | {"NYHAVN_DATABASE": "x"}
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.slow
def test_the_verifier_says_what_it_checked_and_what_it_could_not(out: Out, tmp_path: Path) -> None:
    older = out("older.jsonl")
    code, said = nyhavn("verify-log", older)
    assert code == 3
    assert "2 records, 2 of them in plain: sealed and unchanged." in said
    assert "nobody else vouches for it" in said and "was not checked" in said
    found = re.search(r"nyhavn-audit 2 [0-9a-f]{64}", said)
    assert found is not None
    paper = tmp_path / "paper.txt"
    paper.write_text(found[0] + "\n")
    newer = out("newer.jsonl")
    for kept in (older, paper):
        code, said = nyhavn("verify-log", newer, "--checkpoint", kept)
        assert (code, "The first 2 are those of the checkpoint that you kept." in said) == (0, True)
        assert nyhavn("verify-log", older, "--checkpoint", newer)[0] == 1


def test_a_changed_file_is_wrong_and_the_line_is_named(out: Out) -> None:
    file = out("log.jsonl")
    file.write_bytes(file.read_bytes().replace(b'"notice-published"', b'"notice-dropped"'))
    code, said = nyhavn("verify-log", file)
    assert code == 1
    assert "WRONG  line 2: This record was changed after it was written." in said
    assert "Traceback" not in said


def test_the_verifier_needs_no_django(out: Out) -> None:
    """Where importing Django raises, the command does the same; what needs Django does not even begin there."""
    blocked, file = "import sys; sys.modules['django'] = None; ", out("log.jsonl")
    verifier = blocked + "from nyhavn.cli.log_verification import verify_the_log; verify_the_log()"
    code, said = carried_out(verifier, file)
    assert (code, "2 records, 2 of them in plain: sealed and unchanged." in said) == (3, True)
    file.write_bytes(file.read_bytes().replace(b'"notice-published"', b'"notice-dropped"'))
    assert carried_out(verifier, file)[0] == 1
    code, said = carried_out(blocked + "from nyhavn.cli.audit_log import audit_log; audit_log()")
    assert "ModuleNotFoundError: import of django halted" in said


@pytest.mark.parametrize("which", ["file", "checkpoint", "key"])
def test_a_file_that_is_not_there_is_said_so(out: Out, tmp_path: Path, which: str) -> None:
    file, nothing = out("log.jsonl"), tmp_path / "nothing"
    arguments = [nothing] if which == "file" else [file, f"--{which}", nothing]
    code, said = nyhavn("verify-log", *arguments)
    assert code == 1 and "There is no such file." in said


def test_a_checkpoint_that_is_none_is_wrong_and_not_passed_over(out: Out, tmp_path: Path) -> None:
    junk = tmp_path / "junk"
    junk.write_text("nyhavn-audit 2 abc\n")
    code, said = nyhavn("verify-log", out("log.jsonl"), "--checkpoint", junk)
    assert code == 1 and "older checkpoint cannot be read" in said


def test_a_file_that_cannot_be_written_is_a_sentence_and_leaves_nothing(
    out: Out, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(OutsideFault) as fault:
        out("no-such-folder/log.jsonl")
    assert fault.value.codes == ("outside-fault",)
    full = OSError(errno.ENOSPC, "No space left on device")
    monkeypatch.setattr("nyhavn.exchange.bundle.durable.os.fsync", Mock(side_effect=full))
    with pytest.raises(OutsideFault) as fault:
        out("log.jsonl")
    assert fault.value.codes == ("no-room",)
    assert not list(tmp_path.glob("*log*"))


def test_the_operator_takes_out_one_initiative_or_all_and_that_is_recorded(
    village: Cast, harbour: Cast, out: Out, tmp_path: Path
) -> None:
    out("all.jsonl")
    taken = AuditRecord.objects.get(action="log-exported")
    assert (taken.by, taken.facts) == (None, {"with people": False, "everything": True})
    file = tmp_path / "one.jsonl"
    call_command("export_log", out=file, initiative="village-water", with_people=True, stdout=StringIO())
    assert json.loads(file.read_bytes().split(b"\n")[0])["scope"] == str(village.initiative.uuid)
    assert str(village[Role.COORDINATOR].uuid) in file.read_text()
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(Refusal):
        call_command("export_log", out=file, initiative="nowhere", stdout=StringIO())
