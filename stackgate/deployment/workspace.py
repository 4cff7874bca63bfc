"""The private folder in which Terraform works: a copy of what was sealed, and nothing beside it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from stackgate.deployment.ending import CouldNotDeploy, Refused
from stackgate.deployment.left_over import PREFIX, states_in
from stackgate.inputs import READ_BY_TERRAFORM
from stackgate.settings import LOCK_FILE


class Workspace:
    """A folder of mode 0700: `copy` holds what was sealed, under the names of the out folder; beside it lie `plan`,
    its JSON and Terraform's raw output. `differences` tells what is not as it was put there."""

    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix=PREFIX)).resolve()
        self.copy = self.root / "copy"
        self.plan = self.root / "plan"
        self.plan_json = self.root / "plan.json"
        self._digests: dict[Path, str] = {}

    def take(self, out: Path, files: Mapping[str, str]) -> None:
        """Copy the sealed files, and hold the copies against their digests. Raises Refused."""
        for name, digest in files.items():
            self._take(out / name, self.copy / name, digest)
        self.refuse_differences()

    def take_lock_file(self, file: Path, digest: str, folder: str) -> None:
        """Copy the sealed lock file of the providers to where Terraform reads it. Raises Refused."""
        self._take(file, self.copy / folder / LOCK_FILE, digest)
        self.refuse_differences()

    def admit_initialized(self, folder: str) -> None:
        """Take down what `init` has put there: modules, the backend's settings, and the lock file if none was sealed.

        Anything else that it left, or changed, is a difference. The providers are not taken down: Terraform holds
        them against the lock file whenever it starts one.
        """
        begun = self.copy / folder
        for path, digest in self._present():
            if path.is_symlink() and not path.resolve().is_relative_to(self.root):
                raise Refused(f"{path.relative_to(self.copy)} leads to {path.resolve()}, where nobody judged what lies")
            if path.is_relative_to(begun / ".terraform") or path == begun / LOCK_FILE:
                self._digests.setdefault(path, digest)
        self._refuse_modules_outside(begun)
        self.refuse_differences()

    def admit(self, file: Path) -> str:
        """Take down a file that Terraform has made, and give its SHA-256. Raises CouldNotDeploy where there is none."""
        if not file.is_file():
            raise CouldNotDeploy(f"terraform left no {file.name}")
        self._digests[file] = _digest(file)
        return self._digests[file]

    def refuse_differences(self) -> None:
        """Raise Refused where a file is missing, differs, or was not there when it was judged."""
        present = dict(self._present())
        present.update({path: _digest(path) for path in (self.plan, self.plan_json) if path.is_file()})
        lines = []
        for path in sorted({*present, *self._digests}):
            shown = path.relative_to(self.copy if path.is_relative_to(self.copy) else self.root)
            if path not in present:
                lines.append(f"{shown} is missing from the private copy")
            elif path not in self._digests:
                lines.append(f"{shown} was not judged, and lies in the private copy")
            elif present[path] != self._digests[path]:
                lines.append(f"{shown} is not what was judged: it differs in the private copy")
        if lines:
            raise Refused(*lines)

    def states(self) -> list[Path]:
        """The states that Terraform has left here, and were not sealed: each may be the only copy."""
        return [file for file in states_in(self.root) if file not in self._digests]

    def remove(self) -> None:
        """Remove the folder with all that is in it, but where it holds what is nowhere else."""
        if not self.states():
            shutil.rmtree(self.root, ignore_errors=True)

    def _refuse_modules_outside(self, begun: Path) -> None:
        """Hold the modules that `init` has found, at any depth, against what was sealed. Raises Refused."""
        file = begun / ".terraform" / "modules" / "modules.json"
        if not file.exists():
            return
        try:
            modules = [
                (one["Key"], str(one["Source"]), begun / one["Dir"]) for one in json.loads(file.read_bytes())["Modules"]
            ]
        except (ValueError, LookupError, TypeError) as error:
            raise Refused(f"{file.relative_to(self.copy)} cannot be read: {type(error).__name__}") from None
        lines = []
        for name, source, folder in modules:
            if name and not source.startswith(("./", "../")):
                lines.append(
                    f"module {name}: its source {source} is downloaded, and nobody judged it: make it an asset"
                )
            elif not folder.resolve().is_relative_to(self.copy):
                lines.append(f"module {name}: its source {source} lies outside of what was judged: make it an asset")
        if lines:
            raise Refused(*lines)

    def _take(self, source: Path, target: Path, digest: str) -> None:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._digests[target] = digest
        try:
            shutil.copy(source, target)
        except FileNotFoundError:
            raise Refused(f"{source} was sealed, and is gone") from None

    def _present(self) -> Iterator[tuple[Path, str]]:
        """The files of the copy with their digests; a link is named by where it leads."""
        for at, folders, names in os.walk(self.copy):
            if Path(at).name == ".terraform":
                folders[:] = [name for name in folders if name != "providers"]
            links = [name for name in folders if Path(at, name).is_symlink()]
            for name in (*names, *links):
                path = Path(at, name)
                yield path, f"link to {os.readlink(path)}" if path.is_symlink() else _digest(path)


def refuse_side_files(out: Path, folder: str, files: Mapping[str, str]) -> None:
    """Raise Refused for each file that Terraform would read in a stack's folder and that was not sealed."""
    beside = [
        path
        for path in sorted((out / folder).iterdir())
        if path.name.endswith(READ_BY_TERRAFORM) and f"{folder}/{path.name}" not in files
    ]
    if beside:
        raise Refused(*(f"{path} was not judged, and Terraform reads it" for path in beside))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
