"""IAM policy documents wherever a resource holds one: as JSON text, as an object, or written by a data source.

Source: the grammar of the IAM JSON policy language (AWS IAM User Guide), and the Terraform AWS provider's documentation
of aws_iam_policy_document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal
from weakref import WeakKeyDictionary

from stackgate.aws.wildcards import is_like
from stackgate.aws.wiring import items
from stackgate.block import Block
from stackgate.graph import Graph, Resource
from stackgate.values import Reference, Template, Undecidable, Unresolved, known

Kind = Literal["identity", "trust", "resource"]
"""What a policy is attached to: an identity (user, group, role), a role as its trust policy, or a resource."""

DATA_SOURCE = "data.aws_iam_policy_document"

_TRAILING_COMMA = re.compile(r",(?=\s*[\]}])")
_IN_EVERY_ACCOUNT = re.compile(r"arn:[\w-]+:(iam|sts)::\*:")
"""The beginning of a principal whose account is left open: AWS refuses it, and whoever wrote it meant every account."""

_DOCUMENTS: WeakKeyDictionary[Graph, dict[int, tuple[Any, Any]]] = WeakKeyDictionary()
"""The documents that were parsed already, by the identity of the value that holds one: six rules ask for each."""

_RESOURCE_POLICIES = {
    "aws_api_gateway_rest_api": "policy",
    "aws_api_gateway_rest_api_policy": "policy",
    "aws_backup_vault_policy": "policy",
    "aws_cloudwatch_event_bus_policy": "policy",
    "aws_cloudwatch_log_resource_policy": "policy_document",
    "aws_dynamodb_resource_policy": "policy",
    "aws_ecr_registry_policy": "policy",
    "aws_ecr_repository_policy": "policy",
    "aws_efs_file_system_policy": "policy",
    "aws_elasticsearch_domain": "access_policies",
    "aws_elasticsearch_domain_policy": "access_policies",
    "aws_kinesis_resource_policy": "policy",
    "aws_kms_external_key": "policy",
    "aws_kms_key": "policy",
    "aws_kms_key_policy": "policy",
    "aws_kms_replica_key": "policy",
    "aws_opensearch_domain": "access_policies",
    "aws_opensearch_domain_policy": "access_policies",
    "aws_s3_bucket": "policy",
    "aws_s3_bucket_policy": "policy",
    "aws_secretsmanager_secret": "policy",
    "aws_secretsmanager_secret_policy": "policy",
    "aws_sns_topic": "policy",
    "aws_sns_topic_policy": "policy",
    "aws_sqs_queue": "policy",
    "aws_sqs_queue_policy": "policy",
    "aws_vpc_endpoint": "policy",
    "aws_vpc_endpoint_policy": "policy",
}
_RESOURCE: Kind = "resource"
_HOLDERS: dict[str, dict[str, Kind]] = {
    "aws_iam_group_policy": {"policy": "identity"},
    "aws_iam_policy": {"policy": "identity"},
    "aws_iam_role": {"assume_role_policy": "trust"},
    "aws_iam_role_policy": {"policy": "identity"},
    "aws_iam_user_policy": {"policy": "identity"},
    "aws_ssoadmin_permission_set_inline_policy": {"inline_policy": "identity"},
    **{kind: {attribute: _RESOURCE} for kind, attribute in _RESOURCE_POLICIES.items()},
}

POLICY_HOLDERS = tuple(sorted(_HOLDERS))
"""The resource types that hold IAM policies."""


@dataclass(frozen=True)
class Policy:
    """A policy that a resource holds: its kind, the attribute's path for findings, and where to read it."""

    kind: Kind
    attribute: str
    value: Any
    graph: Graph

    @property
    def written_by(self) -> Resource | None:
        """The aws_iam_policy_document that writes it, or None."""
        source = self.graph.target(self.value)
        return source if source is not None and source.kind == DATA_SOURCE else None

    def content(self) -> Any:
        """The document, a Block where it is an object. Raises Undecidable where it is not known, or not JSON."""
        return _content(self.value, self.graph, ())

    def statements(self) -> list[Block]:
        """The document's statements; none where it is no object, or text that is not JSON, which is one rule's to find.

        Commas before a closing bracket are passed over: that AWS refuses them hides nothing of what is meant.
        Raises Undecidable where it is not known.
        """
        try:
            return statements(self.content())
        except Undecidable:
            pass
        try:
            return statements(_content(_without_trailing_commas(self.value), self.graph, ()))
        except Undecidable:
            if isinstance(known(self.value), str):
                return []
            raise


def policies_of(resource: Resource, graph: Graph) -> Iterator[Policy]:
    """The policies that a resource holds, also in a role's inline_policy blocks; what is not set is left out.

    An aws_iam_policy_document that nothing of the document refers to holds its own: it is for somebody outside.
    """
    if resource.kind == DATA_SOURCE and not graph.referrers(resource):
        kind: Kind = "resource" if any("principals" in block for block in resource.blocks("statement")) else "identity"
        yield Policy(kind, "statement", Reference(resource.address, "json", f"{resource.address}.json"), graph)
    for attribute, kind in _HOLDERS.get(resource.type, {}).items():
        if attribute in resource:
            yield Policy(kind, attribute, resource[attribute], graph)
    if resource.type == "aws_iam_role":
        for inline in resource.blocks("inline_policy"):
            if "policy" in inline:
                yield Policy("identity", "inline_policy.policy", inline["policy"], graph)


def statements(content: Any) -> list[Block]:
    """The statements of a policy's document, which may be one object or a list of them."""
    return content.blocks("Statement") if isinstance(content, Block) else []


def allows(statement: Block) -> bool:
    """Whether a statement's effect is Allow."""
    return bool(statement.get("Effect") == "Allow")


def has_effect(statement: Block) -> bool:
    """Whether a statement's effect is one that there is; where it is misspelt, nobody knows what was meant."""
    return statement.get("Effect") in ("Allow", "Deny")


def actions(statement: Block) -> list[Any]:
    """What a statement's Action names, texts or unresolved values; anything else is no action."""
    return _texts(items(statement, "Action"))


def is_everything(value: Any) -> bool:
    """Whether a resource or principal is the bare `*`; an attribute of another resource never is, nor begins one."""
    final = value.final() if isinstance(value, Unresolved) else value
    beginning = final.parts[0] if isinstance(final, Template) else final
    return not isinstance(beginning, Reference) and bool(final == "*")


def principals(statement: Block) -> dict[str, list[Any]]:
    """The principals of a statement by type (`AWS`, `Service`, ...); `*` stands under `AWS`, as AWS reads it."""
    principal = statement["Principal"]
    if isinstance(principal, Block):
        return {kind: _texts(items(principal, kind)) for kind in principal}
    return {} if principal is None else {"AWS": [principal]}


def is_open_to_everybody(statement: Block) -> bool:
    """Whether a statement's principal is everybody: the bare `*`, or something in every account."""
    return any(is_everything(value) or _is_in_every_account(value) for value in principals(statement).get("AWS", ()))


def covers(statement: Block, action: str) -> bool:
    """Whether a statement's Action names an action, also by a pattern; letter case does not matter, as in AWS."""
    lowered = action.lower()
    return any(is_like(lowered, str(pattern.lower())) for pattern in actions(statement))


def rendered(source: Resource, graph: Graph) -> Block:
    """The document that an aws_iam_policy_document writes, with the documents that it is merged from."""
    return _rendered(source, graph, ())


def own_statements(source: Resource) -> list[Block]:
    """The statements that stand in an aws_iam_policy_document itself, as the policy will have them."""
    return [_statement(block) for block in source.blocks("statement")]


def _without_trailing_commas(value: Any) -> Any:
    final = value.final() if isinstance(value, Unresolved) else value
    if isinstance(final, str):
        return _TRAILING_COMMA.sub("", final)
    if isinstance(final, Template):
        return Template(tuple(_TRAILING_COMMA.sub("", part) if isinstance(part, str) else part for part in final.parts))
    return value


def _is_in_every_account(value: Any) -> bool:
    final = value.final() if isinstance(value, Unresolved) else value
    return isinstance(final, str) and _IN_EVERY_ACCOUNT.match(final) is not None


def _texts(values: list[Any]) -> list[Any]:
    return [value for value in values if isinstance(value, (str, Unresolved))]


def _content(value: Any, graph: Graph, seen: tuple[str, ...]) -> Any:
    source = graph.target(value)
    if source is not None and source.kind == DATA_SOURCE:
        return _rendered(source, graph, seen)
    documents = _DOCUMENTS.setdefault(graph, {})
    if id(value) not in documents:
        documents[id(value)] = value, Block({"policy": value}).document("policy")
    return documents[id(value)][1]


def _rendered(source: Resource, graph: Graph, seen: tuple[str, ...]) -> Block:
    if source.address in seen:
        raise Undecidable(f"depends on {source.address}, which is merged from itself")
    seen = (*seen, source.address)

    def merged(*attributes: str) -> list[Block]:
        values = [value for attribute in attributes for value in items(source, attribute)]
        return [statement for value in values for statement in statements(_content(value, graph, seen))]

    overriding = merged("override_json", "override_policy_documents")
    replaced = {statement.text("Sid") for statement in overriding} - {None, ""}
    own = [*merged("source_json", "source_policy_documents"), *own_statements(source)]
    kept = [statement for statement in own if not replaced or statement.text("Sid") not in replaced]
    return Block({"Version": source.get("version", "2012-10-17"), "Statement": [*kept, *overriding]})


def _statement(block: Block) -> Block:
    names = {"actions": "Action", "not_actions": "NotAction", "resources": "Resource", "not_resources": "NotResource"}
    content: dict[str, Any] = {"Sid": block.get("sid"), "Effect": block.get("effect", "Allow")}
    content |= {name: block[attribute] for attribute, name in names.items()}
    for attribute, name in (("principals", "Principal"), ("not_principals", "NotPrincipal")):
        found = {item.text("type"): item["identifiers"] for item in block.blocks(attribute)}
        content[name] = (found if "*" not in found else "*") or None
    conditions: dict[str, dict[str, Any]] = {}
    for condition in block.blocks("condition"):
        conditions.setdefault(condition.text("test") or "", {})[condition.text("variable") or ""] = condition["values"]
    return Block(content | {"Condition": conditions or None})
