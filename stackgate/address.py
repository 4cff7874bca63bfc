"""Terraform's addresses of resources: `module.m[0].data.aws_x.y["key"]`.

Source: Terraform's documentation, "Resource address reference".
"""

from __future__ import annotations

import json
import re
from typing import NamedTuple

_KEY = re.compile(r'\[(?:\d+|"(?:[^"\\]|\\.)*")\]')
_STEP = re.compile(rf"([^\W\d][\w-]*)({_KEY.pattern})?(?:\.|\Z)")
_PLAIN = re.compile(r"([^\W\d][\w-]*)\.([^\W\d][\w-]*)")
"""What most are: a type and a name."""


class Address(NamedTuple):
    """An address in its parts: the modules around the resource (`m[0]`), whether it is a data source, the provider's
    type, the name, and the instance key with its brackets, or empty."""

    modules: tuple[str, ...]
    is_data: bool
    type: str
    name: str
    key: str

    @property
    def kind(self) -> str:
        """The type, with the prefix `data.` for a data source."""
        return f"data.{self.type}" if self.is_data else self.type


def parse_address(text: str) -> Address:
    """The parts of a resource's address. Raises ValueError where it is none."""
    plain = _PLAIN.fullmatch(text)
    if plain:
        return Address((), False, plain[1], plain[2], "")
    steps = [(match[1], match[2] or "", match.end()) for match in _STEP.finditer(text)]
    modules = []
    while len(steps) > 2 and steps[0][0] == "module":
        modules.append(steps[1][0] + steps[1][1])
        steps = steps[2:]
    is_data = len(steps) == 3 and steps[0][0] == "data"
    steps = steps[1:] if is_data else steps
    if len(steps) != 2 or steps[-1][2] != len(text):
        raise ValueError(f"{text!r} is no address of a resource")
    return Address(tuple(modules), is_data, steps[0][0], *steps[1][:2])


def without_keys(address: str) -> str:
    """The address of the block that stands for all the instances: `module.m.aws_x.y` for `module.m[0].aws_x.y["k"]`."""
    return _KEY.sub("", address) if "[" in address else address


def instance_key(key: str | int) -> str:
    """A key of count or for_each as it stands in an address: `[0]`, `["key"]`."""
    if isinstance(key, int):
        return f"[{key}]"
    quoted = json.dumps(key, ensure_ascii=False).replace("${", "$${").replace("%{", "%%{")
    return f"[{quoted}]"
