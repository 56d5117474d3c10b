"""Where the files that a plan names stand: in the data folder if one is given, else beside the plan."""

from dataclasses import dataclass
from pathlib import Path

from nyhavn.framework.refusal import refusal


@dataclass(frozen=True)
class Places:
    """The folders in which the files of a plan are looked for, in this order."""

    folders: tuple[Path, ...]

    def find(self, name: str, *, named_in: str) -> Path:
        """The path of a file. named_in: the plan key that names it. Raises Refusal "file-not-found"."""
        for folder in self.folders:
            if (folder / name).is_file():
                return folder / name
        looked = " or ".join(str(folder) for folder in self.folders)
        what = f'The file "{name}" is not there (looked in {looked}).'
        raise refusal("file-not-found", what, where=named_in, do="Check the name; --data DIR says where data stand.")


def places_of(plan: Path, data: Path | None) -> Places:
    """The places for one plan file and the --data folder, if one was given."""
    return Places(tuple(folder for folder in (data, plan.parent) if folder is not None))
