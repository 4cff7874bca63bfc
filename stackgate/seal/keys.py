"""Keys that seal: ed25519 pairs as PEM. A private key is in no message, whatever is wrong with it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from securesystemslib.signer import CryptoSigner, SSlibKey

_LONGEST = 64 * 1024  # bytes; an ed25519 key has 120
_PEM = "-----BEGIN"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_NOT_A_KEY = (ValueError, TypeError, UnsupportedAlgorithm)


class KeyFileError(Exception):
    """A key that cannot be made or used; the text says which file and why, and nothing of what is in it."""


def make_pair(private: Path, public: Path) -> CryptoSigner:
    """Make a pair of keys in two files, the private one for its owner's eyes alone.

    Raises KeyFileError where one of the files is there already: a key that seals hang on is never written over.
    """
    signer = CryptoSigner.generate_ed25519()
    _make(private, signer.private_bytes, 0o600)
    try:
        _make(public, public_pem(signer).encode(), 0o644)
    except BaseException:
        private.unlink()
        raise
    return signer


def public_pem(signer: CryptoSigner) -> str:
    """The public key of a pair, as it is written to its file."""
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signer.public_key.keyval["public"]))
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def signer_from_file(path: Path) -> CryptoSigner:
    """The private key in a file. Raises KeyFileError, also for a file that others than its owner may use.

    That is refused and not only told: whoever could read the key may have sealed with it already.
    """
    content, mode = _read(path)
    if stat.S_ISREG(mode) and mode & _OTHERS:
        raise KeyFileError(f"{path}: others than its owner may use this private key: make a new one, or chmod 600 it")
    return _signer(content, str(path))


def signer_from_text(text: str, where: str) -> CryptoSigner:
    """The private key that a variable `where` holds, as PEM. Raises KeyFileError."""
    return _signer(text.encode("utf-8", "surrogateescape"), where)


def read_public_key(path: Path) -> SSlibKey:
    """The public key in a file. Raises KeyFileError, also for a file that holds a private one."""
    content, _ = _read(path)
    if b"PRIVATE KEY" in content:
        raise KeyFileError(f"{path}: holds a private key; name the file of its public one, and keep this one secret")
    try:
        key = load_pem_public_key(content)
    except _NOT_A_KEY:
        raise KeyFileError(f"{path}: holds no public key in PEM") from None
    if not isinstance(key, Ed25519PublicKey):
        raise KeyFileError(f"{path}: is no ed25519 key")
    return SSlibKey.from_crypto(key)


def _signer(content: bytes, where: str) -> CryptoSigner:
    try:
        key = load_pem_private_key(content, password=None)
    except _NOT_A_KEY:
        raise KeyFileError(f"{where}: holds no private key in PEM that can be read without a password") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError(f"{where}: is no ed25519 key")
    return CryptoSigner(key)


def _make(path: Path, content: bytes, mode: int) -> None:
    _refuse_pem(path)
    try:
        # O_EXCL also refuses a link, which could lead to where others read.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:
        raise KeyFileError(f"{path}: is there already, and a key is never written over") from None
    except OSError as error:
        raise KeyFileError(f"{path}: cannot be written: {error.strerror}") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    except BaseException as error:
        path.unlink()
        if isinstance(error, OSError):
            raise KeyFileError(f"{path}: cannot be written: {error.strerror}") from None
        raise


def _read(path: Path) -> tuple[bytes, int]:
    """A key file's content and mode. Raises KeyFileError."""
    _refuse_pem(path)
    try:
        with path.open("rb") as file:
            return file.read(_LONGEST), os.fstat(file.fileno()).st_mode
    except OSError as error:
        raise KeyFileError(f"{path}: cannot be read: {error.strerror}") from None


def _refuse_pem(path: Path) -> None:
    """Raise KeyFileError where somebody wrote the key itself in place of its file's name."""
    if _PEM in str(path):
        raise KeyFileError("a key is named by its file; what was given looks like the key itself, and is not shown")
