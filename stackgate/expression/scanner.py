"""Where the strings, heredocs and numbers of an expression begin and end, found by hand.

The grammar's own patterns take strings that lie in strings only two deep, and repeat what is itself repeated, which
keeps Python's regular expressions busy for ever. So each literal is taken out before the grammar is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from stackgate.number import Number, parse_number

MAX_NESTING = 100
"""How deep strings, brackets and interpolations may lie in each other."""

_NEXT = re.compile(
    r'(?P<quote>")|(?P<comment>#[^\n]*|//[^\n]*|/\*.*?\*/)|(?P<heredoc><<-?(?P<mark>[^\W\d][\w.-]*)\r?\n)'
    r"|(?P<number>(?<![\w.])\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w]))|(?P<newline>\r?\n)|(?P<bracket>[][(){}])",
    re.DOTALL,
)
_BRACE_OR_QUOTE = re.compile(r'["{}]')
_FOR = re.compile(r"\s*for\s")


class SyntaxFault(Exception):
    """A text that is not an expression, or is nested deeper than is read."""


class Quoted(NamedTuple):
    """The inside of a string literal; a heredoc knows no escapes with a backslash."""

    text: str
    heredoc: bool = False


@dataclass(slots=True)
class Scanned:
    """An expression whose literals stand as `"0"`, `"1"` ..., the numbers of their places in `literals`."""

    skeleton: str = ""
    literals: list[Quoted | Number] = field(default_factory=list)

    def literal(self, value: Quoted | Number) -> None:
        """Put the next literal's number where the literal stands."""
        self.skeleton += f'"{len(self.literals)}"'
        self.literals.append(value)


def scan(source: str) -> Scanned:
    """An expression without its literals, comments, and the line ends that mean nothing. Raises SyntaxFault."""
    found, position = Scanned(), 0
    significant = [False]  # whether a line end separates something, for each open bracket
    while match := _NEXT.search(source, position):
        found.skeleton += source[position : match.start()]
        position = match.end()
        if match["quote"]:
            end = closing_quote(source, position)
            found.literal(Quoted(source[position:end]))
            position = end + 1
        elif match["heredoc"]:
            text, position = _heredoc(source, position, match["mark"], "<<-" in match[0])
            found.literal(Quoted(text, heredoc=True))
        elif match["number"]:
            number = parse_number(match["number"])
            if number is None:
                raise SyntaxFault("a number that is too large")
            found.literal(number)
        elif match["bracket"]:
            found.skeleton += match[0]
            _track(significant, match[0], source, position)
        else:
            found.skeleton += "\n" if match["newline"] and significant[-1] else " "
    found.skeleton += source[position:]
    return found


def _track(significant: list[bool], bracket: str, source: str, position: int) -> None:
    if bracket in "([{":
        significant.append(bracket == "{" and not _FOR.match(source, position))
    elif len(significant) > 1:
        significant.pop()
    if len(significant) > MAX_NESTING:
        raise SyntaxFault("nested too deep to be read")


def closing_brace(text: str, start: int, depth: int = 0) -> int:
    """The index of the `}` that closes what was opened before `start`. Raises SyntaxFault where there is none."""
    if depth > MAX_NESTING:
        raise SyntaxFault("nested too deep to be read")
    braces, position = 1, start
    while match := _BRACE_OR_QUOTE.search(text, position):
        position = match.start()
        if match[0] == '"':
            position = closing_quote(text, position + 1, depth + 1)
        else:
            braces += 1 if match[0] == "{" else -1
            if braces == 0:
                return position
        position += 1
    raise SyntaxFault("a brace that is never closed")


def closing_quote(text: str, start: int, depth: int = 0) -> int:
    """The index of the quote that ends a string begun before `start`. Raises SyntaxFault where there is none."""
    position = start
    while position < len(text) and text[position] != '"':
        if text.startswith(("$${", "%%{"), position):
            position += 2
        elif text.startswith(("${", "%{"), position):
            position = closing_brace(text, position + 2, depth + 1)
        position += 2 if text[position : position + 1] == "\\" else 1
    if position >= len(text):
        raise SyntaxFault("a string that is never closed")
    return position


def _heredoc(source: str, start: int, mark: str, indented: bool) -> tuple[str, int]:
    end = re.compile(rf"^[ \t]*{re.escape(mark)}[ \t]*$", re.MULTILINE).search(source, start)
    if end is None:
        raise SyntaxFault("a heredoc that is never closed")
    lines = source[start : end.start()].splitlines(keepends=True)
    if indented:
        margin = min((len(line) - len(line.lstrip(" \t")) for line in lines if line.strip()), default=0)
        lines = [line[margin:] if line.strip() else line for line in lines]
    return "".join(lines), end.end()
