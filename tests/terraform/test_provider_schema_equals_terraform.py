"""The schema file of provider 5 says what `terraform providers schema -json` says, apart from pinned exceptions.

Compared are, for every type: the names, what is required, what may be set, the types of attributes, the nesting of
blocks and whether there may be several. `provider_schema_exceptions.yaml` holds every difference, grouped by its
reason; one that is no longer there has to go.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from stackgate.provider_schema.model import Attribute, BlockType, NestedBlock
from stackgate.provider_schema.store import load_schema

EXCEPTIONS = yaml.safe_load(Path(__file__).with_name("provider_schema_exceptions.yaml").read_text(encoding="utf-8"))
OURS_ALONE, THEIRS_ALONE = "only in the file", "only in Terraform"


def test_every_type_is_as_terraform_says(terraform: Any) -> None:
    pinned = [difference for group in EXCEPTIONS for difference in group["differences"]]
    assert len(pinned) == len(set(pinned))
    found = set(differences(terraform_types(terraform)))
    assert {"new": sorted(found - set(pinned)), "gone": sorted(set(pinned) - found)} == {"new": [], "gone": []}


def terraform_types(terraform: Any) -> dict[str, Any]:
    """Each type of the provider by kind, as Terraform prints it."""
    printed = terraform.run("providers", "schema", "-json", folder=terraform.home).stdout
    (provider,) = json.loads(printed)["provider_schemas"].values()
    types = {"provider.aws": provider["provider"], **provider["resource_schemas"]}
    types |= {f"data.{name}": body for name, body in provider["data_source_schemas"].items()}
    return {kind: body["block"] for kind, body in types.items()}


def differences(theirs: Mapping[str, Any]) -> Iterator[str]:
    schema = load_schema(5)
    for kind in sorted({*schema.kinds, *theirs}):
        ours = schema.get(kind)
        if ours is None or kind not in theirs:
            yield f"{kind}: {THEIRS_ALONE if ours is None else OURS_ALONE}"
        else:
            yield from in_block(kind, ours, theirs[kind])


def in_block(path: str, ours: BlockType, theirs: Mapping[str, Any]) -> Iterator[str]:
    our_members = {**ours.attributes, **ours.blocks}
    their_members = {**theirs.get("attributes", {}), **theirs.get("block_types", {})}
    for name in sorted({*our_members, *their_members}):
        place = f"{path}.{name}"
        if name not in our_members or name not in their_members:
            yield f"{place}: {THEIRS_ALONE if name not in our_members else OURS_ALONE}"
            continue
        we_say, they_say = in_our_words(our_members[name]), in_their_words(their_members[name])
        if we_say != they_say:
            yield f"{place}: {words(we_say)}, in Terraform {words(they_say)}"
        elif isinstance(our_members[name], NestedBlock):
            yield from in_block(place, our_members[name].block, their_members[name]["block"])


def in_our_words(member: Attribute | NestedBlock) -> tuple[Any, ...]:
    if isinstance(member, NestedBlock):
        return ("blocks", member.nesting, member.required, member.at_most_one)
    return ("attribute", member.type, member.required, member.configurable)


def in_their_words(member: Mapping[str, Any]) -> tuple[Any, ...]:
    if "nesting_mode" in member:
        return ("blocks", member["nesting_mode"], member.get("min_items", 0) > 0, member.get("max_items", 0) == 1)
    required = member.get("required", False)
    return ("attribute", member["type"], required, required or member.get("optional", False))


def words(said: tuple[Any, ...]) -> str:
    """In short: of an object, its names are left out."""
    what, kind, required, last = said
    if what == "blocks":
        return f"{'required ' if required else ''}{'block' if last else 'blocks'} ({kind})"
    return f"{'required ' if required else ''}{'' if last else 'computed '}{short(kind)}"


def short(kind: Any) -> str:
    if isinstance(kind, str):
        return kind
    return "object" if kind[0] == "object" else f"{kind[0]} of {short(kind[1])}"
