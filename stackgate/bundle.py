"""What ships with Stackgate: the folders of rules, and the schemas that files of ours are held against."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from stackgate.acceptance import accepts

PACKAGE = Path(__file__).resolve().parent


def bundled(kind: str) -> Path:
    """The folder of the rules that come with Stackgate: `kind` is `validators` or `policies`.

    In the installed package it lies inside; in a checkout beside it.
    """
    inside = PACKAGE / kind
    return inside if inside.is_dir() else PACKAGE.parent / kind


def load_toml(path: Path, error: type[Exception]) -> dict[str, Any]:
    """A TOML file. Raises `error`, naming the file, for one that cannot be read or is no TOML."""
    import tomllib  # costs 2 ms, and not every run reads one

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as cause:
        raise error(f"{path}: cannot be read: {cause.strerror}") from None
    except ValueError as cause:
        raise error(f"{path}: is not TOML: {cause}") from None


def read_toml(path: Path, schema: str, error: type[Exception]) -> dict[str, Any]:
    """A TOML file of ours, held against its JSON Schema in validators/schemas. Raises `error`, naming the place."""
    content = load_toml(path, error)
    rules = json.loads((bundled("validators") / "schemas" / f"{schema}.json").read_text(encoding="utf-8"))
    plain = json.loads(json.dumps(content, default=str))
    if accepts(rules)(plain):
        return content
    import jsonschema  # costs 0.1 s, and tells what is wrong

    checker = jsonschema.Draft202012Validator(rules, format_checker=jsonschema.FormatChecker())
    fault = jsonschema.exceptions.best_match(checker.iter_errors(plain))
    if fault is not None:
        raise error(f"{path}: {fault.json_path.removeprefix('$.').removeprefix('$') or 'the file'}: {fault.message}")
    return content
