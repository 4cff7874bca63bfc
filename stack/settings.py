"""The settings of one environment, read from the context and strictly checked.

The context is that of `cdktf.json`; what stands in the variable `CDKTF_CONTEXT_JSON`, which the cdktf command sets,
replaces its top-level keys.
"""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self

from stack.ranges import FARGATE_MEMORY, RANGES

FILE = Path(__file__).parent.parent / "cdktf.json"


class SettingsError(ValueError):
    """A setting is missing, unknown or out of range; the text is one sentence that names environment and key."""


@dataclass(frozen=True)
class Settings:
    """What differs between the environments.

    CPU is in Fargate's units (1024 is one processor), memory in MiB, database capacity in Aurora capacity units
    (ACU, about 2 GiB of memory each), retention in days.
    """

    environment: str
    account: str
    region: str
    zones: tuple[str, ...]
    cidr: str
    nat_gateways: int
    image_repository: str
    image_tag: str
    task_cpu: int
    task_memory: int
    task_min: int
    task_max: int
    database_engine_version: str
    database_min_acu: float
    database_max_acu: float
    backup_days: int
    deletion_protection: bool
    log_retention_days: int
    alarm_email: str | None
    state_bucket: str | None

    @classmethod
    def check(cls, environment: str, values: object) -> Self:
        """Takes an environment's part of the context; raises SettingsError at the first fault."""
        if not re.fullmatch(r"[a-z][a-z0-9]{1,11}", environment):
            # It ends every AWS name, and the shortest limit of these is 63 characters (RDS).
            raise SettingsError(
                f"environment {environment!r}: expected a name of two to twelve small letters and digits"
            )
        if not isinstance(values, Mapping):
            raise SettingsError(f"environment {environment}: expected an object of settings, got {values!r}")
        names = [field.name for field in fields(cls) if field.name != "environment"]
        for name in values:
            if name not in names:
                raise SettingsError(f"environment {environment}: {name} is not a setting")
        for name in names:
            if name not in values:
                raise SettingsError(f"environment {environment}: {name} is missing")
            accepts, expected = RANGES[name]
            if not accepts(values[name]):
                raise SettingsError(f"environment {environment}: {name} is {values[name]!r}, expected {expected}")
        settings = cls(environment, **{**values, "zones": tuple(values["zones"])})
        for name, holds, expected in settings._agreements():
            if not holds:
                raise SettingsError(f"environment {environment}: {name} is {values[name]!r}, expected {expected}")
        return settings

    def _agreements(self) -> list[tuple[str, bool, str]]:
        """What must hold between settings: the key to be named, whether it holds, what was expected."""
        dev, prod = self.environment == "dev", self.environment == "prod"
        return [
            ("zones", all(zone[:-1] == self.region for zone in self.zones), f"zones of {self.region}"),
            ("nat_gateways", dev or self.nat_gateways == len(self.zones), "one a zone outside dev"),
            (
                "task_memory",
                self.task_memory in FARGATE_MEMORY[self.task_cpu],
                f"a size that Fargate has for {self.task_cpu} CPU units",
            ),
            ("task_min", not prod or self.task_min >= 2, "two or more in prod"),
            ("task_max", self.task_max >= self.task_min, f"{self.task_min} (task_min) or more"),
            (
                "database_max_acu",
                self.database_max_acu >= self.database_min_acu,
                f"{self.database_min_acu} (database_min_acu) or more",
            ),
            ("deletion_protection", dev or self.deletion_protection, "true outside dev"),
            ("log_retention_days", not prod or self.log_retention_days >= 365, "365 or more in prod"),
            ("state_bucket", dev or self.state_bucket is not None, "a bucket outside dev"),
        ]

    @property
    def registry(self) -> str:
        """The host of the account's container registry."""
        return f"{self.account}.dkr.ecr.{self.region}.amazonaws.com"

    def name(self, part: str) -> str:
        """The AWS name of a part of the stack, with the environment's suffix."""
        return f"streamflix-{part}-{self.environment}"

    def tags(self, part: str) -> dict[str, str]:
        """The tags of a part of the stack, beside the provider's default tags."""
        return {"Name": self.name(part)}

    def arn(self, service: str, resource: str) -> str:
        """The ARN of something in this account and region that is no resource of the stack."""
        return f"arn:aws:{service}:{self.region}:{self.account}:{resource}"


def read_context(file: Path = FILE, environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """The context of a cdktf.json, with the environment variable's keys in place of its own.

    Raises SettingsError where either is not JSON or not an object.
    """
    try:
        context = json.loads(file.read_text(encoding="utf-8")).get("context", {}) if file.exists() else {}
        override = json.loads(environ.get("CDKTF_CONTEXT_JSON") or "{}")
        return {**context, **override}
    except (ValueError, TypeError, AttributeError) as error:
        raise SettingsError(
            f"the context of {file.name} or CDKTF_CONTEXT_JSON is not a JSON object: {error}"
        ) from error


def choose(context: Mapping[str, Any], environment: str | None = None) -> Settings:
    """The settings of the environment named, or of the one that the context names.

    Raises SettingsError where there is no such environment or one of its settings is bad.
    """
    name = context.get("environment") if environment is None else environment
    environments = context.get("environments")
    if not isinstance(environments, Mapping):
        raise SettingsError("the context has no object `environments`")
    if not isinstance(name, str) or name not in environments:
        raise SettingsError(f"environment {name} is not in the context, which has {', '.join(sorted(environments))}")
    return Settings.check(name, environments[name])
