"""The kept bytecode of rules: found by the text alone, and never a reason to fail."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from stackgate import kept_code
from stackgate.kept_code import KeptCode

RULE = Path("rules", "own_rule.py")


def answer(code):
    names = {}
    exec(code, names)
    return names["answer"]


@pytest.fixture(autouse=True)
def writing(monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "__pycache__" / "rules.cpython-3"


@pytest.fixture
def kept(file):
    """The file, with one rule in it."""
    made = KeptCode(file)
    made.compiled(RULE, b"answer = 1")
    made.keep()
    return file


@pytest.fixture
def compiles(monkeypatch):
    """The texts that are compiled from now on."""
    told = []
    monkeypatch.setattr(
        kept_code, "compile", lambda source, *how, **more: told.append(source) or compile(source, *how, **more), False
    )
    return told


def test_what_is_kept_is_not_compiled_again(kept, compiles):
    assert answer(KeptCode(kept).compiled(RULE, b"answer = 1")) == 1
    assert compiles == []


def test_another_text_of_the_same_length_is_compiled(kept, compiles):
    assert answer(KeptCode(kept).compiled(RULE, b"answer = 2")) == 2
    assert compiles == [b"answer = 2"]


def test_the_same_text_elsewhere_tells_its_own_file_in_a_traceback(kept):
    assert KeptCode(kept).compiled(Path("other.py"), b"answer = 1").co_filename == "other.py"


@pytest.mark.parametrize("damage", [lambda data: data[:100], lambda data: b"", lambda data: b"i\x01\x00\x00\x00"])
def test_a_damaged_file_is_as_none(kept, compiles, damage):
    kept.write_bytes(damage(kept.read_bytes()))
    assert answer(KeptCode(kept).compiled(RULE, b"answer = 1")) == 1
    assert compiles == [b"answer = 1"]


def test_that_of_another_python_is_not_run(kept, compiles, monkeypatch):
    monkeypatch.setattr(kept_code.importlib.util, "MAGIC_NUMBER", b"1234")
    assert answer(KeptCode(kept).compiled(RULE, b"answer = 1")) == 1
    assert compiles == [b"answer = 1"]


def test_nothing_is_written_where_python_writes_no_bytecode(file, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    made = KeptCode(file)
    made.compiled(RULE, b"answer = 1")
    made.keep()
    assert not file.parent.exists()


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path):
    (tmp_path / "file").touch()
    made = KeptCode(tmp_path / "file" / "rules")
    assert answer(made.compiled(RULE, b"answer = 1")) == 1
    made.keep()


def test_it_holds_the_rules_of_one_run_and_does_not_grow(kept, compiles):
    made = KeptCode(kept)
    made.compiled(RULE, b"answer = 2")
    made.keep()
    KeptCode(kept).compiled(RULE, b"answer = 2")
    KeptCode(kept).compiled(RULE, b"answer = 1")
    assert compiles == [b"answer = 2", b"answer = 1"]
    assert [each.name for each in kept.parent.iterdir()] == [kept.name]


def test_a_text_that_is_no_python_is_told(file):
    with pytest.raises(SyntaxError):
        KeptCode(file).compiled(RULE, b"answer = ")


def test_what_was_compiled_without_asserts_is_not_run_with_them(kept):
    program = (
        "import sys; from pathlib import Path; from stackgate.kept_code import KeptCode\n"
        "made = KeptCode(Path(sys.argv[1])); code = made.compiled(Path('rule.py'), b'assert False')\n"
        "made.keep(); exec(code)"
    )
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    ran = [
        subprocess.run([sys.executable, *how, "-c", program, str(kept)], env=environment, check=False).returncode
        for how in (["-O"], [])
    ]
    assert ran == [0, 1]
