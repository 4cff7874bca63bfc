"""The app of the replays: each one makes its stack here, so that all of them are synthesized in one process.

`python app.py` makes the mended ones and those broken ones that synthesize all the same, `python app.py failing` the
broken ones that do not.
"""

import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
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


def main(failing: bool) -> None:
    """Builds all stacks in one app. What fails ends it, as it would end the app of anybody else."""
    app = App(stack_traces=False)
    for file in sources(failing):
        import_module(f"{file.parent.name}.{file.stem}").build(app)
    app.synth()


if __name__ == "__main__":
    main(sys.argv[1:] == ["failing"])
