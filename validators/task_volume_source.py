from stackgate.aws.wiring import is_shown
from stackgate.validator import validator

FILE_SYSTEM = "aws_efs_file_system"
PARTS = (
    "aws_efs_access_point",
    "aws_efs_backup_policy",
    "aws_efs_file_system_policy",
    "aws_efs_mount_target",
    "aws_efs_replication_configuration",
)
"""What belongs to a file system, or opens it, and keeps no files in it."""
ABOUT = ("aws_backup_", "aws_cloudwatch_", "aws_iam_", "data.aws_iam_")
"""How the types begin of what allows its use, watches it, or copies it."""


@validator(on="aws_ecs_task_definition")
def check(task, graph):
    """A task's volume says what it is, where the document has a file system that nothing mounts.

    Why: A volume with only a name is empty scratch space that ends with the task, and what was written there is lost.
        CDKTF makes one of a volume on EFS by leaving out the keys of a dict in a list that it does not know.
    Fix: Set efs_volume_configuration, in CDKTF with the volume's own class instead of a dict: EcsTaskDefinitionVolume.
    """
    unused = [system for system in graph.of_type(FILE_SYSTEM) if not is_mounted(system, graph)]
    for volume in task.blocks("volume") if unused else ():
        if set(volume) == {"name"}:
            yield f"{volume['name']!s} is scratch space, and nothing mounts {unused[0].address}", "volume"


def is_mounted(system, graph):
    """Whether anything uses a file system or an access point of it, or the document gives one to others."""
    parts = (system, *graph.referrers(system, "aws_efs_access_point"))
    users = [user for part in parts for user in graph.referrers(part)]
    used = any(user.kind not in PARTS and not user.kind.startswith(ABOUT) for user in users)
    return used or any(is_shown(part, graph) for part in parts)
