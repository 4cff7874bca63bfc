import json

import shop_names
from cdktf import App, S3Backend, TerraformOutput, TerraformStack
from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from cdktf_cdktf_provider_aws.lambda_event_source_mapping import LambdaEventSourceMapping
from cdktf_cdktf_provider_aws.lambda_function import LambdaFunction
from cdktf_cdktf_provider_aws.provider import AwsProvider, AwsProviderDefaultTags
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue


class Orders(TerraformStack):
    def __init__(self, scope, name, environment):
        super().__init__(scope, name)
        tags = AwsProviderDefaultTags(tags={"environment": environment, "owner": "orders@shop.example"})
        AwsProvider(self, "aws", region="eu-central-1", default_tags=[tags])
        S3Backend(self, bucket="shop-states", key=f"orders/{environment}.json", region="eu-central-1", encrypt=True)

        uploads = S3Bucket(self, "uploads", bucket=shop_names.name(environment, "uploads"))
        orders = SqsQueue(self, "orders", name=shop_names.name(environment, "queue"), visibility_timeout_seconds=30)

        role = IamRole(
            self,
            "worker-role",
            assume_role_policy=json.dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Action": "sts:AssumeRole",
                            "Principal": {"Service": "lambda.amazonaws.com"},
                        }
                    ],
                }
            ),
        )
        IamRolePolicy(
            self,
            "worker-access",
            role=role.id,
            policy=json.dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {"Effect": "Allow", "Action": "sqs:*", "Resource": orders.arn},
                        {"Effect": "Allow", "Action": "s3:PutObject", "Resource": f"{uploads.arn}/*"},
                        {
                            "Effect": "Allow",
                            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                            "Resource": "arn:aws:logs:eu-central-1:*:log-group:/aws/lambda/*",
                        },
                    ],
                }
            ),
        )
        worker = LambdaFunction(
            self,
            "worker",
            function_name=shop_names.name(environment, "worker"),
            role=role.arn,
            runtime="python3.13",
            handler="worker.handle",
            filename="worker.zip",
            timeout=60,
        )
        CloudwatchLogGroup(self, "worker-logs", name=f"/aws/lambda/{worker.function_name}")
        LambdaEventSourceMapping(self, "worker-orders", event_source_arn=orders.arn, function_name=worker.function_name)
        TerraformOutput(self, "queue-url", value=orders.url)


app = App()
Orders(app, "orders", app.node.try_get_context("environment") or "prod")
app.synth()
