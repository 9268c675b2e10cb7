"""Why something was refused, in the reader's words."""

from __future__ import annotations

from engine import errors
from web.translations import gettext


def refusal_text(error: errors.EngineError) -> str:
    """Return one sentence for the person: what happened and what to do."""
    match error:
        case errors.SeparationOfDuties(code=code):
            return _duty(code)
        case errors.ReauthenticationRequired():
            return gettext("Give your password to sign.")
        case errors.NotAllowed(code="audit"):
            return gettext("An auditor reads and changes nothing")
        case errors.NotAllowed():
            return gettext("This task is not offered to you.")
        case errors.CaseSuspended():
            return gettext("An operator holds this case. Nothing can be done in it until it is resumed.")
        case errors.UserTaskNotActive() | errors.InvalidTransition():
            return gettext("Somebody else was faster: this task is taken or finished.")
        case errors.NotFound():
            return gettext("There is nothing here that you may see.")
        case errors.ValueRefused():
            return gettext("Something that was filled in is too long, or holds a character that cannot be stored.")
        case errors.DatabaseUnavailable() | errors.TooBusy():
            return gettext("The system is busy. Nothing was lost; try again in a moment.")
        case _:
            return str(error)


def _duty(code: str) -> str:
    match code:
        case "two_people":
            return gettext("Whoever asks for emergency access does not answer: it takes two people.")
        case "initiator":
            return gettext("You started this case, so somebody else has to do this task.")
        case "distinct":
            return gettext("You have done your part of this step already; each person does it once.")
        case "excludes":
            return gettext("You did an earlier step of this case, so somebody else has to do this one.")
        case _:
            return gettext("You hold another duty in this case, so somebody else has to do this task.")
