"""An exported file that can be recognised later: its hash and the code printed on it, and the event that tells of it."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

import sqlalchemy as sa

from engine.model.columns import Hexadecimal, metadata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no letter that looks like a digit."""
CODE_LENGTH, GROUP = 16, 4
"""Characters of a code: 80 bits, which nobody finds by trying."""
_READ_AS = str.maketrans("OIL๐๑๒๓๔๕๖๗๘๙", "0110123456789")
_CODE = re.compile(f"[{ALPHABET}]{{{CODE_LENGTH}}}")


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """One file that left the system, or one that is enclosed in it."""

    code: str
    """Printed on a case file; without its dashes."""
    sha256: str
    chain_key: int
    """Of the chain of accesses: the case's key, 0 for a file about many cases."""
    sequence: int
    """Of the event there, which says everything else."""


def new_code() -> str:
    """Return a code for a file that is about to be made."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def shown_code(code: str) -> str:
    """Return a code in groups, as it is printed."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read_code(text: str) -> str | None:
    """Return the code that was typed: in any case, with or without dashes, O for 0; None for what cannot be one."""
    plain = re.sub(r"[\s\-–]", "", text).upper().translate(_READ_AS)
    return plain if _CODE.fullmatch(plain) else None


exported_files = sa.Table(
    "exported_file",
    metadata,
    sa.Column("code", sa.String(CODE_LENGTH), primary_key=True),
    sa.Column("sha256", Hexadecimal, primary_key=True),
    sa.Column("chain_key", sa.BigInteger, nullable=False),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Index("ix_exported_file_sha256", "sha256"),
    sa.Index("ix_exported_file_chain_key", "chain_key"),
)
"""An index into the chains of accesses, and nothing more: what a file is, is read from its event."""
