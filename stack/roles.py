"""The two roles of a task: what ECS may do to start it, and what the worker in it may do."""

from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from cdktf_cdktf_provider_aws.kinesis_stream import KinesisStream
from constructs import Construct

from stack.database import Database
from stack.dead_letters import DeadLetters
from stack.iam import Statement, allow, policy, trust
from stack.keys import Keys
from stack.settings import Settings


class Roles(Construct):
    """Public: the roles `execution` and `task`, and their policies in `rights`, which a service has to wait for."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: Settings,
        keys: Keys,
        log: CloudwatchLogGroup,
        stream: KinesisStream,
        queues: DeadLetters,
        database: Database,
    ) -> None:
        super().__init__(scope, id_)
        self._settings = settings
        self.rights: list[IamRolePolicy] = []
        read_secret = allow("ReadTheSecret", ("secretsmanager:GetSecretValue",), database.secret_arn)
        decrypt_secret = self._use("DecryptTheSecret", ("kms:Decrypt",), keys.database.arn, "secretsmanager")
        repository = settings.arn("ecr", f"repository/{settings.image_repository}")
        user = settings.arn("rds-db", f"dbuser:{database.cluster.cluster_resource_id}/{database.user}")

        self.execution = self._role(
            "execution",
            # GetAuthorizationToken knows no resource but `*`.
            allow("LogInToTheRegistry", ("ecr:GetAuthorizationToken",), "*"),
            allow(
                "PullTheImage",
                ("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"),
                repository,
            ),
            allow("WriteTheLog", ("logs:CreateLogStream", "logs:PutLogEvents"), f"{log.arn}:*"),
            read_secret,
            decrypt_secret,
        )
        self.task = self._role(
            "task",
            allow(
                "ReadTheStream",
                (
                    "kinesis:DescribeStreamSummary",
                    "kinesis:GetRecords",
                    "kinesis:GetShardIterator",
                    "kinesis:ListShards",
                ),
                stream.arn,
            ),
            self._use("DecryptTheStream", ("kms:Decrypt",), keys.stream.arn, "kinesis"),
            allow(
                "WorkOnJobs",
                (
                    "sqs:ChangeMessageVisibility",
                    "sqs:DeleteMessage",
                    "sqs:GetQueueAttributes",
                    "sqs:ReceiveMessage",
                    "sqs:SendMessage",
                ),
                queues.jobs.arn,
            ),
            allow("SendDeadLetters", ("sqs:GetQueueAttributes", "sqs:SendMessage"), queues.dead_letters.arn),
            self._use("UseTheQueuesKey", ("kms:Decrypt", "kms:GenerateDataKey"), keys.queues.arn, "sqs"),
            allow("ConnectToTheDatabase", ("rds-db:connect",), user),
            # The password injected at the start of a task is stale once RDS has rotated it.
            read_secret,
            decrypt_secret,
        )

    def _role(self, id_: str, *statements: Statement) -> IamRole:
        name = self._settings.name(id_)
        role = IamRole(
            self,
            id_,
            name=name,
            assume_role_policy=trust(
                "ecs-tasks.amazonaws.com",
                account=self._settings.account,
                source=self._settings.arn("ecs", "*"),
            ),
            tags=self._settings.tags(id_),
        )
        self.rights.append(IamRolePolicy(self, f"{id_}_rights", name=name, role=role.id, policy=policy(*statements)))
        return role

    def _use(self, sid: str, actions: tuple[str, ...], key_arn: str, service: str) -> Statement:
        """The use of a key, by way of one service only."""
        via = f"{service}.{self._settings.region}.amazonaws.com"
        return allow(sid, actions, key_arn, conditions={"StringEquals": {"kms:ViaService": via}})
