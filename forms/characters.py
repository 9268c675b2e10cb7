"""How text is cleaned, and how its characters are counted.

A character is what a reader counts as one: a code point of the NFC form that is no combining mark and no invisible
format character. So the Thai syllable ที่ (a consonant with a vowel and a tone mark above) counts 1, and ทำ, whose vowel
takes space of its own, counts 2. `web/assets/forms/characters.js` counts alike.
"""

from __future__ import annotations

import unicodedata

MAX_CODE_POINTS = 100_000
_THAI_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_UNCOUNTED = frozenset({"Mn", "Me", "Cf"})
_INVISIBLE_EDGES = "\u200b\ufeff"


def clean(text: str) -> str:
    """Return `text` in NFC with \\n line ends, without control characters and without blanks around it."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs"})
    while (stripped := text.strip().strip(_INVISIBLE_EDGES)) != text:
        text = stripped
    return text


def count(text: str) -> int:
    """Count the characters of cleaned text."""
    return sum(unicodedata.category(sign) not in _UNCOUNTED for sign in text)


def arabic_digits(text: str) -> str:
    """Return `text` with Thai digits written as Arabic ones."""
    return text.translate(_THAI_TO_ARABIC)
