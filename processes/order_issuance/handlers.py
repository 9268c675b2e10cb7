"""The jobs of SUB-02: the number after the signature, the document, distribution, publication and archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.commands.job_handlers import BpmnError, HandlerRegistry, JobContext
from processes.letter import CONTENT_TYPE, Letter, render
from processes.reading import members, recipients, text
from processes.sealing import documents_in, seal
from processes.thai_writing import buddhist_year

if TYPE_CHECKING:
    from collections.abc import Mapping

handlers = HandlerRegistry()

NUMBERING_CONFLICT = "NUMBERING_CONFLICT"


@handlers.handler("order.reserve-number")
def reserve_number(job: JobContext) -> Mapping[str, object]:
    """Take the next number of the unit's series of this calendar year; an unsigned document gets none.

    Raises the BPMN error NUMBERING_CONFLICT when the variable `takenNumbers` (numbers that a paper register used
    already) has it: the number stays in the series as cancelled, and the next try takes the one after it.
    """
    if text(job, "signature") != "approve":
        raise ValueError("The document has no signature; a number is reserved only after it.")
    unit, year = text(job, "unit", "C00"), buddhist_year(job.now)
    sequence = job.tools.reserve_number(f"{text(job, 'series', 'letter')}-{unit}-{year}")
    if sequence in members(job, "takenNumbers"):
        raise BpmnError(NUMBERING_CONFLICT, f"The number {sequence} of {unit} is taken.", {"cancelledNumber": sequence})
    numbers = {"unit": _unit_digits(unit), "number": str(sequence), "year": str(year)}
    return {
        "sequence": sequence,
        "documentNumber": text(job, "numberFormat", "{number}/{year}").format_map(numbers),
        "issuedOn": job.now.isoformat(),
    }


@handlers.handler("order.render-document")
def render_document(job: JobContext) -> Mapping[str, object]:
    """Store the signed and numbered document."""
    secrecy = text(job, "secrecy", "ไม่ลับ")
    letter = Letter(
        kind=text(job, "documentKind", "หนังสือ"),
        subject=text(job, "documentTitle"),
        at=job.now,
        number=text(job, "documentNumber"),
        facts=[("ชั้นความเร็ว", text(job, "speed")), ("อ้างถึง", text(job, "sourceCase"))],
        paragraphs=text(job, "documentBody").splitlines(),
        signature=(f"({text(job, 'signerName')})", text(job, "signerPosition")),
        secrecy="" if secrecy == "ไม่ลับ" else secrecy,
    )
    name = f"{letter.kind}-{text(job, 'sequence')}.html"
    return {"document": job.tools.store_document(name, CONTENT_TYPE, render(letter))}


@handlers.handler("order.distribute")
def distribute(job: JobContext) -> Mapping[str, object]:
    """Tell the recipients that the document is there."""
    people = recipients(job)
    _tell(job, people, "ออก", "was issued")
    return {"distributedTo": people}


@handlers.handler("order.publish")
def publish(job: JobContext) -> Mapping[str, object]:
    """Publish a public document to all staff; a confidential one stays unpublished."""
    if job.variables.get("isPublic") is not True:
        return {"publishedAt": None}
    _tell(job, ["group:employee.all"], "ประกาศ", "was published")
    return {"publishedAt": job.now.isoformat()}


@handlers.handler("order.archive")
def archive(job: JobContext) -> Mapping[str, object]:
    """Seal the stored document and note how long it is kept."""
    manifest = seal(documents_in(job.variables.get("document")), text(job, "documentNumber"), job.now)
    return {"archive": {**manifest, "retention": text(job, "retention")}}


def _tell(job: JobContext, people: list[str], thai: str, english: str) -> None:
    if people:
        number, subject = text(job, "documentNumber"), text(job, "documentTitle")
        job.tools.notify(people, f"{thai}{text(job, 'documentKind')} {number} เรื่อง {subject}", f"{number} {english}: {subject}")


def _unit_digits(unit: str) -> str:
    return "".join(character for character in unit if character.isdigit()).rjust(4, "0")
