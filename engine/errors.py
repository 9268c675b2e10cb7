"""Everything that can go wrong in a way a caller may act on; api/errors.py chooses the HTTP status, nobody else does."""

# ruff: noqa: N818 (an error is named by the fact it states)

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class EngineError(Exception):
    """Something was refused; the message states the fact and what to do, the fields are for programs."""


class NotFound(EngineError):
    """No such thing, or none that the actor may know of."""

    def __init__(self, kind: str, key: object) -> None:
        super().__init__(f"There is no {kind} with the key {key!r}.")
        self.kind = kind
        self.key = key


class NotAuthenticated(EngineError):
    """The credentials are unknown, wrong or expired."""

    def __init__(self, reason: str = "Sign in with a valid user name and password, or send a valid token.") -> None:
        super().__init__(reason)


class TooManyTries(NotAuthenticated):
    """Somebody guesses passwords: the next try for this name from this address has to wait."""

    def __init__(self) -> None:
        super().__init__("Too many wrong passwords; wait a minute, then try again.")


class NotAllowed(EngineError):
    """The actor lacks a right; `code` names the rule for texts in the user's language."""

    def __init__(self, reason: str, *, code: str = "permission", fields: Mapping[str, object] | None = None) -> None:
        super().__init__(reason)
        self.code = code
        self.fields: Mapping[str, object] = dict(fields or {})


class SeparationOfDuties(NotAllowed):
    """One person would hold two duties that exclude each other; `code` is duty, excludes, distinct or initiator."""


class AccessReasonRequired(NotAllowed):
    """The case is secret and the reader not of its team: they say why they open it, once for each sign-in."""

    def __init__(self, process_instance_key: int) -> None:
        super().__init__(
            "This case is secret. Say why you open it, in at least 10 characters: the record keeps it. Programs send "
            "the reason in the header X-Access-Reason (percent-encoded UTF-8) or the query parameter accessReason.",
            code="access_reason",
            fields={"processInstanceKey": str(process_instance_key)},
        )
        self.process_instance_key = process_instance_key


class ReauthenticationRequired(NotAllowed):
    """The user task is signed by giving the password again."""

    def __init__(self) -> None:
        super().__init__("Confirm this user task with your password.", code="reauthenticate")


class InvalidTransition(EngineError):
    """An entity cannot move from its current state to the target."""

    def __init__(self, kind: str, key: object, current: str, target: str) -> None:
        super().__init__(f"The {kind} {key} is {current} and cannot become {target}; reload it and decide again.")
        self.kind = kind
        self.key = key
        self.current = current
        self.target = target


class CaseSuspended(InvalidTransition):
    """An operator holds the process instance: nothing in it moves until it is resumed."""

    def __init__(self, key: int) -> None:
        super().__init__("process instance", key, "SUSPENDED", "changed")
        self.args = (f"The process instance {key} is suspended; nothing in it can be done until an operator resumes it.",)


class CaseHeld(InvalidTransition):
    """A legal hold keeps everything of the case: nothing of it is erased until it is lifted."""

    def __init__(self, key: int) -> None:
        super().__init__("case", key, "HELD", "erased")
        self.args = (f"The case {key} is under a legal hold; nothing of it is erased until the hold is lifted.",)


class UserTaskNotActive(InvalidTransition):
    """Somebody else was first: the user task is finished or canceled. The attempt is recorded, as `code` says."""

    code = "stale"

    def __init__(self, key: int, current: str, target: str) -> None:
        super().__init__("user task", key, current, target)


class JobNotActive(InvalidTransition):
    """The job is finished, canceled or failed, so this worker's answer comes too late."""

    def __init__(self, key: int, current: str, target: str) -> None:
        super().__init__("job", key, current, target)


class MasterKeyMissing(EngineError):
    """The key that wraps the keys of cases is not where it should be: personal data in the history can be neither read nor written."""

    def __init__(self, key_id: str | None = None) -> None:
        which = f"The master key {key_id}" if key_id else "The master key"
        super().__init__(
            f"{which} of the history is missing. Put the file back that ANUMAT_MASTER_KEY names; no other can replace it."
        )
        self.key_id = key_id


class AlreadyExists(EngineError):
    """An id that must be unique is taken: a business id, user name, message id."""

    def __init__(self, kind: str, key: object) -> None:
        super().__init__(f"There is already a {kind} with the id {key!r}; choose another.")
        self.kind = kind
        self.key = key


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong in a deployed file; `line` and `column` count from 1, None where the parser cannot tell."""

    resource: str
    message: str
    element_id: str | None = None
    line: int | None = None
    column: int | None = None


class DeploymentRefused(EngineError):
    """A deployment that cannot run; nothing of it was stored."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        shown = "; ".join(f"{f.resource}{f' {f.element_id}' if f.element_id else ''}: {f.message}" for f in findings[:20])
        super().__init__(f"The deployment was refused: {shown}")
        self.findings = tuple(findings)


class SubmissionRefused(EngineError):
    """A form's values do not fit it; `errors` maps a field path to what is wrong; nothing was stored."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("The form was refused: " + "; ".join(f"{path}: {message}" for path, message in errors.items()))
        self.errors: Mapping[str, str] = dict(errors)


class MigrationBlocked(EngineError):
    """A process instance cannot be taken over to another version as it stands; `problems` says why, nothing was changed."""

    def __init__(self, key: int, problems: Sequence[str]) -> None:
        super().__init__(f"The process instance {key} cannot be migrated: {' '.join(problems[:20])}")
        self.key = key
        self.problems = tuple(problems)


class RequestInvalid(EngineError):
    """A command or query has a value that cannot be meant; `field` names it."""

    def __init__(self, reason: str, field: str | None = None) -> None:
        super().__init__(reason)
        self.field = field


class VariableInvalid(RequestInvalid):
    """A variable's name or value cannot be stored (too large, not JSON, not a name)."""


class ValueRefused(RequestInvalid):
    """The database refuses a value: too long, too large, or a text with the character 0."""

    def __init__(self) -> None:
        super().__init__("A value is too long, too large, or holds a character that cannot be stored.")


class ProcessFailed(EngineError):
    """A command reached something in the diagram that cannot go on and that no incident can hold."""


class DecisionFailed(EngineError):
    """A decision could not be evaluated; `decision_id` names the one that failed."""

    def __init__(self, decision_id: str, reason: str) -> None:
        super().__init__(f"The decision {decision_id} could not be evaluated: {reason}")
        self.decision_id = decision_id


class ClockControlNotAllowed(NotAllowed):
    """The clock is real here: the configuration does not allow pinning it."""

    def __init__(self) -> None:
        super().__init__("The clock cannot be pinned; start the server with ANUMAT_CLOCK_CONTROL=1 for tests.", code="clock")


class DatabaseUnavailable(EngineError):
    """The database does not answer; the command may be sent again later."""

    def __init__(self) -> None:
        super().__init__("The database does not answer. Nothing was changed; try again in a moment.")


class TooBusy(EngineError):
    """The database refused the transaction again and again because of others; the command may be sent again."""

    def __init__(self) -> None:
        super().__init__("Too many changes at the same time. Nothing was changed; try again in a moment.")
