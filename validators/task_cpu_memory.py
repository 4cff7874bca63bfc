import re

from stackgate.aws.containers import runs_on_fargate
from stackgate.validator import known, validator

GB = 1024
MEMORY = {
    256: (512, 1 * GB, 2 * GB),
    512: range(1 * GB, 4 * GB + 1, GB),
    1024: range(2 * GB, 8 * GB + 1, GB),
    2048: range(4 * GB, 16 * GB + 1, GB),
    4096: range(8 * GB, 30 * GB + 1, GB),
    8192: range(16 * GB, 60 * GB + 1, 4 * GB),
    16384: range(32 * GB, 120 * GB + 1, 8 * GB),
}
"""The memory in MiB that Fargate takes with each number of CPU units: the table of the ECS developer guide."""
AMOUNT = r"\s*(\d*\.?\d+)\s*({unit})?\s*"


@validator(on="aws_ecs_task_definition", guards=("MF-4",))
def check(task, graph):
    """A Fargate task asks for a pair of CPU and memory that Fargate has.

    Why: Terraform takes any text; ECS refuses the task definition at deploy time.
    Fix: Set cpu and memory to a pair of the table: 256 with 512, 1024 or 2048; 512 with 1024 to 4096; 1024 with 2048 to
    8192; 2048 with 4096 to 16384; 4096 with 8192 to 30720, in steps of 1024; 8192 with 16384 to 61440 in steps of 4096;
    16384 with 32768 to 122880 in steps of 8192. "1 vCPU" and "2 GB" are other ways to write 1024 and 2048.
    """
    if not runs_on_fargate(task):
        return
    missing = [name for name in ("cpu", "memory") if name not in task]
    for name in missing:
        yield f"no {name}, which a Fargate task must have", name
    if missing:
        return
    cpu, memory = amount(task["cpu"], "vCPU"), amount(task["memory"], "GB")
    if cpu not in MEMORY:
        yield f"cpu {task['cpu']!s} is none that Fargate has: {', '.join(map(str, MEMORY))}", "cpu"
    elif memory not in MEMORY[cpu]:
        sizes = MEMORY[cpu]
        yield f"memory {task['memory']!s} does not go with cpu {task['cpu']!s}: {sizes[0]} to {sizes[-1]} do", "memory"


def amount(value, unit):
    """CPU units or MiB of an amount such as 1024, "1024", or with its unit "1 vCPU" or "2GB"; None where it is none."""
    found = re.fullmatch(AMOUNT.format(unit=unit), str(known(value)), re.IGNORECASE)
    if not found:
        return None
    number = float(found[1]) * (GB if found[2] else 1)
    return int(number) if number == int(number) else None
