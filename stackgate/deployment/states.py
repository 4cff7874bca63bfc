"""Where the stacks keep their state if that is a file, and what would lose one or mix up two."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from stackgate.deployment.ending import CouldNotDeploy
from stackgate.deployment.stacks import Stack, bodies

_DEFAULT = "default"
_PATHS = {"path": "terraform.tfstate", "workspace_dir": "terraform.tfstate.d"}
"""The settings of a local backend that are paths, and Terraform's defaults. Source: its page on the backend `local`."""


def local_paths(content: Mapping[str, Any], base: Path) -> dict[str, Path]:
    """The paths of a document's local backend, where relative ones begin at `base`; empty where it has another."""
    for block in bodies(content.get("terraform")):
        for backend in bodies(block.get("backend")):
            for body in [*bodies(backend["local"]), {}][:1] if "local" in backend else ():
                return {name: base / str(body.get(name) or default) for name, default in _PATHS.items()}
    return {}


def state_file(content: Mapping[str, Any], base: Path, environ: Mapping[str, str]) -> Path | None:
    """The state of a document with a local backend, in the workspace that the environment names."""
    paths, workspace = local_paths(content, base), environ.get("TF_WORKSPACE") or _DEFAULT
    if not paths:
        return None
    file = paths["path"] if workspace == _DEFAULT else paths["workspace_dir"] / workspace / "terraform.tfstate"
    return file.resolve()


def errored_state(app: Path, stack: str) -> Path:
    """Where a state is kept that Terraform could not write to its backend."""
    return app / f"errored.{stack}.tfstate"


def refuse_shared_states(out: Path, stacks: Iterable[Stack], app: Path, environ: Mapping[str, str]) -> None:
    """Raise CouldNotDeploy where two stacks have the same file for a state: the one would destroy what the other made.

    A document that cannot be read is passed over: its own deploy says why.
    """
    owners: dict[Path, str] = {}
    for stack in stacks:
        try:
            content = json.loads((out / stack.document).read_text(encoding="utf-8"))
            file = state_file(content, app, environ)
        except (OSError, ValueError, RecursionError, AttributeError):
            continue
        if file and owners.setdefault(file, stack.name) != stack.name:
            raise CouldNotDeploy(
                f"{owners[file]} and {stack.name} have the same state {file}: give each backend a path of its own"
            )


def refuse_unsaved_states(stacks: Collection[Stack], app: Path) -> None:
    """Raise CouldNotDeploy where an earlier apply's state is still to be brought to where it belongs."""
    for stack in stacks:
        errored = errored_state(app, stack.name)
        if errored.is_file():
            raise CouldNotDeploy(
                f"{errored} is the state of an earlier apply of {stack.name}, which could not be written: "
                f"push it with `terraform state push`, then move it away"
            )


def refuse_forgotten_state(
    content: Mapping[str, Any], stack: Stack, folders: Iterable[Path], app: Path, environ: Mapping[str, str]
) -> None:
    """Raise CouldNotDeploy where the state would be lost, or lies in one of `folders` and would be forgotten there."""
    terraform = list(bodies(content.get("terraform")))
    if not any(block.get("backend") or "cloud" in block for block in terraform):
        raise CouldNotDeploy(
            f"{stack.name} names no backend, so its state would lie in a folder that is removed: give the stack one"
        )
    wanted = state_file(content, app, environ)
    for folder in folders:
        found = state_file(content, folder, environ)
        if found and wanted and found.exists() and not wanted.exists():
            raise CouldNotDeploy(f"the state of {stack.name} lies in {found}: move it to {wanted} first")
