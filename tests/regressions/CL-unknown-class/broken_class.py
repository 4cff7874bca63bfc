"""A class that none of the modules has."""

from cdktf import App
from cdktf_cdktf_provider_aws.dynamodb_table import (
    DynamodbTable,
    DynamodbTableAttributeDefinition,  # here
)
from kit import new_stack


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    DynamodbTable(
        stack,
        "views",
        name="views-prod",
        billing_mode="PAY_PER_REQUEST",
        hash_key="id",
        attribute=[DynamodbTableAttributeDefinition(name="id", type="S")],
    )
