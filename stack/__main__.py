"""Synthesizes the stack of one environment: `python -m stack [ENVIRONMENT]`.

Without an argument the environment is the context's. The documents go to the folder that `CDKTF_OUTDIR` names,
`cdktf.out` without it.
"""

import sys

from stack.settings import SettingsError, choose, read_context


def main(arguments: list[str]) -> None:
    """Takes at most one argument, an environment; exits with one sentence where a setting is bad."""
    if len(arguments) > 1:
        sys.exit(f"stack: expected at most one environment, got {' '.join(arguments)}")
    try:
        settings = choose(read_context(), *arguments)
    except SettingsError as error:
        sys.exit(f"stack: {error}")

    # The bindings take seconds to import: a bad setting is told before.
    from cdktf import App

    from stack.pipeline import Pipeline

    app = App(stack_traces=False)
    Pipeline(app, "streamflix", settings=settings)
    app.synth()


if __name__ == "__main__":
    main(sys.argv[1:])
