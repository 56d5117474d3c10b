"""Principle 5: keys that go when they must, nothing held of those who left, safe settings, looks that leave a trace."""

from nyhavn.framework.principles import SafeguardEvidence
from nyhavn.framework.records import ReleaseRecords
from nyhavn.framework.safeguards.wording import Safeguard
from nyhavn.framework.security import SecurityRecord

_KEYS = Safeguard(
    "keys-go-in-time",
    "Is each answer kept under a key of its own, and do old keys go when they must?",
    ("key periods",),
)
_GONE = Safeguard(
    "taken-back-is-gone", "Is nothing held of anybody who took everything back?", ("withdrawals", "stored answers")
)
_RESTORED = Safeguard(
    "no-backup-brings-back",
    "Did no backup bring back somebody who had taken their answers back?",
    ("backups brought back", "list of withdrawals outside the backups"),
)
_SETTINGS = Safeguard(
    "settings-protect", "Do the settings protect what is sent and what is kept?", ("settings of the installation",)
)
_TRACE = Safeguard(
    "looks-leave-a-trace",
    "Does the record of who looked at answers hold together?",
    ("record of what was done", "seals"),
)
_NO_RECORDS = SecurityRecord()


def _kept(records: ReleaseRecords) -> SecurityRecord:
    return records.security or _NO_RECORDS


def keys_go_in_time(records: ReleaseRecords) -> SafeguardEvidence:
    """A key that had to be destroyed and is still there opens old backups of people who left."""
    found = _kept(records)
    if found.keys_since is None or found.old_keys_kept is None:
        return _KEYS.nothing("It is not on record under which keys the answers are kept.")
    if found.old_keys_kept:
        return _KEYS.against("A key is still there that had to be destroyed.")
    since = found.keys_since.isoformat()
    return _KEYS.found(f"Each answer is kept under a key of its own, since {since}. No key is left that had to go.")


def taken_back_is_gone(records: ReleaseRecords) -> SafeguardEvidence:
    """Says the same whether somebody took their answers back or nobody did."""
    kept = _kept(records).taken_back_kept
    if kept is None:
        return _GONE.nothing("Nobody looked whether something is still held.")
    if kept:
        return _GONE.against("Something is still held that had to be destroyed.")
    return _GONE.found("Nothing is held of anybody who took everything back.")


def no_backup_brings_back(records: ReleaseRecords) -> SafeguardEvidence:
    """A backup that was never brought back shows nothing."""
    found = _kept(records)
    if found.restored_on is None or found.withdrawn_again is None:
        return _RESTORED.nothing("No backup was brought back, so nothing shows what would happen.")
    if not found.withdrawn_again:
        return _RESTORED.against("A backup was brought back, and the list of those who had left was not applied to it.")
    day = found.restored_on.isoformat()
    return _RESTORED.found(f"A backup was brought back on {day}. The list of those who had left was applied to it.")


def settings_protect(records: ReleaseRecords) -> SafeguardEvidence:
    """Which setting is weak is for those who run the installation, not for whoever looks for a way in."""
    safe = _kept(records).settings_safe
    if safe is None:
        return _SETTINGS.nothing("Nobody looked at the settings of the installation.")
    if not safe:
        return _SETTINGS.against("The settings protect less than they can. Those who run the installation see which.")
    return _SETTINGS.found("What is sent is encrypted, and the keys are kept twice and apart from what they open.")


def looks_leave_a_trace(records: ReleaseRecords) -> SafeguardEvidence:
    """The record of this initiative: who looked, changed, handed out."""
    whole = _kept(records).log_unchanged
    if whole is None:
        return _TRACE.nothing("The record of who looked at answers was not read.")
    if not whole:
        return _TRACE.against("The record of who looked at answers was changed afterwards.")
    return _TRACE.found("The record of who looked at answers is unchanged since it was sealed.")


RULES = (keys_go_in_time, taken_back_is_gone, no_backup_brings_back, settings_protect, looks_leave_a_trace)
