"""Patterns of many alternatives, made quick: what cannot begin one is passed over at once."""

import re

_LOOK = ("(?!", "(?<!", "(?<=", "(?=")
_OPENS = re.compile(r"\(\?(?:P<\w+>|:)|\(")


def quick(pattern: str) -> re.Pattern[str]:
    """The pattern, preceded by a look at the first character where that can be told."""
    first = _firsts(pattern)
    if not first:
        return re.compile(pattern)
    return re.compile(f"(?=[{re.escape(''.join(sorted(first)))}])(?:{pattern})")


def _firsts(pattern: str) -> set[str]:
    """The characters that a match can begin with; () when any may, or it is hard to tell."""
    found: set[str] = set()
    for alternative in _alternatives(pattern):
        first = _first(alternative)
        if not first:
            return set()
        found |= first
    return found


def _alternatives(pattern: str) -> list[str]:
    parts, depth, begin, inside, at = [], 0, 0, False, 0
    while at < len(pattern):
        sign = pattern[at]
        if sign == "\\":
            at += 1
        elif sign == "[" or (sign == "]" and inside):
            inside = sign == "["
        elif not inside and sign in "()":
            depth += 1 if sign == "(" else -1
        elif sign == "|" and not depth and not inside:
            parts.append(pattern[begin:at])
            begin = at + 1
        at += 1
    return [*parts, pattern[begin:]]


def _first(part: str) -> set[str]:
    while part.startswith(_LOOK):
        part = part[_closing(part) :]
    if opens := _OPENS.match(part):
        end = _closing(part)
        return set() if part[end : end + 1] in ("?", "*") else _firsts(part[opens.end() : end - 1])
    if part.startswith("["):
        end = part.index("]")
        hard = set(part[1:end]) & set("^-\\") or part[end + 1 : end + 2] in ("?", "*")
        return set() if hard else set(part[1:end])
    optional = part[1:2] in ("?", "*", "{")
    return set() if not part or part[0] in "\\.^$" or optional else {part[0]}


def _closing(part: str) -> int:
    """Where the bracket that opens the part is closed, behind it."""
    depth = 0
    for at, sign in enumerate(part):
        depth += (sign == "(") - (sign == ")")
        if not depth:
            return at + 1
    return len(part)
