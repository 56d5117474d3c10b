"""What is on record about the safety of the answers: yes, no and days. No count, no name of a weakness, no person.

Whether a setting is weak is said, and not which: it would help whoever looks for a way in. Whether somebody took their
answers back is never said; only whether everything went that had to.
"""

from datetime import date

from nyhavn.framework.declared import Declared


class SecurityRecord(Declared):
    """[security]: how the answers are kept, on the day of the run. None: nobody looked.

    keys_since: since when each answer is kept under a key of its own. old_keys_kept: a key is still there that had to
    be destroyed. taken_back_kept: something is still held of somebody who took everything back. settings_safe: what is
    sent and what is kept is protected as the settings can protect it. log_unchanged: the record of who looked at
    answers holds together. restored_on: when a backup was last brought back; withdrawn_again: whether everybody who
    had taken their answers back was taken out of it.
    """

    keys_since: date | None = None
    old_keys_kept: bool | None = None
    taken_back_kept: bool | None = None
    settings_safe: bool | None = None
    log_unchanged: bool | None = None
    restored_on: date | None = None
    withdrawn_again: bool | None = None
