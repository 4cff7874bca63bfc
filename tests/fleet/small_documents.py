"""Documents for a fleet: small ones in folders of their own, and rules that end the process that asks them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

RULE = '''
import ctypes, os, signal
from pathlib import Path
from stackgate.validator import validator


@validator(on="aws_sns_topic")
def check(topic, graph):
    """A topic harms nobody.

    Why: A rule may break in any way.
    Fix: Mend the rule.
    """
    {body}
'''
ENDINGS = {
    "exit status 0": "os._exit(0)",
    "exit status 3": "os._exit(3)",
    "SIGKILL": "os.kill(os.getpid(), signal.SIGKILL)",
    "SIGSEGV": "ctypes.string_at(0)",
}


def document(name: str, encrypted: bool = True) -> dict[str, Any]:
    """A topic, and a queue without which the document would be good."""
    topic = {"name": name, **({"kms_master_key_id": "alias/own"} if encrypted else {})}
    return {
        "//": {"metadata": {"stackName": name}},
        "resource": {"aws_sns_topic": {"t": topic}, "aws_sqs_queue": {"q": {"name": "q"}}},
    }


def write(folder: Path, content: Any) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "cdk.tf.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content, indent=2), encoding="utf-8")
    return path


def fleet(folder: Path, number: int) -> list[Path]:
    """So many documents of which every third has a fault more."""
    return [write(folder / f"s{each:03}", document(f"s{each:03}", each % 3 > 0)) for each in range(number)]


def ending_rule(folder: Path, ending: str, stack: str) -> Path:
    """A folder with a rule that ends its process on the topic of one stack."""
    folder.mkdir(exist_ok=True)
    body = f"if topic['name'] == {stack!r}: {ENDINGS[ending]}\n    return ()"
    (folder / "ending.py").write_text(RULE.format(body=body), encoding="utf-8")
    return folder


AS_IT_IS = ("-m", "stackgate")
IN_SHARES = ("-c", "from stackgate import asking, cli, fleet; asking.LARGE = 1; fleet.LARGE_BYTES = 0; cli.main()")
"""How Python is called for the command, and for one to which every document is large."""


def in_a_process(*arguments: str, cwd: Path, how: tuple[str, str] = AS_IT_IS) -> subprocess.CompletedProcess[str]:
    """`stackgate ARGUMENTS` in a process of its own, which a rule may end."""
    return subprocess.run([sys.executable, *how, *arguments], cwd=cwd, capture_output=True, text=True, check=False)


def report(text: str) -> dict[str, Any]:
    """A JSON report without the time."""
    content = json.loads(text)
    content.pop("judged_at")
    return dict(content)
