"""Checkov's own checks that count: files that do not say what was meant, and checks that cannot answer."""

from __future__ import annotations

from typing import Any

from .way import DOCUMENT, GOOD, Way

ADOPTED_HERE = """
[[adopted]]
check = "{check}"
level = "error"
reason = "It is adopted for this test."
fix = "Mend what it finds."
"""
ARGUMENTS = ("check", DOCUMENT, "--policies", "policies")
CLUSTER = {"resource": {"aws_docdb_cluster": {"main": {"enabled_cloudwatch_logs_exports": 1}}}}
TRAIL = {"resource": {"aws_cloudtrail": {"all": {"enable_log_file_validation": "${var.validated}"}}}}
LOCKED_OUT = {
    "resource": {
        "aws_s3_bucket_policy": {
            "films": {
                "bucket": "films",
                "policy": '${jsonencode({"Statement" = [{"Effect" = "Deny", "Principal" = "*", "Action" = "*"}]})}',
            }
        }
    }
}


def _adopted(name: str, line: str, text: str = "", document: Any = GOOD, **how: Any) -> Way:
    files = {DOCUMENT: document, "policies/adopted.toml": text} if text else {DOCUMENT: document}
    return Way("adopted", name, line, ARGUMENTS if text else ARGUMENTS[:2], files, **how)


ADOPTED = (
    _adopted("a file cut off", "adopted.toml: is not TOML", "[[adopted"),
    _adopted(
        "a misspelt key", "adopted.toml: adopted[0]", ADOPTED_HERE.replace("fix", "fixes").format(check="CKV_AWS_144")
    ),
    _adopted(
        "a check that does not exist",
        "adopted.toml: Checkov has no check 'CKV_AWS_9999' for AWS",
        ADOPTED_HERE.format(check="CKV_AWS_9999"),
    ),
    _adopted(
        "a check that is adopted already",
        "adopted.toml: names CKV_AWS_36 a second time",
        ADOPTED_HERE.format(check="CKV_AWS_36"),
    ),
    _adopted(
        "beside a rule that does not exist",
        "CKV_AWS_144 stands beside a rule that does not exist: 'bucket_copied'",
        '[[adopted]]\ncheck = "CKV_AWS_144"\nrule = "bucket_copied"\n',
    ),
    _adopted(
        "a check that breaks",
        "could not judge CKV_AWS_85: gave no answer about aws_docdb_cluster.main: it raised TypeError",
        ADOPTED_HERE.format(check="CKV_AWS_85"),
        document=CLUSTER,
    ),
    _adopted("a value that is not known", "unknown CKV_AWS_36", document=TRAIL, status=1),
    _adopted("a policy inside jsonencode", "error   CKV_AWS_93", document=LOCKED_OUT, status=1),
)
