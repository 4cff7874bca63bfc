"""What is kept for an audit: each pair that was counted, the values that were seen, and no secret among them."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from plan_cases import plan_of

from stackgate.evidence import Evidence, Pair
from stackgate.failures import load_failures
from stackgate.finding import Source, Verdict
from stackgate.gate import Gate
from stackgate.rulebook import Rulebook, load
from stackgate.run import Run
from stackgate.seal.canonical import rules_digest
from stackgate.seal.materials import of_repository, of_tool
from stackgate.seen_values import LONGEST
from stackgate.settings import Settings, load_settings
from stackgate.subject import Input, Subject, read_subject
from stackgate.synth_rules import SYNTH_RULES, Fault

REPOSITORY = Path(__file__).parents[2]
CHARACTERS = st.characters(exclude_categories=["Cs"])
PLANS = REPOSITORY / "tests" / "plans"
SHOP = PLANS / "shop.tf.json"
RUN = Run(Settings(), "prod", keep_evidence=True)
SECRET = "Xk29fjw-Lq0as7Dh3"
RULE = '''
from stackgate.validator import *

@validator(on="aws_x")
def check(resource, graph):
    """It is good.

    Why: Because.
    Fix: Mend it.
    """
    {body}
    yield from ()
'''
POLICY = """metadata:
  id: own_policy
  name: It is good.
  category: GENERAL_SECURITY
  why: Because.
  fix: Mend it.
definition:
  and:
    - {cond_type: attribute, resource_types: [aws_x], attribute: one.inner, operator: exists}
    - or:
        - {cond_type: attribute, resource_types: [aws_x], attribute: two, operator: equals, value: b}
        - {cond_type: attribute, resource_types: [aws_y], attribute: other, operator: exists}
"""


def subject_of(folder: Path, content: dict[str, Any]) -> Subject:
    path = folder / "cdk.tf.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return read_subject(Input(path, "cdk.tf.json"))


def x(**attributes: Any) -> dict[str, Any]:
    return {"resource": {"aws_x": {"y": attributes}}}


def kept(verdict: Verdict) -> Evidence:
    assert verdict.evidence is not None
    return verdict.evidence


def pair(verdict: Verdict, rule: str, address: str = "aws_x.y") -> Pair:
    (found,) = [one for one in kept(verdict).pairs if (one.rule, one.address) == (rule, address)]
    return found


def reading(folder: Path, body: str, content: dict[str, Any]) -> dict[str, str]:
    """The values that are kept for a rule with this body."""
    rules = folder / "rules"
    rules.mkdir()
    (rules / "own_rule.py").write_text(RULE.format(body=body), encoding="utf-8")
    rulebook = Rulebook({"own_rule": load([rules]).validators["own_rule"]})
    subject = subject_of(folder, content)
    verdict = Gate(rulebook, Settings(), "prod", ("validators",), keep_evidence=True).judge([subject.given])
    assert not verdict.errors
    return dict(pair(verdict, "own_rule").values)


def adds_up(verdict: Verdict) -> None:
    outcomes = Counter(one.outcome for one in kept(verdict).pairs)
    assert {"judged": outcomes.total(), **outcomes} == {name: n for name, n in verdict.counts.items() if n}
    told = {(one.rule, one.stack, one.address) for one in kept(verdict).pairs if one.outcome != "pass"}
    assert {(one.rule, one.stack, one.address) for one in verdict.findings if one.status != "pass"} == told


class TestPairs:
    @pytest.mark.parametrize(
        "path", [SHOP, *sorted(PLANS.glob("*e*p.json")), PLANS / "delete.json"], ids=lambda p: p.stem
    )
    def test_as_many_as_are_counted(self, path: Path) -> None:
        verdict = RUN.check([path])
        assert verdict.counts["judged"] > verdict.counts["pass"] > 50
        adds_up(verdict)

    def test_of_several_documents_with_waivers_and_warnings(self, tmp_path: Path) -> None:
        for name in ("one", "two"):
            content = {"//": {"metadata": {"stackName": name}}, "resource": {"aws_sns_topic": {"t": {"name": name}}}}
            (tmp_path / f"{name}.tf.json").write_text(json.dumps(content), encoding="utf-8")
        waivers = tmp_path / "waivers.toml"
        soon = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30)
        waivers.write_text(
            '[[waiver]]\nrule = "topic_encrypted"\naddress = "aws_sns_topic.t"\nstack = "one"\n'
            f'reason = "its messages are public"\nowner = "ann"\nexpires = {soon}\n',
            encoding="utf-8",
        )
        verdict = replace(RUN, waivers=waivers).check([tmp_path / "one.tf.json", tmp_path / "two.tf.json"])
        adds_up(verdict)
        assert verdict.counts["waived"] == 1
        assert {one.stack for one in kept(verdict).pairs} == {"one", "two"}

    def test_of_the_synthesis(self) -> None:
        gate = Gate(Rulebook(), Settings(), "prod", ("synth",), keep_evidence=True)
        faults = [Fault("synth_no_stack", "nothing"), Fault("synth_wrong_type", "bad", address="aws_x.y")]
        verdict = gate.judge([], faults, observed=False)
        adds_up(verdict)
        assert verdict.counts["judged"] == len(SYNTH_RULES)
        assert pair(verdict, "synth_wrong_type").outcome == "fail"
        assert pair(verdict, "synth_dropped_keys", "*").outcome == "unknown"

    def test_the_verdict_is_the_same_without(self) -> None:
        with_evidence, without = RUN.check([SHOP]), replace(RUN, keep_evidence=False).check([SHOP])
        assert without.evidence is None
        assert replace(with_evidence, evidence=None, judged_at="") == replace(without, judged_at="")


class TestValues:
    @pytest.mark.parametrize(
        ("path", "shown"),
        [
            ("text", "words"),
            ("flag", "false"),
            ("number", "3.5"),
            ("empty", ""),
            ("null", None),
            ("absent", None),
            ("absent.below", None),
            ("text.below", None),
            ("items", '["a",1,true]'),
            ("items[1]", "1"),
            ("items.2", "true"),
            ("items[3]", None),
            ("block", '{"inner":"a","deep":[{"x":1},{"x":2}]}'),
            ("block.inner", "a"),
            ("block[0].inner", "a"),
            ("block.deep.x", "[1,2]"),
            ("block.deep[1].x", "2"),
            ('tags["a.b"]', "dotted"),
            ("key", "aws_kms_key.k.arn"),
            ("keys", '["aws_kms_key.k.arn","literal"]'),
            ("mixed", "${aws_kms_key.k.arn}/x"),
            ("local", "worked out"),
            ("open", "${var.open}"),
            ("document", '{"Statement":[{"Action":"*","Resource":"aws_kms_key.k.arn"}]}'),
            ("document.Statement[0].Action", "*"),
            ("encoded", '{"a":"aws_kms_key.k.arn"}'),
            ("environment.HOST", "films"),
            ("", None),
            ("[", None),
        ],
    )
    def test_of_each_kind(self, path: str, shown: str | None, tmp_path: Path) -> None:
        reference = "${aws_kms_key.k.arn}"
        content = x(
            text="words",
            flag=False,
            number=3.5,
            empty="",
            null=None,
            items=["a", 1, True],
            block={"inner": "a", "none": None, "deep": [{"x": 1}, {"x": 2}]},
            tags={"a.b": "dotted"},
            key=reference,
            keys=[reference, "literal"],
            mixed=f"{reference}/x",
            local="${local.word}",
            open="${var.open}",
            document=json.dumps({"Statement": [{"Action": "*", "Resource": reference}]}),
            encoded="${jsonencode({a = aws_kms_key.k.arn})}",
            environment=[{"name": "HOST", "value": "films"}, {"name": "PORT", "value": "1"}],
        )
        content["resource"]["aws_kms_key"] = {"k": {}}
        content |= {"locals": {"word": "worked out"}, "variable": {"open": {}}}
        assert subject_of(tmp_path, content).values.at("aws_x.y", path) == shown

    def test_of_a_resource_that_is_not_there(self, tmp_path: Path) -> None:
        assert subject_of(tmp_path, x()).values.at("*", "text") is None

    def test_what_is_long_is_cut(self, tmp_path: Path) -> None:
        shown = subject_of(tmp_path, x(text="a" * 1_000_000)).values.at("aws_x.y", "text")
        assert shown == "a" * (LONGEST - 1) + "…"

    def test_the_finding_tells_what_its_attribute_holds(self, tmp_path: Path) -> None:
        content = {"resource": {"aws_sqs_queue": {"q": {"name": "q", "sqs_managed_sse_enabled": False}}}}
        verdict = RUN.check([subject_of(tmp_path, content).given.path])
        held = {one.attribute: one.value for one in verdict.findings if one.address == "aws_sqs_queue.q"}
        assert held["sqs_managed_sse_enabled"] == "false"
        assert held.get("kms_master_key_id") is None


class TestReads:
    DOCUMENT = x(
        one="a",
        two="true",
        three=[{"inner": "${aws_x.y.id}"}],
        four='{"a": 1}',
        five="${aws_z.z.id}",
        **{"//": {"metadata": {"path": "app/y"}}},
    )

    @pytest.mark.parametrize(
        ("body", "names"),
        [
            ('resource["one"]', {"one"}),
            ('resource.get("one")', {"one"}),
            ('"one" in resource', {"one"}),
            ('resource.flag("two")', {"two"}),
            ('resource.blocks("three")', {"three"}),
            ('resource.block("three").get("inner")', {"three"}),
            ('resource.document("four")', {"four"}),
            ('resource.references("five")', {"five"}),
            ('resource.peek("five"); graph.referrers(resource); resource.construct', {"five"}),
            ("list(resource.items())", {"one", "two", "three", "four", "five"}),
            ("resource.references()", {"one", "two", "three", "four", "five"}),
            ('[other["one"] for other in graph.of_type("aws_x")]', {"one"}),
            ('[other["one"] for other in graph.of_type("aws_z")]', set()),
            ("graph.means('a', resource)", set()),
        ],
    )
    def test_each_way_to_read(self, body: str, names: set[str], tmp_path: Path) -> None:
        content = {"resource": self.DOCUMENT["resource"] | {"aws_z": {"z": {"one": "z"}}}}
        assert reading(tmp_path, body, content).keys() == names

    def test_what_is_not_set_is_told_so_and_the_rest_has_its_value(self, tmp_path: Path) -> None:
        assert reading(tmp_path, 'resource["one"]; resource["none"]', self.DOCUMENT) == {"one": "a", "none": "not set"}

    def test_what_was_read_before_it_became_undecidable_is_kept(self, tmp_path: Path) -> None:
        content = x(one="a", open="${var.open}", two="b") | {"variable": {"open": {}}}
        body = 'resource["one"]; resource["open"]; resource["two"]'
        assert reading(tmp_path, body, content) == {"one": "a", "open": "${var.open}"}

    def test_no_more_than_a_few(self, tmp_path: Path) -> None:
        content = x(**{f"a{number:02}": number for number in range(40)})
        assert list(reading(tmp_path, "list(resource.items())", content)) == [f"a{number:02}" for number in range(12)]

    def test_a_policy_in_yaml_is_about_its_conditions(self, tmp_path: Path) -> None:
        (tmp_path / "own_policy.yaml").write_text(POLICY, encoding="utf-8")
        path = subject_of(tmp_path, x(one={"inner": 1}, two="b")).given.path
        verdict = replace(RUN, policies=(tmp_path,)).check([path])
        assert pair(verdict, "own_policy").values == {"one.inner": "1", "two": "b"}

    def test_policies_in_python_and_checkov_s_own_tell_their_keys(self, tmp_path: Path) -> None:
        content = {"resource": {"aws_cloudtrail": {"t": {"name": "t", "enable_log_file_validation": True}}}}
        verdict = RUN.check([subject_of(tmp_path, content).given.path])
        assert pair(verdict, "CKV_AWS_36", "aws_cloudtrail.t").values == {"enable_log_file_validation": "true"}

    def test_of_the_schema_and_of_documents_there_are_none(self) -> None:
        pairs = kept(RUN.check([SHOP])).pairs
        assert not [one for one in pairs if one.values and (one.rule == "schema" or one.address == "*")]


class TestSecrets:
    @pytest.mark.parametrize(
        ("path", "shown"),
        [
            ("password", "(secret, 1 characters)"),
            ("db_token", "(secret, 2 characters)"),
            ("settings", '{"api_key":"(secret, 4 characters)","pin_password":"(secret, 4 characters)","host":"h"}'),
            ("settings.api_key", "(secret, 4 characters)"),
            ("environment", '[{"name":"DB_PASSWORD","value":"(secret, 2 characters)"},{"name":"HOST","value":"h"}]'),
            ("environment.DB_PASSWORD", "(secret, 2 characters)"),
            ("document", '{"secret":["(secret, 1 characters)"],"beside":"x"}'),
            ("mixed_password", "(secret, 20 characters)"),
            ("given_password", "${var.given}"),
            ("referred_password", "aws_x.z.result"),
            ("manage_master_user_password", "true"),
            ("reset_token", "false"),
        ],
    )
    def test_what_is_a_secret_by_its_name_is_masked_whole(self, path: str, shown: str, tmp_path: Path) -> None:
        content = x(
            password="a",
            db_token=42,
            settings={"api_key": "true"[:3] + "é", "pin_password": 1234, "host": "h"},
            environment=[{"name": "DB_PASSWORD", "value": "ab"}, {"name": "HOST", "value": "h"}],
            document=json.dumps({"secret": ["b"], "beside": "x"}),
            mixed_password="a${aws_x.z.result}bc",
            given_password="${var.given}",
            referred_password="${aws_x.z.result}",
            manage_master_user_password=True,
            reset_token="false",
        )
        content["resource"]["aws_x"]["z"] = {}
        assert subject_of(tmp_path, content | {"variable": {"given": {}}}).values.at("aws_x.y", path) == shown

    @pytest.mark.parametrize(
        "held",
        [
            {"description": f"reach it with token={SECRET}"},
            {"description": f"the password: {SECRET} and more"},
            {"document": f"<password>{SECRET}</password>"},
            {"command": ["client", "--password", SECRET]},
            {"command": ["client", "-p", SECRET]},
            {"command": f"curl -u admin:{SECRET} https://example.org"},
            {"command": f"mysql -uroot -p{SECRET}"},
            {"command": f"echo root:{SECRET} | chpasswd"},
            {"environment": [{"name": "PIN", "value": SECRET}]},
            {"environment": {"BASIC_AUTH": "k" + SECRET.lower()}},
            {"environment": {"NPM_TOKENS": SECRET}},
            {"environment": {"GL": f"glpat-{SECRET}"}},
            {"environment": {"OTHER": "Yq3Xk29fjwLq0as7Dh3"}},
            {"encoded": base64.b64encode(f"export DB_PASSWORD={SECRET}".encode()).decode()},
            {"encoded": f"DB_PASSWORD={SECRET}".encode().hex()},
        ],
    )
    def test_what_may_well_be_a_secret_is_masked(self, held: dict[str, Any], tmp_path: Path) -> None:
        (name,) = held
        shown = subject_of(tmp_path, x(**held)).values.at("aws_x.y", name)
        assert shown is not None
        assert "(secret, " in shown
        encoded = base64.b64encode(SECRET.encode()).decode()
        for text in (SECRET, SECRET.lower(), encoded, SECRET.encode().hex(), "Yq3Xk29fjwLq0as7Dh3"):
            assert not any(text[at : at + 6] in shown for at in range(len(text) - 6))

    @pytest.mark.parametrize(
        "value",
        [
            "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role",
            "ELBSecurityPolicy-TLS13-1-2-2021-06",
            "serverless-image-processing_ImageThumbnailProcessor_DFEBECB3",
            "sha256:" + "0123456789abcdef" * 4,
            "the password: required, at least 12 characters",
            "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs",
            "12345678-1234-1234-1234-123456789012",
            '{"Action":["secretsmanager:GetSecretValue","secretsmanager:DescribeSecret"]}',
            "docker run -p 8080:80",
        ],
    )
    def test_what_is_none_is_shown(self, value: str, tmp_path: Path) -> None:
        assert subject_of(tmp_path, x(text=value)).values.at("aws_x.y", "text") == value

    def test_what_a_function_makes_of_a_secret_that_is_written_out_is_masked(self, tmp_path: Path) -> None:
        content = x(password=SECRET, name=f'${{lower("{SECRET}")}}', beside=SECRET.lower())
        values = subject_of(tmp_path, content).values
        assert [values.at("aws_x.y", name) for name in ("name", "beside")] == ["(secret, 17 characters)"] * 2

    @pytest.mark.parametrize("end", ["${", "%{", "${no_function(1)}", "%{ if x }", "${aws_x.y[}"])
    def test_a_password_that_is_no_expression_is_in_no_message(self, end: str, tmp_path: Path) -> None:
        content = {"resource": {"aws_db_instance": {"d": {"engine": "postgres", "password": SECRET + end}}}}
        verdict = RUN.check([subject_of(tmp_path, content).given.path])
        assert SECRET[:6] not in str(verdict)
        assert "secret_in_document" in {one.rule for one in verdict.findings}

    def test_what_the_provider_marks_is_masked_whole(self, tmp_path: Path) -> None:
        content = {
            "resource": {
                "aws_ssm_parameter": {"p": {"name": "/p", "type": "SecureString", "value": "on"}},
                "aws_secretsmanager_secret_version": {"v": {"secret_id": "s", "secret_string": "no"}},
            }
        }
        values = subject_of(tmp_path, content).values
        assert values.at("aws_ssm_parameter.p", "value") == "(secret, 2 characters)"
        assert values.at("aws_secretsmanager_secret_version.v", "secret_string") == "(secret, 2 characters)"

    def test_what_the_plan_marks_is_masked_whole(self, tmp_path: Path) -> None:
        plan = plan_of({}, [{"address": "aws_x.y", "actions": ["create"], "after": {"mode": "ab", "name": "cd"}}])
        for resource in plan["planned_values"]["root_module"]["resources"]:
            resource["sensitive_values"] = {"mode": True}
        plan["configuration"] = {
            "root_module": {
                "resources": [
                    {
                        "address": "aws_x.y",
                        "mode": "managed",
                        "type": "aws_x",
                        "name": "y",
                        "expressions": {"mode": {"constant_value": "ab"}, "name": {"constant_value": "cd"}},
                    }
                ]
            }
        }
        values = subject_of(tmp_path, plan).values
        assert (values.at("aws_x.y", "mode"), values.at("aws_x.y", "name")) == ("(secret, 2 characters)", "cd")

    def test_a_secret_at_the_cut_is_not_in_part(self, tmp_path: Path) -> None:
        for before in range(LONGEST - len(SECRET) - 2, LONGEST + 2):
            content = x(text="a" * before + " " + SECRET, password=SECRET)
            shown = subject_of(tmp_path, content).values.at("aws_x.y", "text") or ""
            assert len(shown) <= LONGEST and SECRET[:4] not in shown

    @given(
        st.recursive(
            st.text(CHARACTERS) | st.integers() | st.booleans() | st.none(),
            lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(CHARACTERS), inner, max_size=4),
        ),
        st.text(max_size=20),
    )
    @example(value=[], path="²")
    def test_whatever_is_there_can_be_shown(
        self, tmp_path_factory: pytest.TempPathFactory, value: Any, path: str
    ) -> None:
        subject = subject_of(tmp_path_factory.mktemp("any"), x(text={"inner": value}, password=SECRET))
        for one in ("text", f"text.inner.{path}", path, "password"):
            shown = subject.values.at("aws_x.y", one)
            assert shown is None or (len(shown) <= LONGEST and SECRET not in shown)


class TestResources:
    def test_what_is_told_of_each(self, tmp_path: Path) -> None:
        subnet = {"availability_zone": "eu-west-1a", "vpc_id": "${aws_vpc.v.id}", "tags": {"v": "${aws_vpc.v.arn}"}}
        content = {
            "//": {"metadata": {"stackName": "films"}},
            "resource": {
                "aws_vpc": {"v": {"//": {"metadata": {"path": "films/v"}}}},
                "aws_subnet": {
                    "a": subnet,
                    "b": {"availability_zone": "${var.zone}", "vpc_id": "${data.aws_vpc.other.id}"},
                    "c": {"count": 2, "vpc_id": "${aws_vpc.gone.id}"},
                },
                "aws_lb": {"l": {"subnets": "${aws_subnet.c[*].id}", "name": "${aws_lb.l.id}"}},
            },
            "data": {"aws_vpc": {"other": {}}},
            "variable": {"zone": {}},
        }
        given = replace(subject_of(tmp_path, content).given, sources={"films/v": Source("net.py", 7)})
        verdict = Gate(Rulebook(), Settings(), "prod", ("schema",), keep_evidence=True).judge([given])
        seen = {one.address: one for one in kept(verdict).resources}
        assert len(seen) == verdict.documents[0].resources
        assert {one.stack for one in seen.values()} == {"films"}
        vpc, first, second = seen["aws_vpc.v"], seen["aws_subnet.a"], seen["aws_subnet.b"]
        assert (vpc.type, vpc.construct, vpc.source) == ("aws_vpc", "films/v", Source("net.py", 7))
        assert (first.zone, first.references, first.construct) == ("eu-west-1a", ("aws_vpc.v",), None)
        assert (second.zone, second.references) == (None, ("data.aws_vpc.other",))
        assert seen["aws_subnet.c[0]"].references == ()
        assert seen["aws_lb.l"].references == ("aws_subnet.c[0]", "aws_subnet.c[1]")
        assert seen["data.aws_vpc.other"].type == "data.aws_vpc"

    def test_a_secret_in_a_key_is_told_nowhere(self, tmp_path: Path) -> None:
        content = x(for_each=f'${{toset(["{SECRET}"])}}', name="${each.key}")
        content["resource"]["aws_db_instance"] = {
            "d": {"password": SECRET, "identifier": f'${{aws_x.y["{SECRET}"].id}}'}
        }
        verdict = RUN.check([subject_of(tmp_path, content).given.path])
        assert SECRET not in repr(verdict)
        (database,) = [one for one in kept(verdict).resources if one.type == "aws_db_instance"]
        assert database.references == ('aws_x.y["(secret, 17 characters)"]',)


class TestCircumstances:
    def test_time_and_versions(self, tmp_path: Path) -> None:
        verdict = RUN.check([SHOP])
        assert verdict.judged_at.endswith("Z") and len(verdict.judged_at) == len("2026-01-31T12:00:00Z")
        assert verdict.versions.keys() == {"python", "stackgate", "checkov"}
        assert replace(RUN, only_validators=True).check([SHOP]).versions.keys() == {"python", "stackgate"}
        assert RUN.check([tmp_path / "none"]).judged_at

    @pytest.mark.parametrize(
        ("constraint", "provider"), [("5.100.0", "aws 5"), ("~> 5.99", "aws 5"), ("6.2.0", "aws 6"), (None, "aws 6")]
    )
    def test_the_generation_that_judged_a_document(self, constraint: str | None, provider: str, tmp_path: Path) -> None:
        required = {"aws": {"source": "hashicorp/aws", "version": constraint}} if constraint else {}
        content = x() | {"terraform": {"required_providers": required}}
        (judged,) = RUN.check([subject_of(tmp_path, content).given.path]).documents
        assert judged.provider == provider

    @pytest.mark.parametrize(
        ("constraint", "provider"),
        [
            ("5.100.0", "aws 5"),
            ("~> 6.1", "aws 6"),
            ("~> 5", ""),
            (">= 5.1, 5.3.0", "aws 5"),
            (">= 5.1", ""),
            (None, ""),
        ],
    )
    def test_the_generation_that_a_plan_was_made_with(
        self, constraint: str | None, provider: str, tmp_path: Path
    ) -> None:
        plan = json.loads((PLANS / "keep.json").read_text(encoding="utf-8"))
        plan["configuration"]["provider_config"] = {"aws": {"name": "aws"}}
        if constraint:
            plan["configuration"]["provider_config"]["aws"]["version_constraint"] = constraint
        (judged,) = RUN.check([subject_of(tmp_path, plan).given.path]).documents
        assert judged.provider == provider

    def test_past_failures_and_what_it_rests_on(self) -> None:
        settings = load_settings(REPOSITORY / "stackgate.toml")
        evidence = kept(replace(RUN, settings=settings).check([SHOP]))
        assert [(one.id, one.guards) for one in evidence.failures] == [
            (one.id, one.guards) for one in load_failures().values()
        ]
        repository = of_repository(settings).digests
        assert evidence.provenance is not None and "stackgate.toml" in repository
        assert evidence.provenance.repository == repository
        assert evidence.provenance.rules == rules_digest(repository, of_tool().digests)
        assert evidence.provenance.signer is None

    def test_it_rests_on_the_rules_that_were_given_too(self, tmp_path: Path) -> None:
        (tmp_path / "own_policy.yaml").write_text(POLICY, encoding="utf-8")
        provenance = kept(replace(RUN, policies=(tmp_path,)).check([SHOP])).provenance
        assert provenance is not None
        assert "own_policy.yaml" in {name.rpartition("/")[2] for name in provenance.repository}
