"""Which services take over the roles of a document: by the attributes in which resources name their roles.

Source: the Terraform AWS provider's documentation of the attributes, the AWS guides to the services' roles.
"""

from __future__ import annotations

from collections.abc import Iterator

from stackgate.block import Block
from stackgate.graph import Graph, Resource

SERVICES: dict[tuple[str, str], tuple[str, ...]] = {
    ("aws_api_gateway_account", "cloudwatch_role_arn"): ("apigateway",),
    ("aws_api_gateway_authorizer", "authorizer_credentials"): ("apigateway",),
    ("aws_api_gateway_integration", "credentials"): ("apigateway",),
    ("aws_apigatewayv2_integration", "credentials_arn"): ("apigateway",),
    ("aws_appsync_datasource", "service_role_arn"): ("appsync",),
    ("aws_backup_selection", "iam_role_arn"): ("backup",),
    ("aws_cloudtrail", "cloud_watch_logs_role_arn"): ("cloudtrail",),
    ("aws_cloudwatch_event_target", "role_arn"): ("events",),
    ("aws_codebuild_project", "service_role"): ("codebuild",),
    ("aws_codedeploy_deployment_group", "service_role_arn"): ("codedeploy",),
    ("aws_codepipeline", "role_arn"): ("codepipeline",),
    ("aws_config_configuration_recorder", "role_arn"): ("config",),
    ("aws_db_instance", "monitoring_role_arn"): ("monitoring.rds",),
    ("aws_db_proxy", "role_arn"): ("rds",),
    ("aws_dlm_lifecycle_policy", "execution_role_arn"): ("dlm",),
    ("aws_ecs_task_definition", "execution_role_arn"): ("ecs-tasks",),
    ("aws_ecs_task_definition", "task_role_arn"): ("ecs-tasks",),
    ("aws_eks_cluster", "role_arn"): ("eks",),
    ("aws_eks_fargate_profile", "pod_execution_role_arn"): ("eks-fargate-pods",),
    ("aws_eks_node_group", "node_role_arn"): ("ec2",),
    ("aws_fis_experiment_template", "role_arn"): ("fis",),
    ("aws_flow_log", "iam_role_arn"): ("vpc-flow-logs",),
    ("aws_glue_crawler", "role"): ("glue",),
    ("aws_glue_job", "role_arn"): ("glue",),
    ("aws_iam_instance_profile", "role"): ("ec2", "ssm"),
    ("aws_iot_topic_rule", "role_arn"): ("iot",),
    ("aws_kinesis_firehose_delivery_stream", "role_arn"): ("firehose",),
    ("aws_kinesisanalyticsv2_application", "service_execution_role"): ("kinesisanalytics",),
    ("aws_lambda_function", "role"): ("lambda",),
    ("aws_pipes_pipe", "role_arn"): ("pipes",),
    ("aws_rds_cluster_instance", "monitoring_role_arn"): ("monitoring.rds",),
    ("aws_rds_cluster", "monitoring_role_arn"): ("monitoring.rds",),
    ("aws_s3_bucket_replication_configuration", "role"): ("s3",),
    ("aws_sagemaker_endpoint_configuration", "execution_role_arn"): ("sagemaker",),
    ("aws_sagemaker_model", "execution_role_arn"): ("sagemaker",),
    ("aws_sagemaker_notebook_instance", "role_arn"): ("sagemaker",),
    ("aws_scheduler_schedule", "role_arn"): ("scheduler",),
    ("aws_sfn_state_machine", "role_arn"): ("states",),
    ("aws_synthetics_canary", "execution_role_arn"): ("lambda",),
    ("aws_transfer_server", "logging_role"): ("transfer",),
    ("aws_transfer_user", "role"): ("transfer",),
}
"""The attributes that name a role, each with the services of which one has to be trusted by the role."""

_TYPES = tuple({kind for kind, _ in SERVICES})


def users_of(role: Resource, graph: Graph) -> Iterator[tuple[Resource, tuple[str, ...]]]:
    """What hands a role to a service, with the services of which one then assumes it."""
    for user in graph.referrers(role, *_TYPES):
        for (kind, attribute), services in SERVICES.items():
            if kind == user.kind and _names(user, attribute, role):
                yield user, services


def _names(block: Block, attribute: str, role: Resource) -> bool:
    """Whether an attribute of a resource, or of a block in it (a target of a schedule), refers to the role."""
    if any(reference.target == role.address for reference in block.references(attribute)):
        return True
    blocks = [item for _, value in block.items() for item in (value if isinstance(value, list) else [value])]
    return any(_names(item, attribute, role) for item in blocks if isinstance(item, Block))
