"""What a deploy is given: where, for which environment, and whom to ask for what."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from stackgate.deployment.ending import CouldNotDeploy, Refused
from stackgate.deployment.stacks import Stack
from stackgate.finding import Verdict
from stackgate.out_folder import VERDICT
from stackgate.seal.verification import Sealed
from stackgate.settings import Settings

Asked = list[tuple[str, str]]
Judge = Callable[[Path, Path, str, Asked], Verdict]


@dataclass(frozen=True)
class Terms:
    """The out folder, the environment and the settings; and the functions that the chain calls.

    `verify` holds all against the seal; `judge` takes a plan's JSON, its document, how to name them, and the pairs of
    rule and address that were unknown; `approve` is asked one question; `show` prints a report, `progress` a line.
    """

    out: Path
    environment: str
    settings: Settings
    verify: Callable[[], Sealed]
    judge: Judge
    approve: Callable[[str], bool]
    show: Callable[[str], None]
    progress: Callable[[str], None]
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))

    @property
    def app(self) -> Path:
        """The folder of the app."""
        return self.settings.app.parent.resolve()

    def undecided(self, stack: Stack) -> Asked:
        """The pairs of rule and address that the sealed verdict left open for the plan to decide.

        Raises CouldNotDeploy, and Refused where one of them is about the synthesis, of which no plan tells.
        """
        file = self.out / VERDICT
        try:
            findings = json.loads(file.read_text(encoding="utf-8"))["findings"]
            unknown = [finding for finding in findings if finding["status"] == "unknown"]
            beyond = [one["rule"] for one in unknown if one["engine"] == "synth" and one["level"] == "error"]
            asked = [
                (finding["rule"], finding["address"])
                for finding in unknown
                if finding["location"] and finding["location"]["path"].endswith(stack.document)
            ]
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            raise CouldNotDeploy(f"{file} cannot be read: {type(error).__name__}") from None
        if beyond:
            raise Refused(*(f"{rule} is an open question of the synthesis, which no plan decides" for rule in beyond))
        return asked
