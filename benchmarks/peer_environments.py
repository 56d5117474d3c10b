"""Peers live in an environment each, under .venv-peers, made from the exact versions of benchmarks/peers/NAME.txt."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / "benchmarks" / "peers"
HOME = ROOT / ".venv-peers"
NO_NOTICE = "--disable-pip-version-check"


def peer_python(name: str) -> str:
    """The interpreter of a peer's environment, made if it is missing or its versions changed.

    Raises subprocess.CalledProcessError if the versions cannot be installed here.
    """
    versions = PEERS / f"{name}.txt"
    wanted = hashlib.sha256(versions.read_bytes() + sys.version.encode()).hexdigest()
    folder = HOME / name
    stamp, python = folder / "made-from", folder / "bin" / "python"
    if not (stamp.exists() and stamp.read_text(encoding="ascii") == wanted):
        shutil.rmtree(folder, ignore_errors=True)
        print(f"Setting up {name} ...", file=sys.stderr, flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        pip = [str(python), "-m", "pip", NO_NOTICE, "install", "--quiet", "--requirement", str(versions)]
        subprocess.run(pip, check=True, capture_output=True)
        stamp.write_text(wanted, encoding="ascii")
    return str(python)


def peer_version(name: str) -> str:
    """The version of the peer itself, as its file pins it."""
    lines = (PEERS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return next(line.partition("==")[2] for line in lines if line.partition("==")[0] == name)
