"""A workspace comes into this installation."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser

from nyhavn.exchange.bundle.canonical import write_model
from nyhavn.exchange.bundle.durable import PRIVATE_FILE, PUBLIC_FILE, replace_file
from nyhavn.web.site.beginning import home_held, prepare
from nyhavn.web.site.moving.archive_in import Package, look_through
from nyhavn.web.site.moving.arriving import accept, arrive
from nyhavn.web.site.moving.files_given import content_of, trusted_keys
from nyhavn.web.site.moving.site_key import opener
from nyhavn.web.site.moving.taking_in import record_folder


class Command(BaseCommand):
    """Tries and confirms, or takes in."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """What, from whom, and which step."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--key", type=Path, required=True)
        parser.add_argument("--out", type=Path, required=True)
        parser.add_argument("--finish", type=Path)
        parser.add_argument("--passphrase", default="")

    def handle(
        self,
        *args: object,
        file: Path,
        key: Path,
        out: Path,
        finish: Path | None,
        passphrase: str,
        **options: object,
    ) -> None:
        """One step. Raises Refusal."""
        with home_held():
            prepare()
            package = look_through(file, opener(passphrase), trusted_keys(key))
            if finish is None:
                self._accept(package, out)
            else:
                self._arrive(package, content_of(finish), out)

    def _accept(self, package: Package, out: Path) -> None:
        replace_file(out, write_model(accept(package)), PRIVATE_FILE)
        manifest = package.manifest
        self.stdout.write(f"{manifest.title} ({manifest.slug}), of {manifest.organisation}: whole, and fits here.")
        self.stdout.write(f"Nothing was changed. Send this confirmation to the old site: {out}")

    def _arrive(self, package: Package, handover: bytes, out: Path) -> None:
        done = arrive(package, handover)
        replace_file(out, write_model(done.continuity), PUBLIC_FILE)
        self.stdout.write(f"{done.initiative.title} ({done.initiative.slug}) belongs to this site now.")
        self.stdout.write(f"Taken back while it was under way, and here as well: {done.taken_back}.")
        self.stdout.write(f"What shows everybody where it came from (nyhavn verify --moved): {out}")
        records = record_folder(package.manifest.archive)
        self.stdout.write(f"The record of what was done at the old site: {records} (nyhavn verify-log)")
        for email, link in done.links:
            self.stdout.write(f"Invited anew: {email} {link}")
