"""The words of the case search: marks for what a case has to do with, grams for the text that it contains."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST_TEXT = 3
"""In characters: what is shorter is in no index."""
LONGEST_TEXT = 8_000
"""In characters: of a longer text the beginning is found."""
_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


class Mark(StrEnum):
    """What a mark says about a case."""

    PERSON = "person"
    """Did something, or was asked by name."""
    GROUP = "group"
    """Was asked."""
    PROCESS = "process"
    VERSION = "version"
    """Process id, a slash and the version."""
    ELEMENT = "element"
    """Process id, a slash and the element that was reached."""
    UNIT = "unit"
    PROVINCE = "province"
    STATE = "state"
    DECISION = "decision"


@lru_cache(maxsize=20_000)
def mark(kind: Mark, value: str) -> int:
    """Return the number that stands for this fact: 64 bits of its hash, so that no two are ever the same in practice."""
    digest = hashlib.blake2b(f"{kind}:{value}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def searchable(texts: Iterable[str]) -> str:
    """Return the texts as they are compared: in lower case, with Arabic digits and single spaces, a line for each."""
    lines = dict.fromkeys(" ".join(text.split()) for text in texts)
    return "\n".join(line for line in lines if line).lower().translate(_ARABIC)[:LONGEST_TEXT]


def words(asked: str) -> list[str]:
    """Return the words that a text must all contain, as they are compared; Thai has no spaces, so one may be a phrase."""
    return searchable([asked]).split()


def grams(text: str) -> list[int]:
    """Return a number for each piece of three characters within a line; different pieces may share one."""
    found: set[int] = set()
    for line in text.split("\n"):
        codes = [ord(character) & 1023 for character in line]
        found.update(a << 20 | b << 10 | c for a, b, c in zip(codes, codes[1:], codes[2:], strict=False))
    return sorted(found)
