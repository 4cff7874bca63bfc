from stackgate.validator import each, validator

ANY = ()
CONDITION = ("host_header", "http_header", "http_request_method", "path_pattern", "query_string", "source_ip")
NEEDS = {
    "aws_cloudwatch_metric_alarm": {"metric_query": ("expression", "metric")},
    "aws_launch_template": {"block_device_mappings": ANY, "network_interfaces": ANY},
    "aws_alb_listener_rule": {"condition": CONDITION},
    "aws_lb_listener_rule": {"condition": CONDITION},
    "aws_s3_bucket_lifecycle_configuration": {
        "rule": (
            "abort_incomplete_multipart_upload",
            "expiration",
            "noncurrent_version_expiration",
            "noncurrent_version_transition",
            "transition",
        ),
    },
    "aws_s3_bucket_notification": {"lambda_function": ("lambda_function_arn",)},
    "aws_s3_bucket_server_side_encryption_configuration": {
        "rule": ("apply_server_side_encryption_by_default", "blocked_encryption_types", "bucket_key_enabled"),
    },
}
"""Of each type, the blocks that mean nothing without one of these keys, though the provider's schema needs none; ANY
where any key gives them a meaning."""

ACTIONS = {
    "aws_alb_listener": "default_action",
    "aws_alb_listener_rule": "action",
    "aws_lb_listener": "default_action",
    "aws_lb_listener_rule": "action",
}
NEEDS_OF_ACTIONS = {
    "authenticate-cognito": ("authenticate_cognito",),
    "authenticate-oidc": ("authenticate_oidc",),
    "fixed-response": ("fixed_response",),
    "forward": ("forward", "target_group_arn"),
    "redirect": ("redirect",),
}
"""What a load balancer's action needs, by its type."""


@validator(on=(*NEEDS, "aws_alb_listener", "aws_lb_listener"))
def check(resource, graph):
    """A block says what it is there for.

    Why: CDKTF leaves out each key that it does not know, as those of a dict in a list, and what stays is an empty
        block. The provider's schema takes it; then AWS refuses it, or does not do what was asked for: a bucket is
        encrypted with Amazon's own key, an event reaches no function.
    Fix: Set what the finding names, in CDKTF with the block's own class instead of a dict, such as
        S3BucketServerSideEncryptionConfigurationRuleA.
    """
    for name, keys in NEEDS.get(resource.type, {}).items():
        yield from each(lambda block, name=name, keys=keys: lacking(block, name, keys), resource.blocks(name))
    if resource.type in ACTIONS:
        name = ACTIONS[resource.type]
        yield from each(lambda action: acting(action, name), resource.blocks(name))


def lacking(block, name, keys):
    if not block:
        yield f"an empty {name}", name
    elif keys and not any(key in block for key in keys):
        yield f"a {name} without {' or '.join(keys)}", name


def acting(action, name):
    return lacking(action, name, NEEDS_OF_ACTIONS.get(action.text("type"), ANY))
