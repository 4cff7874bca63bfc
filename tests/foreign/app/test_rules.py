"""Our own rules against their cases, through the command line alone: `pytest test_rules.py`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

HERE = Path(__file__).parent
CASES = [
    (file.stem, case)
    for file in sorted(HERE.glob("*/cases/*.yaml"))
    for cases in yaml.safe_load(file.read_text(encoding="utf-8")).values()
    for case in cases
]


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_case(rule, case, tmp_path):
    (tmp_path / "cdk.tf.json").write_text(json.dumps(case["document"]), encoding="utf-8")
    # The app's waivers are of the app's resources: here they would be stale.
    (tmp_path / "waivers.toml").touch()
    command = [sys.executable, "-m", "stackgate", "check", str(tmp_path), "--format", "json"]
    command += ["--waivers", str(tmp_path / "waivers.toml")]
    report = json.loads(subprocess.run(command, cwd=HERE, capture_output=True, check=False).stdout)
    assert report["errors"] == []
    found = {finding["address"] for finding in report["findings"] if finding["rule"] == rule}
    assert found == {expected["address"] for expected in case.get("expect", ())}
