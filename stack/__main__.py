"""Synthesizes the stack of one environment: `python -m stack [ENVIRONMENT]`.

Without an argument the environment is the context's. The documents go to the folder that `CDKTF_OUTDIR` names,
`cdktf.out` without it.
"""

import sys

from cdktf import App

from stack.pipeline import Pipeline
from stack.settings import SettingsError, choose, read_context


def main(arguments: list[str]) -> None:
    """Takes at most one argument, an environment; exits with one sentence where a setting is bad."""
    if len(arguments) > 1:
        sys.exit(f"stack: expected at most one environment, got {' '.join(arguments)}")
    try:
        settings = choose(read_context(), *arguments)
    except SettingsError as error:
        sys.exit(f"stack: {error}")
    app = App(stack_traces=False)
    Pipeline(app, "streamflix", settings=settings)
    app.synth()


main(sys.argv[1:])
