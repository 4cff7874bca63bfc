"""What a document declares, before anything is resolved: what its expressions may name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from stackgate.resolver.written import blocks, named, resource_bodies


class Declared(NamedTuple):
    """`bodies`: each resource and data source by its address without instance keys. `names`: what may stand behind
    `var.`, `local.` and `module.`. `aliases`: each provider configuration as it is referred to, `aws` or `aws.west`."""

    bodies: Mapping[str, Mapping[str, Any]]
    names: Mapping[str, frozenset[str]]
    aliases: frozenset[str]


def declared(content: dict[str, Any]) -> Declared:
    """What a document's content declares. Raises DocumentError where a block has no shape that Terraform knows."""
    sections = {"var": "variable", "local": "locals", "module": "module"}
    names = {root: frozenset(named(content, section)) for root, section in sections.items()}
    return Declared(resource_bodies(content), names, frozenset(provider_configurations(content)))


def provider_configurations(content: dict[str, Any]) -> list[str]:
    """Each provider block under the name by which resources refer to it: `aws`, or `aws.west` with an alias."""
    found = []
    for providers in blocks(content, "provider"):
        for name in providers:
            for body in blocks(providers, name, "provider."):
                found.append(f"{name}.{body['alias']}" if body.get("alias") else name)
    return found
