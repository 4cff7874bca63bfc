"""What differs between two syntheses of one source is named, by attribute and line, and never quoted."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import threading
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from stackgate.synth_rules import Fault
from stackgate.synthesis.app import App, SynthesisError, run_app
from stackgate.synthesis.difference_kind import kind_of_difference
from stackgate.synthesis.reproduction import synthesize_twice
from stackgate.synthesis.synth import Synthesis

REPOSITORY = Path(__file__).parents[2]
needs_cdktf = pytest.mark.skipif(
    not (find_spec("cdktf") and find_spec("cdktf_cdktf_provider_aws")), reason="the extra `stack` is not installed"
)

HELPERS = """\
import random, string
from datetime import date

PASSWORD = "".join(random.choices(string.ascii_letters + string.digits, k=16))
TODAY = date.today().isoformat()
"""
MAIN = """\
import base64, hashlib, io, json, random, secrets, time, uuid, zipfile
from datetime import datetime, timezone
from cdktf import App, TerraformOutput, TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_cdktf_provider_aws.db_instance import DbInstance
from cdktf_cdktf_provider_aws.ecs_task_definition import EcsTaskDefinition
from cdktf_cdktf_provider_aws.iam_policy import IamPolicy
from cdktf_cdktf_provider_aws.lambda_function import LambdaFunction
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from cdktf_cdktf_provider_aws.subnet import Subnet
from helpers import PASSWORD, TODAY

class Database(RdsCluster):
    def __init__(self, scope, id):
        password = secrets.token_urlsafe(24)
        super().__init__(scope, id, engine="aurora-mysql", master_password=password)  # constructed

def packed():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("main.py", "x")
    return base64.b64encode(hashlib.sha256(buffer.getvalue()).digest()).decode()

ZONES = {"zone-" + letter for letter in "abcdefghij"}
app = App()
stack = TerraformStack(app, "one")
AwsProvider(stack, "aws", region="eu-west-1", default_tags=[{"tags": {"run": uuid.uuid4().hex}}])
DbInstance(stack, "imported", instance_class="c", password=PASSWORD)  # imported
Database(stack, "constructed")
SqsQueue(stack, "second", name="q", tags={"at": datetime.now(timezone.utc).isoformat(), "same": "x"})  # second
SqsQueue(stack, "day", name="q", tags={"on": TODAY})  # day
SqsQueue(stack, "epoch", name=f"q-{int(time.time())}")  # epoch
SqsQueue(stack, "words", name="q", tags={"said": "built on " + time.strftime("%d %B %Y") + " by hand"})  # words
RdsCluster(stack, "set", engine="aurora-mysql", availability_zones=list(ZONES))  # set
SqsQueue(stack, "joined", name=",".join(ZONES))  # joined
for number, zone in enumerate(ZONES):
    Subnet(stack, f"net{number}", vpc_id="v", availability_zone=zone)  # net
LambdaFunction(stack, "zip", function_name="f", role="r", source_code_hash=packed())  # zip
token = [{"name": "API_TOKEN", "value": secrets.token_hex(20)}]
containers = [{"name": "a", "image": "i:" + uuid.uuid4().hex[:7], "environment": token}]
EcsTaskDefinition(stack, "task", family="f", container_definitions=json.dumps(containers))  # task
statement = {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": list(ZONES)}
IamPolicy(stack, "policy", policy=json.dumps({"Statement": [statement]}))  # policy
bucket = S3Bucket(stack, f"logs-{uuid.uuid4().hex}", bucket="fixed")  # named
SnsTopic(stack, "topic", name="t", display_name=bucket.bucket)
SnsTopic(stack, "keys", name="t", tags={zone: "x" for zone in ZONES})
(SnsTopic if time.time() < NOW + 86400 else SqsQueue)(stack, "either", name="e")  # either
TerraformOutput(stack, "made", value=str(uuid.uuid4()))  # made
app.synth()
"""
# construct -> (attribute, what the message says of it)
NAMED = {
    "imported": ("password", "secret that is made at the synthesis (database password, 16 characters)"),
    "constructed": ("master_password", "secret that is made at the synthesis (database password, 32 characters)"),
    "second": ("tags.at", "the time of the synthesis"),
    "day": ("tags.on", "the time of the synthesis"),
    "epoch": ("name", "the time of the synthesis"),
    "words": ("tags.said", "the time of the synthesis"),
    "set": ("availability_zones", "the order of its 10 elements, as when they come from a set"),
    "joined": ("name", "the order of its parts, as when they come from a set"),
    "zip": ("source_code_hash", "a hash, as of an archive"),
    "policy": ("policy.Statement[0].Resource", "the order of its 10 elements"),
    "made": ("output.made.value", "a random id (a UUID)"),
}


def twice(folder: Path, command: str = "main.py", **files: str) -> Synthesis:
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    app = {"app": f"{shlex.quote(sys.executable)} {command}", "language": "python"}
    (folder / "cdktf.json").write_text(json.dumps(app), encoding="utf-8")
    out, log = folder / "gate" / "cdktf.out", folder / "synth.log"
    return synthesize_twice(folder / "cdktf.json", out, environment=None, log=log, progress=None)


@pytest.fixture(scope="module")
def differing(tmp_path_factory: pytest.TempPathFactory) -> Synthesis:
    main = MAIN.replace("NOW", str(int(time.time())))
    return twice(tmp_path_factory.mktemp("differing"), main=main, helpers=HELPERS)


def faults_of(synthesis: Synthesis, construct: str) -> list[Fault]:
    return [fault for fault in synthesis.faults if fault.construct == f"one/{construct}"]


def line_of(name: str) -> int:
    return next(number for number, line in enumerate(MAIN.splitlines(), 1) if line.endswith(f"# {name}"))


@needs_cdktf
@pytest.mark.parametrize("construct", NAMED)
def test_what_differs_is_named(differing: Synthesis, construct: str) -> None:
    [fault] = faults_of(differing, construct)
    attribute, words = NAMED[construct]
    assert (fault.rule, fault.attribute) == ("synth_not_reproducible", attribute)
    assert words in fault.message
    assert fault.source is not None
    assert (fault.source.file, fault.source.line) == ("main.py", line_of(construct))
    assert (fault.address == "*") == (construct == "made")


@needs_cdktf
def test_inside_a_json_text(differing: Synthesis) -> None:
    found = {fault.attribute: fault.message for fault in faults_of(differing, "task")}
    assert set(found) == {"container_definitions[0].image", "container_definitions[0].environment[0].value"}
    assert "(token, 40 characters)" in found["container_definitions[0].environment[0].value"]


@needs_cdktf
def test_values_that_change_places_come_from_a_set(differing: Synthesis) -> None:
    found = [fault for fault in differing.faults if fault.address.startswith("aws_subnet.")]
    assert len(found) > 1
    for fault in found:
        assert "stands elsewhere the second time" in fault.message
        assert fault.source is not None and fault.source.line == line_of("net")


@needs_cdktf
def test_a_resource_of_another_name_is_one_fault_and_what_refers_to_it_none(differing: Synthesis) -> None:
    [fault] = [fault for fault in differing.faults if fault.address.startswith("aws_s3_bucket.")]
    assert fault.message.startswith("the name of the resource differs")
    assert fault.source is not None and fault.source.line == line_of("named")
    assert faults_of(differing, "topic") == []


@needs_cdktf
def test_a_resource_of_one_synthesis_only(differing: Synthesis) -> None:
    assert {fault.address: fault.message for fault in faults_of(differing, "either")} == {
        "aws_sns_topic.either": "aws_sns_topic.either is in one of two syntheses only",
        "*": "aws_sqs_queue.either is in one of two syntheses only",
    }
    assert {fault.source and fault.source.line for fault in faults_of(differing, "either")} == {line_of("either")}


@needs_cdktf
def test_beside_the_resources(differing: Synthesis) -> None:
    [fault] = [fault for fault in differing.faults if fault.construct is None]
    assert (fault.address, fault.attribute) == ("*", "provider.aws[0].default_tags[0].tags.run")


@needs_cdktf
def test_the_order_of_keys_means_nothing(differing: Synthesis) -> None:
    assert faults_of(differing, "keys") == []


@needs_cdktf
def test_no_value_is_quoted(differing: Synthesis) -> None:
    text = differing.documents[0].read_text(encoding="utf-8")
    said = "\n".join(fault.message for fault in differing.faults)
    values = set(re.findall(r"\w[\w-]{9,}", text)) - set(re.findall(r"\w[\w-]{9,}", MAIN + HELPERS))
    assert len(values) > 10
    assert [value for value in values if value in said and not value.startswith("aws_")] == []


@needs_cdktf
@pytest.mark.parametrize("environment", ["dev", "staging", "prod"])
def test_the_bundled_stack_is_reproducible(environment: str, tmp_path: Path) -> None:
    out, log = tmp_path / "gate" / "cdktf.out", tmp_path / "synth.log"
    synthesis = synthesize_twice(REPOSITORY / "cdktf.json", out, environment=environment, log=log, progress=None)
    assert synthesis.faults == ()
    assert [path.name for path in out.parent.iterdir()] == ["cdktf.out"]


WRITER = """\
import json, os, pathlib, random, sys, time
{before}
out = pathlib.Path(os.environ["CDKTF_OUTDIR"])
for name in {stacks}:
    (out / "stacks" / name).mkdir(parents=True)
    (out / "stacks" / name / "cdk.tf.json").write_text(json.dumps({content}))
stacks = {{name: {{"synthesizedStackPath": f"stacks/{{name}}/cdk.tf.json"}} for name in {stacks}}}
(out / "manifest.json").write_text(json.dumps({{"stacks": stacks}}))
"""
SECOND = '"PYTHONHASHSEED" in os.environ'


def writer(before: str = "", content: str = "{}", stacks: str = "['one']") -> str:
    return WRITER.format(before=before, content=content, stacks=stacks)


@pytest.fixture(autouse=True)
def no_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONHASHSEED", raising=False)


def test_an_app_that_fails_the_second_time(tmp_path: Path) -> None:
    [fault] = twice(tmp_path, main=writer(f"if {SECOND}: raise KeyError('gone')")).faults
    assert "the app fails when it is synthesized a second time" in fault.message
    assert "KeyError: 'gone'" in fault.message
    assert fault.source is not None and (fault.source.file, fault.source.line) == ("main.py", 2)


def test_an_app_that_only_the_clock_ahead_breaks_is_judged_on_the_plain_clock(tmp_path: Path) -> None:
    main = writer(f"if time.time() > {time.time() + 86400}: raise SystemExit(1)", "{'resource': {'t': {'n': {}}}}")
    assert twice(tmp_path, main=main).faults == ()


def test_two_runs_that_are_in_each_others_way_are_tried_alone(tmp_path: Path) -> None:
    lock = "lock = open('lock', 'x')\nimport atexit\natexit.register(os.unlink, 'lock')\ntime.sleep(0.7)"
    assert twice(tmp_path, main=writer(lock)).faults == ()


def test_an_app_that_always_fails_is_told_once(tmp_path: Path) -> None:
    with pytest.raises(SynthesisError, match="KeyError: 'gone'"):
        twice(tmp_path, main=writer("raise KeyError('gone')"))


def test_a_stack_of_one_synthesis_only(tmp_path: Path) -> None:
    synthesis = twice(tmp_path, main=writer(stacks=f"['one'] + (['two'] if {SECOND} else ['three'])"))
    assert [fault.message for fault in synthesis.faults] == [
        "the stack three is in one of two syntheses only",
        "the stack two is in one of two syntheses only",
    ]


@pytest.mark.parametrize("content", ["[random.random()]", "{'resource': random.random()}"])
def test_documents_that_cannot_be_read(tmp_path: Path, content: str) -> None:
    [fault] = twice(tmp_path, main=writer(content=content)).faults
    assert "cannot be read" in fault.message


def test_the_seed_of_the_second_is_another_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", "1")
    [fault] = twice(tmp_path, main=writer(content="{'locals': {'seed': os.environ['PYTHONHASHSEED']}}")).faults
    assert (fault.address, fault.attribute) == ("*", "locals.seed")


@needs_cdktf
@pytest.mark.parametrize("made", ["list({'a', 'b'})", "[*{letter for letter in 'ab'}]", "sorted({'a', 'b'})"])
def test_a_short_set_is_looked_at_more_often(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: str) -> None:
    first, same, other = seeds_of_a_short_set()
    monkeypatch.setenv("PYTHONHASHSEED", first)
    seeds = iter([same, same, other, same])
    monkeypatch.setattr("stackgate.synthesis.reproduction._other_seed", lambda _: next(seeds))
    main = """\
from cdktf import App, TerraformOutput, TerraformStack
import helper
app = App()
TerraformOutput(TerraformStack(app, "one"), "short", value=helper.SHORT)
app.synth()
"""
    faults = twice(tmp_path, main=main, helper=f"SHORT = {made}\n").faults
    if made.startswith("sorted"):
        assert faults == ()
    else:
        assert ["the order of its 2 elements" in fault.message for fault in faults] == [True]
    assert list(seeds) == []


def seeds_of_a_short_set() -> tuple[str, str, str]:
    """Three hash seeds: under the first two the set {'a', 'b'} has one order, under the third the other."""
    orders: dict[str, list[str]] = {}
    for seed in map(str, range(1, 64)):
        command = [sys.executable, "-Sc", "print(*{'a', 'b'})"]
        order = subprocess.check_output(command, env={"PYTHONHASHSEED": seed}, text=True)
        orders.setdefault(order, []).append(seed)
        if len(orders) == 2 and max(map(len, orders.values())) > 1:
            break
    most, least = sorted(orders.values(), key=len, reverse=True)
    return most[0], most[1], least[0]


def test_a_run_that_is_not_wanted_any_more_is_ended(tmp_path: Path) -> None:
    cancelled = threading.Event()
    threading.Timer(0.3, cancelled.set).start()
    started = time.monotonic()
    assert run_app(App(tmp_path, "sleep 60 & sleep 60", {}, None), {}, tmp_path / "log", cancelled) != 0
    assert time.monotonic() - started < 20


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ("2026-01-31T10:00:00.123456+00:00", "2027-03-07T17:31:17.1+00:00", "time"),
        ("built 31/01/2026", "built 07/03/2027", "time"),
        ("Sat Jan 31 10:00:00 2026", "Sun Mar 7 17:31:17 2027", "time"),
        ("db-20260131-x", "db-20270307-x", "time"),
        ("snapshot-1769850000", "snapshot-1804437077", "time"),
        ("1769850000123", "1804437077123", "time"),
        ("d41d8cd98f00b204e9800998ecf8427e", "900150983cd24fb0d6963f7d28e17f72", "a hash, as of an archive"),
        ("x-3f2a9c01", "x-b61d0e77", "a random id or a hash"),
        ("9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d", "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed", "a UUID"),
        ("a,b,c", "c,a,b", "the order of its parts"),
        ("/var/lib/one/x", "/var/lib/two/x", "a path of the machine"),
        ("port 8081", "port 9092", "a number"),
        ("qwertz", "asdf", "a text (6 and 4 characters)"),
        ("abc", "", "a text (3 and 0 characters)"),
        ("ab", "abab", "a text"),
    ],
)
def test_what_a_difference_looks_like(first: str, second: str, kind: str) -> None:
    for pair in ((first, second), (second, first)):
        assert all(word in kind_of_difference(*pair) for word in kind.split("(")[0].split())
    assert kind in kind_of_difference(first, second)
