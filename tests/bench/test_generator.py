"""The generated documents have as many resources as asked for, the shape that CDKTF writes, and no fault of form."""

import json
import re
import subprocess
import sys
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import pytest

from stackgate.run import Run
from stackgate.settings import load_settings
from tests.bench import generator

SCRIPT = Path(generator.__file__)
REFERENCE = re.compile(r"\$\{((?:data\.)?aws_\w+\.\w+)\.")


def resources(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        f"{prefix}{kind}.{name}": body
        for section, prefix in (("resource", ""), ("data", "data."))
        for kind, named in document.get(section, {}).items()
        for name, body in named.items()
    }


@pytest.mark.parametrize("number", [1, 2, 30, 61, 62, 63, 620, 6_200])
def test_it_has_exactly_so_many_resources_and_each_reference_leads_to_one(number: int) -> None:
    document = generator.document(number)
    declared = resources(document)
    dependencies = chain.from_iterable(body.get("depends_on", ()) for body in declared.values())
    assert len(declared) == number
    assert {*REFERENCE.findall(json.dumps(document)), *dependencies} <= declared.keys()


def test_units_refer_to_the_one_before_and_to_the_first() -> None:
    declared = resources(generator.document(3 * 62))
    third = json.dumps({address: body for address, body in declared.items() if "unit0003" in address})
    assert "${aws_kinesis_stream.unit0002_" in third
    assert "${aws_sns_topic.unit0001_" in third


def test_a_smaller_document_is_the_beginning_of_a_larger() -> None:
    for smaller, larger in pairwise(resources(generator.document(number, seed=3)) for number in (40, 62, 100, 300)):
        assert smaller.items() <= larger.items()


def test_the_command_writes_the_same_bytes_each_time_and_others_for_another_seed() -> None:
    def written(*arguments: str) -> bytes:
        return subprocess.run([sys.executable, SCRIPT, "400", *arguments], capture_output=True, check=True).stdout

    assert written() == written() == generator.text(400).encode()
    assert written() != written("--seed", "1")


def test_names_are_those_that_cdktf_gives() -> None:
    # As the CDKTF libraries wrote it for this path.
    path = "serverless-image-processing/LambdaLogGroup"
    assert generator.unique_id(path) == "serverless-image-processing_LambdaLogGroup_C003D06C"


def test_nothing_is_wrong_in_form_and_only_a_share_in_substance(tmp_path: Path) -> None:
    document = tmp_path / "cdk.tf.json"
    document.write_text(generator.text(20 * 62))
    verdict = Run(load_settings(None), "prod", only_validators=True).check([document])
    rules = {finding.rule for finding in verdict.findings}
    assert not verdict.errors
    assert "schema" not in rules
    assert {"queue_dead_letter", "security_group_open", "task_cpu_memory"} <= rules
    blocking = {finding.address for finding in verdict.findings if finding.level == "error"}
    assert len(blocking) < 20 * 62 / 20


@pytest.mark.parametrize("path", generator.FAULTS)
def test_each_fault_is_of_a_path_that_there_is_and_changes_it(path: str) -> None:
    bodies = resources(generator.document(40 * 62)).values()
    forms = [body for body in bodies if body["//"]["metadata"]["path"].endswith(f"/{path}")]
    keys = generator.FAULTS[path]
    assert 1 < len({json.dumps([body.get(key) for key in keys]) for body in forms}) < 40
