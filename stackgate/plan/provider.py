"""Which generation of the AWS provider a plan was made with."""

from __future__ import annotations

from stackgate.plan.reading import Plan
from stackgate.provider_schema.version import pinned_major


def provider_of(plan: Plan) -> str:
    """The generation of the AWS provider, as in `aws 6`, where the plan's configuration pins one down, else empty."""
    configured = plan.configuration.get("provider_config")
    provider = configured.get("aws") if isinstance(configured, dict) else None
    constraint = provider.get("version_constraint") if isinstance(provider, dict) else None
    major = pinned_major(constraint) if isinstance(constraint, str) else None
    return "" if major is None else f"aws {major}"
