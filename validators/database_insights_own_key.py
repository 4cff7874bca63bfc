from stackgate.aws.keys import is_key_of_aws
from stackgate.validator import validator

KEY = "performance_insights_kms_key_id"


@validator(on=("aws_db_instance", "aws_rds_cluster", "aws_rds_cluster_instance"), guards=("MF-S6",), level="warning")
def check(database, graph):
    """Performance Insights are encrypted with a key of the database's owner.

    Why: They hold the statements that the database ran, with the values in them. Without a key they are encrypted
        with one of AWS, which cannot be withdrawn; hence only a warning. The key cannot be changed later.
    Fix: Set performance_insights_kms_key_id to the ARN of a key of your own.
    """
    if not database.flag("performance_insights_enabled"):
        return
    if not database.get(KEY) or is_key_of_aws(database[KEY], graph):
        yield "a key of AWS encrypts them", KEY
