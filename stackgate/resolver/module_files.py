"""Reads the folders of local modules.

Source: Terraform's documentation, "Files and Configuration Structure", "Override Files" and "Module Sources".
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stackgate.document import DocumentError, read_document
from stackgate.graph import ModuleFile
from stackgate.resolver.hcl import HclError, read_hcl

MAX_HCL_BYTES = 4 * 1024 * 1024
MAX_FILES = 1_000
"""Of one folder."""
_LOCAL = ("./", "../")


class ModuleError(Exception):
    """A module that cannot be expanded; the text says why."""


class ModuleFolders:
    """The folders of one document's modules, each read once, and the files that were read in `files`."""

    def __init__(self) -> None:
        self.files: list[ModuleFile] = []
        self._read: dict[Path, dict[str, Any] | ModuleError] = {}

    def contents(self) -> list[dict[str, Any]]:
        """What was read of each folder."""
        return [content for content in self._read.values() if isinstance(content, dict)]

    def locate(self, body: Mapping[str, Any], folder: Path | None) -> Path:
        """The folder of the module that a call in `folder` names. Raises ModuleError."""
        source = body.get("source")
        if not isinstance(source, str) or "${" in source or "%{" in source:
            raise ModuleError("its source is not written out")
        if source not in (".", "..") and not source.startswith(_LOCAL):
            raise ModuleError("its source is no local folder, and nothing is fetched")
        if folder is None:
            raise ModuleError("the folder that its source starts from is not known")
        try:
            return (folder / source).resolve(strict=True)
        except (OSError, RuntimeError, ValueError):
            raise ModuleError(f"there is no folder {source}") from None

    def read(self, folder: Path) -> dict[str, Any]:
        """The content of a folder's files in the form of one document. Raises ModuleError."""
        if folder not in self._read:
            try:
                self._read[folder] = self._content(folder)
            except ModuleError as error:
                self._read[folder] = error
        content = self._read[folder]
        if isinstance(content, ModuleError):
            raise content
        return content

    def _content(self, folder: Path) -> dict[str, Any]:
        content: dict[str, Any] = {}
        for path in _configuration_files(folder):
            try:
                part, digest = _read_json(path) if path.name.endswith(".json") else _read_hcl(path)
            except (DocumentError, HclError) as error:
                raise ModuleError(f"its file {path.name} {error}") from None
            self.files.append(ModuleFile(path, digest))
            for section, value in part.items():
                if section != "//":
                    content.setdefault(section, []).extend(value if isinstance(value, list) else [value])
        return content


def _configuration_files(folder: Path) -> list[Path]:
    """The files that Terraform reads in a folder. Raises ModuleError where there are none, or they override others."""
    try:
        names = sorted(path.name for path in folder.iterdir() if path.name.endswith((".tf", ".tf.json")))
    except OSError as error:
        raise ModuleError(f"its folder cannot be read: {error.strerror}") from None
    names = [name for name in names if not name.startswith(".")]
    if not names:
        raise ModuleError("its folder holds no configuration")
    if len(names) > MAX_FILES:
        raise ModuleError(f"its folder holds over {MAX_FILES} files")
    for name in names:
        stem = name.removesuffix(".json").removesuffix(".tf")
        if stem == "override" or stem.endswith("_override"):
            raise ModuleError(f"its file {name} overrides others")
        if not (folder / name).is_file():
            raise ModuleError(f"its {name} is no file")
    return [folder / name for name in names]


def _read_json(path: Path) -> tuple[dict[str, Any], str]:
    document = read_document(path)
    return document.content, document.sha256


def _read_hcl(path: Path) -> tuple[dict[str, Any], str]:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_HCL_BYTES + 1)
        text = data.decode("utf-8").removeprefix("\ufeff")
    except OSError as error:
        raise HclError(f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise HclError("is not UTF-8") from None
    if len(data) > MAX_HCL_BYTES:
        raise HclError(f"is larger than {MAX_HCL_BYTES // 1024**2} MiB")
    return read_hcl(text), hashlib.sha256(data).hexdigest()
