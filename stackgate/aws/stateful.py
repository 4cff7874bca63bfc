"""The resource types that hold what no deploy brings back: destroyed or replaced, it is gone.

They are of the whole provider, not of one stack. Left out are catalogues, which can be filled again, what only wraps
a holder (an instance of an Aurora cluster, a global cluster, an alias of a key), and what the document itself says
(parameters, single objects, topics).
Source: the AWS provider's documentation of each type, and AWS's of what deleting does.
"""

from __future__ import annotations

_HOLDERS = {
    "a database": """
        cloudsearch_domain customerprofiles_domain db_instance docdb_cluster docdbelastic_cluster dsql_cluster
        detective_graph dynamodb_table elasticache_replication_group elasticache_serverless_cache
        elasticsearch_domain finspace_kx_database kendra_index keyspaces_keyspace keyspaces_table
        lightsail_database memorydb_cluster neptune_cluster neptunegraph_graph odb_cloud_autonomous_vm_cluster
        odb_cloud_vm_cluster opensearch_domain opensearchserverless_collection qldb_ledger rds_cluster
        rds_shard_group redshift_cluster redshiftserverless_namespace sagemaker_feature_group simpledb_domain
        timestreaminfluxdb_db_cluster timestreaminfluxdb_db_instance timestreamwrite_database
        timestreamwrite_table""",
    "a store": """
        bedrockagentcore_memory cloudfront_key_value_store glue_schema location_geofence_collection
        rekognition_collection schemas_schema verifiedpermissions_policy_store""",
    "a stream": """
        cloudwatch_event_archive kinesis_firehose_delivery_stream kinesis_stream kinesis_video_stream
        msk_cluster msk_serverless_cluster""",
    "a queue": "mq_broker sqs_queue",
    "a bucket or repository": """
        codeartifact_domain codeartifact_repository codecatalyst_source_repository codecommit_repository
        ecr_repository ecrpublic_repository glacier_vault lightsail_bucket media_store_container s3_bucket
        s3_directory_bucket s3control_bucket s3tables_namespace s3tables_table s3tables_table_bucket
        s3vectors_index s3vectors_vector_bucket""",
    "a file system or volume": """
        ebs_volume efs_file_system finspace_kx_volume fsx_lustre_file_system fsx_ontap_file_system
        fsx_ontap_storage_virtual_machine fsx_ontap_volume fsx_openzfs_file_system fsx_openzfs_volume
        fsx_windows_file_system lightsail_disk storagegateway_cached_iscsi_volume storagegateway_gateway
        storagegateway_stored_iscsi_volume storagegateway_tape_pool workspaces_workspace""",
    "a backup": """
        ami ami_copy ami_from_instance backup_logically_air_gapped_vault backup_vault db_cluster_snapshot
        db_snapshot db_snapshot_copy docdb_cluster_snapshot ebs_snapshot ebs_snapshot_copy ebs_snapshot_import
        fsx_backup fsx_openzfs_snapshot kinesisanalyticsv2_application_snapshot memorydb_snapshot
        neptune_cluster_snapshot rds_cluster_snapshot_copy redshift_cluster_snapshot redshiftserverless_snapshot""",
    "a key or secret": """
        acmpca_certificate_authority cloudhsm_v2_cluster kms_custom_key_store kms_external_key kms_key
        kms_replica_external_key kms_replica_key paymentcryptography_key secretsmanager_secret""",
    "a log": """
        cloudtrail_event_data_store cloudwatch_log_group cloudwatch_log_stream prometheus_workspace""",
    "a directory of users": "cognito_identity_pool cognito_user_pool connect_instance directory_service_directory",
    "a DNS zone": "route53_zone",
    "an account": "organizations_account",
    "a stack of resources": """
        cloudformation_stack serverlessapplicationrepository_cloudformation_stack
        servicecatalog_provisioned_product""",
    "a cluster or workspace": """
        datazone_domain eks_cluster grafana_workspace sagemaker_domain sagemaker_notebook_instance""",
}
_BY_TYPE = {f"aws_{name}": what for what, names in _HOLDERS.items() for name in names.split()}


def what_it_holds(kind: str) -> str | None:
    """What a resource of this type is, in a word or two, where it holds what no deploy brings back; else None."""
    return _BY_TYPE.get(kind)


STATEFUL = frozenset(_BY_TYPE)
"""All such types."""
