from stackgate.validator import validator

NOTHING = ("", "Managed by Terraform")
"""What says nothing: the second is what the provider writes where there is none."""


@validator(
    on=("aws_security_group", "aws_db_security_group", "aws_redshift_security_group", "aws_elasticache_security_group"),
    level="warning",
)
def check(group, graph):
    """A security group says what it is for.

    Why: A group is read by whoever has to decide in an incident what may be closed. Without a description the provider
        writes "Managed by Terraform", and one cannot be changed later. It keeps nothing from working; hence only a
        warning.
    Fix: Set description.
    """
    if group.get("description", "") in NOTHING:
        yield "no description", "description"
