"""The digests of all that a verdict rests on: the synthesis, the repository's own files, and Stackgate itself."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path, PurePosixPath

from stackgate import __version__
from stackgate.bundle import PACKAGE, bundled
from stackgate.out_folder import CDKTF_OUT
from stackgate.settings import LOCK_FILE, Settings

DEPENDENCIES = (
    "checkov",
    "click",
    "in-toto-attestation",
    "jinja2",
    "jsonschema",
    "junitparser",
    "pydantic",
    "pyyaml",
    "rich",
    "securesystemslib",
    "watchfiles",
    # What judging rests on below Checkov, whose version leaves most of theirs open: how an expression is read, which
    # resources belong together, and what a policy of IAM allows.
    "bc-python-hcl2",
    "cloudsplaining",
    "lark",
    "networkx",
    "policy-sentry",
)
_RULES = ("policies", "validators")
_NO_PART_OF_THE_TOOL = (*_RULES, "cases")
_STATE = re.compile(r".+\.tfstate(\.\d+)?(\.backup)?|\..+\.tfstate\.lock\.info")


@dataclass
class Materials:
    """SHA-256 digests by name, and what is wrong with a file that has none."""

    digests: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    def add(self, path: Path, name: str, *, links: bool = True) -> None:
        """Take a file's digest, under a name that is relative and has forward slashes."""
        try:
            name.encode("utf-8")
            self.digests[name] = digest(path, links=links)
        except UnicodeEncodeError:
            self.problems[name.encode("utf-8", "backslashreplace").decode()] = "its name is not UTF-8"
        except NotRegular as error:
            self.problems[name] = str(error)
        except OSError as error:
            self.problems[name] = f"cannot be read: {error.strerror}"


class NotRegular(Exception):
    """A link, a pipe, a socket or a device where a file should be."""


def digest(path: Path, *, links: bool = True) -> str:
    """The SHA-256 of a file, read piece by piece. Raises OSError and NotRegular; without `links` for a link too."""
    if not links and path.is_symlink():
        raise NotRegular("is a link, and what it leads to could be exchanged")
    # Without O_NONBLOCK a pipe that nobody writes to would be waited for.
    with open(path, "rb", opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK)) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise NotRegular("is no regular file")
        return hashlib.file_digest(file, "sha256").hexdigest()


def of_synthesis(out: Path, passed_over: Callable[[str], bool] = lambda _: False) -> Materials:
    """Everything below the synthesis in an out folder, but names that are passed over.

    A link there is a problem: what it leads to is not sealed.
    """
    found = Materials()
    for path in _files(out / CDKTF_OUT, found, out, passed_over=lambda _: False):
        name = _name(path, out)
        if not passed_over(name):
            found.add(path, name, links=False)
    for link in list(filter(passed_over, found.problems)):
        del found.problems[link]  # providers that `init` has linked from a mirror or a cache
    return found


def is_provider(name: str) -> bool:
    """Whether a file below the synthesis is of the providers that `init` leaves, or the lock file that it writes."""
    path = PurePosixPath(name)
    in_providers = any(pair == (".terraform", "providers") for pair in zip(path.parts, path.parts[1:], strict=False))
    return in_providers or path.name == LOCK_FILE


def is_state(name: str) -> bool:
    """Whether a file below the synthesis is called like a state, as `init`, `plan` and `apply` leave one."""
    return _STATE.fullmatch(PurePosixPath(name).name) is not None


def of_repository(settings: Settings) -> Materials:
    """The settings, cdktf.json, waivers, own rules and lock file, by their paths from the folder of the settings."""
    found = Materials()
    for rules in (*settings.validators, *settings.policies):
        for path in _files(rules, found, _base(settings), passed_over=_is_cache):
            found.add(path, name_of(path, settings))
    # cdktf.json tells of which project a seal is: two may share key and settings.
    for file in (settings.file, settings.app, settings.waivers, settings.deploy.lock_file):
        if file is not None:
            found.add(file, name_of(file, settings))
    return found


def name_of(path: Path, settings: Settings) -> str:
    """What a file of the repository is called: its path from the folder of the settings."""
    return _name(path, _base(settings))


def of_tool() -> Materials:
    """The files of Stackgate and its rules, by their paths in the installed package."""
    found = Materials()
    parts = {"": PACKAGE} | {kind: bundled(kind) for kind in _RULES}
    for part, folder in parts.items():
        for path in _files(folder, found, folder, passed_over=_is_cache):
            name = path.relative_to(folder)
            if part or name.parts[0] not in _NO_PART_OF_THE_TOOL:
                found.add(path, str(PurePosixPath("stackgate", part, name)))
    return found


def versions() -> Mapping[str, str]:
    """The versions of Python, Stackgate and what it depends on."""
    found = {"python": platform.python_version(), "stackgate": __version__}
    return found | {name: version(name) for name in DEPENDENCIES}


def _files(folder: Path, found: Materials, base: Path, passed_over: Callable[[str], bool]) -> Iterator[Path]:
    """The files below a folder, in order. A folder that cannot be read, or is a link below it, is a problem."""

    def problem(error: OSError) -> None:
        found.problems[_name(Path(error.filename), base)] = f"cannot be read: {error.strerror}"

    for at, folders, names in os.walk(folder, onerror=problem):
        folders[:] = sorted(name for name in folders if not passed_over(name))
        for name in folders:
            if (link := Path(at, name)).is_symlink():
                found.problems[_name(link, base)] = "is a link to a folder, and what it leads to could be exchanged"
        yield from (Path(at, name) for name in sorted(names))


def _is_cache(folder: str) -> bool:
    """Whether a folder of a package or of rules holds nothing that judges: bytecode, and what tools hide there."""
    return folder == "__pycache__" or folder.startswith(".")


def _base(settings: Settings) -> Path:
    return settings.file.parent if settings.file else Path()


def _name(path: Path, base: Path) -> str:
    return Path(os.path.relpath(path, base)).as_posix()
