"""The module by the service's present name."""

from cdktf import App
from cdktf_cdktf_provider_aws.eventbridge_rule import EventbridgeRule  # here
from kit import new_stack


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    EventbridgeRule(stack, "nightly", name="nightly-prod", schedule_expression="rate(1 day)")
