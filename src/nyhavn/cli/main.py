"""The command `nyhavn`."""

import signal
import sys
from types import FrameType

import click

from nyhavn import __version__
from nyhavn.cli import (
    audit_log,
    forms,
    key_files,
    log_verification,
    looks,
    microdata_risk,
    moving,
    plan_check,
    production,
    protecting,
    receipts,
    refusals,
    serving,
    verdicts,
    verification,
)
from nyhavn.cli.console import STOPPED, say_refusal
from nyhavn.framework.refusal import Reason, Refusal

REFUSED, INTERRUPTED = 1, 130


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="nyhavn")
def nyhavn() -> None:
    """Nyhavn: from a plan to a release of citizen data that anyone can verify.

    \b
    Start here:
      nyhavn verdict PLAN       does the initiative count as citizen data, and why?
      nyhavn check-form FORM    is the questionnaire sound, and fair to the people asked?
      nyhavn quality PLAN       what do the contributions ask the people who made them?
      nyhavn weight PLAN        how are they weighted to the population, and at what cost?
      nyhavn estimate PLAN      which figures come out, with which error?
      nyhavn protect ORDER      tables that give nobody away, from rows or from finished cells
      nyhavn risk FILE          could somebody find a person in these records?
      nyhavn produce PLAN       findings, tables, protection, report, signature
      nyhavn plan-check FOLDER  do several releases together tell a few people apart?
      nyhavn verify FOLDER      is a release unchanged since it was signed?
      nyhavn verify-receipt F   is a receipt of consent unchanged since it was signed?
      nyhavn verify-log FILE    is the record of what was done whole and unchanged?
      nyhavn explain CODE       what does a refusal mean?
      nyhavn run                all of it in a browser: server, worker and scheduler
      nyhavn invite EMAIL       let in somebody who runs the site
      nyhavn audit-log          take the record of what was done out, as a file
      nyhavn backup             everything but the keys in one file
      nyhavn restore FILE       bring a backup back, and nobody who withdrew
      nyhavn move-out NAME      the workspace of a community leaves for another site (move-in there)
      nyhavn example            the example initiative in an empty installation
      nyhavn keys               look after the keys under which answers are sealed
    """


COMMANDS = (
    verdicts.verdict,
    forms.check_form,
    looks.quality,
    looks.weight,
    looks.estimate,
    protecting.protect,
    microdata_risk.risk,
    production.produce,
    plan_check.plan_check,
    verification.verify,
    receipts.verify_receipt,
    log_verification.verify_the_log,
    refusals.explain,
    serving.run,
    serving.invite,
    audit_log.audit_log,
    serving.example,
    serving.backup,
    serving.restore,
    moving.move_key,
    moving.move_out,
    moving.move_in,
    key_files.keys,
)

for command in COMMANDS:
    nyhavn.add_command(command)


def main() -> None:
    """Runs the command; every refusal becomes sentences on standard error, never a traceback."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    try:
        code = nyhavn.main(standalone_mode=False)
    except Refusal as refusal:
        say_refusal(refusal)
        code = REFUSED
    except click.exceptions.Abort:
        code = _say_interrupted()
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except Exception:
        # A data engine that is interrupted in the middle may answer with an error of its own.
        if not STOPPED.is_set():
            raise
        code = _say_interrupted()
    sys.exit(code or 0)


def _say_interrupted() -> int:
    """Says that the run was interrupted; returns the exit code."""
    what, again = "The run was interrupted. Nothing half-written was left.", "Run the command again."
    say_refusal(Refusal(Reason("interrupted", what, do=again)))
    return INTERRUPTED


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """A polite request to end is treated like Ctrl-C, so that temporary folders are removed."""
    STOPPED.set()
    raise KeyboardInterrupt
