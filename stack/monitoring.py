"""Who is told: an encrypted topic, the alarms that publish to it, and a dashboard of the same metrics."""

import json
from collections.abc import Sequence
from typing import Any

from cdktf_cdktf_provider_aws.cloudwatch_dashboard import CloudwatchDashboard
from cdktf_cdktf_provider_aws.cloudwatch_metric_alarm import CloudwatchMetricAlarm
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
from cdktf_cdktf_provider_aws.sns_topic_policy import SnsTopicPolicy
from cdktf_cdktf_provider_aws.sns_topic_subscription import SnsTopicSubscription
from constructs import Construct

from stack.alarms import Alarm
from stack.iam import allow, deny_plain_text, policy
from stack.settings import Settings

MINUTE = 60
# The dashboard's grid is 24 columns wide.
COLUMNS, WIDTH, HEIGHT = 3, 8, 6


class Monitoring(Construct):
    """Public: `topic`."""

    def __init__(self, scope: Construct, id_: str, *, settings: Settings, key: KmsKey, alarms: Sequence[Alarm]) -> None:
        super().__init__(scope, id_)
        self._settings = settings
        self.topic = SnsTopic(
            self,
            "topic",
            name=settings.name("alarms"),
            kms_master_key_id=key.arn,
            tags=settings.tags("alarms"),
        )
        SnsTopicPolicy(
            self,
            "topic_policy",
            arn=self.topic.arn,
            policy=policy(
                allow(
                    "PublishedByAlarms",
                    ("sns:Publish",),
                    self.topic.arn,
                    principal={"Service": "cloudwatch.amazonaws.com"},
                    conditions={"StringEquals": {"aws:SourceAccount": settings.account}},
                ),
                deny_plain_text("sns:Publish", self.topic.arn),
            ),
        )
        if settings.alarm_email is not None:
            SnsTopicSubscription(
                self, "email", topic_arn=self.topic.arn, protocol="email", endpoint=settings.alarm_email
            )
        for alarm in alarms:
            self._alarm(alarm)
        CloudwatchDashboard(
            self,
            "dashboard",
            dashboard_name=settings.name("pipeline"),
            dashboard_body=json.dumps(
                {"widgets": [self._widget(index, alarm) for index, alarm in enumerate(alarms)]}, sort_keys=True
            ),
        )

    def _alarm(self, alarm: Alarm) -> None:
        CloudwatchMetricAlarm(
            self,
            alarm.name.replace("-", "_"),
            alarm_name=self._settings.name(alarm.name),
            alarm_description=alarm.description,
            namespace=alarm.namespace,
            metric_name=alarm.metric,
            dimensions=alarm.dimensions,
            statistic=alarm.statistic,
            period=MINUTE,
            evaluation_periods=alarm.minutes,
            comparison_operator="LessThanThreshold" if alarm.below else "GreaterThanThreshold",
            threshold=alarm.threshold,
            treat_missing_data=alarm.missing,
            alarm_actions=[self.topic.arn],
            ok_actions=[self.topic.arn],
            tags=self._settings.tags(alarm.name),
        )

    def _widget(self, index: int, alarm: Alarm) -> dict[str, Any]:
        row, column = divmod(index, COLUMNS)
        dimensions = [text for pair in alarm.dimensions.items() for text in pair]
        return {
            "type": "metric",
            "x": column * WIDTH,
            "y": row * HEIGHT,
            "width": WIDTH,
            "height": HEIGHT,
            "properties": {
                "title": alarm.name,
                "region": self._settings.region,
                "metrics": [[alarm.namespace, alarm.metric, *dimensions]],
                "stat": alarm.statistic,
                "period": MINUTE,
                "annotations": {"horizontal": [{"label": "alarm", "value": alarm.threshold}]},
            },
        }
