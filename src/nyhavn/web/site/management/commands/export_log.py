"""Writes the record of what was done into a file: for the person at the machine itself."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser

from nyhavn.chain.workspace import outside_faults
from nyhavn.exchange.audit_log.checkpoints import checkpoint_line
from nyhavn.exchange.bundle.durable import PRIVATE_FILE, replace_file_by
from nyhavn.framework.refusal import refusal
from nyhavn.web.audit.actions import record
from nyhavn.web.audit.exporting import Reader, log_lines, newest_state
from nyhavn.web.audit.seals import seal
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.site.beginning import prepare


class Command(BaseCommand):
    """Seals what waits, writes the file, and records that it was taken out."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, of what, and how much."""
        parser.add_argument("--out", type=Path, required=True)
        parser.add_argument("--initiative", default="")
        parser.add_argument("--with-people", action="store_true")

    def handle(
        self, *args: object, out: Path, initiative: str = "", with_people: bool = False, **options: object
    ) -> None:
        """Write the file. Raises Refusal."""
        prepare()
        found = Initiative.objects.filter(slug=initiative).first() if initiative else None
        if initiative and found is None:
            raise refusal("not-found", "There is no such initiative.", where=initiative, do="Check its name.")
        scope = found.uuid if found else None
        facts = {"with people": with_people, "everything": found is None}
        record("log-exported", by=None, kind="log", on=None, scope=scope, facts=facts)
        while seal() is not None:
            continue
        with outside_faults():
            replace_file_by(out, log_lines(Reader(scope, with_people)), PRIVATE_FILE)
        size, head = newest_state()
        self.stdout.write(f"{size} records. To keep, on paper or a phone:\n{checkpoint_line(size, head)}")
