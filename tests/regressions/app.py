"""The app of the replays: each one makes its stack here, so that all of them are synthesized in one process.

`python app.py` makes the mended ones and those broken ones that synthesize all the same, `python app.py failing` the
broken ones that do not.
"""

import importlib.util
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from cdktf import App

HERE = Path(__file__).parent


def sources(failing: bool) -> Iterator[Path]:
    """The files of all replays that fail, or do not fail, at their synthesis."""
    for expected in sorted(HERE.glob("*/expect.toml")):
        fails = tomllib.loads(expected.read_text(encoding="utf-8")).get("fails", [])
        for file in sorted(expected.parent.glob("*.py")):
            if (file.stem in fails) == failing:
                yield file


def build(file: Path, app: App) -> None:
    """Calls the `build` of a replay's file."""
    spec = importlib.util.spec_from_file_location(f"{file.parent.name}-{file.stem}", file)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    module.build(app)


def main(failing: bool) -> None:
    """Builds all that can be built, then ends with the first error, if there was one."""
    app = App(stack_traces=False)
    errors = []
    for file in sources(failing):
        try:
            build(file, app)
        except Exception as error:
            errors.append(error)
    if errors:
        raise errors[0]
    app.synth()


if __name__ == "__main__":
    main(sys.argv[1:] == ["failing"])
