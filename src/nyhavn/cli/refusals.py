"""`nyhavn explain`: what a refusal means."""

import click

from nyhavn.cli.console import say
from nyhavn.framework.explanations import explain as explanation_of
from nyhavn.framework.explanations import explanations


@click.command()
@click.argument("code", required=False, default="")
def explain(code: str) -> None:
    """Explain a refusal: what it means, why, and what to do. Without CODE, list them all."""
    if not code:
        for known in explanations().values():
            say(f"{known.code:<48} {known.title}")
        return
    found = explanation_of(code)
    say(found.title, style="bold")
    say(f"Why: {found.why}")
    say(f"What to do: {found.do}")
