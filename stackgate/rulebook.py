"""Finds and loads validators and policies, by folder: the bundled ones, and any other repository's beside them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from stackgate.adopted import FILE, Adopted, adopted_files
from stackgate.bundle import bundled
from stackgate.kept_code import RULES
from stackgate.rule import Rule, RuleError, check_level, read_documentation, run_file
from stackgate.schema_rule import SCHEMA
from stackgate.synth_rules import REPRODUCIBLE, SYNTH_RULES
from stackgate.validator import Declaration


class Validator(NamedTuple):
    """A validator: its rule and what its file declares."""

    rule: Rule
    declaration: Declaration


@dataclass(frozen=True)
class Rulebook:
    """The rules of a run, by name. Those of Checkov's own checks that count by themselves are among the policies.

    `unasked` are the names of rules that this run does not ask, as of policies that it has not even read.
    """

    validators: Mapping[str, Validator] = field(default_factory=dict)
    policies: Mapping[str, Rule] = field(default_factory=dict)
    synthesis: Mapping[str, Rule] = field(default_factory=lambda: SYNTH_RULES)
    adopted: Adopted = field(default_factory=Adopted)
    unasked: frozenset[str] = frozenset()

    @property
    def rules(self) -> dict[str, Rule]:
        """Every rule by name, in alphabetical order."""
        found = {name: validator.rule for name, validator in self.validators.items()}
        found |= dict(self.policies) | dict(self.synthesis) | {SCHEMA.name: SCHEMA}
        return dict(sorted(found.items()))

    @property
    def known(self) -> dict[str, Rule]:
        """The rules by name, and those of Checkov's checks that only --all-policies asks."""
        return self.rules | self.adopted.others

    @property
    def names(self) -> Collection[str]:
        """The names of all rules that there are, asked or not."""
        loaded = self.validators.keys() | self.policies.keys() | self.synthesis.keys() | {SCHEMA.name}
        return loaded | self.unasked | set(self.adopted.unnamed)

    def with_all_policies(self) -> Rulebook:
        """The same with the rest of Checkov's checks for AWS among the policies."""
        return replace(self, policies=dict(self.policies) | self.adopted.others)

    def of_one_synthesis(self) -> Rulebook:
        """The same without the rule that takes more than one synthesis."""
        synthesis = {name: rule for name, rule in self.synthesis.items() if name != REPRODUCIBLE}
        return replace(self, synthesis=synthesis, unasked=self.unasked | {REPRODUCIBLE})

    def changed(self, change: Callable[[Rule], Rule]) -> Rulebook:
        """The same with each rule as `change` gives it."""
        return replace(
            self,
            validators={
                name: validator._replace(rule=change(validator.rule)) for name, validator in self.validators.items()
            },
            policies={name: change(rule) for name, rule in self.policies.items()},
            synthesis={name: change(rule) for name, rule in self.synthesis.items()},
        )


def load(
    validator_folders: Iterable[Path] = (), policy_folders: Iterable[Path] = (), *, with_policies: bool = True
) -> Rulebook:
    """Load the bundled rules and those of the given folders; without policies, of these the names alone.

    Raises RuleError for a folder that is missing or without rules, a file that does not load, two rules of one name,
    and one of Checkov's checks that is adopted twice, does not exist, or stands beside no rule.
    """
    validators: dict[str, Validator] = {}
    policies: dict[str, Rule] = {}
    taken = {rule.name: rule.path for rule in (*SYNTH_RULES.values(), SCHEMA)}
    for folder in (bundled("validators"), *validator_folders):
        for path in _files(folder, (".py",)):
            validator = _load_validator(path)
            _claim(path.stem, path, taken)
            validators[path.stem] = validator
    RULES.keep()
    adopted = Adopted()
    own_folders = (bundled("policies"), *policy_folders)
    if not with_policies:
        paths = [path for folder in own_folders for path in _files(folder, (".py", ".yaml"))]
        for path in paths:
            _claim(path.stem, path, taken)
        return Rulebook(validators, unasked=frozenset(path.stem for path in paths))
    for folder in own_folders:
        for path in _files(folder, (".py", ".yaml")):
            rule = _load_policy(path)
            _claim(rule.name, path, taken)
            policies[path.stem] = rule
    for path in adopted_files(own_folders):
        adopted.read(path)
    adopted.check_rules(taken.keys() | adopted.rules.keys())
    for rule in adopted.rules.values():
        _claim(rule.name, rule.path, taken)
    return Rulebook(validators, policies | adopted.rules, adopted=adopted)


def _files(folder: Path, suffixes: tuple[str, ...]) -> list[Path]:
    if not folder.is_dir():
        raise RuleError(f"{folder}: no such folder of rules")
    files = [path for path in sorted(folder.iterdir()) if path.suffix in suffixes and not path.name.startswith("_")]
    for path in folder.glob("*.yml"):
        raise RuleError(f"{path}: name it {path.stem}.yaml, or it is no rule")
    if not files and not (folder / FILE).is_file():
        raise RuleError(f"{folder}: holds no rules")
    return files


def _claim(name: str, path: Path, taken: dict[str, Path]) -> None:
    if name in taken:
        raise RuleError(f"{path}: a rule of the name {name!r} is there already: {taken[name]}")
    taken[name] = path


def _load_validator(path: Path) -> Validator:
    try:
        module = run_file(path, f"stackgate_validator_{path.stem}")
    except (Exception, SystemExit) as error:
        raise RuleError(f"{path}: does not load: {type(error).__name__}: {error}") from error
    declared = [value for value in vars(module).values() if isinstance(value, Declaration)]
    if len(declared) != 1:
        raise RuleError(f"{path}: declares {len(declared)} validators, not one")
    declaration = declared[0]
    documentation = read_documentation(declaration.check.__doc__, str(path))
    rule = Rule(
        name=path.stem,
        engine="validators",
        path=path,
        types=declaration.on,
        summary=documentation.summary,
        why=documentation.why,
        fix=documentation.fix,
        level=check_level(declaration.level, str(path)),
        relaxable=declaration.relaxable,
        controls=declaration.controls,
        guards=declaration.guards,
    )
    return Validator(rule, declaration)


def _load_policy(path: Path) -> Rule:
    try:
        metadata = _python_metadata(path) if path.suffix == ".py" else _yaml_metadata(path)
        documentation = read_documentation(metadata["documentation"], str(path))
        return Rule(
            name=path.stem,
            engine="policies",
            path=path,
            types=tuple(metadata["types"]),
            summary=documentation.summary,
            why=documentation.why,
            fix=documentation.fix,
            level=check_level(metadata.get("level", "error"), str(path)),
            relaxable=bool(metadata.get("relaxable", False)),
            controls=tuple(metadata.get("controls", ())),
            guards=tuple(metadata.get("guards", ())),
        )
    except RuleError:
        raise
    except Exception as error:  # whatever is wrong with a file of somebody else's, its name has to be told
        raise RuleError(f"{path}: its metadata cannot be read: {type(error).__name__}: {error}") from error


def _python_metadata(path: Path) -> dict[str, Any]:
    """A Python policy's module docstring, and its constants TYPES, LEVEL, RELAXABLE, CONTROLS and GUARDS.

    They are read without running the file: only Checkov runs policies.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    wanted = {"TYPES", "LEVEL", "RELAXABLE", "CONTROLS", "GUARDS"}
    metadata: dict[str, Any] = {"documentation": ast.get_docstring(tree)}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id in wanted:
            metadata[node.targets[0].id.lower()] = ast.literal_eval(node.value)
    return metadata


def _yaml_metadata(path: Path) -> dict[str, Any]:
    """A YAML policy's `metadata`, with the resource types that its definition names."""
    import yaml  # costs 20 ms, and `--only validators` needs none of it

    content = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    metadata = dict(content["metadata"])
    if metadata["id"] != path.stem:
        raise ValueError(f"its id is {metadata['id']!r}, not the file's stem")
    summary, why, fix = (metadata.get(key, "") for key in ("name", "why", "fix"))
    metadata["documentation"] = f"{summary}\n\nWhy: {why}\nFix: {fix}"
    metadata["types"] = metadata.get("types") or list(resource_types(content["definition"]))
    return metadata


def resource_types(definition: Any) -> dict[str, None]:
    """The resource types that the definition of a YAML policy, or a part of it, names for itself."""
    if isinstance(definition, list):
        return {kind: None for item in definition for kind in resource_types(item)}
    if not isinstance(definition, dict):
        return {}
    if definition.get("cond_type") == "filter" and definition.get("attribute") == "resource_type":
        own = definition.get("value") or []
    else:
        own = definition.get("resource_types") or []
    inner = [definition[junction] for junction in ("and", "or", "not") if junction in definition]
    return dict.fromkeys([own] if isinstance(own, str) else own) | resource_types(inner)
