"""The jobs of INS-03: receipt and seal, documents, notifications, the replacement request and the ม.127 register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.commands.job_handlers import HandlerRegistry, JobContext
from processes.ins03_report_review.letters import LETTERS, receipt
from processes.letter import CONTENT_TYPE, Letter, render
from processes.reading import mapping, members, part, recipients, text
from processes.sealing import canonical, documents_in, seal
from processes.thai_writing import buddhist_year

if TYPE_CHECKING:
    from collections.abc import Mapping

handlers = HandlerRegistry()


@handlers.handler("ins03.register-report")
def register_report(job: JobContext) -> Mapping[str, object]:
    """Give the report its receipt number, seal its evidence and flag a province that is not the reporter's."""
    province = text(job, "provinceCode")
    year = buddhist_year(job.now)
    number = job.tools.reserve_number(f"ins03-receipt-{province}-{year}")
    manifest = seal(documents_in(job.variables.get("evidence")), "report", job.now)
    stored = job.tools.store_document(f"evidence-seal-{number}.json", "application/json", canonical(manifest))
    return {
        "receiptNumber": f"{number}/{year}",
        "evidenceSeal": {**manifest, "document": stored},
        "registeredAt": job.now.isoformat(),
        "assignmentMismatch": bool(province) and text(job, "ownerUnit", f"P{province}") != f"P{province}",
    }


@handlers.handler("ins03.send-receipt")
def send_receipt(job: JobContext) -> Mapping[str, object]:
    """Store the receipt and tell the reporter."""
    document = _store(job, "receipt", receipt(job))
    number = text(job, "receiptNumber")
    job.tools.notify(
        recipients(job),
        f"รับรายงานของท่านแล้ว เลขรับ {number} เรื่องเลขที่ {_case(job)}",
        f"Your report has been received: receipt {number}, case {_case(job)}.",
    )
    return {"document": document}


@handlers.handler("ins03.issue-document")
def issue_document(job: JobContext) -> Mapping[str, object]:
    """Write the document that the header `template` names, store it and tell the recipients."""
    template = job.headers["template"]
    letter = LETTERS[template](job)
    document = _store(job, template, letter)
    if people := recipients(job):
        thai = f"{letter.kind} เรื่องเลขที่ {_case(job)}: {letter.subject}"
        job.tools.notify(people, thai, f"A document was issued in case {_case(job)}: {template}.")
    return {"document": document}


@handlers.handler("ins03.request-replacement")
def request_replacement(job: JobContext) -> None:
    """Ask PSO-01 of the constituency to replace the polling official (พ.ร.ป. ส.ส. ม.19)."""
    key = "-".join(text(job, name) for name in ("election_id", "provinceCode", "constituency"))
    job.tools.publish_message(
        "official.replace",
        key,
        {"sourceCase": _case(job), "stationNo": text(job, "station_no"), "reason": text(job, "replacementReason")},
        ttl_s=7 * 86_400,
    )


@handlers.handler("ins03.tell-extension")
def tell_extension(job: JobContext) -> None:
    """Tell the inquiry whether it has more time."""
    granted = text(job, "extensionDecision") == "approve"
    thai = "อนุมัติให้ขยายเวลาสืบสวน" if granted else "ไม่อนุมัติให้ขยายเวลาสืบสวน โปรดเร่งให้แล้วเสร็จ"
    english = "The inquiry has more time." if granted else "The inquiry gets no more time; finish now."
    job.tools.notify(recipients(job), f"{thai} เรื่องเลขที่ {_case(job)}", f"{english} Case {_case(job)}.")


@handlers.handler("ins03.report-overdue")
def report_overdue(job: JobContext) -> None:
    """Report an inquiry that has used up its time and its extensions."""
    job.tools.notify(
        recipients(job),
        f"การสืบสวนเกินกำหนดและขยายเวลาครบแล้ว เรื่องเลขที่ {_case(job)}",
        f"The inquiry has exceeded its time and all extensions: case {_case(job)}.",
    )


@handlers.handler("ins03.seal-dossier")
def seal_dossier(job: JobContext) -> Mapping[str, object]:
    """Seal the dossier with every file that the inquiry gathered."""
    gathered = [job.variables.get(name) for name in ("evidence", "supplement", "statements", "agencyDocuments", "answer")]
    manifest = seal(documents_in(gathered), "dossier", job.now)
    document = _store(job, "dossier", LETTERS["dossier"](job))
    stored = job.tools.store_document("dossier-seal.json", "application/json", canonical(manifest))
    return {"seal": {**manifest, "document": stored}, "document": document}


@handlers.handler("ins03.seal-evidence")
def seal_evidence(job: JobContext) -> Mapping[str, object]:
    """Seal evidence that arrived while the case was under way."""
    manifest = seal(documents_in(job.variables.get("files")), "new evidence", job.now)
    stored = job.tools.store_document("new-evidence-seal.json", "application/json", canonical(manifest))
    return {"seal": {**manifest, "note": text(job, "newEvidenceNote"), "document": stored}}


@handlers.handler("ins03.tell-evidence")
def tell_evidence(job: JobContext) -> None:
    """Tell those in charge that there is new evidence."""
    job.tools.notify(recipients(job), f"มีหลักฐานใหม่ เรื่องเลขที่ {_case(job)}", f"New evidence in case {_case(job)}.")


@handlers.handler("ins03.tell-merged")
def tell_merged(job: JobContext) -> None:
    """Tell the reporter that the case goes on as part of another one."""
    other = text(job, "mergedInto")
    thai = f"เรื่องเลขที่ {_case(job)} รวมกับเรื่องเลขที่ {other}"
    job.tools.notify(recipients(job), thai, f"Case {_case(job)} was merged into case {other}.")


@handlers.handler("ins03.tell-deadline")
def tell_deadline(job: JobContext) -> None:
    """Report a case that is still open so many days after election day (header `deadline`; the law gives 60, ม.127)."""
    days = job.headers["deadline"]
    job.tools.notify(
        recipients(job),
        f"ครบ {days} วันหลังวันเลือกตั้ง เรื่องเลขที่ {_case(job)} ยังพิจารณาไม่เสร็จ (ม.127 กำหนด 60 วัน)",
        f"Case {_case(job)} is still open {days} days after election day; the law gives 60 (s. 127).",
    )


@handlers.handler("ins03.route-outcome")
def route_outcome(job: JobContext) -> None:
    """Tell whoever carries the outcome on."""
    rule = mapping(job, "outcomeRule")
    number = part(mapping(job, "decision_document"), "number")
    job.tools.notify(
        recipients(job),
        f"โปรดดำเนินการต่อ: {part(rule, 'name')} {number} เรื่องเลขที่ {_case(job)}",
        f"Please carry on with case {_case(job)}: outcome {text(job, 'outcome')} {number}.",
    )


@handlers.handler("ins03.register-digest")
def register_digest(job: JobContext) -> Mapping[str, object]:
    """Enter the report in the register that the Commission hears before it announces results (ม.127)."""
    election = text(job, "election_id", "unknown")
    number = job.tools.reserve_number(f"digest-127-{election}-{text(job, 'provinceCode')}")
    return {
        "digestEntry": {
            "number": number,
            "electionId": election,
            "provinceCode": text(job, "provinceCode"),
            "severity": part(mapping(job, "triage"), "severity"),
            "outcome": text(job, "outcome"),
            "witnesses": len(members(job, "witnesses")),
            "at": job.now.isoformat(),
        }
    }


def _case(job: JobContext) -> str:
    return job.business_id or str(job.process_instance_key)


def _store(job: JobContext, name: str, letter: Letter) -> dict[str, object]:
    return job.tools.store_document(f"{_case(job)}-{name}.html", CONTENT_TYPE, render(letter))
