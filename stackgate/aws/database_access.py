"""Which databases a task uses, by what the document says: its containers, its roles, its security groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stackgate.aws.containers import services_of
from stackgate.aws.policy_document import allows, policies_of
from stackgate.aws.wiring import pointed
from stackgate.block import Block
from stackgate.graph import Graph, Resource
from stackgate.values import Reference, Undecidable, references_in

DATABASES = ("aws_rds_cluster", "aws_db_instance")
_PASSWORDS = ("master_password", "password")
_RULES = {
    "aws_security_group_rule": "source_security_group_id",
    "aws_vpc_security_group_ingress_rule": "referenced_security_group_id",
}


def databases_named(task: Resource, graph: Graph) -> list[Resource]:
    """The databases that a task's containers or its role's policies name, themselves or by their secret."""
    references = [*task.references("container_definitions"), *_granted(task, graph)]
    return _unique(database for reference in references for database in _databases_of(reference, graph))


def databases_open(task: Resource, graph: Graph) -> list[Resource]:
    """The databases whose security groups let in one of a service that runs the task."""
    groups = (group for service in services_of(task, graph) for group in _groups(service, graph))
    return _unique(
        database
        for group in groups
        for admitting in _admitting(group, graph)
        for database in graph.referrers(admitting, *DATABASES)
    )


def _unique(databases: Iterable[Resource]) -> list[Resource]:
    return list({database.address: database for database in databases}.values())


def _databases_of(reference: Reference, graph: Graph) -> Iterator[Resource]:
    target = graph.get(reference.target)
    if target is None:
        return
    if target.kind in DATABASES:
        yield target
    elif target.kind == "aws_secretsmanager_secret":
        for version in graph.referrers(target, "aws_secretsmanager_secret_version"):
            yield from _logged_in_to(version, graph)


def _logged_in_to(version: Resource, graph: Graph) -> Iterator[Resource]:
    """The databases whose login a secret's content is: it refers to one, shares a password, or is taken over by one."""
    for reference in version.references("secret_string"):
        source = graph.get(reference.target)
        if source is not None:
            yield from [source] if source.kind in DATABASES else graph.referrers(source, *DATABASES)
    yield from graph.referrers(version, *DATABASES)
    try:
        content = version.document("secret_string")
        password = content["password"] if isinstance(content, Block) else None
    except Undecidable:
        return
    if isinstance(password, str):
        for database in graph.of_type(*DATABASES):
            if any(database.peek(name) is not None and password == str(database.peek(name)) for name in _PASSWORDS):
                yield database


def _granted(task: Resource, graph: Graph) -> Iterator[Reference]:
    """What the task role's policies allow something on."""
    role = pointed(graph, task.peek("task_role_arn"))
    if role is None:
        return
    attachments = graph.referrers(role, "aws_iam_role_policy_attachment", "aws_iam_policy_attachment")
    attached = (pointed(graph, attachment.peek("policy_arn")) for attachment in attachments)
    for holder in (role, *graph.referrers(role, "aws_iam_role_policy"), *attached):
        for policy in policies_of(holder, graph) if holder is not None else ():
            try:
                found = [statement for statement in policy.statements() if allows(statement)]
            except Undecidable:
                continue  # a policy that cannot be read names nothing that could be told
            for statement in found:
                yield from references_in(statement.peek("Resource"))


def _groups(service: Resource, graph: Graph) -> Iterator[Resource]:
    for network in service.blocks("network_configuration"):
        for reference in network.references("security_groups"):
            group = graph.get(reference.target)
            if group is not None and group.kind == "aws_security_group":
                yield group


def _admitting(group: Resource, graph: Graph) -> Iterator[Resource]:
    """The security groups that let this one in."""
    for other in graph.referrers(group, "aws_security_group"):
        if other is not group and group.address in _targets(other, "ingress"):
            yield other
    for rule in graph.referrers(group, *_RULES):
        if rule.peek("type") != "egress" and group.address in _targets(rule, _RULES[rule.type]):
            admitting = pointed(graph, rule.peek("security_group_id"))
            if admitting is not None and admitting is not group:
                yield admitting


def _targets(resource: Resource, attribute: str) -> set[str]:
    return {reference.target for reference in resource.references(attribute)}
