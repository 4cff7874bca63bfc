"""Documents in strings: whatever form they are written in, the same object comes out."""

import json

import pytest

from stackgate.resolver import build_graph
from stackgate.values import Reference, Template, Undecidable

STATEMENT = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
ENCODED = 'jsonencode([{Effect = "Allow", Action = "s3:GetObject", Resource = "*"}])'


def document(policy, **content):
    graph = build_graph(content | {"resource": {"aws_iam_policy": {"p": {"policy": policy}}}}, "test")
    return graph.get("aws_iam_policy.p").document("policy")


@pytest.mark.parametrize(
    "policy",
    [
        json.dumps({"Statement": [STATEMENT]}),
        json.dumps({"Statement": [STATEMENT]}, indent=2) + "\n",
        f"${{jsonencode({{Statement = {ENCODED[11:-1]}}})}}",
        f'{{"Statement": ${{{ENCODED}}}}}',
        "${local.text}",
        "${jsonencode(local.object)}",
    ],
)
def test_one_document_in_many_forms(policy):
    values = {"text": json.dumps({"Statement": [STATEMENT]}), "object": {"Statement": [STATEMENT]}}
    (statement,) = document(policy, locals=values).blocks("Statement")
    assert dict(statement.items()) == STATEMENT


def test_an_encoded_part_with_a_reference_in_it_is_gone_into():
    policy = '{"Statement": ${jsonencode([{Effect = "Allow", Resource = aws_s3_bucket.b.arn}])}, "Version": "x"}'
    (statement,) = document(policy).blocks("Statement")
    assert statement["Effect"] == "Allow"
    assert isinstance(statement["Resource"], Reference)


def test_a_token_that_holds_quotes_leaves_the_text_valid():
    policy = '{"Statement": [{"Resource": "${aws_s3_bucket.b["x"].arn}/*", "Sid": ${aws_ssm_parameter.sid.value}}]}'
    (statement,) = document(policy).blocks("Statement")
    assert isinstance(statement["Resource"], Template)
    assert isinstance(statement["Sid"], Reference)


@pytest.mark.parametrize("policy", ["{", "{'Statement': []}", '{"Statement": ${aws_s3_bucket.b.arn}'])
def test_text_that_is_no_json_is_undecidable(policy):
    with pytest.raises(Undecidable, match="not valid JSON"):
        document(policy)
