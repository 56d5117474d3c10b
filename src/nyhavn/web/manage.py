"""Django's own commands, for those who build Nyhavn: python -m nyhavn.web.manage COMMAND."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nyhavn.web.settings")
    execute_from_command_line(sys.argv)
