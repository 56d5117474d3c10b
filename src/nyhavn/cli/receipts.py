"""`nyhavn verify-receipt`: is a receipt of consent unchanged since it was signed?"""

import sys
from pathlib import Path

import click

from nyhavn.cli.console import say
from nyhavn.cli.named_files import content_of, trusted_in
from nyhavn.exchange.bundle.canonical import Unreadable
from nyhavn.exchange.consent_receipt import check_receipt
from nyhavn.framework.refusal import refusal

WRONG, SIGNER_UNKNOWN = 1, 3


@click.command("verify-receipt")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--key", type=click.Path(path_type=Path), help="File with the keys you trust, one per line.")
def verify_receipt(path: Path, key: Path | None) -> None:
    """Check that the receipt at PATH is unchanged since it was signed, and by whom. Nothing is fetched.

    Exit code 0: unchanged, signed by a key you trust. 1: it was changed. 3: unchanged, but by a key that you did not
    name. Whether the person said so is not checked; nor whether it still holds.
    """
    trusted = trusted_in(key) if key else ()
    content = content_of(path)
    try:
        found = check_receipt(content, trusted)
    except Unreadable as fault:
        what = "This file is not a signed receipt."
        raise refusal("receipt-unreadable", what, where=str(path), do="Check that it is the file you saved.") from fault
    if not found.is_unchanged:
        say("WRONG  The receipt was changed after it was signed, or the signature is not its own.")
        sys.exit(WRONG)
    say(f"Unchanged since it was signed by the key {found.signer.fingerprint}.")
    if not found.is_trusted:
        say("You did not name this key as one you trust, so nobody vouches for the signer.")
        sys.exit(SIGNER_UNKNOWN)
