"""Readers: a process of its own that asks a server on this machine for pages, bounded in number and time.

    python web_load.py PORT READERS SECONDS AT_MOST PATH...

Every reader has a connection of its own and asks for the next page as soon as it has the one before, as browsers do
with one connection kept open. Prints one JSON object. Anything but a page (status 200) ends it with an error.
"""

import asyncio
import itertools
import json
import random
import statistics
import sys
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

GZIP = 16 + zlib.MAX_WBITS  # how zlib is told that a gzip header comes first
PATIENCE_SECONDS = 60.0  # for one page


@dataclass
class Seen:
    """What the readers saw. bytes: as they travelled; page_bytes: unpacked; both of the largest page."""

    seconds: list[float] = field(default_factory=list)
    bytes: int = 0
    page_bytes: int = 0

    def take(self, seconds: float, head: str, body: bytes) -> None:
        """One page more."""
        self.seconds.append(seconds)
        if len(body) > self.bytes:
            self.bytes = len(body)
            self.page_bytes = len(zlib.decompress(body, GZIP)) if "content-encoding: gzip" in head else len(body)


def request(path: str, port: int) -> bytes:
    """As a browser asks for it."""
    lines = (f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Accept: text/html", "Accept-Language: en")
    return "\r\n".join((*lines, "Accept-Encoding: gzip", "", "")).encode("ascii")


async def page(reader: asyncio.StreamReader, path: str) -> tuple[str, bytes]:
    """The head of one answer in small letters, and its body."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    if " 200 " not in head.partition("\r\n")[0]:
        raise SystemExit(f"{path} is no page: {head}")
    length = head.partition("content-length:")[2].partition("\r\n")[0]
    return head, await reader.readexactly(int(length))


async def read_on(port: int, paths: Iterator[str], until: float, seen: Seen) -> None:
    """One reader, until the time is over or nothing is left to ask for."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    for path in paths:
        began = time.perf_counter()
        writer.write(request(path, port))
        head, body = await asyncio.wait_for(page(reader, path), PATIENCE_SECONDS)
        seen.take(time.perf_counter() - began, head, body)
        if time.perf_counter() >= until:
            break
    writer.close()


async def load(port: int, readers: int, seconds: float, at_most: int, paths: list[str]) -> dict[str, float]:
    """All readers at once: pages per second, the time within which 95 of 100 pages came, bytes."""
    seen, asked = Seen(), itertools.islice(itertools.cycle(paths), at_most)
    began = time.perf_counter()
    await asyncio.gather(*(read_on(port, asked, began + seconds, seen) for _ in range(readers)))
    took = time.perf_counter() - began
    slowest = statistics.quantiles(seen.seconds, n=20)[-1] if len(seen.seconds) > 1 else seen.seconds[0]
    return {
        "pages": len(seen.seconds),
        "per_second": len(seen.seconds) / took,
        "p95_ms": slowest * 1000,
        "bytes": seen.bytes,
        "page_bytes": seen.page_bytes,
    }


if __name__ == "__main__":
    said = sys.argv
    paths = random.sample(said[5:], len(said[5:]))  # the next run should not begin with what this one has warmed
    found = asyncio.run(load(int(said[1]), int(said[2]), float(said[3]), int(said[4]), paths))
    print(json.dumps(found))
