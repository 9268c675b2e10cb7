"""The only mapping from errors to HTTP: every answer that is not a success is a problem detail (RFC 9457)."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from flask import Response, request

from engine import errors
from engine.queries import json_text

if TYPE_CHECKING:
    from werkzeug.exceptions import HTTPException

log = logging.getLogger(__name__)

PROBLEM: Final = "application/problem+json"


class BadRequest(Exception):  # noqa: N818 (an error is named by the fact it states)
    """The request cannot be read; the message names the property and what to give."""


STATUSES: Final[dict[type[errors.EngineError], int]] = {
    errors.NotFound: 404,
    errors.NotAuthenticated: 401,
    errors.TooManyTries: 429,
    errors.NotAllowed: 403,
    errors.SeparationOfDuties: 403,
    errors.AccessReasonRequired: 403,
    errors.ReauthenticationRequired: 403,
    errors.InvalidTransition: 409,
    errors.CaseSuspended: 409,
    errors.CaseHeld: 409,
    errors.UserTaskNotActive: 409,
    errors.JobNotActive: 409,
    errors.MasterKeyMissing: 503,
    errors.AlreadyExists: 409,
    errors.DeploymentRefused: 400,
    errors.SubmissionRefused: 400,
    errors.MigrationBlocked: 409,
    errors.RequestInvalid: 400,
    errors.VariableInvalid: 400,
    errors.ValueRefused: 400,
    errors.ProcessFailed: 409,
    errors.DecisionFailed: 400,
    errors.ClockControlNotAllowed: 403,
    errors.DatabaseUnavailable: 503,
    errors.TooBusy: 503,
}
"""Every error class of the engine; a test compares this table with engine/errors.py."""


def status_of(error: errors.EngineError) -> int:
    """Return the HTTP status of an error; a subclass that is not in the table has its nearest ancestor's."""
    return next((STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES), 500)


def problem(status: int, detail: str, **more: Any) -> Response:
    """Return a problem detail; `more` are members of its own kind (findings, errors)."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": request.path,
        **more,
    }
    response = Response(json_text.dumps(body), status, content_type=PROBLEM)
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Basic realm="Anumat", charset="UTF-8"'
    if status == 503:
        response.headers["Retry-After"] = "2"
    return response


def problem_of(error: errors.EngineError) -> Response:
    """Return the problem detail of an engine's error with what it knows in fields."""
    match error:
        case errors.DeploymentRefused(findings=findings):
            return problem(status_of(error), str(error), findings=[_finding(finding) for finding in findings])
        case errors.SubmissionRefused(errors=refused):
            return problem(status_of(error), str(error), errors=refused)
        case errors.MigrationBlocked(problems=problems):
            return problem(status_of(error), str(error), problems=list(problems))
        case errors.NotAllowed(code=code):
            return problem(status_of(error), str(error), code=code)
        case _:
            return problem(status_of(error), str(error))


def http_problem(error: HTTPException) -> Response:
    """Return the problem detail of what the web framework refuses: an operation that is not served, a body that is too long."""
    status = error.code or 500
    if status in {404, 405}:
        return problem(status, f"{request.method} {request.path} is not served here; /v2/openapi.json lists what is.")
    return problem(status, error.description or error.name)


def unexpected(error: BaseException) -> Response:
    """Record an error that nobody foresaw and answer without its details."""
    log.error("unexpected error", exc_info=error, extra={"path": request.path})
    return problem(
        500, "An unexpected error happened; it was recorded. Try again, then tell the operator the time of this request."
    )


def _finding(finding: errors.Finding) -> dict[str, Any]:
    return {
        "resource": finding.resource,
        "elementId": finding.element_id,
        "message": finding.message,
        "line": finding.line,
        "column": finding.column,
    }
