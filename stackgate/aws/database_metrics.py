"""The metrics of AWS's databases: of RDS and Aurora, DynamoDB, and the caches. See `metrics`."""

from __future__ import annotations

DATABASE_METRICS: dict[str, tuple[str, str, str]] = {
    "AWS/DynamoDB": (
        "AccountMaxReads AccountMaxTableLevelReads AccountMaxTableLevelWrites AccountMaxWrites"
        " AccountProvisionedReadCapacityUtilization AccountProvisionedWriteCapacityUtilization"
        " AgeOfOldestUnreplicatedRecord ConditionalCheckFailedRequests ConsumedChangeDataCaptureUnits"
        " ConsumedReadCapacityUnits ConsumedWriteCapacityUnits FailedToReplicateRecordCount"
        " FaultInjectionServiceInducedErrors MaxProvisionedTableReadCapacityUtilization"
        " MaxProvisionedTableWriteCapacityUtilization"
        " OnDemandMaxReadRequestUnits OnDemandMaxWriteRequestUnits OnlineIndexConsumedWriteCapacity"
        " OnlineIndexPercentageProgress OnlineIndexThrottleEvents PendingReplicationCount ProvisionedReadCapacityUnits"
        " ProvisionedWriteCapacityUnits ReadAccountLimitThrottleEvents ReadKeyRangeThroughputThrottleEvents"
        " ReadMaxOnDemandThroughputThrottleEvents ReadProvisionedThroughputThrottleEvents ReadThrottleEvents"
        " ReplicationLatency ReturnedBytes ReturnedItemCount ReturnedRecordsCount SuccessfulRequestLatency SystemErrors"
        " ThrottledPutRecordCount ThrottledRequests TimeToLiveDeletedItemCount TransactionConflict UserErrors"
        " WriteAccountLimitThrottleEvents WriteKeyRangeThroughputThrottleEvents"
        " WriteMaxOnDemandThroughputThrottleEvents WriteProvisionedThroughputThrottleEvents WriteThrottleEvents",
        "DelegatedOperation GlobalSecondaryIndexName Operation OperationType ReceivingRegion SourceTableArn StreamLabel"
        " TableName Verb",
        "AccountMaxReads AccountMaxTableLevelReads AccountMaxTableLevelWrites AccountMaxWrites"
        " AccountProvisionedReadCapacityUtilization AccountProvisionedWriteCapacityUtilization"
        " MaxProvisionedTableReadCapacityUtilization MaxProvisionedTableWriteCapacityUtilization UserErrors",
    ),
    "AWS/RDS": (
        "ACUUtilization AbortedClients ActiveTransactions AuroraBinlogReplicaLag AuroraDMLRejectedMasterFull"
        " AuroraDMLRejectedWriterFull AuroraEstimatedSharedMemoryBytes AuroraGlobalDBDataTransferBytes"
        " AuroraGlobalDBProgressLag AuroraGlobalDBRPOLag AuroraGlobalDBReplicatedWriteIO AuroraGlobalDBReplicationLag"
        " AuroraMemoryHealthState AuroraMemoryNumDeclinedSqlTotal AuroraMemoryNumKillConnTotal"
        " AuroraMemoryNumKillQueryTotal AuroraMillisecondsSpentInOomRecovery AuroraNumOomRecoverySuccessful"
        " AuroraNumOomRecoveryTriggered AuroraOptimizedReadsCacheHitRatio AuroraReplicaLag AuroraReplicaLagMaximum"
        " AuroraReplicaLagMinimum AuroraSlowConnectionHandleCount AuroraSlowHandshakeCount"
        " AuroraVolumeBytesLeftTotal Aurora_pq_request_attempted Aurora_pq_request_executed"
        " AvailabilityPercentage AvgReplicaLag BacktrackChangeRecordsCreationRate BacktrackChangeRecordsStored"
        " BacktrackWindowActual BacktrackWindowAlert BackupRetentionPeriodStorageUsed BinLogDiskUsage"
        " BlockedTransactions BufferCacheHitRatio BurstBalance CPUCreditBalance CPUCreditUsage"
        " CPUSurplusCreditBalance CPUSurplusCreditsCharged CPUUtilization ChannelTimeSinceLastCommit"
        " CheckpointLag ClientConnections ClientConnectionsClosed ClientConnectionsNoTLS ClientConnectionsReceived"
        " ClientConnectionsSetupFailedAuth ClientConnectionsSetupSucceeded ClientConnectionsTLS CommitLatency"
        " CommitThroughput ConnectionAttempts DBLoad DBLoadCPU DBLoadNonCPU DBLoadRelativeToNumVCPUs DDLLatency"
        " DDLThroughput DMLLatency DMLThroughput DatabaseConnectionRequests DatabaseConnectionRequestsWithTLS"
        " DatabaseConnections DatabaseConnectionsBorrowLatency DatabaseConnectionsCurrentlyBorrowed"
        " DatabaseConnectionsCurrentlyInTransaction DatabaseConnectionsCurrentlySessionPinned"
        " DatabaseConnectionsSetupFailed DatabaseConnectionsSetupSucceeded DatabaseConnectionsWithTLS Deadlocks"
        " DeleteLatency DeleteThroughput DiskQueueDepth DiskQueueDepthLogVolume EBSByteBalance% EBSIOBalance%"
        " EngineUptime FailedSQLServerAgentJobsCount ForwardingMasterDMLLatency ForwardingMasterDMLThroughput"
        " ForwardingMasterOpenSessions ForwardingReplicaDMLLatency ForwardingReplicaDMLThroughput"
        " ForwardingReplicaOpenSessions ForwardingReplicaReadWaitLatency ForwardingReplicaReadWaitThroughput"
        " ForwardingReplicaSelectLatency ForwardingReplicaSelectThroughput ForwardingWriterDMLLatency"
        " ForwardingWriterDMLThroughput ForwardingWriterOpenSessions FreeEphemeralStorage FreeLocalStorage"
        " FreeLocalStoragePercent FreeStorageSpace FreeStorageSpaceLogVolume FreeableMemory"
        " IamDbAuthConnectionFailureInvalidToken IamDbAuthConnectionFailureInsufficientPermissions"
        " IamDbAuthConnectionFailureServerError IamDbAuthConnectionFailureThrottling IamDbAuthConnectionRequests"
        " IamDbAuthConnectionSuccess InsertLatency InsertThroughput LVMReadIOPS LVMWriteIOPS LoginFailures"
        " MaxDatabaseConnectionsAllowed MaximumUsedTransactionIDs NetworkReceiveThroughput NetworkThroughput"
        " NetworkTransmitThroughput NumBinaryLogFiles OldestLogicalReplicationSlotLag OldestReplicationSlotLag"
        " PurgeBoundary PurgeFinishedPoint Queries QueryDatabaseResponseLatency QueryRequests QueryRequestsNoTLS"
        " QueryRequestsTLS QueryResponseLatency RDSToAuroraPostgreSQLReplicaLag ReadIOPS ReadIOPSEphemeralStorage"
        " ReadIOPSLogVolume ReadIOPSLocalStorage ReadLatency ReadLatencyEphemeralStorage ReadLatencyLocalStorage"
        " ReadLatencyLogVolume ReadThroughput ReadThroughputEphemeralStorage ReadThroughputLocalStorage"
        " ReadThroughputLogVolume ReplicaLag ReplicationChannelLag ReplicationSlotDiskUsage ResultSetCacheHitRatio"
        " RollbackSegmentHistoryListLength RowLockTime SelectLatency SelectThroughput ServerlessDatabaseCapacity"
        " SnapshotStorageUsed StorageNetworkReceiveThroughput StorageNetworkThroughput"
        " StorageNetworkTransmitThroughput SumBinaryLogSize SwapUsage TempStorageIOPS TempStorageThroughput"
        " TotalBackupStorageBilled TransactionAgeMaximum TransactionLogsDiskUsage TransactionLogsGeneration"
        " TruncateFinishedPoint UpdateLatency UpdateThroughput VolumeBytesUsed VolumeReadIOPs VolumeWriteIOPs"
        " WriteIOPS WriteIOPSEphemeralStorage WriteIOPSLocalStorage WriteIOPSLogVolume WriteLatency"
        " WriteLatencyEphemeralStorage WriteLatencyLocalStorage WriteLatencyLogVolume WriteThroughput"
        " WriteThroughputEphemeralStorage WriteThroughputLocalStorage WriteThroughputLogVolume",
        "BackendName DBClusterIdentifier DBInstanceIdentifier DatabaseClass DbClusterIdentifier EngineName"
        " PrimaryDBClusterIdentifier ProxyName Role SecondaryRegion SourceRegion StorageType Target TargetGroup"
        " TargetRole DBShardGroupIdentifier",
        "",
    ),
}
"""The metrics, the dimensions and the metrics of the account, for each namespace, parted by blanks."""
