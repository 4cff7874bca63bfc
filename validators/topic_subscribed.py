from stackgate.aws.wiring import is_shown, wired
from stackgate.validator import references_in, validator

ACTIONS = ("alarm_actions", "insufficient_data_actions", "ok_actions")
ALARMS = ("aws_cloudwatch_composite_alarm", "aws_cloudwatch_metric_alarm")


@validator(on="aws_sns_topic", level="warning")
def check(topic, graph):
    """A topic that alarms are sent to has a subscriber.

    Why: An alarm that nobody is told of is noticed by the customers first. A warning is enough: people subscribe by
        hand, and their addresses may be kept out of the code on purpose.
    Fix: Add an aws_sns_topic_subscription (email, https, a function, a chat), its endpoint by a variable.
    """
    told = [alarm for alarm in graph.referrers(topic, *ALARMS) if tells(alarm, topic)]
    if not told or wired(graph, topic, "topic_arn", "aws_sns_topic_subscription"):
        return
    if graph.referrers(topic, "aws_chatbot_slack_channel_configuration", "aws_chatbot_teams_channel_configuration"):
        return
    if not is_shown(topic, graph):
        yield f"{told[0].address} tells it, and nobody is subscribed"


def tells(alarm, topic):
    return any(ref.target == topic.address for name in ACTIONS for ref in references_in(alarm.peek(name)))
