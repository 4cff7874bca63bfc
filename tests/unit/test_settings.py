"""stackgate.toml: what it may say, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from stackgate.rule import Rule
from stackgate.settings import Deploy, Settings, SettingsError, load_settings


def rule(level: str = "error", relaxable: bool = False) -> Rule:
    return Rule("r", "validators", Path("r.py"), ("aws_x",), "s", "w", "f", level, relaxable)  # type: ignore[arg-type]


def load(tmp_path: Path, text: str) -> Settings:
    path = tmp_path / "stackgate.toml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path)


def test_without_a_file_the_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings() == Settings()
    assert Settings().environments == {"dev": False, "staging": True, "prod": True}


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    settings = load(tmp_path, 'app = "infra/cdktf.json"\nwaivers = "w.toml"\nvalidators = ["v"]\npolicies = ["p", "q"]')
    assert settings.app == tmp_path / "infra/cdktf.json"
    assert settings.waivers == tmp_path / "w.toml"
    assert settings.validators == (tmp_path / "v",)
    assert settings.policies == (tmp_path / "p", tmp_path / "q")


def test_a_deploy_without_settings_is_terraforms_with_the_lock_file_beside_the_app(tmp_path: Path) -> None:
    assert load(tmp_path, "").deploy == Deploy("terraform", None, ())
    (tmp_path / "infra").mkdir()
    (tmp_path / "infra/.terraform.lock.hcl").touch()
    assert load(tmp_path, 'app = "infra/cdktf.json"').deploy.lock_file == tmp_path / "infra/.terraform.lock.hcl"


def test_how_to_deploy_is_the_repositorys(tmp_path: Path) -> None:
    text = 'public_key = "k.pub"\n[deploy]\ncommand = "tofu"\nlock_file = "l.hcl"\nvariables = ["TF_VAR_image"]'
    settings = load(tmp_path, text)
    assert settings.file == tmp_path / "stackgate.toml"
    assert settings.public_key == tmp_path / "k.pub"
    assert settings.deploy == Deploy("tofu", tmp_path / "l.hcl", ("TF_VAR_image",))


def test_a_level_is_the_repositorys_else_relaxed_else_the_rules_own(tmp_path: Path) -> None:
    changed = load(tmp_path, '[levels]\nr = {level = "error", reason = "we want it so"}')
    assert changed.level(rule("warning"), "prod") == "error"
    assert Settings().level(rule("warning"), "prod") == "warning"
    assert Settings().level(rule(relaxable=True), "prod") == "error"
    assert Settings().level(rule(relaxable=True), "dev") == "warning"
    assert Settings().level(rule(), "dev") == "error"
    own = load(tmp_path, "[environments]\nlive = {strict = true}\nplay = {strict = false}")
    assert own.level(rule(relaxable=True), "play") == "warning"


def test_a_level_of_a_rule_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    settings = load(tmp_path, '[levels]\nnone_such = {level = "error", reason = "we want it so"}')
    with pytest.raises(SettingsError, match="none_such"):
        settings.check_rules({"r": rule()})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("app = ", "is not TOML"),
        ("aps = 'x'", "aps"),
        ("app = 3", "app"),
        ("validators = 'v'", "validators"),
        ("[environments]\nprod = true", "environments.prod"),
        ("[environments]\nprod = {strict = 'yes'}", "strict"),
        ("[deploy]\ncommand = 'pulumi'", "deploy.command"),
        ("[deploy]\nvariables = ['AWS_REGION']", "AWS_REGION"),
        ("[levels]\nr = 'error'", "levels.r"),
        ("[levels]\nr = {level = 'error'}", "reason"),
        ("[levels]\nr = {level = 'fatal', reason = 'we want it so'}", "fatal"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message) as raised:
        load(tmp_path, text)
    assert "stackgate.toml" in str(raised.value)


def test_a_named_file_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(tmp_path / "none.toml")


def test_the_reason_of_a_level_stands_in_the_rules_why(tmp_path: Path) -> None:
    changed = load(tmp_path, '[levels]\nr = {level = "warning", reason = "A tool beside us sees to it."}')
    judged = changed.as_judged(rule())
    assert (judged.level, judged.why) == (
        "warning",
        "w In this repository it is a warning: A tool beside us sees to it.",
    )
    assert Settings().as_judged(rule()) == rule()
