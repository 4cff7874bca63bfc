"""A source that does not synthesize: all that is wrong with it is told, at its line, and nothing else.

In the sources below a comment `# rule attribute` ends a line whose call is at fault; every other line is good.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from stackgate.finding import Source
from stackgate.synth_rules import SYNTH_RULES, Fault
from stackgate.synthesis.app import SynthesisError
from stackgate.synthesis.synth import synthesize

REPOSITORY = Path(__file__).parent.parent.parent
PYTHON = shlex.quote(sys.executable)
TAG = re.compile(r"#((?: synth_\w+ \S+)+)$")

pytestmark = pytest.mark.skipif(
    not (find_spec("cdktf") and find_spec("cdktf_cdktf_provider_aws")), reason="the extra `stack` is not installed"
)

ENTRY = """\
from cdktf import App
from lib.tap_stack import Main
app = App()
Main(app, "main", "dev")
app.synth()
"""

IMPORTS = """\
import hashlib, ipaddress, json
from contextlib import suppress
import cdktf_cdktf_provider_aws as aws
from cdktf import AssetType, Fn, TerraformAsset, TerraformOutput, TerraformStack
from constructs import Construct
from cdktf_cdktf_provider_aws.acm_certificate import AcmCertificate
from cdktf_cdktf_provider_aws.data_aws_availability_zones import DataAwsAvailabilityZones
from cdktf_cdktf_provider_aws.ecs_cluster_capacity_providers import EcsClusterCapacityProviders
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.kms_alias import KmsAlias
from cdktf_cdktf_provider_aws.lambda_function import LambdaFunction
from cdktf_cdktf_provider_aws.lb_target_group import LbTargetGroup
from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.security_group import SecurityGroup, SecurityGroupIngress
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from cdktf_cdktf_provider_aws.subnet import Subnet
from cdktf_cdktf_provider_aws.vpc import Vpc
"""

FAMILIES = (
    IMPORTS
    + """\
from cdktf_cdktf_provider_aws.s3_bucket_versioning import S3BucketVersioning  # synth_unknown_name S3BucketVersioning
from cdktf_cdktf_provider_aws.eventbridge_rule import EventbridgeRule  # synth_unknown_name eventbridge_rule
from cdktf_cdktf_provider_aws.sns_topic import SnsTopic, SnsTopik  # synth_unknown_name SnsTopik

class Part(Construct):
    def __init__(self, scope, id, *, name):
        super().__init__(scope, id)
        self.queue = SqsQueue(self, "queue", name=name)

class Broken(Construct):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        self.size = {}["size"]

class Main(TerraformStack):
    def __init__(self, scope, id, environment):
        super().__init__(scope, id)
        AwsProvider(self, "aws", region="eu-west-1", default_tags=[{"tags": {"a": "b"}}])
        S3BucketVersioning(self, "n1", bucket="b", versioning_configuration={"status": "Enabled"})
        EventbridgeRule(self, "n2", schedule_expression="rate(1 day)", nme="x")  # synth_unknown_keyword nme
        SnsTopik(self, "n3", name="t")
        aws.sqs_queue.SqsQueu(self, "n4")  # synth_unknown_name SqsQueu
        bucket = S3Bucket(self, "bucket", bucket="b")
        TerraformOutput(self, "n5", value=bucket.bucket_arn)  # synth_unknown_name bucket_arn
        TerraformOutput(self, "n6", value=Fn.base64encodee("x"))  # synth_unknown_name base64encodee

        KmsAlias(self, "k1", alias="alias/x", target_key_id="k")  # synth_unknown_keyword alias
        LbTargetGroup(  # synth_unknown_keyword stickiness.cookie_durations
            self, "k2", stickiness={"type": "x", "cookie_durations": 1}
        )
        rule = SecurityGroupIngress(from_prt=1, to_port=1, protocol="tcp")  # synth_unknown_keyword from_prt
        SecurityGroup(self, "k3", ingress=[rule])

        SqsQueue(self)  # synth_missing_property id_
        LambdaFunction(self, "m1", function_name="f")  # synth_missing_property role
        Subnet(self, "m2", vpc_id=None, cidr_block="10.0.0.0/24")  # synth_missing_property vpc_id
        EcsClusterCapacityProviders(  # synth_missing_property default_capacity_provider_strategy[0].capacity_provider
            self,
            "m3",
            cluster_name="c",
            default_capacity_provider_strategy=[{"capacity_provider": "FARGATE", "weight": 1}],
        )
        EcsClusterCapacityProviders(  # synth_missing_property default_capacity_provider_strategy[0].capacity_provider
            self, "m4", cluster_name="c", default_capacity_provider_strategy=[{"capacityProvidr": "X"}]
        )
        EcsClusterCapacityProviders(
            self, "m5", cluster_name="c", default_capacity_provider_strategy=[{"capacityProvider": "X"}]
        )

        LbTargetGroup(self, "t1", deregistration_delay=30)  # synth_wrong_type deregistration_delay
        SqsQueue(  # synth_wrong_type fifo_queue synth_wrong_type delay_seconds
            self, "t2", fifo_queue="true", delay_seconds="30"
        )
        IamRole(self, "t3", assume_role_policy={"Version": "2012-10-17"})  # synth_wrong_type assume_role_policy
        SqsQueue(self, "t4", tags={"Secret": 7})  # synth_wrong_type tags['Secret']
        vpc = Vpc(self, "vpc", cidr_block="10.0.0.0/16")
        Subnet(self, "t5", vpc_id=vpc, cidr_block="10.0.0.0/24")  # synth_wrong_type vpc_id
        vpc.cidr_block = 7  # synth_wrong_type cidr_block

        SecurityGroup(self, "l1", ingress={"from_port": 1, "to_port": 1})  # synth_list_or_object ingress
        LbTargetGroup(self, "l2", health_check=[{"path": "/"}])  # synth_list_or_object health_check
        LambdaFunction(self, "l3", function_name="f", role="r", layers="a")  # synth_list_or_object layers
        LambdaFunction(self, "l4", function_name="f", role="r", layers={"a", "b"})  # synth_list_or_object layers

        account = bucket.arn.split(":")[4]  # synth_token_misuse None
        number = int(bucket.arn)  # synth_token_misuse None
        _, _, _, region = bucket.arn.split(":")  # synth_token_misuse None
        policy = json.loads(bucket.arn)  # synth_token_misuse None
        network = ipaddress.ip_network(vpc.cidr_block)  # synth_token_misuse None
        zones = DataAwsAvailabilityZones(self, "zones", state="available").names
        Subnet(self, "z1", vpc_id="v", availability_zone=zones[0])  # synth_token_misuse availability_zone
        Subnet(self, "z2", vpc_id="v", availability_zone=zones[1])  # synth_token_misuse None
        LambdaFunction(self, "z3", function_name="f", role="r", architectures=zones)
        certificate = AcmCertificate(self, "certificate", domain_name="example.org")
        record = certificate.domain_validation_options[0]  # synth_token_misuse None
        SqsQueue(self, "z4", name=record.resource_record_name, policy=f"{account}{region}", delay_seconds=number)

        asset = TerraformAsset(self, "a1", path="lambda.zip", type=AssetType.FILE)  # synth_missing_asset lambda.zip
        code = open("code/function.zip", "rb").read()  # synth_missing_asset code/function.zip
        LambdaFunction(self, "a2", function_name="f", role="r", filename=asset.path, source_code_hash=code)

        Part(self, "e1", nme="x")  # synth_entry_point nme
        Part(self, "e2")  # synth_entry_point name
        part = Part(self, "e3", name="x")
        Broken(self, "e4")
        SqsQueue(self, "after", name=part.queue.arn, fifo="x")  # synth_unknown_keyword fifo

        try:
            SqsQueue(self, "tried", nme="x")
        except TypeError:
            SqsQueue(self, "tried", name="x")
        with suppress(FileNotFoundError):
            open("settings.json")
        for name in ("one", "two"):
            SqsQueue(self, name, nam="x")  # synth_unknown_keyword nam
        if environment == "never":
            SqsQueue(self, "never", nme="x")
"""
)

EIGHT = (
    IMPORTS
    + """\
from cdktf_cdktf_provider_aws.s3_bucket_versioning import S3BucketVersioning  # synth_unknown_name S3BucketVersioning

class Main(TerraformStack):
    def __init__(self, scope, id):  # synth_no_provider aws
        super().__init__(scope, id)
        KmsAlias(self, "k1", alias="alias/x", target_key_id="k")  # synth_unknown_keyword alias
        LambdaFunction(self, "m1", function_name="f")  # synth_missing_property role
        LbTargetGroup(self, "t1", deregistration_delay=30)  # synth_wrong_type deregistration_delay
        SecurityGroup(self, "l1", ingress={"from_port": 1})  # synth_list_or_object ingress
        queue = SqsQueue(self, "queue")
        region = queue.arn.split(":")[3]  # synth_token_misuse None
        TerraformAsset(self, "a1", path="lambda.zip")  # synth_missing_asset lambda.zip
        self.unused = region

    def later(self):
        SqsQueue(self, "later", nme="x")  # synth_unknown_keyword nme
"""
)


def fail(folder: Path, files: dict[str, str], command: str = f"{PYTHON} main.py") -> SynthesisError:
    """The error of an app with these files, which leaves nothing behind."""
    for name, text in {"lib/__init__.py": "", **files}.items():
        path = folder / "app" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "app" / "cdktf.json").write_text(json.dumps({"language": "python", "app": command}, indent=1))
    with pytest.raises(SynthesisError) as caught:
        synthesize(folder / "app" / "cdktf.json", folder / "gate" / "out", log=folder / "log", progress=None)
    assert list((folder / "gate").iterdir()) == []
    return caught.value


def tagged(file: str, text: str) -> list[tuple[str, int, str, str]]:
    """The faults that the comments of a source announce: file, line, rule, attribute."""
    found = []
    for line, written in enumerate(text.splitlines(), 1):
        words = match[1].split() if (match := TAG.search(written)) else []
        found += [(file, line, rule, attribute) for rule, attribute in zip(words[::2], words[1::2], strict=True)]
    return sorted(found)


def placed(faults: tuple[Fault, ...]) -> list[tuple[str, int, str, str]]:
    return sorted((f.source.file, f.source.line, f.rule, str(f.attribute)) for f in faults if f.source)


def test_each_family_is_told_at_its_line_and_nothing_else(tmp_path: Path) -> None:
    error = fail(tmp_path, {"main.py": ENTRY, "lib/tap_stack.py": FAMILIES})
    assert placed(error.faults) == tagged("lib/tap_stack.py", FAMILIES)
    assert len(placed(error.faults)) == len(error.faults)
    assert {fault.rule for fault in error.faults} <= SYNTH_RULES.keys()
    messages = {(fault.construct, fault.rule): fault.message for fault in error.faults}
    struct = "EcsClusterCapacityProvidersDefaultCapacityProviderStrategy"
    module = "cdktf_cdktf_provider_aws.ecs_cluster_capacity_providers"
    strategy = messages["main/m3", "synth_missing_property"]
    assert f"Use {struct} (from {module})" in strategy and "'capacity_provider' is written there" in strategy
    assert "'capacityProvidr' is written there" in messages["main/m4", "synth_missing_property"]
    assert "did you mean 'name'?" in messages["main/k1", "synth_unknown_keyword"]
    assert "a str, and an int was given" in messages["main/t1", "synth_wrong_type"]
    assert "7" not in messages["main/t4", "synth_wrong_type"]
    assert "json.dumps" in messages["main/t3", "synth_wrong_type"]
    by_attribute = {fault.attribute: fault.message for fault in error.faults}
    assert "S3BucketVersioningA, with the suffix A" in by_attribute["S3BucketVersioning"]
    assert "did you mean 'cloudwatch_event_rule', and its CloudwatchEventRule" in by_attribute["eventbridge_rule"]
    assert "did you mean 'arn'?" in by_attribute["bucket_arn"]


def test_eight_faults_and_what_does_not_run_are_told_at_once(tmp_path: Path) -> None:
    entry = ENTRY.replace('"dev")', 'state_bucket="b")  # synth_entry_point state_bucket')
    error = fail(tmp_path, {"main.py": entry, "lib/tap_stack.py": EIGHT})
    expected = tagged("lib/tap_stack.py", EIGHT) + tagged("main.py", entry)
    # A stack without a provider is told of at the call that makes the stack's own construct.
    expected = [(file, line + (rule == "synth_no_provider"), rule, item) for file, line, rule, item in expected]
    assert placed(error.faults) == sorted(expected)
    assert len({fault.rule for fault in error.faults}) >= 9


STACK = """\
from cdktf import TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider
class Main(TerraformStack):
    def __init__(self, scope, id, environment):
        super().__init__(scope, id)
        AwsProvider(self, "aws", region="eu-west-1")
"""

ENTRIES = {
    "a script that is not there": (f"{PYTHON} mian.py", ENTRY, "synth_entry_point", ("cdktf.json", 3), "'main.py'"),
    "a module that is not there": (f"{PYTHON} -m mian", ENTRY, "synth_entry_point", ("cdktf.json", 3), "'mian'"),
    "a module in another folder": (
        f"{PYTHON} main.py",
        ENTRY.replace("lib.tap_stack", "tap_stack"),
        "synth_entry_point",
        ("main.py", 2),
        "lib/tap_stack.py",
    ),
    "synth() is not called": (
        f"{PYTHON} main.py",
        ENTRY.replace("app.synth()", ""),
        "synth_no_stack",
        ("main.py", 3),
        "never called",
    ),
    "no stack": (
        f"{PYTHON} main.py",
        "from cdktf import App\nApp().synth()\n",
        "synth_no_stack",
        ("main.py", 2),
        "no TerraformStack",
    ),
    "no app": (f"{PYTHON} main.py", "import lib.tap_stack\n", "synth_no_stack", ("main.py", 1), "No App"),
    "a folder of its own": (
        f"{PYTHON} main.py",
        ENTRY.replace("App()", 'App(outdir="elsewhere")'),
        "synth_no_stack",
        ("main.py", 3),
        "outdir",
    ),
    "no Python": ("true", ENTRY, "synth_no_stack", ("cdktf.json", 3), "synthesizes no stack"),
}


@pytest.mark.parametrize("case", ENTRIES)
def test_an_entry_point(tmp_path: Path, case: str) -> None:
    command, main, rule, place, words = ENTRIES[case]
    error = fail(tmp_path, {"main.py": main, "lib/tap_stack.py": STACK}, command)
    [fault] = error.faults
    assert (fault.rule, fault.source) == (rule, Source(*place))
    assert words in fault.message


@pytest.mark.parametrize(
    ("main", "message"),
    [
        ("raise ValueError('no such zone')\n", "ValueError: no such zone"),
        ("import sys\nsys.exit('no such zone')\n", "no such zone"),
        ("import no_such_library\n", "No module named 'no_such_library'"),
        (ENTRY + "Main(app, 'main', 'dev')\n", "already a Construct"),
        (ENTRY + "app.synth(\n", "SyntaxError"),
        # A stand-in's consequences are no faults, and the file that is not there is the app's own affair.
        (ENTRY + "import no_such_library as l\nopen(l.path); int(f'{l.size}')\n", "no_such_library"),
    ],
)
def test_what_cannot_be_named_is_no_fault(tmp_path: Path, main: str, message: str) -> None:
    error = fail(tmp_path, {"main.py": main, "lib/tap_stack.py": STACK})
    assert error.faults == ()
    assert message in error.message


def test_a_good_source_has_no_faults_even_if_it_is_looked_for_them(tmp_path: Path) -> None:
    """The bundled stack, made to fail in its last line for a reason without a name."""
    for name in ("stack", "cdktf.json"):
        subprocess.run(["cp", "-r", REPOSITORY / name, tmp_path / name], check=True)
    entry = tmp_path / "stack" / "__main__.py"
    entry.write_text(entry.read_text().replace("    app.synth()\n", "    app.synth()\n    raise ValueError('end')\n"))
    with pytest.raises(SynthesisError, match="end") as caught:
        synthesize(tmp_path / "cdktf.json", tmp_path / "out", log=tmp_path / "log", progress=None)
    assert caught.value.faults == ()


def test_the_reports_of_a_blocked_synthesis(tmp_path: Path) -> None:
    """MF-1 as it was written, by the command itself: blocked, with the struct to use, in each report."""
    stack = STACK.replace(
        "class Main",
        "from cdktf_cdktf_provider_aws.ecs_cluster_capacity_providers import EcsClusterCapacityProviders\nclass Main",
    )
    stack += """\
        EcsClusterCapacityProviders(
            self,
            "capacity_providers",
            cluster_name="c",
            capacity_providers=["FARGATE", "FARGATE_SPOT"],
            default_capacity_provider_strategy=[
                {"capacity_provider": "FARGATE", "weight": 1, "base": 1},
                {"capacity_provider": "FARGATE_SPOT", "weight": 4},
            ],
        )
        print({}["zone"])
"""
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "tap_stack.py").write_text(stack)
    (tmp_path / "main.py").write_text(ENTRY)
    (tmp_path / "cdktf.json").write_text(json.dumps({"language": "python", "app": f"{PYTHON} main.py"}))
    command = [sys.executable, "-m", "stackgate", "gate", "--out", "gate", "--format", "json"]
    done = subprocess.run(command, cwd=tmp_path, env=_environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    verdict = json.loads(done.stdout)
    assert (verdict["verdict"], verdict["documents"], verdict["errors"]) == ("blocked", [], [])
    first, second = verdict["findings"]
    line = 1 + stack.splitlines().index("        EcsClusterCapacityProviders(")
    for index, found in enumerate((first, second)):
        assert (found["rule"], found["engine"], found["level"]) == ("synth_missing_property", "synth", "error")
        assert found["source"] == {"file": "lib/tap_stack.py", "line": line}
        assert found["attribute"] == f"default_capacity_provider_strategy[{index}].capacity_provider"
        assert "EcsClusterCapacityProvidersDefaultCapacityProviderStrategy" in found["message"]
        assert found["construct"] == "main/capacity_providers"
        assert "MF-1" in found["guards"] and found["fix"]
    sarif = json.loads((tmp_path / "gate" / "findings.sarif").read_text())
    [run] = sarif["runs"]
    assert [result["ruleId"] for result in run["results"]] == ["synth_missing_property"] * 2
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("lib/tap_stack.py", line)
    report = [sys.executable, "-m", "stackgate", "gate", "--out", "gate"]
    text = subprocess.run(report, cwd=tmp_path, env=_environment(), capture_output=True, text=True, check=False).stdout
    assert f"lib/tap_stack.py:{line}" in text and "BLOCKED" in text
    assert "EcsClusterCapacityProvidersDefaultCapacityProviderStrategy" in " ".join(text.split())


def _environment() -> dict[str, str]:
    path = os.pathsep.join(filter(None, (str(REPOSITORY), os.environ.get("PYTHONPATH"))))
    return os.environ | {"PYTHONPATH": path}
