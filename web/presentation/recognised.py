"""What the public page says of a file that somebody was shown: a verdict, and the facts to hold against the paper."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from engine.queries.exported_files import shown_code
from web.presentation.formats import file_size_text
from web.translations import gettext

if TYPE_CHECKING:
    from engine.queries.exported_files import RecognisedFile


class Verdict(StrEnum):
    """What can be said."""

    SAME = "same"
    """The very bytes."""
    KNOWN = "known"
    """The code is ours, and what the paper tells fits; its bytes were not compared."""
    DIFFERENT = "different"
    """The code is ours, and something else is not."""
    UNKNOWN = "unknown"
    """Nothing that was made here."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict with its reasons."""

    verdict: Verdict
    file: RecognisedFile | None = None
    rows: tuple[tuple[str, str], ...] = ()
    """Label and value, for people to hold against the paper."""
    differences: tuple[str, ...] = ()
    """Sentences."""
    number: str = ""
    """The case's number, only when whoever asks told the right one."""

    @property
    def kind(self) -> str:
        """Which banner it gets."""
        return {Verdict.SAME: "success", Verdict.KNOWN: "success"}.get(self.verdict, "danger")


def answer_about(file: RecognisedFile | None, number: str, events: str, head: str, sha256: str) -> Answer:
    """Return the answer about a file, given what its code, its paper and its bytes tell (empty: they were not given)."""
    if file is None:
        return Answer(Verdict.UNKNOWN)
    differences = tuple(_differences(file, number, events, head, sha256))
    verdict = Verdict.DIFFERENT if differences else Verdict.SAME if sha256 else Verdict.KNOWN
    is_right = bool(number) and number == file.case_number
    return Answer(verdict, file, tuple(_rows(file)), differences, number if is_right else "")


def _differences(file: RecognisedFile, number: str, events: str, head: str, sha256: str) -> list[str]:
    chain = file.chain
    found = []
    if number and number != (file.case_number or ""):
        found.append(gettext("The case number on it is another one."))
    if chain is not None and ((events and events != str(chain.length)) or (head and head != chain.head)):
        found.append(gettext("The hash at the end of the chain, or the number of events, is another one."))
    if sha256 and sha256 != file.sha256:
        found.append(gettext("Its bytes are others: it was changed, or saved anew by another program."))
    if chain is not None and not chain.is_ours:
        found.append(gettext("The history that it shows is no longer the one that is kept here. Tell the auditors."))
    return found


def _rows(file: RecognisedFile) -> list[tuple[str, str]]:
    rows = [
        (gettext("Kind"), kind_text(file.kind)),
        (gettext("Code"), shown_code(file.code)),
        (gettext("Size"), file_size_text(file.size)),
        ("SHA-256", file.sha256),
    ]
    if file.chain is not None:
        rows += [
            (gettext("Events in the chain"), f"{file.chain.length:,}"),
            (gettext("Hash at the end of the chain"), file.chain.head),
        ]
    return rows


def kind_text(kind: str) -> str:
    """Return what kind of file it is."""
    kinds = {
        "pdf": gettext("Case file (PDF/A)"),
        "bundle": gettext("Bundle with proofs (ZIP)"),
        "proof": gettext("Proof without details (ZIP)"),
        "csv": gettext("Table (CSV)"),
        "xlsx": gettext("Table (XLSX)"),
        "xes": gettext("Event log (XES)"),
        "ocel": gettext("Event log (OCEL 2.0)"),
    }
    return kinds.get(kind, kind)
