"""A backup is brought back into this installation."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser

from nyhavn.web.site.backups.restoring import Restored, restore
from nyhavn.web.site.beginning import home_held


class Command(BaseCommand):
    """Restores, and says what was found."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Which backup."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true")

    def handle(self, *args: object, file: Path, replace: bool, **options: object) -> None:
        """Restore. Raises Refusal."""
        with home_held():
            done = restore(file, replaces=replace)
        for line in told(done):
            self.stdout.write(line)


def told(done: Restored) -> list[str]:
    """What a restore says in the end."""
    replayed = done.came_back.replayed
    lines = [
        f"Restored: the state of {done.made_at:%d %B %Y, %H:%M} UTC.",
        f"The mirror has {replayed.lines} withdrawals. Withdrawn again: {replayed.withdrawn}. "
        f"Of {replayed.unknown} nothing is in this backup.",
        f"Keys: {done.came_back.opened} records got the key they have today; "
        f"{done.came_back.gone} were taken away, because theirs was destroyed.",
    ]
    if done.came_back.taken_over:
        names = ", ".join(done.came_back.taken_over)
        lines.append(f"Published after the backup, as this backup had announced it, and shown again: {names}.")
    if done.since:
        names = ", ".join(done.since)
        lines.append(
            f"Published after the backup, kept as files and not shown: {names}. Give new releases new versions. "
            "What is announced under such a name and version cannot come out: call it off, and announce it anew."
        )
    lines.append("What people sent, decided and were allowed after the backup is gone. Start Nyhavn: nyhavn run")
    return lines
