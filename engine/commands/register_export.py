"""Making an exported file known, so that whoever is shown it can ask whether it came from here and is unchanged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.commands.command import Command, Work
from engine.commands.record_access import OF_NO_CASE, AccessType, note
from engine.model.exported_file import ExportedFile
from engine.store.exported_files import insert_exported_files

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class FileMark:
    """By what a file is recognised."""

    kind: str
    sha256: str
    size: int
    """In bytes."""


@dataclass(frozen=True, slots=True)
class RegisterExport(Command[None]):
    """Record which file was made of a case (None: of many), with the end of the case's chain that it shows."""

    code: str
    file: FileMark
    process_instance_key: int | None = None
    chain_length: int = 0
    chain_head: str = ""
    enclosed: Sequence[FileMark] = ()
    """Files inside of the file that can be taken out of it."""


def register_export(command: RegisterExport, work: Work) -> None:
    """Append to the chain of accesses and insert the rows that find the event; locks nothing."""
    told: dict[str, object] = {"code": command.code, **_facts(command.file)}
    if command.chain_length:
        told |= {"chainLength": command.chain_length, "chainHead": command.chain_head}
    if command.enclosed:
        told["enclosed"] = [_facts(each) for each in command.enclosed]
    sequence = note(work, AccessType.FILE_PRODUCED, command.process_instance_key, told)
    chain_key = command.process_instance_key or OF_NO_CASE
    hashes = dict.fromkeys(each.sha256 for each in (command.file, *command.enclosed))
    insert_exported_files(work.uow.connection, [ExportedFile(command.code, each, chain_key, sequence) for each in hashes])


def _facts(mark: FileMark) -> dict[str, object]:
    return {"kind": mark.kind, "sha256": mark.sha256, "size": mark.size}
