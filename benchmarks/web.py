"""Public pages under load, on SQLite and PostgreSQL, beside a plain Django page on the same server.

Prints one JSON line per page, number of data sets and number of readers: name, ours and peer in pages per second, ratio
(peer / ours: above 1 the peer is quicker), unit, runs, peak_mb; then the time in which 95 of 100 pages came, and the
bytes as they travel and unpacked. Medians. The peer (`web_peer`) is one page made from one row of one table, always the
same. `--quick` measures once, for a moment, with few data sets and readers, to see that everything works.
"""

import json
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import web_servers
from web_servers import Server, Site

from nyhavn.chain.production import produce_release

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "services-for-all" / "plan.toml"
NAME, LAST_PAGE = "services-for-all-2025", 500  # how far the catalogue can be turned over
PEER_PATHS = ("/data/services-for-all/",)
AT_MOST = 5000
ON_A_PAGE = 20  # of the catalogue
WHOLE_EACH = 100  # so many data sets to one that can be opened; web_fill says the same


@dataclass(frozen=True)
class Extent:
    """How much is measured. sizes: numbers of data sets; readers: at once; seconds: of one measurement."""

    sizes: tuple[int, ...] = (10, 1_000, 100_000)
    readers: tuple[int, ...] = (1, 10, 100)
    runs: int = 3
    seconds: float = 1.0


@dataclass(frozen=True)
class Page:
    """What is asked for. paths: one after another, from the start again when they are over."""

    name: str
    paths: tuple[str, ...]


def pages(size: int, *, is_last: bool) -> Iterator[Page]:
    """The pages that are measured with so many data sets; with most of them, all that there are."""
    yield Page(f"catalogue-{size}", ("/data/",))
    if not is_last:
        return
    deep = max(1, min(LAST_PAGE, size // ON_A_PAGE))
    others = tuple(f"/data/release-{number:06}/" for number in range(WHOLE_EACH, size, WHOLE_EACH))
    yield Page(f"catalogue-{size}-search", ("/data/?q=waiting+malaga", "/data/?q=health+bergen+hills"))
    yield Page(f"catalogue-{size}-search-in-vain", ("/data/?q=no+such+thing+anywhere",))
    yield Page(f"catalogue-{size}-page-{deep}", (f"/data/?page={deep}",))
    yield Page("front", ("/",))
    yield Page("dataset", (f"/data/{NAME}/",))
    yield Page("dataset-each-another", others)


def load(server: Server, readers: int, seconds: float, paths: tuple[str, ...]) -> dict[str, float]:
    """Readers on a server, and the peak of its memory meanwhile."""
    server.forget_peak()
    asked = [f"{part}" for part in (server.port, readers, seconds, AT_MOST)]
    command = [sys.executable, str(web_servers.HERE / "web_load.py"), *asked, *paths]
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, timeout=300)
    return {**json.loads(run.stdout), "peak_mb": server.peak_mb()}


def line(name: str, mine: list[dict[str, float]], peer: list[dict[str, float]]) -> str:
    """One comparison as JSON. Medians."""

    def middle(runs: list[dict[str, float]], what: str, digits: int = 1) -> float:
        return round(statistics.median(run[what] for run in runs), digits)

    ours, theirs = middle(mine, "per_second"), middle(peer, "per_second")
    said = {"name": name, "ours": ours, "peer": theirs, "ratio": round(theirs / ours, 3), "unit": "pages/s"}
    said |= {"better": "more", "runs": len(mine), "peak_mb": middle(mine, "peak_mb", 0)}
    said |= {"peer_peak_mb": middle(peer, "peak_mb", 0)}
    for what in ("p95_ms", "bytes", "page_bytes"):
        said |= {what: middle(mine, what), f"peer_{what}": middle(peer, what)}
    return json.dumps(said)


def compare(name: str, page: Page, servers: tuple[Server, Server], extent: Extent) -> None:
    """One page with few and many readers, in turns with the peer, so that both meet the same moments of the machine."""
    ours, peer = servers
    load(ours, 1, 0.2, page.paths)
    for readers in extent.readers:
        mine, theirs = [], []
        for _ in range(extent.runs):
            mine.append(load(ours, readers, extent.seconds, page.paths))
            theirs.append(load(peer, readers, extent.seconds, PEER_PATHS))
        print(line(f"web/{name}/{page.name}/{readers}-readers", mine, theirs), flush=True)


def measure(database: str, release: Path, extent: Extent) -> None:
    """Every page, with more and more data sets."""
    with tempfile.TemporaryDirectory() as scratch, web_servers.sites(database, Path(scratch)) as (ours, peer):
        peer.run("-m web_peer.fill")
        for size in extent.sizes:
            ours.run("web_fill.py", str(release), str(size))
            measure_at(database, size, (ours, peer), extent)


def measure_at(database: str, size: int, both: tuple[Site, Site], extent: Extent) -> None:
    """The pages of one number of data sets, on servers that have just started."""
    with web_servers.running(both[0]) as ours, web_servers.running(both[1]) as peer:
        load(peer, 1, 0.2, PEER_PATHS)
        for page in pages(size, is_last=size == extent.sizes[-1]):
            compare(database, page, (ours, peer), extent)


def main() -> None:
    """Measures and prints. Asked to end, it ends its servers too."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    extent = Extent(sizes=(10, 200), readers=(1, 4), runs=1, seconds=0.2) if "--quick" in sys.argv else Extent()
    with tempfile.TemporaryDirectory() as scratch:
        release = Path(scratch) / "out"
        produce_release(EXAMPLE, out=release, log=Path(scratch) / "log", step=lambda *_: None)
        for database in databases():
            measure(database, release, extent)


def databases() -> tuple[str, ...]:
    """Those that are on this machine."""
    if web_servers.programs() is None:
        print("There is no PostgreSQL server on this machine; only SQLite is measured.", file=sys.stderr)
        return ("sqlite",)
    return ("sqlite", "postgresql")


if __name__ == "__main__":
    main()
