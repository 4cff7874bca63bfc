"""Terraform's functions whose result only Terraform's own machine and moment tell, and those not worked out here."""

from __future__ import annotations

_FILE = "the content of a file, which is not part of the document"
_MOMENT = "different each time that Terraform runs"

LATER: dict[str, str] = {
    **dict.fromkeys(("file", "filebase64", "filebase64sha256", "filebase64sha512", "filemd5"), _FILE),
    **dict.fromkeys(("filesha1", "filesha256", "filesha512", "templatefile"), _FILE),
    **dict.fromkeys(
        ("fileexists", "fileset", "pathexpand", "abspath"), "told only by the machine that Terraform runs on"
    ),
    **dict.fromkeys(("timestamp", "plantimestamp", "uuid", "bcrypt"), _MOMENT),
    "rsadecrypt": "a secret",
    "base64gzip": "compressed as only Terraform compresses",
}
"""Why the result of such a function is not known."""
EVALUATED_APART = frozenset({"try", "can", "templatestring"})
"""Functions that do not simply take values."""
