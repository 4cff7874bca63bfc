"""A team's repository: a copy of the bundled stack with its gate settings, in which commands run as in its pipeline."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[2]
ENVIRONMENT = "dev"
STACK = Path("gate", "cdktf.out", "stacks", "streamflix")
DOCUMENT = STACK / "cdk.tf.json"
LOCK_FILE = ".terraform.lock.hcl"
AT_ONCE = {"TF_CLI_ARGS_apply": "-parallelism=30"}
"""The provider mostly waits: for a queue, that it looks the same for 25 seconds."""
SETTINGS = f"""
public_key = "stackgate.pub"
app = "cdktf.json"
waivers = "stack/waivers.toml"
deploy = {{ variables = {json.dumps([*AT_ONCE])} }}
"""
PATIENCE_S = 240

Done = subprocess.CompletedProcess[str]


@dataclass(frozen=True)
class Project:
    """The folder, and the variables that every command in it gets."""

    folder: Path
    variables: Mapping[str, str]

    @classmethod
    def start(cls, folder: Path, variables: Mapping[str, str]) -> "Project":
        """A copy of the repository's stack, with gate settings that name a key and a variable of Terraform's."""
        shutil.copytree(REPOSITORY / "stack", folder / "stack", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(REPOSITORY / "cdktf.json", folder)
        ours = (REPOSITORY / "stackgate.toml").read_text(encoding="utf-8")
        (folder / "stackgate.toml").write_text(SETTINGS + ours[ours.index("[environments]") :], encoding="utf-8")
        return cls(folder, variables)

    def stackgate(self, *arguments: str, **variables: str) -> Done:
        """`stackgate ARGUMENTS`, whatever its exit status."""
        return self._run(sys.executable, "-m", "stackgate", *arguments, **variables)

    def gate(self) -> Done:
        """Synthesize the stack, judge it, seal the verdict."""
        return self.stackgate("gate", "--environment", ENVIRONMENT, "--key", "stackgate.key")

    def verify(self) -> Done:
        """Hold the seal against what there is."""
        return self.stackgate("verify", "--environment", ENVIRONMENT)

    def deploy(self, **variables: str) -> Done:
        """Deploy what was sealed, without a question."""
        return self.stackgate("deploy", "--environment", ENVIRONMENT, "--approve", **AT_ONCE, **variables)

    def terraform(self, *arguments: str, at: Path = STACK) -> Done:
        """Plain `terraform ARGUMENTS` in a folder, by default where the gate has put the document."""
        return self._run("terraform", f"-chdir={at}", *arguments, TF_IN_AUTOMATION="1", CHECKPOINT_DISABLE="1")

    def init(self, *arguments: str, at: Path = STACK) -> Done:
        """`terraform init`, with the state where `stackgate deploy` keeps it: beside the app."""
        return self.terraform("init", "-input=false", f"-backend-config=path={self.state_file}", *arguments, at=at)

    def replace(self, file: str, old: str, new: str) -> None:
        """Change what stands once in a file of the source."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    @property
    def document(self) -> dict[str, Any]:
        """The document that the gate judged last."""
        content: dict[str, Any] = json.loads((self.folder / DOCUMENT).read_text(encoding="utf-8"))
        return content

    @property
    def declared(self) -> dict[str, dict[str, Any]]:
        """The bodies of the document's resources, by address."""
        by_type = self.document["resource"].items()
        return {f"{kind}.{name}": body for kind, bodies in by_type for name, body in bodies.items()}

    @property
    def state_file(self) -> Path:
        return self.folder / f"terraform.{ENVIRONMENT}.tfstate"

    @property
    def state(self) -> dict[str, dict[str, Any]]:
        """The attributes that Terraform's state keeps, by address."""
        resources = json.loads(self.state_file.read_text(encoding="utf-8"))["resources"]
        return {f"{one['type']}.{one['name']}": one["instances"][0]["attributes"] for one in resources}

    def _run(self, *command: str, **variables: str) -> Done:
        """A command's exit status and output. Raises TimeoutExpired, and ends what the command had started."""
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TF_VAR", "TF_CLI_ARGS"))
        }
        with subprocess.Popen(
            command,
            cwd=self.folder,
            env=environment | self.variables | variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            try:
                said, told = process.communicate(timeout=PATIENCE_S)
            except BaseException:
                for started in (*_descendants(process.pid), process.pid):
                    with suppress(ProcessLookupError):
                        os.kill(started, signal.SIGKILL)
                raise
        assert self.variables["AWS_SECRET_ACCESS_KEY"] not in said + told, f"{command} tells the secret key"
        return subprocess.CompletedProcess(command, process.returncode, said, told)


def _descendants(pid: int) -> Iterator[int]:
    """What a process has started, and what that has: Terraform, in a session of its own, would outlive its parent."""
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, children.read_text(encoding="utf-8").split()):
            yield from _descendants(child)
            yield child
