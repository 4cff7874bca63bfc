"""What dead letter queues are: who sends to them, and who says that it is one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from weakref import WeakKeyDictionary

from stackgate.aws.wiring import wired
from stackgate.block import Block
from stackgate.graph import Graph, Resource
from stackgate.values import Reference, Undecidable

_FAILURE_PATHS: dict[str, tuple[tuple[str, ...], ...]] = {
    "aws_cloudwatch_event_target": (("dead_letter_config",),),
    "aws_lambda_event_source_mapping": (("destination_config", "on_failure"),),
    "aws_lambda_function": (("dead_letter_config",),),
    "aws_lambda_function_event_invoke_config": (("destination_config", "on_failure"),),
    "aws_pipes_pipe": (
        ("source_parameters", "dynamodb_stream_parameters", "dead_letter_config"),
        ("source_parameters", "kinesis_stream_parameters", "dead_letter_config"),
    ),
    "aws_scheduler_schedule": (("target", "dead_letter_config"),),
}
"""Where a resource says, in a block, what takes the events that it could not handle."""

_REDRIVING = ("aws_sqs_queue", "aws_sqs_queue_redrive_policy", "aws_sns_topic_subscription")
"""Where it stands in a JSON document, `redrive_policy`."""

_senders: WeakKeyDictionary[Graph, tuple[dict[str, list[Resource]], list[tuple[Resource, Any]]]] = WeakKeyDictionary()


def is_dead_letter_queue(queue: Resource, graph: Graph) -> bool:
    """Whether a queue takes what others failed to handle: something sends its failures there, or it says so itself.

    It says so by its name or by the sources that it lets redrive to it.
    """
    return bool(failure_senders(queue, graph)) or claims_dead_letters(queue, graph)


def failure_senders(queue: Resource, graph: Graph) -> list[Resource]:
    """What names this queue for its failures: queues, redrive policies, subscriptions, functions, rules, pipes.

    Not the queue itself: that it is its own dead letter queue is a fault of its redrive policy and makes it none.
    """
    if graph not in _senders:
        _senders[graph] = _index(graph)
    by_reference, by_name = _senders[graph]
    named = [holder for holder, value in by_name if _means(graph, value, queue)]
    holders = (*by_reference.get(queue.address, ()), *named)
    return list({holder.address: holder for holder in holders if not _is_of(holder, queue, graph)}.values())


def claims_dead_letters(queue: Resource, graph: Graph) -> bool:
    """Whether a queue's name (its construct's, where AWS chooses one) or its redrive allow policy says it is one."""
    names = (queue.peek("name"), queue.peek("name_prefix"), (queue.construct or queue.name).rsplit("/", 1)[-1])
    name = next(name for name in names if name is not None)
    words = "".join(character for character in str(name).lower() if character.isalnum())
    if "dlq" in words or "deadletter" in words:
        return True
    return any(document["redrivePermission"] != "denyAll" for document in redrive_allow_policies(queue, graph))


def redrive_policies(queue: Resource, graph: Graph) -> list[Resource]:
    """The resources that hold a redrive policy of this queue: the queue itself, or one beside it."""
    own = [queue] if "redrive_policy" in queue else []
    return own or _beside(queue, graph, "aws_sqs_queue_redrive_policy")


def redrive_allow_policies(queue: Resource, graph: Graph) -> list[Block]:
    """The documents that tell which sources may redrive to this queue, inline or in a resource of their own."""
    holders = [queue, *_beside(queue, graph, "aws_sqs_queue_redrive_allow_policy")]
    found = (holder.document("redrive_allow_policy") for holder in holders)
    return [document for document in found if isinstance(document, Block)]


def dead_letter_sources(queue: Resource, graph: Graph) -> list[Resource]:
    """The queues of this document whose redrive policy names this one."""
    sources: list[Resource] = []
    for holder in failure_senders(queue, graph):
        if holder.type == "aws_sqs_queue":
            sources.append(holder)
        elif holder.type == "aws_sqs_queue_redrive_policy":
            url = holder.peek("queue_url")
            sources += [source for source in graph.of_type("aws_sqs_queue") if _means(graph, url, source)]
    return sources


def _is_of(holder: Resource, queue: Resource, graph: Graph) -> bool:
    """Whether a redrive policy is this queue's own."""
    return holder is queue or (
        holder.type == "aws_sqs_queue_redrive_policy" and _means(graph, holder.peek("queue_url"), queue)
    )


def _beside(queue: Resource, graph: Graph, kind: str) -> list[Resource]:
    try:
        return wired(graph, queue, "queue_url", kind)
    except Undecidable:
        return []  # a URL handed in from outside is another queue's


def _means(graph: Graph, value: Any, resource: Resource) -> bool:
    try:
        return graph.means(value, resource)
    except Undecidable:
        return False  # handed in from outside, where a queue of this document is not known


def _index(graph: Graph) -> tuple[dict[str, list[Resource]], list[tuple[Resource, Any]]]:
    """Who names which queue for its failures by a reference, and who names one otherwise."""
    by_reference: dict[str, list[Resource]] = {}
    by_name: list[tuple[Resource, Any]] = []
    for holder, value in _destinations(graph):
        if isinstance(value, Reference):
            by_reference.setdefault(value.target, []).append(holder)
        elif value is not None:
            by_name.append((holder, value))
    return by_reference, by_name


def _destinations(graph: Graph) -> Iterator[tuple[Resource, Any]]:
    for resource in graph.of_type(*_FAILURE_PATHS):
        for path in _FAILURE_PATHS[resource.type]:
            for value in _leaves(resource, path):
                yield resource, value
    for resource in graph.of_type(*_REDRIVING):
        for reference in resource.references("redrive_policy"):
            yield resource, reference
        yield resource, _literal_target(resource)


def _leaves(block: Block, path: tuple[str, ...]) -> Iterator[Any]:
    if not path:
        yield from (block.peek(name) for name in block)
        return
    value = block.peek(path[0])
    for inner in value if isinstance(value, list) else [value]:
        if isinstance(inner, Block):
            yield from _leaves(inner, path[1:])


def _literal_target(resource: Resource) -> str | None:
    try:
        document = resource.document("redrive_policy")
    except Undecidable:
        return None  # the rule about redrive policies tells why
    target = document.peek("deadLetterTargetArn") if isinstance(document, Block) else None
    return target if isinstance(target, str) else None
