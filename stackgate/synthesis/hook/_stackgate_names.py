"""Names that are imported and do not exist: which there is instead.

Python 3.8 and later, standard library only.
"""

from __future__ import annotations

import functools
import importlib
import os
import re
import sys
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from _stackgate_record import FOREIGN
from _stackgate_signature import nearest
from _stackgate_stand_in import StandIn

LIBRARIES = frozenset(("cdktf", "cdktn", "constructs"))
PROVIDERS = ("cdktf_cdktf_provider_", "cdktn_provider_")
# What AWS calls a service, and what Terraform calls it.
SERVICES = (("eventbridge_", "cloudwatch_event_"), ("elbv2_", "lb_"), ("rds_instance", "db_instance"))


def is_binding(name: str) -> bool:
    """Whether a module belongs to an installed library of CDKTF or to installed bindings of a provider."""
    root = name.split(".")[0]
    if root not in LIBRARIES and not root.startswith(PROVIDERS):
        return False
    return root in sys.modules or find_spec(root) is not None


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def _resource(module: Any) -> str | None:
    """The class that a provider's module is named after."""
    name = module.__name__.rpartition(".")[2].replace("_", "")
    return next((item for item in getattr(module, "__all__", ()) if item.lower() in (name, f"{name}a")), None)


class _Instead(ModuleType):
    """A module that stands for one that does not exist: `names` says what its names are called there."""

    def __init__(self, module: Any, names: dict[str, str | None]) -> None:
        super().__init__(module.__name__)
        self.__dict__.update({name: getattr(module, near) if near else StandIn() for name, near in names.items()})
        self.__dict__["__getattr__"] = functools.partial(getattr, module)


class Names:
    """Looks names up in the bindings and in the project, which is the folder `project`."""

    def __init__(self, project: str) -> None:
        self.project = project
        self.found: list[tuple[str, str, str]] = []
        """The faults of the last look-up: rule, message, name."""

    def module(self, name: str, wanted: tuple[str, ...] = ()) -> Any:
        """The module, or what is most like it, or a stand-in; `wanted` is what shall be imported from it.

        Raises whatever importing it raises, but for a module that does not exist.
        """
        try:
            return importlib.import_module(name)
        except ModuleNotFoundError as error:
            missing = error.name or ""
            if name != missing and not name.startswith(f"{missing}."):
                raise
        parent = missing.rpartition(".")[0]
        if not parent or not is_binding(missing):
            self._own_module(missing)
            return StandIn()
        text = f"The module {missing.rpartition('.')[2]!r} does not exist in {parent}"
        there = self._sibling(missing, wanted)
        if there is None:
            self.found.append(("synth_unknown_name", text, missing.rpartition(".")[2]))
            return StandIn()
        text += f": did you mean {there.rpartition('.')[2]!r}"
        module = importlib.import_module(there)
        # Names that only the module that does not exist would have are no faults of their own.
        absent = {name: self._like(module, name) or _resource(module) for name in wanted if not hasattr(module, name)}
        text += "".join(f", and its {near} for {name}" for name, near in absent.items() if near) + "?"
        self.found.append(("synth_unknown_name", text, missing.rpartition(".")[2]))
        return _Instead(module, absent) if absent else module

    def attribute(self, module: Any, name: str) -> Any:
        """A name of a module, or what is most like it, or a stand-in."""
        if isinstance(module, StandIn):
            return StandIn()
        try:
            return getattr(module, name)
        except AttributeError:
            where = getattr(module, "__name__", "")
        try:
            return importlib.import_module(f"{where}.{name}")
        except ModuleNotFoundError as error:
            if error.name != f"{where}.{name}" and hasattr(module, "__path__"):
                raise
        if isinstance(module, ModuleType) and "__path__" in vars(module) and is_binding(where) and name[:1].islower():
            return self.module(f"{where}.{name}")
        near = self._like(module, name)
        self.found.append(("synth_unknown_name", self._says(where, name, near), name))
        return getattr(module, near) if near else StandIn()

    def _like(self, module: Any, name: str) -> str | None:
        names = [item for item in getattr(module, "__all__", None) or dir(module) if not item.startswith("_")]
        return f"{name}A" if f"{name}A" in names else nearest(name, names)

    def _says(self, where: str, name: str, near: str | None) -> str:
        if near == f"{name}A":
            return f"{name} does not exist in {where}: the resource's class is {near}, with the suffix A"
        text = f"{name} does not exist in {where}"
        if near:
            return f"{text}: did you mean {near}?"
        module = self._module_of(where.split(".")[0], name)
        return f"{text}: it is in {module}" if module else text

    def _module_of(self, package: str, name: str) -> str | None:
        """The provider's module whose resource is the class `name`."""
        there = f"{package}.{snake(name)}"
        try:
            exists = is_binding(package) and package not in LIBRARIES and find_spec(there) is not None
        except (ImportError, ValueError):
            return None
        return there if exists and hasattr(importlib.import_module(there), name) else None

    def _sibling(self, missing: str, wanted: tuple[str, ...]) -> str | None:
        """The module of the same package that was meant."""
        parent, _, name = missing.rpartition(".")
        folders = list(getattr(importlib.import_module(parent), "__path__", ()))
        there = {item for folder in folders for item in os.listdir(folder) if item[:1].isalpha()}
        guesses = [snake(item) for item in wanted]
        guesses += [new + name[len(old) :] for old, new in SERVICES if name.startswith(old)]
        guesses += [f"{name}_resource", f"aws_{name}", name.replace("aws_", "", 1)]
        found = next((guess for guess in guesses if guess in there), None) or nearest(name, there, 0.7)
        return f"{parent}.{found}" if found else None

    def _own_module(self, missing: str) -> None:
        """A module that is not there, though a file of the project has its name."""
        name = missing.rpartition(".")[2]
        for folder, folders, files in os.walk(self.project):
            folders[:] = [item for item in folders if item[:1].isalpha() and item not in FOREIGN]
            folders[:] = [item for item in folders if not os.path.exists(os.path.join(folder, item, "pyvenv.cfg"))]
            for item in files:
                if item == f"{name}.py":
                    there = os.path.relpath(os.path.join(folder, item), self.project).replace(os.sep, "/")
                    text = f"There is no module {missing!r}: {there} is not imported under that name"
                    self.found.append(("synth_entry_point", text, missing))
                    return
