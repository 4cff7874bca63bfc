"""AWS's own description of its API, as botocore ships it: one gzipped JSON file a service and version.

botocore is there with Checkov. Nothing of it is imported: its files are data.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any


class ModelError(Exception):
    """AWS's model of a service cannot be read, or has no such shape; the text says which."""


@cache
def shapes(service: str, folder: Path | None = None) -> Mapping[str, Mapping[str, Any]]:
    """Every shape of a service's newest API by name, from botocore's `data` folder, or from that of another botocore.

    Costs up to 50 ms (EC2). Raises ModelError where there is no such service.
    """
    versions = sorted(((folder or installed()) / service).glob("*/service-2.json*"))
    if not versions:
        raise ModelError(f"botocore has no model of {service}")
    newest = versions[-1]
    content = newest.read_bytes()
    model = json.loads(gzip.decompress(content) if newest.suffix == ".gz" else content)
    found: Mapping[str, Mapping[str, Any]] = model["shapes"]
    return found


def shape(service: str, name: str, folder: Path | None = None) -> Mapping[str, Any]:
    """One shape as botocore has it. Raises ModelError where there is no such service or shape."""
    found = shapes(service, folder)
    if name not in found:
        raise ModelError(f"AWS's model of {service} has no shape {name}")
    return found[name]


def installed() -> Path:
    """The folder of models of the installed botocore. Raises ModelError where it is not installed."""
    spec = importlib.util.find_spec("botocore")
    if spec is None or not spec.submodule_search_locations:
        raise ModelError("botocore, which carries AWS's models, is not installed")
    return Path(next(iter(spec.submodule_search_locations))) / "data"
