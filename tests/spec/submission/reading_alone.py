"""Reads a package with public programs alone; run in a process of its own, in which Nyhavn cannot be imported.

Arguments: the zip, and the structure of the SDG as SDMX publishes it. Prints what it found as JSON.
"""

import base64
import csv
import hashlib
import io
import json
import logging
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any


class _NotHere:
    def find_spec(self, name: str, *_: Any) -> None:
        if name.split(".")[0] == "nyhavn":
            raise ModuleNotFoundError(name)


if __name__ == "__main__":
    sys.meta_path.insert(0, _NotHere())  # type: ignore[arg-type]

import sdmx  # noqa: E402 (after the door is shut)
from cryptography.hazmat.primitives.serialization import load_pem_public_key  # noqa: E402
from pysdmx.io import get_datasets  # noqa: E402

FORMATS = ("sdmx/sdg.csv", "sdmx/sdg-3.0.xml", "sdmx/sdg-2.1.xml")  # 3.0 first: sdmx1 2.28 loads it first, or never
Seen = list[dict[str, str]]


def main(package: Path, structure: Path) -> dict[str, Any]:
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(package) as archive:
        archive.extractall(folder)
        files = {name: archive.read(name) for name in archive.namelist()}
        found = {"files": sorted(files), "sound": sound(files), "tables": tables(files), "json": documents(files)}
        there = [name for name in FORMATS if name in files]
        found["pysdmx"] = {name: by_pysdmx(Path(folder) / name, structure) for name in there}
        dsd = sdmx.read_sdmx(structure).structure["SDG"]
        found["sdmx1"] = {name: by_sdmx1(Path(folder) / name, dsd) for name in there}
    return found


def sound(files: dict[str, bytes]) -> bool:
    """Whether every hash is right, nothing else is there, and the key signed the list. Raises InvalidSignature."""
    sums = dict(reversed(line.split("  ")) for line in files["SHA256SUMS"].decode().splitlines())
    same = all(hashlib.sha256(files[name]).hexdigest() == digest for name, digest in sums.items())
    beside = {name for name in files if not name.startswith("signature/")} - {"SHA256SUMS"}
    key = load_pem_public_key(files["signature/signer.pem"])
    key.verify(files["signature/SHA256SUMS.sig"], files["SHA256SUMS"])  # type: ignore[union-attr,call-arg,arg-type]
    return same and beside == sums.keys() and stated(files, key) == sums


def stated(files: dict[str, bytes], key: Any) -> dict[str, str]:
    """What the signed statement says of the files. Raises InvalidSignature."""
    envelope = json.loads(files["signature/submission.intoto.dsse.json"])
    body, kind = base64.b64decode(envelope["payload"]), envelope["payloadType"].encode()
    signature = base64.b64decode(envelope["signatures"][0]["sig"])
    key.verify(signature, b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(body), body))
    return {one["name"]: one["digest"]["sha256"] for one in json.loads(body)["subject"]}


def tables(files: dict[str, bytes]) -> dict[str, Seen]:
    return {
        name: list(csv.DictReader(io.StringIO(data.decode())))
        for name, data in files.items()
        if name.startswith("data/") or name.endswith("codebook.csv")
    }


def documents(files: dict[str, bytes]) -> dict[str, Any]:
    return {name: json.loads(data) for name, data in files.items() if name.endswith(".json")}


def by_pysdmx(path: Path, structure: Path) -> Seen:
    (dataset,) = get_datasets(path, structure, validate=True)
    rows = dataset.data.astype(object).where(dataset.data.notna(), "").to_dict("records")
    return [{name: _text(value) for name, value in row.items() if value != ""} for row in rows]


def _text(value: Any) -> str:
    """pysdmx reads numbers as such."""
    return f"{value}".removesuffix(".0") if isinstance(value, float) else f"{value}"


def by_sdmx1(path: Path, dsd: Any) -> Seen:
    (dataset,) = sdmx.read_sdmx(path, structure=dsd).data
    return [_observed(one) for one in dataset.obs]


def _observed(one: Any) -> dict[str, str]:
    key = {name: f"{value.value}" for name, value in one.key.values.items()}
    said = {name: f"{value.value}" for name, value in one.attached_attribute.items()}
    value = {"OBS_VALUE": "" if one.value is None else f"{one.value}"}
    return {name: text for name, text in (key | said | value).items() if text}


if __name__ == "__main__":
    json.dump(main(Path(sys.argv[1]), Path(sys.argv[2])), sys.stdout, ensure_ascii=True)
