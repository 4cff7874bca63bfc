"""Times a cold `stackgate gate` of the bundled stack against the plain chain, in turn in one run.

The plain chain is what a team has without Stackgate: the app with its stock imports, then the `checkov` command on the
document. Both start fresh processes each time and are warmed up once, so that bytecode and caches are there for both.
Prints the seconds of each round and the ratio of the medians; ends with 1 where that is above --at-most.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

from stackgate.synthesis.app import bundled_node

REPOSITORY = Path(__file__).resolve().parents[2]
DOCUMENT = Path("stacks", "streamflix", "cdk.tf.json")
SCRIPTS = Path(sysconfig.get_path("scripts"))


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--at-most", type=float, default=0.35, help="the ratio that is good enough")
    asked = options.parse_args()
    seconds: dict[str, list[float]] = {"gate": [], "chain": []}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(asked.rounds + 1):
            for name, run in (("gate", gate), ("chain", plain_chain)):
                started = time.perf_counter()
                run(Path(folder))
                if number:
                    seconds[name].append(time.perf_counter() - started)
            print(
                f"round {number or 'of warming up'}",
                *(f"{name} {runs[-1]:.2f} s" for name, runs in seconds.items() if runs),
            )
        gated = Path(folder, "gate", "cdktf.out", DOCUMENT).read_bytes()
        if gated != Path(folder, "plain", DOCUMENT).read_bytes():
            print("the two documents differ", file=sys.stderr)
            return 1
    ratio = statistics.median(seconds["gate"]) / statistics.median(seconds["chain"])
    met = ratio <= asked.at_most
    print(f"cores {os.cpu_count()}, rounds {asked.rounds}, the documents are equal")
    print(f"gate / plain chain: {ratio:.3f} of its time (at most {asked.at_most}: {'met' if met else 'missed'})")
    return 0 if met else 1


def gate(folder: Path) -> None:
    """The gate, from the app's source to verdict and reports."""
    _run([str(SCRIPTS / "stackgate"), "gate", "--out", str(folder / "gate")], {0})


def plain_chain(folder: Path) -> None:
    """The stock synthesis, then the checkov command with our policies; its findings make it exit 1."""
    _run([sys.executable, "-m", "stack"], {0}, CDKTF_OUTDIR=str(folder / "plain"))
    document = folder / "plain" / DOCUMENT
    command = [str(SCRIPTS / "checkov"), "-f", str(document), "--framework", "terraform_json", "--skip-download"]
    _run([*command, "--external-checks-dir", str(REPOSITORY / "policies"), "-o", "json"], {0, 1})


def _run(command: list[str], good: set[int], **variables: str) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment.setdefault("JSII_NODE", shutil.which("node") or bundled_node())
    done = subprocess.run(
        command, cwd=REPOSITORY, env=environment | variables, capture_output=True, text=True, check=False
    )
    if done.returncode not in good:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    raise SystemExit(main())
