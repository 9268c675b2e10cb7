"""What the variables of the process library are called, where no form asks for them."""

from __future__ import annotations

import re

from web.translations import gettext


def word_for(name: str) -> str | None:
    """Return the name of a variable, or of a part of one, in the reader's language."""
    return _of_case().get(name) or _of_opinions().get(name) or _of_inquiry().get(name) or _of_documents().get(name)


def code_in_words(text: str) -> str:
    """Return what a code stands for; any other text as it is."""
    codes = {
        "CRITICAL": gettext("Critical"),
        "HIGH": gettext("High"),
        "MEDIUM": gettext("Medium"),
        "LOW": gettext("Low"),
        "yes": gettext("Yes"),
        "no": gettext("No"),
    }
    return codes.get(text, text)


def same_name(name: str) -> str:
    """Return a name without its spelling: `legal_basis` and `legalBasis` are the same."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _of_case() -> dict[str, str]:
    return {
        "caseNumber": gettext("Case number"),
        "initiator": gettext("Requester"),
        "requester": gettext("Requester"),
        "subject": gettext("Subject"),
        "ownerUnit": gettext("Unit"),
        "provinceCode": gettext("Province"),
        "electionId": gettext("Election"),
        "receiptNumber": gettext("Receipt number"),
        "triage": gettext("Triage"),
        "severity": gettext("Severity"),
        "standard": gettext("Service target"),
        "action": gettext("First action"),
        "outcome": gettext("Outcome"),
        "assignmentMismatch": gettext("Outside the assigned province"),
        "tipReference": gettext("Tip number"),
        "tipSummary": gettext("Summary of the tip"),
        "sourceCase": gettext("Source case"),
        "amount": gettext("Amount (baht)"),
        "days": gettext("Number of days"),
        "applicantName": gettext("Applicant"),
        "applicationNumber": gettext("Application number"),
        "nationalIdMasked": gettext("National ID"),
        "ageAtClosing": gettext("Age at closing"),
        "name": gettext("Name"),
        "member": gettext("Member"),
        "note": gettext("Note"),
        "number": gettext("Number"),
    }


def _of_opinions() -> dict[str, str]:
    return {
        "level": gettext("Level of approval"),
        "approvals": gettext("Approvals so far"),
        "directorOpinion": gettext("Director's opinion"),
        "directorReason": gettext("Director's reason"),
        "legalOpinion": gettext("Legal opinion"),
        "secretaryGeneralOpinion": gettext("Secretary-General's opinion"),
        "screeningReason": gettext("Reason of the screening"),
        "analysisReason": gettext("Reason of the analyst"),
        "resolutionReason": gettext("Reason of the resolution"),
        "returnReason": gettext("Reason for returning"),
        "votes": gettext("Votes"),
        "vote": gettext("Vote"),
        "commissionTally": gettext("Votes of the Commission"),
        "subcommitteeTally": gettext("Opinions of the sub-committee"),
        "present": gettext("Present"),
        "approve": gettext("In favour"),
        "disapprove": gettext("Against"),
        "abstain": gettext("Abstained"),
        "passed": gettext("Carried"),
        "minority": gettext("Minority opinions"),
        "analysisReturns": gettext("Times returned"),
        "returnCount": gettext("Times returned"),
        "corrections": gettext("Corrections so far"),
        "extensionsGranted": gettext("Extensions granted"),
        "scoreSummary": gettext("Summary of scores"),
        "shortlist": gettext("Shortlist"),
    }


def _of_inquiry() -> dict[str, str]:
    return {
        "agencyDocuments": gettext("Documents from agencies"),
        "allegation": gettext("Allegation"),
        "statements": gettext("Statements of witnesses"),
        "issues": gettext("Issues"),
        "witness": gettext("Witness"),
        "witnesses": gettext("Witnesses"),
        "supplement": gettext("Further information"),
        "supplementQuestion": gettext("What is asked"),
        "correctionDetails": gettext("Result of the correction"),
        "moreFacts": gettext("What remains to be found out"),
        "dossier": gettext("Dossier"),
        "warning": gettext("Warning given"),
        "request": gettext("Documents requested"),
        "background": gettext("Background checks"),
        "qualification": gettext("Check of qualifications"),
        "hearing": gettext("Answer of the applicant"),
        "correction": gettext("What was corrected"),
        "correctionNotice": gettext("What has to be corrected"),
        "agency": gettext("Agency"),
        "refNo": gettext("Reference"),
        "at": gettext("Date and time"),
    }


def _of_documents() -> dict[str, str]:
    return {
        "document": gettext("Document"),
        "files": gettext("Files"),
        "allegationLetter": gettext("Allegation letter"),
        "requestLetter": gettext("Letter requesting documents"),
        "resultLetter": gettext("Letter with the result"),
        "enquiryLetter": gettext("Letter of enquiry"),
        "dossierDocument": gettext("Dossier as a document"),
        "opinionMemo": gettext("Memorandum of the opinion"),
        "decision_document": gettext("Decision document"),
        "documentKind": gettext("Kind of document"),
        "documentTitle": gettext("Title of the document"),
        "documentBody": gettext("Text of the document"),
        "documentItems": gettext("Check of the documents"),
        "draftBody": gettext("Draft"),
        "secrecy": gettext("Secrecy class"),
        "agendaNumber": gettext("Agenda number"),
        "agendaSummary": gettext("Summary for the agenda"),
        "orderNumber": gettext("Order number"),
        "outcomeRule": gettext("Rule for the outcome"),
    }
