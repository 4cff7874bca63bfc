"""stackgate.toml: a repository's own gate settings, and what holds where there is none."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from stackgate.bundle import read_toml
from stackgate.finding import Level
from stackgate.rule import Rule
from stackgate.unjudged import UnjudgedError

FILE = "stackgate.toml"
STRICTEST = "prod"
LOCK_FILE = ".terraform.lock.hcl"
_ENVIRONMENTS = {"dev": False, "staging": True, "prod": True}
_NAMES: Mapping[Level, str] = {"error": "an error", "warning": "a warning"}


class SettingsError(UnjudgedError):
    """A settings file that cannot be used; the text names the file and the cause."""

    where = "settings"


@dataclass(frozen=True, slots=True)
class Deploy:
    """How a repository deploys: the command that plans and applies, the lock file of its providers where there is one,
    and the variables of Terraform's (`TF_VAR_x`) that may be set where it runs."""

    command: str = "terraform"
    lock_file: Path | None = None
    variables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """A repository's settings; every path is absolute or relative to where the command was called.

    `file` is where they were read from, `environments` tells of each whether it is strict, `levels` are the rules whose
    level the repository changed, with its `reasons`, `public_key` is what seals are held against.
    """

    file: Path | None = None
    app: Path = Path("cdktf.json")
    waivers: Path | None = None
    validators: tuple[Path, ...] = ()
    policies: tuple[Path, ...] = ()
    environments: Mapping[str, bool] = field(default_factory=lambda: dict(_ENVIRONMENTS))
    levels: Mapping[str, Level] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    public_key: Path | None = None
    deploy: Deploy = field(default_factory=Deploy)

    def level(self, rule: Rule, environment: str) -> Level:
        """The level at which a rule judges in an environment."""
        rule = self.as_judged(rule)
        return "warning" if rule.relaxable and not self.environments[environment] else rule.level

    def as_judged(self, rule: Rule) -> Rule:
        """The rule with the level that the repository gave it, which then holds in every environment, and why."""
        if rule.name not in self.levels:
            return rule
        level, reason = self.levels[rule.name], self.reasons.get(rule.name)
        why = f"{rule.why} In this repository it is {_NAMES[level]}: {reason}" if reason else rule.why
        return replace(rule, level=level, relaxable=False, why=why)

    def check_rules(self, names: Collection[str]) -> None:
        """Raise SettingsError where a level is changed of a rule that does not exist."""
        unknown = sorted(set(self.levels) - set(names))
        if unknown:
            raise SettingsError(f"{FILE}: [levels] names rules that do not exist: {', '.join(unknown)}")


def load_settings(path: Path | None = None) -> Settings:
    """The settings in `path`, else in the current folder's stackgate.toml, else the defaults.

    Raises SettingsError for a file that is missing although named, is not TOML, or has a key or value that the schema
    does not allow.
    """
    if path is None:
        path = Path(FILE)
        if not path.exists():
            return Settings(deploy=_deploy({}, path.parent, Path("cdktf.json")))
    content = read_toml(path, "settings", SettingsError)
    folder = path.parent
    environments = content.get("environments")
    app = folder / content.get("app", "cdktf.json")
    return Settings(
        file=path,
        app=app,
        waivers=folder / content["waivers"] if "waivers" in content else None,
        validators=tuple(folder / name for name in content.get("validators", ())),
        policies=tuple(folder / name for name in content.get("policies", ())),
        environments={name: body["strict"] for name, body in environments.items()} if environments else _ENVIRONMENTS,
        levels={name: body["level"] for name, body in content.get("levels", {}).items()},
        reasons={name: body["reason"] for name, body in content.get("levels", {}).items()},
        public_key=folder / content["public_key"] if "public_key" in content else None,
        deploy=_deploy(content.get("deploy", {}), folder, app),
    )


def _deploy(content: Mapping[str, Any], folder: Path, app: Path) -> Deploy:
    """The settings of the deploy; the lock file is the one beside the app where none is named and there is one."""
    beside = app.parent / LOCK_FILE
    lock_file = beside if beside.is_file() else None
    if "lock_file" in content:
        lock_file = folder / content["lock_file"]
    return Deploy(content.get("command", "terraform"), lock_file, tuple(content.get("variables", ())))
