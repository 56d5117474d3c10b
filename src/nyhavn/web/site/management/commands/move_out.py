"""A workspace leaves this installation."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser

from nyhavn.exchange.bundle.canonical import write_model
from nyhavn.exchange.bundle.durable import PRIVATE_FILE, replace_file
from nyhavn.exchange.workspace.recipients import read_site_key
from nyhavn.framework.refusal import refusal
from nyhavn.web.site.beginning import home_held, prepare
from nyhavn.web.site.moving import leaving
from nyhavn.web.site.moving.files_given import content_of, trusted_keys

LEFT = (
    "The workspace belongs to the other site now. Its keys are destroyed here.",
    "Send this file to the other site. It is needed there once, and this command gives it again:",
)


class Command(BaseCommand):
    """Packs, hands over, or calls off."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """What, where to, and which step."""
        parser.add_argument("initiative")
        for name in ("--out", "--to", "--finish", "--key"):
            parser.add_argument(name, type=Path)
        parser.add_argument("--address", default="")
        parser.add_argument("--passphrase", default="")
        parser.add_argument("--codes-are-lost", action="store_true")
        parser.add_argument("--call-off", action="store_true")

    def handle(self, *args: object, initiative: str, **options: object) -> None:
        """One step. Raises Refusal."""
        with home_held():
            prepare()
            if options["call_off"]:
                leaving.call_off(initiative=leaving.initiative_named(initiative))
                self.stdout.write("The move was called off. The file that is out can never be taken over: delete it.")
            elif options["finish"]:
                self._finish(_path(options["finish"]), options)
            else:
                self._begin(initiative, options)

    def _begin(self, slug: str, options: dict[str, object]) -> None:
        out, to = _path(options["out"]), options["to"]
        site = read_site_key(content_of(_path(to)).decode("utf-8", errors="replace")) if to else None
        move = leaving.begin(
            initiative=leaving.initiative_named(slug),
            to=leaving.For(site, str(options["passphrase"])),
            address=str(options["address"]),
            file=out,
            loses_codes=bool(options["codes_are_lost"]),
        )
        self.stdout.write(
            f"The workspace is in {out} ({out.stat().st_size / 1e6:.1f} MB), sealed. Digest: {move.digest}"
        )
        self.stdout.write("It is frozen here until the other site has it. People can still take their answers back.")

    def _finish(self, confirmation: Path, options: dict[str, object]) -> None:
        out = _path(options["out"])
        key = options["key"]
        trusted = trusted_keys(_path(key)) if key else ()
        handover = leaving.decide(confirmation=content_of(confirmation), trusted=trusted)
        replace_file(out, write_model(handover), PRIVATE_FILE)
        self.stdout.write("\n".join((*LEFT, str(out))))


def _path(given: object) -> Path:
    """A path that must be given. Raises Refusal "move-out-missing"."""
    if not isinstance(given, Path):
        raise refusal("move-out-missing", "Nobody said where to.", where="--out", do="Name a new file with --out.")
    return given
