"""Customer-managed KMS keys, one for each kind of data."""

from collections.abc import Sequence

from cdktf_cdktf_provider_aws.kms_alias import KmsAlias
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from constructs import Construct

from stack.iam import Statement, allow, policy
from stack.settings import Settings

# Whoever may change the policy can always mend it; use of the key is not among these, so that data can be read only
# through the services named below. A key policy's resource is `*`: the key that it belongs to.
ADMINISTRATION = (
    "kms:CancelKeyDeletion",
    "kms:CreateAlias",
    "kms:DeleteAlias",
    "kms:DescribeKey",
    "kms:DisableKey",
    "kms:DisableKeyRotation",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListGrants",
    "kms:ListKeyPolicies",
    "kms:ListKeyRotations",
    "kms:ListResourceTags",
    "kms:PutKeyPolicy",
    "kms:RevokeGrant",
    "kms:RotateKeyOnDemand",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
    "kms:UpdateKeyDescription",
)
USE = (
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
)


class Keys(Construct):
    """The keys `stream`, `queues`, `database`, `logs` and `alarms`."""

    def __init__(self, scope: Construct, id_: str, *, settings: Settings) -> None:
        super().__init__(scope, id_)
        self._settings = settings
        self._root = {"AWS": f"arn:aws:iam::{settings.account}:root"}
        self.stream = self._key("stream", "records of the video stream", self._through("kinesis"))
        self.queues = self._key("queues", "messages of the queues", self._through("sqs"))
        self.database = self._key(
            "database",
            "database, its snapshots and its secret",
            self._through("rds", "secretsmanager"),
            self._grants_through("rds", "secretsmanager"),
        )
        groups = f"log-group:*{settings.name('*')}*"
        self.logs = self._key(
            "logs",
            "log groups",
            allow(
                "UsedByLogs",
                USE,
                "*",
                principal={"Service": f"logs.{settings.region}.amazonaws.com"},
                conditions={"ArnLike": {"kms:EncryptionContext:aws:logs:arn": settings.arn("logs", groups)}},
            ),
        )
        self.alarms = self._key(
            "alarms",
            "alarm messages",
            self._through("sns"),
            allow(
                "UsedByAlarms",
                ("kms:Decrypt", "kms:GenerateDataKey"),
                "*",
                principal={"Service": "cloudwatch.amazonaws.com"},
                conditions={"StringEquals": {"aws:SourceAccount": settings.account}},
            ),
        )

    def _key(self, id_: str, what: str, *uses: Statement) -> KmsKey:
        key = KmsKey(
            self,
            id_,
            description=f"StreamFlix {self._settings.environment}: {what}",
            enable_key_rotation=True,
            deletion_window_in_days=30,
            policy=policy(allow("Administered", ADMINISTRATION, "*", principal=self._root), *uses),
            tags=self._settings.tags(id_),
        )
        KmsAlias(self, f"{id_}_alias", name=f"alias/{self._settings.name(id_)}", target_key_id=key.key_id)
        return key

    def _services(self, services: Sequence[str]) -> list[str]:
        return [f"{service}.{self._settings.region}.amazonaws.com" for service in services]

    def _through(self, *services: str) -> Statement:
        """Whom the account's IAM policies allow may use the key, but only by way of these services."""
        return allow(
            "UsedThroughTheService",
            USE,
            "*",
            principal=self._root,
            conditions={
                "StringEquals": {
                    "kms:CallerAccount": self._settings.account,
                    "kms:ViaService": self._services(services),
                }
            },
        )

    def _grants_through(self, *services: str) -> Statement:
        """These services may pass the key on to AWS resources, as Aurora does for its storage."""
        return allow(
            "GrantedByTheService",
            ("kms:CreateGrant",),
            "*",
            principal=self._root,
            conditions={
                "Bool": {"kms:GrantIsForAWSResource": "true"},
                "StringEquals": {"kms:ViaService": self._services(services)},
            },
        )
