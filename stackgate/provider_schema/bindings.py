"""The installed bindings of the AWS provider: the files of their package, without importing it, which costs seconds."""

from __future__ import annotations

import json
import re
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

PACKAGE = "cdktf_cdktf_provider_aws"
_CODE = re.compile(r"package/lib/([^/]+)/(?:[^/]+/)*[^/]+\.js")


class NoBindings(Exception):
    """The bindings are not installed, or not as they are known to be; the text says what is missing."""


@dataclass(frozen=True, slots=True)
class Bindings:
    """What the bindings are made of.

    `version` is theirs, `declarations` the types of the jsii assembly by full name (one interface a struct, its
    properties with their documentation), `code` the generated JavaScript of each module.
    """

    version: str
    declarations: Mapping[str, Any]
    code: Mapping[str, str]


def installed_bindings() -> Bindings:
    """The bindings of this interpreter. Raises NoBindings."""
    archive = _archive()
    assembly: dict[str, Any] = {}
    code: dict[str, str] = {}
    with tarfile.open(archive, "r|gz") as members:
        for member in members:
            module = _CODE.fullmatch(member.name)
            if module is None and member.name != "package/.jsii":
                continue
            content = members.extractfile(member)
            if content is None:
                raise NoBindings(f"{archive.name}: {member.name} is no file")
            if module is None:
                assembly = json.load(content)
            else:
                text, _, _ = content.read().decode().partition("\n//# sourceMappingURL=")
                code[module[1]] = code.get(module[1], "") + text + "\n"
    if not assembly:
        raise NoBindings(f"{archive.name}: has no jsii assembly")
    return Bindings(assembly["version"], assembly["types"], code)


def _archive() -> Path:
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise NoBindings(f"{PACKAGE} is not installed")
    found = [path for folder in spec.submodule_search_locations for path in Path(folder).glob("_jsii/*.tgz")]
    if len(found) != 1:
        raise NoBindings(f"{PACKAGE}: {len(found)} archives below _jsii, not 1")
    return found[0]
