import json

import pytest

from stackgate.aws.policy_document import (
    allows,
    covers,
    is_everything,
    is_open_to_everybody,
    policies_of,
    principals,
    rendered,
)
from stackgate.resolver import build_graph
from stackgate.values import Undecidable

READ = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}


def policies(kind, body, **data):
    content = {"resource": {kind: {"x": body}}, "data": {"aws_iam_policy_document": data}}
    graph = build_graph(content, "test")
    return list(policies_of(graph.get(f"{kind}.x"), graph))


def statements(document):
    return policies("aws_iam_policy", {"policy": document})[0].statements()


def test_where_a_role_holds_policies():
    inline = [{"name": "a", "policy": "{}"}, {"name": "b", "policy": None}]
    found = policies("aws_iam_role", {"assume_role_policy": "{}", "inline_policy": inline})
    assert [(policy.kind, policy.attribute) for policy in found] == [
        ("trust", "assume_role_policy"),
        ("identity", "inline_policy.policy"),
    ]


@pytest.mark.parametrize(
    "document",
    [
        json.dumps({"Statement": READ}),
        json.dumps({"Statement": [READ]}),
        '${jsonencode({Statement = [{Effect = "Allow", Action = "s3:GetObject", Resource = "*"}]})}',
    ],
)
def test_statements_of_text_and_of_jsonencode(document):
    (statement,) = statements(document)
    assert allows(statement)
    assert covers(statement, "s3:GetObject")
    assert not covers(statement, "s3:PutObject")


def test_an_action_is_covered_by_a_pattern_whatever_its_case():
    (statement,) = statements(json.dumps({"Statement": {"Effect": "Allow", "Action": ["KMS:generatedatakey*"]}}))
    assert covers(statement, "kms:GenerateDataKeyWithoutPlaintext")


def test_text_that_is_not_json_has_no_statements():
    assert statements("{") == []


def test_the_arn_of_a_resource_is_not_everything():
    (statement,) = statements('{"Statement": {"Resource": ["${aws_x.y.arn}", "*"], "Action": "${var.action}"}}')
    assert [is_everything(value) for value in statement["Resource"]] == [False, True]
    with pytest.raises(Undecidable):
        is_everything(statement["Action"])


@pytest.mark.parametrize("principal", ["*", {"AWS": "*"}, {"AWS": ["arn:aws:iam::777788889999:root", "*"]}])
def test_everybody(principal):
    (statement,) = statements(json.dumps({"Statement": {"Principal": principal}}))
    assert is_open_to_everybody(statement)


def test_principals_by_type():
    (statement,) = statements('{"Statement": {"Principal": {"AWS": "${aws_iam_role.r.arn}", "Service": ["a", "b"]}}}')
    assert principals(statement)["Service"] == ["a", "b"]
    assert not is_open_to_everybody(statement)


def test_a_data_source_is_rendered_with_its_defaults_and_all_its_parts():
    block = {
        "sid": "Read",
        "actions": ["s3:GetObject"],
        "not_resources": ["a"],
        "principals": [{"type": "Service", "identifiers": ["ecs-tasks.amazonaws.com"]}],
        "condition": [
            {"test": "StringEquals", "variable": "aws:SourceAccount", "values": ["777788889999"]},
            {"test": "StringEquals", "variable": "aws:PrincipalOrgID", "values": ["o-1"]},
        ],
    }
    (policy,) = policies("aws_iam_policy", {"policy": "${data.aws_iam_policy_document.d.json}"}, d={"statement": block})
    assert policy.written_by.name == "d"
    assert policy.content()["Version"] == "2012-10-17"
    (statement,) = policy.statements()
    assert sorted(statement) == ["Action", "Condition", "Effect", "NotResource", "Principal", "Sid"]
    assert statement["Effect"] == "Allow"
    assert principals(statement) == {"Service": ["ecs-tasks.amazonaws.com"]}
    assert sorted(statement["Condition"]["StringEquals"]) == ["aws:PrincipalOrgID", "aws:SourceAccount"]


def test_a_data_source_is_merged_from_others_and_overridden_by_sid():
    base = {"statement": [{"sid": "A", "actions": ["a:A"]}, {"actions": ["b:B"]}]}
    override = json.dumps({"Statement": [{"Sid": "A", "Effect": "Deny", "Action": "a:*", "Resource": "*"}]})
    merged = {
        "source_policy_documents": ["${data.aws_iam_policy_document.base.json}"],
        "override_policy_documents": [override],
        "statement": {"actions": ["c:C"]},
    }
    (policy,) = policies("aws_iam_policy", {"policy": "${data.aws_iam_policy_document.m.json}"}, base=base, m=merged)
    found = [(statement["Effect"], *statement.values("Action")) for statement in policy.statements()]
    assert found == [("Allow", "b:B"), ("Allow", "c:C"), ("Deny", "a:*")]


def test_a_data_source_that_is_merged_from_itself_is_undecidable():
    loop = {"source_policy_documents": ["${data.aws_iam_policy_document.loop.json}"]}
    graph = build_graph({"data": {"aws_iam_policy_document": {"loop": loop}}}, "test")
    with pytest.raises(Undecidable, match="merged from itself"):
        rendered(graph.get("data.aws_iam_policy_document.loop"), graph)
