"""A file that leaves the system: written to disk, made known by its hash, and only then handed out."""

from __future__ import annotations

import base64
import hashlib
import os
import tempfile
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Literal
from urllib.parse import quote

from flask import Response

from engine.commands import SHORTEST_REASON, FileMark, RegisterExport
from engine.errors import NotFound, RequestInvalid
from web.site import engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engine.commands import Actor

Format = Literal["pdf", "bundle", "proof", "csv", "xlsx", "xes", "ocel"]
TYPES: dict[Format, tuple[str, str]] = {
    "pdf": ("application/pdf", "pdf"),
    "bundle": ("application/zip", "zip"),
    "proof": ("application/zip", "proof.zip"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    "csv": ("text/csv; charset=utf-8", "csv"),
    "xes": ("application/xml", "xes"),
    "ocel": ("application/json", "jsonocel"),
}
"""Media type and ending of each; a proof is a bundle without what people wrote and submitted."""
BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Order:
    """Which file is to be made, for whom and why; without a case's key it is about many."""

    kind: Format
    actor: Actor
    reason: str
    code: str
    name: str
    """Without its ending."""
    process_instance_key: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a file shows: the end of the case's chain, and what is enclosed in it."""

    chain_length: int = 0
    chain_head: str = ""
    enclosed: tuple[FileMark, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file to hand out; whoever gets it closes it."""

    name: str
    content_type: str
    file: IO[bytes]
    mark: FileMark
    code: str


def produce(order: Order, write: Callable[[IO[bytes]], Shown]) -> ExportedFile:
    """Let `write` fill a file without a name on disk, and make it known under the order's code."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (whoever gets it closes it)
    try:
        shown = write(file)
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        mark = FileMark(order.kind, hashlib.file_digest(file, "sha256").hexdigest(), size)
        file.seek(0)
        chain = (shown.chain_length, shown.chain_head, shown.enclosed)
        engine().execute(RegisterExport(order.code, mark, order.process_instance_key, *chain), order.actor)
    except BaseException:
        file.close()
        raise
    content_type, ending = TYPES[order.kind]
    separator = "-" if order.kind == "proof" else "."
    return ExportedFile(f"{order.name}{separator}{ending}", content_type, file, mark, order.code)


def mark_of(kind: Format, data: bytes) -> FileMark:
    """Return by what a file in memory is recognised."""
    return FileMark(kind, hashlib.sha256(data).hexdigest(), len(data))


def format_of(text: str) -> Format:
    """Return a kind of file by its name; raise NotFound."""
    if text not in TYPES:
        raise NotFound("kind of export", text)
    return text


def reason_of(text: str) -> str:
    """Return a reason as it is recorded; raise RequestInvalid for one that is too short."""
    reason = text.strip()
    if len(reason) < SHORTEST_REASON:
        raise RequestInvalid(f"Say why in at least {SHORTEST_REASON} characters: the record of access keeps it.", "reason")
    return reason


def as_answer(made: ExportedFile) -> Response:
    """Return the file as an HTTP answer, a block of it in memory at a time, with its hash (RFC 9530) and its code."""
    response = Response(_blocks(made.file), content_type=made.content_type)
    response.content_length = made.mark.size
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(made.name)}"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Anumat-Code"] = made.code
    digest = base64.b64encode(bytes.fromhex(made.mark.sha256)).decode()
    response.headers["Repr-Digest"] = f"sha-256=:{digest}:"
    return response


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while block := file.read(BLOCK):
            yield block
