"""The metrics that AWS's services publish, and the dimensions by which they say what was measured.

Source: the AWS guides' pages on the CloudWatch metrics of each service. A namespace that is not here, or one of a
user's own, is not known: nothing can be said of it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from stackgate.aws.database_metrics import DATABASE_METRICS


@dataclass(frozen=True)
class Namespace:
    """The metrics and dimensions of a namespace; `of_account` are the metrics that have no dimensions at all."""

    metrics: Collection[str]
    dimensions: Collection[str]
    of_account: Collection[str] = field(default=())


def _namespace(metrics: str, dimensions: str, of_account: str = "") -> Namespace:
    return Namespace(frozenset(metrics.split()), tuple(dimensions.split()), frozenset(of_account.split()))


_HTTP = "2XX 3XX 4XX 5XX"
_ELB_CODES = " ".join(f"HTTPCode_Target_{code}_Count" for code in _HTTP.split())

NAMESPACES: dict[str, Namespace] = {
    "AWS/ApiGateway": _namespace(
        "4XXError 5XXError 4xx 5xx CacheHitCount CacheMissCount Count IntegrationLatency Latency DataProcessed"
        " ClientError ConnectCount ExecutionError IntegrationError MessageCount",
        "ApiName ApiId Method Resource Route Stage",
    ),
    "AWS/ApplicationELB": _namespace(
        "ActiveConnectionCount AnomalousHostCount BYoIPUtilPercentage ClientTLSNegotiationErrorCount ConsumedLCUs"
        " DesyncMitigationMode_NonCompliant_Request_Count DroppedInvalidHeaderRequestCount ELBAuthError ELBAuthFailure"
        " ELBAuthLatency ELBAuthRefreshTokenSuccess ELBAuthSuccess ELBAuthUserClaimsSizeExceeded"
        " ForwardedInvalidHeaderRequestCount GrpcRequestCount HTTPCode_ELB_3XX_Count"
        " HTTPCode_ELB_4XX_Count HTTPCode_ELB_500_Count"
        " HTTPCode_ELB_502_Count HTTPCode_ELB_503_Count HTTPCode_ELB_504_Count HTTPCode_ELB_5XX_Count"
        " HTTP_Fixed_Response_Count HTTP_Redirect_Count HTTP_Redirect_Url_Limit_Exceeded_Count HealthyHostCount"
        " HealthyStateDNS HealthyStateRouting IPv6ProcessedBytes IPv6RequestCount LambdaInternalError"
        " LambdaTargetProcessedBytes LambdaUserError LowReputationPacketsDropped LowReputationRequestsDenied"
        " MitigatedHostCount NewConnectionCount NonStickyRequestCount PeakLCUs ProcessedBytes RejectedConnectionCount"
        " RequestCount RequestCountPerTarget ReservedLCUs RuleEvaluations TargetConnectionErrorCount TargetResponseTime"
        " TargetTLSNegotiationErrorCount UnHealthyHostCount UnhealthyRoutingRequestCount UnhealthyStateDNS"
        f" UnhealthyStateRouting ZonalShiftedHostCount {_ELB_CODES}",
        "AvailabilityZone LoadBalancer TargetGroup",
    ),
    "AWS/AutoScaling": _namespace(
        "GroupAndWarmPoolDesiredCapacity GroupAndWarmPoolTotalCapacity GroupDesiredCapacity GroupInServiceCapacity"
        " GroupInServiceInstances GroupMaxSize GroupMinSize GroupPendingCapacity GroupPendingInstances"
        " GroupStandbyCapacity GroupStandbyInstances GroupTerminatingCapacity GroupTerminatingInstances"
        " GroupTerminatingRetainedCapacity GroupTerminatingRetainedInstances GroupTotalCapacity GroupTotalInstances"
        " PredictiveScalingCapacityForecast PredictiveScalingLoadForecast PredictiveScalingMetricPairCorrelation"
        " WarmPoolDesiredCapacity WarmPoolMinSize WarmPoolPendingCapacity WarmPoolTerminatingCapacity"
        " WarmPoolTotalCapacity WarmPoolWarmedCapacity",
        "AutoScalingGroupName PairIndex PolicyName",
    ),
    "AWS/ECS": _namespace(
        "ActiveConnectionCount CPUReservation CPUUtilization ClientTLSNegotiationErrorCount EBSFilesystemUtilization"
        " GPUReservation GrpcRequestCount HTTPCode_Target_2XX_Count HTTPCode_Target_3XX_Count HTTPCode_Target_4XX_Count"
        " HTTPCode_Target_5XX_Count MemoryReservation MemoryUtilization NewConnectionCount ProcessedBytes RequestCount"
        " RequestCountPerTarget ServiceConnectCPUUtilization ServiceConnectMemoryUtilization TargetResponseTime"
        " TargetTLSNegotiationErrorCount",
        "ClusterName DiscoveryName ServiceName TargetDiscoveryName",
    ),
    "AWS/Events": _namespace(
        "DeadLetterInvocations Events FailedInvocations IngestionToInvocationCompleteLatency"
        " IngestionToInvocationStartLatency IngestionToInvocationSuccessLatency InvocationAttempts Invocations"
        " InvocationsCreated InvocationsFailedToBeSentToDlq InvocationsSentToDlq MatchedEvents"
        " PutEventsApproximateCallCount PutEventsApproximateFailedCount PutEventsApproximateSuccessCount"
        " PutEventsApproximateThrottledCount PutEventsEntriesCount PutEventsFailedEntriesCount PutEventsLatency"
        " PutEventsRequestSize PutPartnerEventsApproximateCallCount PutPartnerEventsApproximateFailedCount"
        " PutPartnerEventsApproximateSuccessCount PutPartnerEventsApproximateThrottledCount"
        " PutPartnerEventsEntriesCount PutPartnerEventsFailedEntriesCount PutPartnerEventsLatency"
        " RetryInvocationAttempts SuccessfulInvocationAttempts ThrottledRules TriggeredRules",
        "EventBusName EventSourceName RuleName",
    ),
    "AWS/Kinesis": _namespace(
        "GetRecords.Bytes GetRecords.IteratorAge GetRecords.IteratorAgeMilliseconds GetRecords.Latency"
        " GetRecords.Records GetRecords.Success IncomingBytes IncomingRecords IteratorAgeMilliseconds OutgoingBytes"
        " OutgoingRecords PutRecord.Bytes PutRecord.Latency PutRecord.Success PutRecords.Bytes PutRecords.FailedRecords"
        " PutRecords.Latency PutRecords.Records PutRecords.Success PutRecords.SuccessfulRecords"
        " PutRecords.ThrottledRecords PutRecords.TotalRecords ReadProvisionedThroughputExceeded"
        " SubscribeToShard.RateExceeded SubscribeToShard.Success SubscribeToShardEvent.Bytes"
        " SubscribeToShardEvent.MillisBehindLatest SubscribeToShardEvent.Records SubscribeToShardEvent.Success"
        " WriteProvisionedThroughputExceeded",
        "ConsumerName ShardId StreamName",
    ),
    "AWS/Lambda": _namespace(
        "AsyncEventAge AsyncEventsDropped AsyncEventsReceived ClaimedAccountConcurrency ConcurrentExecutions"
        " DeadLetterErrors DeletedEventCount DestinationDeliveryFailures DroppedEventCount Duration Errors"
        " FailedInvokeEventCount FilteredOutEventCount Invocations InvokedEventCount IteratorAge OffsetLag"
        " OnFailureDestinationDeliveredEventCount OversizedRecordCount PolledEventCount PostRuntimeExtensionsDuration"
        " ProvisionedConcurrencyInvocations ProvisionedConcurrencySpilloverInvocations"
        " ProvisionedConcurrencyUtilization ProvisionedConcurrentExecutions ProvisionedPollers"
        " RecursiveInvocationsDropped SignatureValidationErrors"
        " Throttles UnreservedConcurrentExecutions Url4xxCount Url5xxCount UrlRequestCount UrlRequestLatency",
        "EventSourceMappingUUID ExecutedVersion FunctionName Resource",
    ),
    "AWS/NATGateway": _namespace(
        "ActiveConnectionCount BytesInFromDestination BytesInFromSource BytesOutToDestination BytesOutToSource"
        " ConnectionAttemptCount ConnectionEstablishedCount ErrorPortAllocation IdleTimeoutCount PacketsDropCount"
        " PacketsInFromDestination PacketsInFromSource PacketsOutToDestination PacketsOutToSource PeakBytesPerSecond"
        " PeakPacketsPerSecond",
        "NatGatewayId",
    ),
    "AWS/SNS": _namespace(
        "NumberOfMessagesPublished NumberOfNotificationsDelivered NumberOfNotificationsFailed"
        " NumberOfNotificationsFailedToRedriveToDlq NumberOfNotificationsFilteredOut"
        " NumberOfNotificationsFilteredOut-InvalidAttributes NumberOfNotificationsFilteredOut-InvalidMessageBody"
        " NumberOfNotificationsFilteredOut-MessageAttributes NumberOfNotificationsFilteredOut-MessageBody"
        " NumberOfNotificationsFilteredOut-NoMessageAttributes NumberOfNotificationsRedrivenToDlq PublishSize"
        " SMSMonthToDateSpentUSD SMSSuccessRate",
        "Application Country Platform PhoneNumber SMSType TopicName",
    ),
    "AWS/SQS": _namespace(
        "ApproximateAgeOfOldestMessage ApproximateNumberOfGroupsWithInflightMessages ApproximateNumberOfMessagesDelayed"
        " ApproximateNumberOfMessagesNotVisible ApproximateNumberOfMessagesVisible ApproximateNumberOfNoisyGroups"
        " ApproximateAgeOfOldestMessageInQuietGroups ApproximateNumberOfMessagesDelayedInQuietGroups"
        " ApproximateNumberOfMessagesNotVisibleInQuietGroups ApproximateNumberOfMessagesVisibleInQuietGroups"
        " NumberOfDeduplicatedSentMessages NumberOfEmptyReceives NumberOfMessagesDeleted NumberOfMessagesReceived"
        " NumberOfMessagesSent SentMessageSize",
        "QueueName",
    ),
    "AWS/States": _namespace(
        "ActivitiesFailed ActivitiesHeartbeatTimedOut ActivitiesScheduled ActivitiesStarted ActivitiesSucceeded"
        " ActivitiesTimedOut ActivityRunTime ActivityScheduleTime ActivityTime ApproximateMapRunBacklogSize"
        " ApproximateOpenMapRunCount ConsumedCapacity ExecutionThrottled ExecutionTime ExecutionsAborted"
        " ExecutionsFailed ExecutionsStarted ExecutionsSucceeded ExecutionsTimedOut ExpressExecutionBilledDuration"
        " ExpressExecutionBilledMemory ExpressExecutionMemory LambdaFunctionRunTime LambdaFunctionScheduleTime"
        " LambdaFunctionTime LambdaFunctionsFailed LambdaFunctionsScheduled LambdaFunctionsStarted"
        " LambdaFunctionsSucceeded LambdaFunctionsTimedOut MapRunBacklogSize OpenExecutionCount OpenExecutionLimit"
        " OpenMapRunCount OpenMapRunLimit ProvisionedBucketSize ProvisionedRefillRate RedriveExecutionsFailed"
        " RedriveExecutionsStarted RedriveExecutionsSucceeded RedriveExecutionsTimedOut RedriveExecutionsAborted"
        " ServiceIntegrationRunTime ServiceIntegrationScheduleTime ServiceIntegrationTime ServiceIntegrationsFailed"
        " ServiceIntegrationsScheduled ServiceIntegrationsStarted ServiceIntegrationsSucceeded"
        " ServiceIntegrationsTimedOut ThrottledEvents",
        "APIName ActivityArn Alias LambdaFunctionArn ServiceIntegrationResourceArn ServiceMetric StateMachineArn"
        " StateTransition Version",
    ),
    **{name: _namespace(*words) for name, words in DATABASE_METRICS.items()},
}
"""The namespaces of AWS that are known in full."""
