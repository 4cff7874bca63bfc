"""How a report says what a finding alone does not: which attribute it is about, what Checkov thinks of it."""

from __future__ import annotations

import re

from stackgate.finding import Corroboration, Finding

_LONGEST_NAME = 200
_LONGEST_MESSAGE = 4000


def said(finding: Finding) -> str:
    """The finding's message; where that does not name the attribute that it is about, the attribute before it."""
    attribute, message = finding.attribute, finding.message
    return message if not attribute or _names(message, attribute) else f"{attribute[:_LONGEST_NAME]}: {message}"


def opinion(corroboration: Corroboration, finding: Finding) -> str:
    """What one of Checkov's checks says of a finding: `CKV_AWS_96 agrees`."""
    check, is_open = corroboration.check, finding.status == "unknown"
    if corroboration.result == "unknown":
        return f"{check} cannot tell"
    if corroboration.result == "fail":
        return f"{check} {'fails it' if is_open else 'agrees'}"
    return f"{check} {'passes it' if is_open else 'disagrees: it passes'}"


def _names(message: str, attribute: str) -> bool:
    """Whether a message speaks of an attribute by its name; in quotes it is another's, or a suggestion."""
    pattern = rf"(?<![\w'.]){re.escape(attribute[:_LONGEST_NAME])}(?![\w'])"
    return re.search(pattern, message[:_LONGEST_MESSAGE]) is not None
