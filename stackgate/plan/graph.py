"""The graph of a plan: that of its document, with what the plan knows and what it changes."""

from __future__ import annotations

from stackgate.document import Document, DocumentError
from stackgate.graph import Graph
from stackgate.plan.changes import changes_of, changing
from stackgate.plan.compared import refuse_another
from stackgate.plan.known import known_values
from stackgate.plan.reading import Plan
from stackgate.plan.sensitive import plan_secrets
from stackgate.resolver import build_graph


def planned_graph(plan: Plan, document: Document | None, stack: str) -> Graph:
    """The graph of a plan and the document that it was made from; without one, of what the plan tells of it.

    Raises DocumentError where the one does not fit the other: a resource of the document that the plan does not tell
    of, one that is planned, is not in the document, and is not changed either, or one that is configured otherwise.
    """
    planned = known_values(plan)
    if document is None:
        graph = build_graph(planned.modules[()], stack, None, planned)
    else:
        graph = build_graph(document.content, stack, document.path.parent, planned)
    _compare(plan, graph)
    if document is not None:
        refuse_another(document.content, planned.modules[()])
    graph.changes = tuple(changes_of(plan, lambda address: graph.get(address) is not None))
    graph.plan_secrets = plan_secrets(plan)
    return graph


def _compare(plan: Plan, graph: Graph) -> None:
    told = plan.planned.keys() | changing(plan)
    for resource in graph:
        if resource.kind == resource.type and resource.address not in told:
            raise DocumentError(f"is a plan that does not tell of {resource.address}, which the document declares")
    for address in sorted(plan.planned.keys() - changing(plan)):
        if graph.get(address) is None:
            raise DocumentError(f"is a plan that holds {address}, which the document does not declare")
