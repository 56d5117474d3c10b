"""`nyhavn check-form`: is a questionnaire sound, and fair to the people asked?"""

from pathlib import Path

import click

from nyhavn.chain.form_check import check_questionnaire
from nyhavn.cli.console import say


@click.command("check-form")
@click.argument("form", type=click.Path(path_type=Path))
def check_form(form: Path) -> None:
    """Read FORM (an XLSForm, or a data dictionary in TOML) and say what it asks and what needs a look."""
    found = check_questionnaire(form)
    say(f"{found.title}: {found.questions} questions in {', '.join(found.languages) or 'one language'}.", style="bold")
    for remark in found.remarks:
        say(f"  ? {remark}")
    if not found.remarks:
        say("  Nothing to remark.")
