"""The types that hold data are types of the provider, and those of the bundled stack that hold some are among them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from stackgate.aws.stateful import STATEFUL, what_it_holds
from stackgate.provider_schema.store import GENERATIONS, load_schema


def test_every_type_is_one_of_the_provider() -> None:
    known = {kind for generation in GENERATIONS for kind in load_schema(generation).kinds}
    assert known >= STATEFUL


def test_what_wraps_a_holder_is_none() -> None:
    assert what_it_holds("aws_rds_cluster") == "a database"
    assert what_it_holds("aws_rds_cluster_instance") is None
    assert what_it_holds("data.aws_rds_cluster") is None


def test_the_stacks_data_is_covered(synthesized: Callable[[str], Path]) -> None:
    kinds = json.loads(synthesized("prod").read_text(encoding="utf-8"))["resource"].keys()
    assert kinds & STATEFUL == {
        "aws_cloudwatch_log_group",
        "aws_kinesis_stream",
        "aws_kms_key",
        "aws_rds_cluster",
        "aws_sqs_queue",
    }
