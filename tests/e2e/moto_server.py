"""moto's server, and what of AWS it lacks: run by `cloud.py` as a process of its own.

`python moto_server.py ACCOUNT` prints its port and serves until its standard input ends, so that it cannot outlive
whoever started it. moto forgets, or never answers, some of what the bundled stack sets: the provider would then retry
for ever, or every later plan would mend what nobody changed. Each function below adds one thing, as AWS has it.
"""

import json
import os
import sys
from typing import Any

# moto reads it when it is imported. AWS's own policies are there, such as that of the database's monitoring.
os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"

from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse
from moto.core.responses import ActionResult
from moto.core.utils import camelcase_to_underscores
from moto.ec2.models.security_groups import SecurityGroupRule
from moto.ecs.responses import EC2ContainerServiceResponse
from moto.kinesis.responses import KinesisResponse
from moto.rds.models import DBCluster, RDSBackend
from moto.server import ThreadedMotoServer
from moto.sqs.models import Queue, SQSBackend


def scalable_targets_keep_tags() -> None:
    """`RegisterScalableTarget` takes tags, and there is a `ListTagsForResource`."""
    register, tags = ApplicationAutoScalingResponse.register_scalable_target, {}

    def register_scalable_target(response: Any) -> str:
        answer: str = register(response)
        tags.setdefault(json.loads(answer)["ScalableTargetARN"], response._get_param("Tags") or {})
        return answer

    def list_tags_for_resource(response: Any) -> str:
        return json.dumps({"Tags": tags.get(response._get_param("ResourceARN"), {})})

    ApplicationAutoScalingResponse.register_scalable_target = register_scalable_target
    ApplicationAutoScalingResponse.list_tags_for_resource = list_tags_for_resource


def streams_keep_tags() -> None:
    """`CreateStream` takes tags."""
    create = KinesisResponse.create_stream

    def create_stream(response: Any) -> Any:
        answer = create(response)
        response.kinesis_backend.add_tags_to_stream(
            None, response._get_param("StreamName"), response._get_param("Tags") or {}
        )
        return answer

    KinesisResponse.create_stream = create_stream


def queues_keep_policies() -> None:
    """A queue has a `RedriveAllowPolicy`, its policies are JSON without spaces, and setting one leaves the other."""
    set_attributes, attributes_of = SQSBackend.set_queue_attributes, Queue.attributes.fget

    def set_queue_attributes(backend: Any, name: str, attributes: dict[str, Any]) -> Any:
        queue = set_attributes(backend, name, {"Policy": backend.get_queue(name).policy} | attributes)
        queue.redrive_allow_policy = queue.redrive_allow_policy or None
        return queue

    def attributes_without_spaces(queue: Any) -> dict[str, Any]:
        found: dict[str, Any] = attributes_of(queue)
        if found["RedrivePolicy"]:
            found["RedrivePolicy"] = json.dumps(queue.redrive_policy, separators=(",", ":"))
        return found

    SQSBackend.set_queue_attributes = set_queue_attributes
    Queue.attributes = property(attributes_without_spaces)
    Queue.redrive_allow_policy = None
    Queue.BASE_ATTRIBUTES = [*Queue.BASE_ATTRIBUTES, "RedriveAllowPolicy"]


def services_keep_capacity_providers() -> None:
    """A service has all that `CreateService` took; one with a strategy of capacity providers has no launch type."""
    create = EC2ContainerServiceResponse.create_service

    def create_service(response: Any) -> ActionResult:
        answer: ActionResult = create(response)
        service = answer.result["service"]
        for name, value in response._get_params().items():
            if not hasattr(service, camelcase_to_underscores(name)):
                setattr(service, camelcase_to_underscores(name), value)
        if response._get_param("capacityProviderStrategy"):
            service.launch_type = None
        return answer

    EC2ContainerServiceResponse.create_service = create_service


def instances_keep_performance_insights() -> None:
    """`CreateDBInstance` takes the settings of Performance Insights."""
    create = RDSBackend.create_db_instance

    def create_db_instance(backend: Any, asked: dict[str, Any]) -> Any:
        instance = create(backend, asked)
        instance.performance_insights_enabled = asked.get("enable_performance_insights", False)
        for name in ("performance_insights_kms_key_id", "performance_insights_retention_period"):
            setattr(instance, name, asked.get(name))
        return instance

    RDSBackend.create_db_instance = create_db_instance


def clusters_of_version_2_have_no_scaling_of_version_1() -> None:
    """A cluster has a `ScalingConfigurationInfo` only if it is serverless of version 1."""
    info = DBCluster.scaling_configuration_info.fget
    DBCluster.scaling_configuration_info = property(
        lambda cluster: info(cluster) if cluster.scaling_configuration else None
    )


def security_group_rules_keep_descriptions() -> None:
    """A rule that refers to a group or to a prefix list has a description too."""
    of_ranges, make = SecurityGroupRule.description.fget, SecurityGroupRule.__init__

    def init(rule: Any, *arguments: Any, **named: Any) -> None:
        make(rule, *arguments, **named)
        targets = [target for target in (*arguments, *named.values()) if isinstance(target, dict)]
        rule.described = next((target["Description"] for target in targets if "Description" in target), None)

    SecurityGroupRule.__init__ = init
    SecurityGroupRule.description = property(lambda rule: of_ranges(rule) or rule.described)


def complete() -> None:
    """Put what moto lacks into it."""
    scalable_targets_keep_tags()
    streams_keep_tags()
    queues_keep_policies()
    services_keep_capacity_providers()
    instances_keep_performance_insights()
    clusters_of_version_2_have_no_scaling_of_version_1()
    security_group_rules_keep_descriptions()


if __name__ == "__main__":
    os.environ["MOTO_ACCOUNT_ID"] = sys.argv[1]
    complete()
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    print(server.get_host_and_port()[1], flush=True)
    sys.stdin.read()
