"""Writes docs/reference/api.md."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from nyhavn.web.site.api import description
from nyhavn.web.site.api_document import document


class Command(BaseCommand):
    """python -m nyhavn.web.manage document_api docs/reference/api.md"""

    help = "Write the reference page of the programming interface."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("path", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it."""
        options["path"].write_text(document(description()), encoding="utf-8")
