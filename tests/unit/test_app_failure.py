"""Why an app failed, in a sentence: its exception with its line, its exit status, its last words."""

from __future__ import annotations

import shlex
import stat
import sys
from importlib.util import find_spec
from typing import Any

import pytest

from stackgate.synthesis.app_failure import readable

PYTHON = shlex.quote(sys.executable)


@pytest.mark.parametrize(
    ("main", "message", "place"),
    [
        ("def f():\n    raise KeyError('zone')\nf()\n", "KeyError: 'zone'", 2),
        ("x = 1\nimport json\njson.loads('{')\n", "JSONDecodeError: Expecting property name", 3),
        ("import no_such_module\n", "ModuleNotFoundError: No module named 'no_such_module'", 1),
        (
            "import cdktf_none\n",
            "ModuleNotFoundError: No module named 'cdktf_none'. Activate the virtualenv of the app",
            1,
        ),
        ("x = 1\nif True\n", "SyntaxError: expected ':'", 2),
    ],
)
def test_an_exception_is_told_by_its_innermost_project_line(project: Any, main: str, message: str, place: int) -> None:
    error = project.write(files={"main.py": main}).error()
    assert error.message.startswith(f"The app failed at main.py:{place}: {message}")
    assert error.source == ("main.py", place)
    assert error.log == project.log
    assert stat.S_IMODE(project.log.stat().st_mode) == 0o600


@pytest.mark.skipif(not find_spec("cdktf_cdktf_provider_aws"), reason="without the extra `stack`")
def test_a_dict_in_a_list_is_named_with_its_line(project: Any) -> None:
    main = """\
from cdktf import App, TerraformStack
from cdktf_cdktf_provider_aws.ecs_cluster_capacity_providers import EcsClusterCapacityProviders
stack = TerraformStack(App(), "s")
EcsClusterCapacityProviders(
    stack,
    "providers",
    cluster_name="c",
    default_capacity_provider_strategy=[{"capacity_provider": "FARGATE", "weight": 1}],
)
"""
    error = project.write(files={"main.py": main}).error()
    assert error.source == ("main.py", 4)
    assert error.message.startswith(
        "The app failed at main.py:4: EcsClusterCapacityProviders, default_capacity_provider_strategy[0]: "
        "Missing required properties for EcsClusterCapacityProvidersDefaultCapacityProviderStrategy: "
        "'capacityProvider'."
    )
    assert "deserialize" not in error.message
    assert "Traceback" in project.log.read_text()


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("no-such-command --now", "was not found: `no-such-command --now`"),
        ("./cdktf.json", "cannot be executed"),
        ("kill -9 $$", "ended by the signal SIGKILL"),
        ("echo first; echo the reason >&2; exit 3", "exit status 3. Its last output: first / the reason"),
        (
            f"{PYTHON} -c 'import sys; sys.exit(\"no such zone\")'",
            "exit status 1. Its last output: no such zone",
        ),
        ("exit 4", "exit status 4. It printed nothing."),
    ],
)
def test_an_app_that_fails_without_an_exception(project: Any, command: str, words: str) -> None:
    assert words in project.write(command).error().message


def test_what_jsii_quotes_of_a_value_is_not_repeated() -> None:
    message = (
        "Passed to parameter config of new @cdktf/provider-aws.sqsQueue.SqsQueue: Unable to deserialize value as X\n"
        "├── 🛑 Failing value is an object\n│      { secret: 'hunter2' }\n╰── 🔍 Failure reason(s):\n"
        "    ╰─ Key 'tagsAll': Unable to deserialize value as map<string> | undefined\n"
        "            ╰─ Key 'a': Unable to deserialize value as string\n"
        "                    ╰─ Value is not a string\n"
    )
    assert readable("RuntimeError", message) == "SqsQueue, tags_all.a: Value is not a string."
