"""Checkpoints as files that can be copied off the machine: each is written once, none is ever changed."""

from __future__ import annotations

import fcntl
import json
import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

PUBLIC_KEY = "public_key.pem"
CHECKPOINTS, LEAVES = ".json", ".leaves"


@dataclass(frozen=True, slots=True)
class PublishedCheckpoint:
    """A checkpoint as its file says; nothing of it is believed yet."""

    number: int
    document: str
    signature: str


@contextmanager
def exclusively(directory: Path) -> Iterator[bool]:
    """Hold the directory's lock; gives False, and no lock, when another process makes a checkpoint."""
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def publish(directory: Path, checkpoint: PublishedCheckpoint, leaves: Iterable[str]) -> None:
    """Write the leaves that a checkpoint added, a line each, then the checkpoint itself; what is there already stays."""
    _write_once(directory / f"{checkpoint.number:08}{LEAVES}", (f"{leaf}\n" for leaf in leaves))
    text = f'{{"checkpoint":{checkpoint.document},"signature":"{checkpoint.signature}"}}\n'
    _write_once(directory / f"{checkpoint.number:08}{CHECKPOINTS}", [text])


def publish_key(directory: Path, key_id: str, pem: bytes) -> None:
    """Write a public key beside the checkpoints, once: the first under the name that everybody looks for, later ones under their own."""
    _write_once(directory / PUBLIC_KEY, [pem.decode("ascii")])
    if (directory / PUBLIC_KEY).read_bytes() != pem:
        _write_once(directory / f"{key_id}.pem", [pem.decode("ascii")])


def last_published(directory: Path) -> int:
    """Return the greatest number that was published; 0 when there is none."""
    return max((int(path.stem) for path in _files(directory)), default=0)


def published(directory: Path) -> Iterator[PublishedCheckpoint]:
    """Yield the checkpoints of a directory by number; a file that is no checkpoint gives one with an empty document."""
    for path in sorted(_files(directory)):
        yield read_checkpoint(path)


def read_checkpoint(path: Path) -> PublishedCheckpoint:
    """Read one file; the document is the text between its marks, so that not a byte of what was signed is lost."""
    number = int(path.stem) if path.stem.isdigit() else 0
    text = path.read_text(encoding="utf-8").strip()
    head, tail = '{"checkpoint":', '"signature":"'
    place = text.rfind("," + tail)
    if not text.startswith(head) or place < 0 or not text.endswith('"}'):
        return PublishedCheckpoint(number, "", "")
    return PublishedCheckpoint(number, text[len(head) : place], text[place + 1 + len(tail) : -2])


def leaves_of(directory: Path, number: int) -> Iterator[str]:
    """Yield the leaves that a checkpoint added; nothing when its file is gone."""
    path = directory / f"{number:08}{LEAVES}"
    if path.exists():
        with path.open(encoding="utf-8", newline="\n") as lines:
            for line in lines:
                yield line.removesuffix("\n")


def fields_of(document: str) -> dict[str, object]:
    """Return what a document says; empty when it is no JSON object."""
    try:
        found = json.loads(document)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _files(directory: Path) -> list[Path]:
    return [path for path in directory.glob(f"*{CHECKPOINTS}") if path.stem.isdigit()]


def _write_once(path: Path, parts: Iterable[str]) -> None:
    if path.exists():
        return
    partial = path.with_name(f"{path.name}.partial")
    with partial.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(parts)
        file.flush()
        os.fsync(file.fileno())
    partial.chmod(0o444)
    partial.rename(path)
