"""All operations and readings of all apps: what pages, endpoints and the matrix of permissions are made from."""

import importlib
import pkgutil
from functools import cache
from types import ModuleType
from typing import Any

from django.apps import apps

from nyhavn.web.pages.operations import Operation, Reading

OURS = "nyhavn.web."


@cache
def operations() -> tuple[Operation[Any], ...]:
    """Everything that can be done, in the order of the apps and of each declaration."""
    return tuple(operation for module in _modules() for operation in getattr(module, "OPERATIONS", ()))


@cache
def readings() -> tuple[Reading, ...]:
    """Everything that can be read through the interface, in the same order."""
    return tuple(reading for module in _modules() for reading in getattr(module, "READINGS", ()))


@cache
def _modules() -> tuple[ModuleType, ...]:
    """The modules `operations` and `..._operations` of every app of ours."""
    return tuple(
        importlib.import_module(f"{app.name}.{found.name}")
        for app in apps.get_app_configs()
        if app.name.startswith(OURS)
        for found in sorted(pkgutil.iter_modules([app.path]), key=lambda module: module.name)
        if found.name == "operations" and app.name != "nyhavn.web.pages" or found.name.endswith("_operations")
    )
