"""The module by the name of the resource."""

from cdktf import App
from cdktf_cdktf_provider_aws.cloudwatch_event_rule import CloudwatchEventRule
from kit import new_stack


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    CloudwatchEventRule(stack, "nightly", name="nightly-prod", schedule_expression="rate(1 day)")
