"""Writes docs/reference/retention.md."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from nyhavn.web.site.retention_document import document


class Command(BaseCommand):
    """python -m nyhavn.web.manage document_retention docs/reference/retention.md"""

    help = "Write the reference page of what is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("path", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it."""
        options["path"].write_text(document(), encoding="utf-8")
