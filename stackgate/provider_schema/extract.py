"""Makes a schema file out of the installed bindings of the AWS provider: prints it, or writes it where it is told to:

    python -m stackgate.provider_schema.extract validators/schemas/aws-6.jsonl

Ends with status 1 and the cause where the bindings are not there or have a shape that is not known.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from stackgate.provider_schema.assemble import provider_version, types_of
from stackgate.provider_schema.bindings import PACKAGE, Bindings, NoBindings, installed_bindings
from stackgate.provider_schema.generated_code import UnknownShape
from stackgate.provider_schema.notation import written


def schema_file(bindings: Bindings) -> str:
    """The content of the schema file of these bindings. Raises UnknownShape."""
    metadata = {"version": provider_version(bindings), "source": f"{PACKAGE} {bindings.version}"}
    types = ({kind: written(block)} for kind, block in sorted(types_of(bindings)))
    return "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in (metadata, *types))


def _main(*path: str) -> None:
    try:
        content = schema_file(installed_bindings())
    except (NoBindings, UnknownShape) as error:
        sys.exit(f"extract: {error}")
    if path:
        Path(*path).write_text(content, encoding="utf-8")
    else:
        sys.stdout.write(content)


if __name__ == "__main__":
    _main(*sys.argv[1:2])
