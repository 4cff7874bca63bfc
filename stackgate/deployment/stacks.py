"""The stacks of a cdktf.out folder: their order, and the modules that they call."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path, PurePosixPath
from typing import Any

from stackgate.deployment.ending import CouldNotDeploy, Refused
from stackgate.out_folder import CDKTF_OUT

_LOCAL = ("./", "../", "/")
"""How the source of a module begins that is a folder. Source: Terraform's page on module sources."""


@dataclass(frozen=True, slots=True)
class Stack:
    """A stack: its name, and its document relative to the out folder (`cdktf.out/stacks/x/cdk.tf.json`)."""

    name: str
    document: str

    @property
    def folder(self) -> str:
        """The folder in which Terraform runs, relative to the out folder."""
        return str(PurePosixPath(self.document).parent)


def stacks_to_deploy(out: Path, names: Collection[str] = ()) -> list[Stack]:
    """The named stacks, else all, each behind those that it depends on. Raises CouldNotDeploy."""
    manifest = out / CDKTF_OUT / "manifest.json"
    try:
        stacks = json.loads(manifest.read_text(encoding="utf-8"))["stacks"]
        needs = {name: stacks.keys() & (stack.get("dependencies") or ()) for name, stack in stacks.items()}
        found = {
            name: Stack(name, f"{CDKTF_OUT}/{PurePosixPath(stack['synthesizedStackPath'])}")
            for name, stack in stacks.items()
        }
        order = list(TopologicalSorter(needs).static_order())
    except CycleError as error:
        circle = " -> ".join(error.args[1])
        raise CouldNotDeploy(f"{manifest}: stacks depend on each other in a circle: {circle}") from None
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise CouldNotDeploy(f"{manifest} cannot be read: {type(error).__name__}") from None
    for name in (*found, *names):
        if name not in found:
            raise CouldNotDeploy(f"there is no stack {name!r}: choose from {', '.join(found)}")
        if PurePosixPath(name).name != name or name.startswith("."):
            raise CouldNotDeploy(f"{manifest}: a stack cannot be called {name!r}")
    return [found[name] for name in order if not names or name in names]


def refuse_modules_outside(content: dict[str, Any], folder: Path, root: Path) -> None:
    """Raise Refused for each module that is a folder outside of what was sealed."""
    outside = [
        f"module {name}: its source {source} lies outside of {CDKTF_OUT}, where nobody judged it: make it an asset"
        for calls in bodies(content.get("module"))
        for name, body in calls.items()
        for source in (one.get("source") for one in bodies(body))
        if isinstance(source, str) and source.startswith(_LOCAL) and not _inside(folder / source, root)
    ]
    if outside:
        raise Refused(*outside)


def sensitive_variables(content: dict[str, Any]) -> frozenset[str]:
    """The environment variables that would give a value to a variable that is declared sensitive."""
    return frozenset(
        f"TF_VAR_{name}"
        for declared in bodies(content.get("variable"))
        for name, body in declared.items()
        if any(one.get("sensitive") for one in bodies(body))
    )


def _inside(path: Path, root: Path) -> bool:
    return path.resolve().is_relative_to(root.resolve())


def bodies(value: Any) -> Iterator[dict[str, Any]]:
    """The objects of a block, which may stand alone or in lists."""
    if isinstance(value, dict):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from bodies(item)
