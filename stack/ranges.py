"""What values each setting may have: type, pattern and range of one value, whatever the others are."""

import re
from collections.abc import Callable, Mapping
from ipaddress import IPv4Network

# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
FARGATE_MEMORY: Mapping[int, range | tuple[int, ...]] = {
    256: (512, 1024, 2048),
    512: range(1024, 4096 + 1, 1024),
    1024: range(2048, 8192 + 1, 1024),
    2048: range(4096, 16384 + 1, 1024),
    4096: range(8192, 30720 + 1, 1024),
    8192: range(16384, 61440 + 1, 4096),
    16384: range(32768, 122880 + 1, 8192),
}

# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
RETENTION = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)

# RFC 1918
PRIVATE = (IPv4Network("10.0.0.0/8"), IPv4Network("172.16.0.0/12"), IPv4Network("192.168.0.0/16"))


def _text(pattern: str) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value, re.ASCII) is not None


def _optional(accepts: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: value is None or accepts(value)


def _whole(least: int, most: int) -> Callable[[object], bool]:
    return lambda value: type(value) is int and least <= value <= most


def _one_of(values: tuple[int, ...]) -> Callable[[object], bool]:
    return lambda value: type(value) is int and value in values


def _is_capacity(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0.5 <= value <= 256 and value * 2 % 1 == 0


def _is_network(value: object) -> bool:
    try:
        network = IPv4Network(value) if isinstance(value, str) else None
    except ValueError:
        return False
    # AWS takes no VPC larger than /16; a sixteenth of a /22 still has room for every endpoint and task.
    return (
        network is not None
        and str(network) == value
        and 16 <= network.prefixlen <= 22
        and any(network.subnet_of(private) for private in PRIVATE)
    )


def _are_zones(value: object) -> bool:
    is_zone = _text(r"[a-z-]+-\d[a-z]")
    return isinstance(value, list) and len(value) == 2 and all(map(is_zone, value)) and value[0] != value[1]


RANGES: Mapping[str, tuple[Callable[[object], bool], str]] = {
    "account": (_text(r"\d{12}"), "a string of twelve digits"),
    "region": (_text(r"(af|ap|ca|eu|il|me|mx|sa|us)-[a-z]+-\d"), "a region such as eu-west-1"),
    "zones": (_are_zones, "a list of two different zones"),
    "cidr": (_is_network, "a private IPv4 network of /16 to /22"),
    "nat_gateways": (_whole(1, 2), "1 or 2"),
    "image_repository": (_text(r"[a-z0-9]+([._/-][a-z0-9]+)*"), "the name of an ECR repository"),
    "image_tag": (_text(r"(?!latest$)\w[\w.-]{0,127}"), "a tag other than latest"),
    "task_cpu": (_one_of(tuple(FARGATE_MEMORY)), f"one of {', '.join(map(str, FARGATE_MEMORY))}"),
    "task_memory": (_whole(512, 122880), "a size in MiB"),
    "task_min": (_whole(1, 1000), "1 to 1000"),
    "task_max": (_whole(1, 1000), "1 to 1000"),
    "database_engine_version": (_text(r"\d{2}\.\d{1,2}"), "a version such as 16.6"),
    "database_min_acu": (_is_capacity, "0.5 to 256 in steps of 0.5"),
    "database_max_acu": (_is_capacity, "0.5 to 256 in steps of 0.5"),
    "backup_days": (_whole(7, 35), "7 to 35"),
    "deletion_protection": (lambda value: isinstance(value, bool), "true or false"),
    "log_retention_days": (_one_of(RETENTION), f"one of {', '.join(map(str, RETENTION))}"),
    "alarm_email": (_optional(_text(r"[^@\s]+@[^@\s]+\.[^@\s]+")), "an e-mail address or null"),
    "state_bucket": (_optional(_text(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")), "the name of a bucket or null"),
}
