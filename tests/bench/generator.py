"""Documents as CDKTF synthesizes them, of any size: `python tests/bench/generator.py 6200 > cdk.tf.json`.

An estate of units (sample/) in one stack, with references within a unit, to the unit before and to the first. By the
seed, each unit has each of FAULTS with the chance SHARE; Terraform finds all valid. The same number and seed give the
same bytes, and the resources of a smaller document are the first ones of a larger.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from typing import Any

if not __package__:  # run as a file
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench.sample import build
from tests.bench.sample.unit import ACCOUNT, REGION, Resource, Unit

STACK = "estate"
SHARE = 0.1
# What a fault sets at the construct path of a unit: None takes the attribute out.
FAULTS: dict[str, dict[str, Any]] = {
    "database/cluster": {"storage_encrypted": False, "kms_key_id": None},
    "database/from_tasks": {"referenced_security_group_id": None, "cidr_ipv4": "0.0.0.0/0"},
    "keys/data": {"enable_key_rotation": False},
    "messages/jobs": {"redrive_policy": None},
    "network/public_a": {"map_public_ip_on_launch": True},
    "service/definition": {"cpu": "513"},
    "service/log": {"retention_in_days": None},
    "storage/versions": {"versioning_configuration": {"status": "Suspended"}},
    "stream/records": {"encryption_type": "NONE", "kms_key_id": None},
}


@dataclass(frozen=True)
class _Declared:
    section: str
    type: str
    name: str
    body: dict[str, Any]


def document(resources: int, seed: int = 0) -> dict[str, Any]:
    """A synthesized document with this number of resources, data sources among them (62 a unit), as parsed JSON."""
    sections: dict[str, dict[str, dict[str, Any]]] = {}
    for declared in islice(_estate(seed), resources):
        sections.setdefault(declared.section, {}).setdefault(declared.type, {})[declared.name] = declared.body
    vpcs = {f"{name}_id": {"value": f"${{aws_vpc.{name}.id}}"} for name in sections["resource"].get("aws_vpc", {})}
    return {
        "//": {
            "metadata": {"backend": "s3", "stackName": STACK, "version": "0.21.0"},
            "outputs": {STACK: {name: name for name in vpcs}},
        },
        **({"output": vpcs} if vpcs else {}),
        "provider": {"aws": [{"default_tags": [{"tags": {"Project": STACK}}], "region": REGION}]},
        "terraform": {
            "backend": {"s3": {"bucket": f"{STACK}-state-{ACCOUNT}", "encrypt": True, "key": STACK, "region": REGION}},
            "required_providers": {"aws": {"source": "aws", "version": "6.25.0"}},
        },
        **sections,
    }


def _estate(seed: int) -> Iterator[_Declared]:
    """The resources of one unit after the other, without end."""
    first: dict[str, Resource] = {}
    before: dict[str, Resource] = {}
    for number in count(1):
        declared: list[_Declared] = []
        before = build(Unit(f"unit{number:04}", number, _adder(declared, seed, number)), first, before)
        first = first or before
        yield from declared


def _adder(declared: list[_Declared], seed: int, number: int) -> Callable[[str, str, dict[str, Any]], Resource]:
    """What adds to the list, with the faults of the unit of this number."""
    chance = random.Random(f"{seed}/{number}")
    faults = {path: fault for path, fault in FAULTS.items() if chance.random() < SHARE}

    def add_at(kind: str, path: str, attributes: dict[str, Any]) -> Resource:
        below = f"unit{number:04}/{path}"
        name = unique_id(below)
        comment = {"metadata": {"path": f"{STACK}/{below}", "uniqueId": name}}
        changed = {key: value for key, value in {**attributes, **faults.get(path, {})}.items() if value is not None}
        section = "data" if kind.startswith("data.") else "resource"
        declared.append(_Declared(section, kind.removeprefix("data."), name, {"//": comment, **changed}))
        return Resource(f"{kind}.{name}")

    return add_at


def unique_id(path: str) -> str:
    """The name that CDKTF gives a construct at this path below its stack."""
    return f"{path.replace('/', '_')}_{hashlib.md5(path.encode(), usedforsecurity=False).hexdigest()[:8].upper()}"


def text(resources: int, seed: int = 0) -> str:
    """The document as CDKTF writes it."""
    return json.dumps(document(resources, seed), indent=2, sort_keys=True)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("resources", type=int)
    options.add_argument("--seed", type=int, default=0)
    asked = options.parse_args()
    sys.stdout.write(text(asked.resources, asked.seed))
