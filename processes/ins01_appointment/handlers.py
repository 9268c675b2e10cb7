"""The jobs of INS-01: the application's number, letters, reminders, the roster record and the way to training."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from engine.commands.job_handlers import HandlerRegistry, JobContext
from forms.characters import arabic_digits
from forms.dates import BANGKOK, BUDDHIST_ERA
from forms.identifiers import compact
from processes.ins01_appointment.letters import application, enquiry, notice, shortlist
from processes.letter import CONTENT_TYPE, Letter, render
from processes.reading import mapping, part, recipients, text
from processes.thai_writing import buddhist_year, masked_national_id

if TYPE_CHECKING:
    from collections.abc import Mapping

handlers = HandlerRegistry()

_FIRST_BUDDHIST_YEAR = 2400


@handlers.handler("ins01.register-application")
def register_application(job: JobContext) -> Mapping[str, object]:
    """Give the application its number; return its masked identity, the birth date as ISO 8601 and the stored application."""
    province, year = text(job, "provinceCode"), buddhist_year(job.now)
    number = job.tools.reserve_number(f"ins01-application-{province}-{year}")
    known = {
        "applicationNumber": f"{province}-{number}/{year}",
        "applicantName": f"{text(job, 'title')}{text(job, 'first_name')} {text(job, 'last_name')}",
        "nationalIdMasked": masked_national_id(compact(arabic_digits(text(job, "national_id")))),
        "birthDate": full_birth_date(text(job, "birth_date")).isoformat(),
    }
    return {**known, "document": _store(job, "application", application(job, known))}


@handlers.handler("ins01.tell")
def tell(job: JobContext) -> Mapping[str, object]:
    """Store the letter that the header `template` names and tell the applicant or nominator."""
    letter = notice(job, job.headers["template"])
    document = _store(job, job.headers["template"], letter)
    subject = f"{letter.subject} ใบสมัครเลขที่ {text(job, 'applicationNumber')}"
    job.tools.notify(recipients(job), subject, f"Your application {text(job, 'applicationNumber')}: {job.headers['template']}.")
    return {"document": document}


@handlers.handler("ins01.send-enquiry")
def send_enquiry(job: JobContext) -> Mapping[str, object]:
    """Write and store the letter that asks one agency about the applicant's background."""
    return {"document": _store(job, f"enquiry-{part(mapping(job, 'agency'), 'code')}", enquiry(job))}


@handlers.handler("ins01.remind-agency")
def remind_agency(job: JobContext) -> Mapping[str, object]:
    """Write the reminder to the agency and ask the province's staff to send it."""
    agency = mapping(job, "agency")
    document = _store(job, f"reminder-{part(agency, 'code')}", enquiry(job, is_reminder=True))
    job.tools.notify(
        [f"group:prov.staff.{text(job, 'provinceCode')}"],
        f"โปรดทวงถาม {part(agency, 'name')} ใบสมัครเลขที่ {text(job, 'applicationNumber')}",
        f"Please remind {part(agency, 'code')} about application {text(job, 'applicationNumber')}.",
    )
    return {"document": document}


@handlers.handler("ins01.remind-secretariat")
def remind_secretariat(job: JobContext) -> None:
    """Remind the secretariat of a resolution that is late."""
    number = text(job, "applicationNumber")
    job.tools.notify(
        recipients(job), f"ยังไม่มีมติ กกต. ใบสมัครเลขที่ {number}", f"The resolution on application {number} is still missing."
    )


@handlers.handler("ins01.issue-shortlist")
def issue_shortlist(job: JobContext) -> Mapping[str, object]:
    """Store the candidate's entry in the list of those who passed the selection."""
    return {"document": _store(job, "shortlist", shortlist(job))}


@handlers.handler("ins01.create-inspector-record")
def create_inspector_record(job: JobContext) -> Mapping[str, object]:
    """Return the roster record; it expires the variable `years` after today, on the same day of the year."""
    status, province = text(job, "status", "roster"), text(job, "provinceCode")
    today = job.now.astimezone(BANGKOK).date()
    number = job.tools.reserve_number(f"inspector-{status}-{province}")
    return {
        "inspectorRecord": {
            "number": f"{province}-{number:04d}",
            "status": status,
            "name": text(job, "applicantName"),
            "nationalId": text(job, "nationalIdMasked"),
            "provinceCode": province,
            "domicileProvince": text(job, "domicile_province"),
            "order": part(mapping(job, "order"), "number"),
            "validFrom": today.isoformat(),
            "expiresOn": years_after(today, int(text(job, "years"))).isoformat(),
        }
    }


@handlers.handler("ins01.request-training")
def request_training(job: JobContext) -> None:
    """Send the new inspector to the initial training (INS-04)."""
    job.tools.publish_message(
        "inspector.appointed",
        text(job, "applicationNumber"),
        {"name": text(job, "applicantName"), "provinceCode": text(job, "provinceCode"), "sourceCase": job.business_id},
        ttl_s=30 * 86_400,
    )


@handlers.handler("ins01.return-to-agenda")
def return_to_agenda(job: JobContext) -> None:
    """Take the case back to the agenda if it waits for the resolution; a case that has not got so far sees the opinion then."""
    job.tools.publish_message("objection.considered", job.business_id or "", {}, ttl_s=0)


def full_birth_date(typed: str) -> date:
    """Read YYYY, YYYY-MM or YYYY-MM-DD of either era; an unknown month or day counts as the first (ป.พ.พ. ม.16).

    Raises ValueError where there is no such date.
    """
    parts = [int(number) for number in arabic_digits(typed).strip().split("-")]
    year, month, day = (*parts, 1, 1)[:3]
    return date(year - BUDDHIST_ERA if year > _FIRST_BUDDHIST_YEAR else year, month, day)


def years_after(day: date, years: int) -> date:
    """Return the same day `years` later; 28 February stands in for a 29th that the year lacks."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _store(job: JobContext, name: str, letter: Letter) -> dict[str, object]:
    case = job.business_id or str(job.process_instance_key)
    return job.tools.store_document(f"{case}-{name}.html", CONTENT_TYPE, render(letter))
