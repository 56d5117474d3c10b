"""Django's own commands, for those who build Nyhavn: python -m nyhavn.web.manage COMMAND."""

import gc
import os
import sys

import django
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nyhavn.web.settings")
    gc.disable()  # what is loaded stays to the end; looking through it for garbage takes a seventh of the start
    django.setup()
    gc.freeze()
    gc.enable()
    execute_from_command_line(sys.argv)
