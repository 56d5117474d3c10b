"""The secret that cell keys and random rounding draw from, bound to the parameters by which it first drew.

The same secret with another table of perturbations makes a second noise of the same numbers: together they are nearer
to the truth than each alone. So its file says what it is bound to, counts and sums apart, each from the first time.
"""

import fcntl
import hmac
import os
import re
import secrets
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nyhavn.chain.kept_secrets import begun, not_begun
from nyhavn.chain.noise_parameters import Drawn, Parameters
from nyhavn.engine.confidentiality.noise.keys import check_secret
from nyhavn.exchange.bundle.durable import PRIVATE_FILE, replace_file, sync_directory
from nyhavn.exchange.bundle.private_key import OTHERS
from nyhavn.framework.refusal import refusal

SECRET_BYTES = 32  # as many as the digest that keys are made with
_LINE = re.compile(rf"({'|'.join(Drawn)}): ([0-9a-f]{{64}})".encode())


@dataclass(frozen=True)
class Secret:
    """The secret of the noise. parameters: by which it draws in this run. bound: the marks of those by which it drew
    before, as its file has them. is_new: it does not stand in its file yet.
    """

    path: Path
    value: bytes = field(repr=False)
    parameters: Parameters = field(repr=False)
    bound: Mapping[str, str] = field(default_factory=dict, repr=False)
    is_new: bool = False

    @property
    def marks(self) -> dict[str, str]:
        """Of the parameters of this run, by what they are for: made with the secret, so that nobody can guess them."""
        return {drawn.value: _mark(self.value, drawn, said) for drawn, said in self.parameters.items()}

    @property
    def content(self) -> bytes:
        """Its file: the secret, and a line for each of what it is bound to."""
        lines = [f"{drawn}: {mark}" for drawn, mark in sorted({**self.bound, **self.marks}.items())]
        return b"\n".join([self.value, *(line.encode() for line in lines), b""])


def secret_of(path: Path, parameters: Parameters, *, begin: bool) -> Secret:
    """The secret in that file; begin: a new one, which nobody has until it is kept. parameters: those of this run.

    Raises Refusal: noise-not-begun, noise-begun, noise-secret-exposed, noise-secret-short, noise-secret-damaged, and
    noise-secret-bound for a secret that drew by other parameters before.
    """
    if begin:
        if path.exists():
            raise begun(path)
        return Secret(path, secrets.token_hex(SECRET_BYTES).encode(), parameters, is_new=True)
    if not path.exists():
        raise not_begun(path)
    if stat.S_IMODE(path.stat().st_mode) & OTHERS:
        what = "Other users of this machine may be able to read the secret of the noise."
        do = "Find out who could read it. If nobody did, set mode 600 for the file."
        raise refusal("noise-secret-exposed", what, where=str(path), do=do)
    value, *lines = [line.strip() for line in path.read_bytes().strip().split(b"\n")]
    check_secret(value)
    secret = Secret(path, value, parameters, _bound(lines, path))
    others = [drawn for drawn, mark in secret.marks.items() if secret.bound.get(drawn, mark) != mark]
    if others:
        what = f"This secret drew the noise of {' and of '.join(others)} by other parameters than those of this order."
        do = "Take the parameters of the first order; restricted/parameters.json of its run holds them."
        raise refusal("noise-secret-bound", what, where=str(path), do=do)
    return secret


def _mark(value: bytes, drawn: Drawn, said: str) -> str:
    return hmac.digest(value, f"nyhavn parameters\0{drawn}\0{said}".encode(), "sha256").hex()


def _bound(lines: Sequence[bytes], path: Path) -> Mapping[str, str]:
    found = [_LINE.fullmatch(line) for line in lines]
    bound = {match[1].decode(): match[2].decode() for match in found if match}
    if len(bound) < len(lines):
        what = "Below the secret stands what Nyhavn did not write, so nobody knows by which parameters it drew."
        do = "Bring the file back as it was. If nothing with noise was ever published from these data, begin anew."
        raise refusal("noise-secret-damaged", what, where=str(path), do=do)
    return bound


def keep_secret(secret: Secret) -> None:
    """Writes a new secret, or one that draws something for the first time, readable for its owner alone.

    It is on the disk when this returns, and bound to its parameters, or all is as it was. Raises Refusal "noise-begun"
    where another run has begun meanwhile, and those of `secret_of` where another run has bound it.
    """
    if secret.is_new:
        _begin(secret)
    elif not secret.marks.keys() <= secret.bound.keys():
        _bind(secret)


def _begin(secret: Secret) -> None:
    secret.path.parent.mkdir(parents=True, exist_ok=True)
    partial = secret.path.with_name(f".{secret.path.name}-{secrets.token_hex(4)}.partial")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(secret.content)
            stream.flush()
            os.fsync(stream.fileno())
        os.link(partial, secret.path)  # unlike a rename, this replaces nothing
    except FileExistsError as fault:
        raise begun(secret.path) from fault
    finally:
        partial.unlink(missing_ok=True)
    sync_directory(secret.path.parent)


def _bind(secret: Secret) -> None:
    """As the file is now: two runs that bind at once do so one after the other."""
    path = secret.path.resolve()  # what a link leads to: who has it by another name must find it bound
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        now = secret_of(path, secret.parameters, begin=False)
        if now.value != secret.value:
            raise begun(secret.path)
        replace_file(path, now.content, PRIVATE_FILE)
    finally:
        os.close(folder)
