"""Checkov's own checks that count: adopted.toml, second opinions inside our findings, --all-policies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from stackgate.adopted import Adopted
from stackgate.built_in import built_in_checks
from stackgate.bundle import bundled, read_toml
from stackgate.catalogue import cases_file
from stackgate.cli import cli
from stackgate.finding import Verdict
from stackgate.gate import Gate
from stackgate.reports import render
from stackgate.rule import RuleError
from stackgate.rulebook import Rulebook, load
from stackgate.settings import Settings
from stackgate.subject import Input
from stackgate.waivers import Waiver, Waivers

RULEBOOK = load()
OWN = """
[[adopted]]
check = "CKV_AWS_144"
level = "warning"
reason = "A region may fail as a whole."
fix = "Replicate it."
"""
DATABASE = {"aws_db_instance": {"main": {"storage_encrypted": False}}}
BROKEN = "CKV_AWS_85"
BREAKS = {"aws_docdb_cluster": {"main": {"enabled_cloudwatch_logs_exports": 1}}}
"""A check, and a cluster on which it breaks."""


def judge(resources: dict[str, Any], folder: Path, rulebook: Rulebook, **how: Any) -> Verdict:
    path = folder / "cdk.tf.json"
    path.write_text(json.dumps({"resource": resources}), encoding="utf-8")
    return Gate(rulebook, Settings(), "prod", ("policies",), **how).judge([Input(path, "cdk.tf.json")])


def only(*names: str, adopted: Adopted | None = None) -> Rulebook:
    """The rulebook with these policies alone."""
    known = RULEBOOK.with_all_policies().policies
    return Rulebook(policies={name: known[name] for name in names}, adopted=adopted or RULEBOOK.adopted)


def beside(check: str, rule: str) -> Adopted:
    """A second opinion as a file of adopted checks would give it."""
    adopted = Adopted()
    other = RULEBOOK.known.get(check) or RULEBOOK.adopted.seconds[check].check
    adopted.seconds[check] = RULEBOOK.adopted.seconds["CKV_AWS_16"]._replace(check=other, rule=rule)
    return adopted


class TestTheFile:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("adopted = [", "is not TOML"),
            (OWN.replace("CKV_AWS_144", "CKV_AWS_99999"), "Checkov has no check 'CKV_AWS_99999' for AWS"),
            (OWN.replace("CKV_AWS_144", "database_encrypted"), "does not match"),
            (OWN + OWN, "names CKV_AWS_144 a second time"),
            (OWN.replace("CKV_AWS_144", "CKV_AWS_16"), "names CKV_AWS_16 a second time"),
            (OWN.replace("fix", "fixes"), "adopted[0]"),
            (OWN.replace("warning", "fatal"), "'fatal' is not one of"),
            (OWN.replace('level = "warning"\n', ""), "'level' is a required property"),
            (OWN + 'rule = "database_encrypted"\n', "adopted[0]"),
            (OWN + "part = true\n", "adopted[0]"),
            (
                '[[adopted]]\ncheck = "CKV_AWS_144"\nrule = "no_such_rule"\n',
                "a rule that does not exist: 'no_such_rule'",
            ),
            ('[[replaced]]\ncheck = "CKV_AWS_144"\nrule = "none"\nwhy = "It is wrong."\n', "does not exist: 'none'"),
            ('[[replaced]]\ncheck = "CKV_AWS_144"\nwhy = "It is wrong."\n', "'rule' is a required property"),
            ('[[broken]]\ncheck = "CKV_AWS_144"\n', "'why' is a required property"),
            ("[[adoptd]]\n", "'adoptd' was unexpected"),
        ],
    )
    def test_one_that_cannot_be_used_is_an_error(self, text: str, message: str, tmp_path: Path) -> None:
        path = tmp_path / "adopted.toml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(RuleError) as raised:
            load((), [tmp_path])
        assert str(raised.value).startswith(str(path))
        assert message in str(raised.value)

    def test_another_repository_adopts_beside_the_bundled(self, tmp_path: Path) -> None:
        (tmp_path / "adopted.toml").write_text(OWN, encoding="utf-8")
        rule = load((), [tmp_path]).rules["CKV_AWS_144"]
        assert (rule.engine, rule.level, rule.why) == ("policies", "warning", "A region may fail as a whole.")
        assert rule.summary == "S3 bucket has cross-region replication enabled."
        assert rule.types == ("aws_s3_bucket", "aws_s3_bucket_replication_configuration")
        assert not cases_file(rule).exists()

    def test_every_check_is_named_at_most_once_and_the_rest_are_others(self) -> None:
        adopted = RULEBOOK.adopted
        parts = (adopted.rules, adopted.seconds, adopted.never, adopted.others)
        assert sum(map(len, parts)) == len(built_in_checks())
        assert set().union(*parts) == set(built_in_checks())

    def test_a_second_opinion_is_about_what_its_rule_judges(self) -> None:
        for check, second in RULEBOOK.adopted.seconds.items():
            types = RULEBOOK.rules[second.rule].types
            assert types == ("any",) or set(second.check.types) & set(types), check

    def test_others_are_warnings(self) -> None:
        assert {rule.level for rule in RULEBOOK.adopted.others.values()} == {"warning"}
        assert not RULEBOOK.adopted.others.keys() & RULEBOOK.rules.keys()


class TestSecondOpinions:
    @pytest.mark.parametrize(
        ("attributes", "status", "result", "told"),
        [
            ({"storage_encrypted": False}, "fail", "fail", "CKV_AWS_16 agrees"),
            ({"storage_encrypted": "${var.key}"}, "unknown", "unknown", "CKV_AWS_16 cannot tell"),
        ],
    )
    def test_it_stands_inside_our_finding(
        self, attributes: dict[str, Any], status: str, result: str, told: str, tmp_path: Path
    ) -> None:
        verdict = judge({"aws_db_instance": {"main": attributes}}, tmp_path, only("database_encrypted"))
        (finding,) = verdict.findings
        assert (finding.rule, finding.status) == ("database_encrypted", status)
        (said,) = json.loads(render(verdict, "json"))["findings"][0]["corroboration"]
        assert said == {"check": "CKV_AWS_16", "result": result}
        assert told in render(verdict, "text")
        assert json.loads(render(verdict, "sarif"))["runs"][0]["results"][0]["properties"]["corroboration"] == [said]
        assert verdict.counts["judged"] == 1
        assert not verdict.notes

    def test_one_that_disagrees_with_a_finding(self, tmp_path: Path) -> None:
        book = only("database_encrypted", adopted=beside("CKV_AWS_17", "database_encrypted"))
        verdict = judge(DATABASE, tmp_path, book)
        assert [(one.check, one.result) for one in verdict.findings[0].corroboration] == [("CKV_AWS_17", "pass")]
        assert "CKV_AWS_17 disagrees: it passes" in render(verdict, "text")

    @pytest.mark.parametrize(("part", "said"), [(False, [("CKV_AWS_17", "pass")]), (True, [])])
    def test_the_pass_of_one_that_judges_a_part_says_nothing(
        self, part: bool, said: list[tuple[str, str]], tmp_path: Path
    ) -> None:
        adopted = beside("CKV_AWS_17", "database_encrypted")
        adopted.seconds["CKV_AWS_17"] = adopted.seconds["CKV_AWS_17"]._replace(part=part)
        (finding,) = judge(DATABASE, tmp_path, only("database_encrypted", adopted=adopted)).findings
        assert [(one.check, one.result) for one in finding.corroboration] == said

    def test_the_failure_of_one_that_judges_a_part_is_heard(self, tmp_path: Path) -> None:
        adopted = beside("CKV_AWS_16", "database_encrypted")
        adopted.seconds["CKV_AWS_16"] = adopted.seconds["CKV_AWS_16"]._replace(part=True)
        (finding,) = judge(DATABASE, tmp_path, only("database_encrypted", adopted=adopted)).findings
        assert [(one.check, one.result) for one in finding.corroboration] == [("CKV_AWS_16", "fail")]

    def test_a_port_of_many_is_a_part(self) -> None:
        opinions = [one for one in RULEBOOK.adopted.seconds.values() if one.rule == "security_group_open"]
        assert opinions
        assert all(one.part for one in opinions)

    def test_one_that_contradicts_a_pass_is_a_note_and_stands_in_the_ledger(self, tmp_path: Path) -> None:
        book = only("database_not_public", adopted=beside("CKV_AWS_16", "database_not_public"))
        resources = {"aws_db_instance": {name: {"storage_encrypted": False} for name in "abcde"}}
        verdict = judge(resources, tmp_path, book)
        assert not verdict.findings
        assert verdict.counts["pass"] == 5
        assert verdict.notes == (
            "Checkov's CKV_AWS_16 fails what database_not_public passes: "
            "aws_db_instance.a, aws_db_instance.b, aws_db_instance.c and 2 more",
        )
        ledger = judge(resources, tmp_path, book, keep_passes=True)
        assert {one.result for finding in ledger.findings for one in finding.corroboration} == {"fail"}

    def test_what_is_said_of_a_resource_that_our_rule_does_not_judge_is_a_note(self, tmp_path: Path) -> None:
        book = only("queue_encrypted", adopted=beside("CKV_AWS_16", "queue_encrypted"))
        (note,) = judge(DATABASE, tmp_path, book).notes
        assert "CKV_AWS_16 fails what queue_encrypted passes: aws_db_instance.main" in note

    def test_one_that_breaks_is_a_note(self, tmp_path: Path) -> None:
        book = only("queue_encrypted", adopted=beside(BROKEN, "queue_encrypted"))
        verdict = judge(BREAKS, tmp_path, book)
        assert verdict.decision == "allowed"
        assert verdict.notes[0].startswith(f"not asked of Checkov: {BROKEN} gave no answer")

    def test_the_fingerprint_stays(self, tmp_path: Path) -> None:
        without = only("database_encrypted", adopted=Adopted())
        (first,) = judge(DATABASE, tmp_path, without).findings
        (second,) = judge(DATABASE, tmp_path, only("database_encrypted")).findings
        assert first.fingerprint == second.fingerprint
        assert second.corroboration


class TestRulesOfTheirOwn:
    def test_each_pair_is_in_the_ledger(self, tmp_path: Path) -> None:
        trails = {"a": {}, "b": {"enable_log_file_validation": True}, "c": {"enable_log_file_validation": "${var.x}"}}
        verdict = judge({"aws_cloudtrail": trails}, tmp_path, only("CKV_AWS_36"))
        assert {finding.address[-1]: finding.status for finding in verdict.findings} == {"a": "fail", "c": "unknown"}
        assert (verdict.counts["judged"], verdict.counts["pass"], verdict.decision) == (3, 1, "blocked")

    def test_it_can_be_waived(self, tmp_path: Path) -> None:
        waivers = Waivers()
        expires = waivers.today
        waivers.applying = (Waiver("CKV_AWS_36", "aws_cloudtrail.main", "It is being moved.", "ann", expires),)
        verdict = judge({"aws_cloudtrail": {"main": {}}}, tmp_path, only("CKV_AWS_36"), waivers=waivers)
        assert (verdict.decision, verdict.counts["waived"]) == ("allowed", 1)

    def test_one_that_breaks_is_an_error(self, tmp_path: Path) -> None:
        adopted = Adopted()
        adopted.rules[BROKEN] = RULEBOOK.known[BROKEN]
        verdict = judge(BREAKS, tmp_path, only(BROKEN, adopted=adopted))
        assert [error.where for error in verdict.errors] == [BROKEN]
        assert verdict.decision == "error"

    @pytest.mark.parametrize(
        ("check", "told"),
        [("CKV_AWS_16", "the findings of database_encrypted"), ("CKV_AWS_79", "instance_metadata_tokens judges it")],
    )
    def test_what_is_no_rule_is_explained(self, check: str, told: str) -> None:
        assert told in CliRunner().invoke(cli, ["explain", check], catch_exceptions=False).output

    def test_it_is_explained(self) -> None:
        told = CliRunner().invoke(cli, ["explain", "CKV_AWS_36"], catch_exceptions=False).output
        assert "policies/adopted.toml" in told
        assert "Set enable_log_file_validation to true." in told
        assert "Bad:" in told

    def test_a_level_can_be_changed(self, tmp_path: Path) -> None:
        settings = tmp_path / "stackgate.toml"
        settings.write_text('[levels]\nCKV_AWS_36 = { level = "warning", reason = "Another tool looks." }')
        listed = CliRunner().invoke(cli, ["rules", "--config", str(settings)], catch_exceptions=False).output
        (line,) = (line for line in listed.splitlines() if line.startswith("CKV_AWS_36 "))
        assert line.split()[1:3] == ["policies", "warning"]


class TestAllPolicies:
    def test_the_rest_are_asked_as_warnings(self, tmp_path: Path) -> None:
        other = "CKV_AWS_144"
        assert other in RULEBOOK.adopted.others
        bucket = {"aws_s3_bucket": {"main": {"bucket": "films"}}}
        verdict = judge(bucket, tmp_path, RULEBOOK.with_all_policies())
        assert {(finding.rule, finding.level) for finding in verdict.findings} >= {(other, "warning")}
        assert other not in {finding.rule for finding in judge(bucket, tmp_path, RULEBOOK).findings}

    def test_one_that_breaks_leaves_the_run_usable(self, tmp_path: Path) -> None:
        adopted = Adopted()  # where nothing is adopted, every check is another
        book = only(BROKEN, adopted=adopted)
        verdict = judge(BREAKS, tmp_path, book)
        assert not verdict.errors
        assert verdict.counts["unknown"] == 1
        assert verdict.notes[0].startswith(f"not asked of Checkov: {BROKEN} gave no answer")

    def test_what_is_never_asked_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "cdk.tf.json").write_text(
            json.dumps({"resource": {"aws_ebs_volume": {"main": {"encrypted": True}}}})
        )
        asked = ["check", str(tmp_path / "cdk.tf.json"), "--all-policies", "--format", "json"]
        report = json.loads(CliRunner().invoke(cli, asked, catch_exceptions=False).stdout)
        (note,) = (note for note in report["notes"] if note.startswith("not asked of Checkov: "))
        never = RULEBOOK.adopted.never
        (example,) = (check for check in never if f"`stackgate explain {check}`" in note)
        assert note.startswith(f"not asked of Checkov: {len(never)} checks, ")
        explained = CliRunner().invoke(cli, ["explain", example])
        assert explained.exit_code == 0 and never[example] in " ".join(explained.output.split())
        assert "CKV_AWS_189" in {finding["rule"] for finding in report["findings"]}

    def test_it_makes_no_sense_without_policies(self, tmp_path: Path) -> None:
        asked = ["check", str(tmp_path), "--all-policies", "--only", "validators"]
        assert CliRunner().invoke(cli, asked).exit_code == 2


def test_the_bundled_file_is_as_its_schema_has_it() -> None:
    assert read_toml(bundled("policies") / "adopted.toml", "adopted", RuleError)["adopted"]
