"""A module that was not judged with the document is refused, at whatever depth it is called."""

from __future__ import annotations

import json
from typing import Any

import pytest

from stackgate.deployment.ending import Refused

from .conftest import behave, write
from .project import DOCUMENT, Project

OWN = {"Key": "", "Source": "", "Dir": "."}
ASSET = {"Key": "net", "Source": "./assets/net", "Dir": "assets/net"}


def found_by_init(project: Project, content: Any) -> None:
    """Let `init` leave this list of modules."""
    code = "os.makedirs('.terraform/modules', exist_ok=True)"
    behave(project, init={"after": f"{code}; open('.terraform/modules/modules.json', 'w').write({content!r})"})


@pytest.mark.parametrize("source", ["../../../net", "/srv/net", "./../../../net"])
def test_a_module_outside_of_what_was_sealed_is_refused(project: Project, source: str) -> None:
    document = json.loads((project.out / DOCUMENT).read_text())
    write(project.out / DOCUMENT, {**document, "module": {"net": {"source": source}}})
    with pytest.raises(Refused, match=r"module net: its source .* lies outside of cdktf\.out"):
        project.deploy()
    assert project.calls == []


def test_a_module_that_is_an_asset_is_none_of_those(project: Project) -> None:
    document = json.loads((project.out / DOCUMENT).read_text())
    write(project.out / DOCUMENT, {**document, "module": [{"net": [{"source": "./assets/net"}]}]})
    project.deploy()
    assert project.applied


@pytest.mark.parametrize(
    ("source", "folder", "line"),
    [
        ("../../../../../../net", "../../../../../net", "lies outside of what was judged"),
        ("./x/../../../../../../../net", "../../../../../../net", "lies outside of what was judged"),
        ("git::file:///srv/net", ".terraform/modules/net.sub", "is downloaded, and nobody judged it"),
        ("registry.terraform.io/a/net/aws", ".terraform/modules/net.sub", "is downloaded, and nobody judged it"),
        ("file:///srv/net", ".terraform/modules/net.sub", "is downloaded, and nobody judged it"),
    ],
)
def test_a_module_inside_a_module_that_was_not_judged_is_named(
    project: Project, source: str, folder: str, line: str
) -> None:
    found_by_init(project, json.dumps({"Modules": [OWN, ASSET, {"Key": "net.sub", "Source": source, "Dir": folder}]}))
    with pytest.raises(Refused) as refused:
        project.deploy()
    assert [f"module net.sub: its source {source} {line}" in one for one in refused.value.lines] == [True]
    assert project.steps == ["init"]


def test_modules_inside_of_what_was_judged_are_none_of_those(project: Project) -> None:
    found_by_init(project, json.dumps({"Modules": [OWN, ASSET, {"Key": "net.sub", "Source": "../sub", "Dir": "sub"}]}))
    project.deploy()
    assert project.applied


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"Modules": [{"Key": "net"}]}', '{"Modules": 1}'])
def test_a_list_of_modules_that_cannot_be_read_is_refused(project: Project, content: str) -> None:
    found_by_init(project, content)
    with pytest.raises(Refused, match=r"modules\.json cannot be read"):
        project.deploy()
    assert project.steps == ["init"]
