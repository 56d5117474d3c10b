"""`nyhavn verdict`: does an initiative count as citizen data?"""

from pathlib import Path

import click

from nyhavn.chain.verdict import verdict_in
from nyhavn.cli.console import say
from nyhavn.framework.definition import StageVerdict


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help='Print the stricter local reading "design and collection" beside it.')
def verdict(file: Path, strict: bool) -> None:
    """Say whether an initiative counts as citizen data, by which clause, and what is still open.

    FILE is a plan, or a TOML file with only its [initiation] and [[participation]] parts.
    """
    found = verdict_in(file, print_strict=strict)
    say(found.sentence, style="bold")
    for stage in (found.initiated, *found.stages):
        _say_stage(stage)
    for question in found.open_questions:
        say(f"  ? {question}")
    say(f"Reading applied: {found.reading}")
    if found.strict_outcome is not None:
        say(f'Under the stricter local reading "design and collection": {found.strict_outcome}.')


def _say_stage(stage: StageVerdict) -> None:
    """One stage: level, standing, reason, evidence."""
    level = f", level {stage.level}" if stage.level else ""
    say(f"  {stage.stage}{level}: {stage.standing}. {stage.reason}")
    for line in stage.evidence:
        say(f"      {line}", style="dim")
