"""A Terraform plan's JSON: read strictly, and made into the graph that every rule judges.

The document, or what the plan's own `configuration` tells of it, says what is configured and how it refers to what; the
plan says what the values are.
"""

from stackgate.plan.graph import planned_graph
from stackgate.plan.provider import provider_of
from stackgate.plan.reading import Plan, read_plan
from stackgate.plan.sensitive import marked_secret

__all__ = ["Plan", "marked_secret", "planned_graph", "provider_of", "read_plan"]
