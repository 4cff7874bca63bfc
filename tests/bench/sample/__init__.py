"""One unit of a made-up estate: a worker service with its own network, stream, queues, bucket and database.

Each resource refers only to those added before it, so an estate can be cut after any of them. What units share: each
writes into the stream of the one before it, and all their alarms also tell the topic of the first.
"""

from __future__ import annotations

from tests.bench.sample.database import Database
from tests.bench.sample.messages import Messages
from tests.bench.sample.network import Network
from tests.bench.sample.service import build_service
from tests.bench.sample.unit import Resource, Unit

SIZE = 62


def build(unit: Unit, first: dict[str, Resource], before: dict[str, Resource]) -> dict[str, Resource]:
    """Adds the SIZE resources of a unit, and gives those that other units and the outputs refer to.

    `first` and `before` are what this gave for the first unit and for the one before; empty where there is none.
    """
    keys = {what: unit.key(what) for what in ("data", "logs", "messages")}
    network = Network(unit, keys)
    messages = Messages(unit, keys)
    database = Database(unit, keys, network)
    service = build_service(unit, keys, network, messages, database, before.get("stream"))
    topics = [messages.topic, *([first["topic"]] if first else [])]
    messages.alarms(unit, topics, database.cluster)
    return {
        "topic": messages.topic,
        "stream": messages.stream,
        "vpc": network.vpc,
        "service": service,
        "cluster": database.cluster,
    }
