"""`nyhavn produce`: from a plan to a signed release."""

from pathlib import Path

import click

from nyhavn.chain.over_time import Behind
from nyhavn.chain.production import Produced, produce_release
from nyhavn.cli.console import progress, say
from nyhavn.engine.backends.opening import HERE


@click.command()
@click.argument("plan", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder to write; must not exist yet.")
@click.option("--data", type=click.Path(path_type=Path), help="Folder of the files that the plan names [beside it].")
@click.option(
    "--log",
    type=click.Path(path_type=Path),
    default=Path("nyhavn-log"),
    show_default=True,
    help="Folder of this instance's key and release log; made on first use.",
)
@click.option("--previous", type=click.Path(path_type=Path), help="The release before this one, to compare with.")
@click.option(
    "--register",
    type=click.Path(path_type=Path),
    help="Restricted file that keeps numbers from moving on a few changes; made by the first release that names it.",
)
@click.option(
    "--beside",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Another release from the same data (a part of the people, other tables): can the two be subtracted?",
)
@click.option(
    "--engine",
    envvar="NYHAVN_ENGINE",
    default=HERE,
    show_default=True,
    help="Where to compute: duckdb, or a Spark master (local[2], spark://host:7077, k8s://..., yarn).",
)
@click.option("--zip", "zipped", is_flag=True, help="Write release.zip beside the folder as well.")
def produce(
    plan: Path,
    out: Path,
    data: Path | None,
    log: Path,
    previous: Path | None,
    register: Path | None,
    beside: tuple[Path, ...],
    engine: str,
    zipped: bool,
) -> None:
    """Produce a release from PLAN: read, check, count, protect, describe, sign.

    Writes OUT/release (public; give it to anyone) and OUT/restricted (for the steward alone: row numbers of findings,
    what an attacker could work out). Nothing is written if anything is refused.
    """
    with progress() as step:
        produced = produce_release(
            plan,
            out=out,
            data=data,
            log=log,
            previous=previous,
            register=register,
            beside=beside,
            zipped=zipped,
            engine=engine,
            step=step,
        )
    _say_produced(produced)


def _say_produced(produced: Produced) -> None:
    """The outcome in a few lines."""
    release = produced.release
    say(f"{release.title}, version {release.version}", style="bold")
    say(f"  {release.verdict.sentence}")
    say(f"  {release.headline}")
    say(f"  {release.protection.suppressed} of {release.protection.cells} figures are not shown, to protect people.")
    say(f"  {len(release.findings)} findings about quality; {len(release.tables)} tables.")
    if produced.behind is not None:
        _say_behind(produced.behind)
    say(f"Public:     {produced.folder / 'release'}")
    say(f"Restricted: {produced.folder / 'restricted'} (do not publish)")
    say(f"Signed by:  {produced.fingerprint}")


def _say_behind(behind: Behind) -> None:
    """How far the release is behind the contributions; for the steward, who sees this screen."""
    found = behind.staleness
    if found.is_fresh:
        say(f"  Over time: everything is shown, in {found.groups} groups that move by themselves.")
        return
    say(
        f"  Over time: {found.people} changes are not shown yet, at most {found.most_people} in a group; "
        f"{found.waiting} of {found.groups} groups wait, the longest for {found.vintages} releases."
    )
    if behind.held_back:
        say("  Everything was repeated: all releases together would have given away what one of them hides.")
