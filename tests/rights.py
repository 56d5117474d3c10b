"""A run without the superuser's rights, also where the tests themselves are run by the superuser."""

import ctypes
import os

PR_CAPBSET_DROP = 24  # prctl(2)
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2  # capabilities(7): what lets the superuser past every file permission


def bound_by_permissions() -> None:
    """Makes the program that is started next obey file permissions, whoever runs it.

    Another user would not do: a test that runs in a folder only root may enter could not even start its program.
    """
    if os.geteuid() != 0:
        return
    system = ctypes.CDLL(None, use_errno=True)
    for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
        if system.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "the superuser's rights could not be dropped")
