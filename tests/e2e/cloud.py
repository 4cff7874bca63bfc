"""A cloud of our own: moto's server on a free port of this machine, and what a process must be told to use it."""

import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

SERVER = Path(__file__).with_name("moto_server.py")
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
"""AWS's own example of a secret key: whoever finds it in an output knows that credentials get there."""
PATIENCE_S = 60


@dataclass(frozen=True)
class Cloud:
    """The endpoint of all services, and the region."""

    endpoint: str
    region: str

    @property
    def variables(self) -> dict[str, str]:
        """What sends Terraform's AWS provider here; the document says nothing of it."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def client(self, service: str) -> Any:
        """boto3's client of a service."""
        return boto3.client(
            service,
            region_name=self.region,
            endpoint_url=self.endpoint,
            aws_access_key_id=self.variables["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=SECRET,
        )


@contextmanager
def running_cloud(account: str, region: str, log: Path) -> Iterator[Cloud]:
    """A cloud with nothing in it, of the account; it ends with the block, and with this process in any case."""
    with (
        log.open("wb") as said,
        subprocess.Popen(
            [sys.executable, str(SERVER), account], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said
        ) as server,
    ):
        try:
            assert server.stdout is not None
            answered, _, _ = select.select([server.stdout], [], [], PATIENCE_S)
            port = server.stdout.readline().decode().strip() if answered else ""
            assert port, f"moto's server did not start: {log.read_text(encoding='utf-8')}"
            yield Cloud(f"http://127.0.0.1:{port}", region)
        finally:
            server.kill()
