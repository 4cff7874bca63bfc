"""What the resources of a picture are called: each by its name, so that no two of a type look alike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from stackgate.evidence import SeenResource
from stackgate.reports.html.picture.scene import Container
from stackgate.reports.html.picture.wording import ELLIPSIS, cut, plain

_HASH = re.compile(r"_[0-9A-F]{8}(?=\[|\Z)")
"""What CDKTF appends to a name made of a long path of constructs."""
_TAILS = (0.4, 0.6, 0.8, 0.2, 1.0)
"""Which share of a cut name may be its end: the first that tells it from the others."""
_Kind = tuple[str, str]


class Labels:
    """The labels of all the resources that stand for themselves, by their number in the evidence."""

    def __init__(self, regions: Iterable[Container], resources: Sequence[SeenResource]) -> None:
        members = [node.members for region in regions for node in region.nodes()]
        self._shown = {first: resources[first] for first, *others in members if not others}
        short = Counter((_kind(one), _short(one)) for one in self._shown.values())
        self._names: dict[int, str] = {}
        self._by_kind: dict[_Kind, set[str]] = {}
        for index, one in self._shown.items():
            name = plain(_short(one) if short[_kind(one), _short(one)] == 1 else _long(one))
            self._names[index] = name
            self._by_kind.setdefault(_kind(one), set()).add(name)

    def label(self, index: int, width: float, size: float) -> str:
        """The resource's name in at most `width` pixels: where it is long, cut so that no other of its type fits."""
        name = self._names[index]
        others = self._by_kind[_kind(self._shown[index])] - {name}
        ways = (cut(name, width, size, tail) for tail in _TAILS)
        told = (way for way in ways if not any(_may_mean(way, other) for other in others))
        return next(told, cut(name, width, size))


def _kind(resource: SeenResource) -> _Kind:
    return resource.stack, resource.type


def _may_mean(label: str, name: str) -> bool:
    head, is_cut, tail = label.partition(ELLIPSIS)
    return bool(is_cut) and name.startswith(head) and name.endswith(tail)


def _short(resource: SeenResource) -> str:
    """What stands after the type in the address, without CDKTF's hash."""
    _, found, name = resource.address.partition(f"{resource.type.removeprefix('data.')}.")
    return _HASH.sub("", name if found else resource.address)


def _long(resource: SeenResource) -> str:
    """The address without the type: with the module, and with the hash."""
    return resource.address.replace(f"{resource.type.removeprefix('data.')}.", "", 1)
