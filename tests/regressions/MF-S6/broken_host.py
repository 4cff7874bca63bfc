"""A task that sees its host's processes, and reads its files in plain text."""

from cdktf import App
from cdktf_cdktf_provider_aws.ecs_task_definition import (
    EcsTaskDefinition,
    EcsTaskDefinitionVolume,
    EcsTaskDefinitionVolumeEfsVolumeConfiguration,
)
from kit import new_stack, without
from sound import TASK


def build(app: App) -> None:
    stack = new_stack(app, __file__)
    files = EcsTaskDefinitionVolumeEfsVolumeConfiguration(file_system_id="fs-0a1b2c3d4e5f60718")
    EcsTaskDefinition(  # here
        stack,
        "task",
        **without(
            TASK,
            requires_compatibilities=["EC2"],
            pid_mode="host",
            volume=[EcsTaskDefinitionVolume(name="films", efs_volume_configuration=files)],
        ),
    )
