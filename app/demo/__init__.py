"""The demo: fictitious people and cases to try the product with, made by running real commands."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.demo import applications, report_of_a_car, report_of_transfers, reports
from app.demo.organisation import found_organisation
from app.demo.people import ADMINISTRATOR, PEOPLE
from app.demo.sample_case import CaseTookAnotherWay
from app.demo.stage import Stage
from app.demo.turn import turn
from engine.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.commands import Engine

__all__ = ["SAMPLE_CASES", "DemoAccount", "accounts", "load", "turn"]

log = logging.getLogger(__name__)

SAMPLE_CASES: tuple[Callable[[Stage], None], ...] = (
    report_of_a_car.car,
    applications.scoring,
    report_of_transfers.vote,
    applications.disqualified,
    reports.inquiry,
    applications.background,
    reports.overdue,
    applications.documents,
    reports.warning,
    reports.violence,
)
"""In the order in which they began, so that their numbers rise with time; each function has the name of its case."""

_NAMED = ("somsri", "wichai", "prasert", "chairat", "auditor")


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account that the banner of `anumat serve --demo` names."""

    user_name: str
    password: str
    role: str


def accounts() -> tuple[DemoAccount, ...]:
    """Return the accounts worth naming, the administrator first."""
    by_name = {person.user_name: person for person in PEOPLE}
    chosen = (ADMINISTRATOR, *(by_name[name] for name in _NAMED))
    return tuple(DemoAccount(person.user_name, person.user_name, f"{person.name} {person.position}") for person in chosen)


def load(engine: Engine) -> None:
    """Create the demo's people and cases; what an interrupted run has left is completed.

    A sample case that no longer fits a changed process library stays where it is: the server must start all the same.
    """
    found_organisation(engine)
    stage = Stage.beside(engine)
    for play in _unfinished(stage):
        try:
            play(stage)
        except (CaseTookAnotherWay, EngineError):
            log.exception("sample case was not finished", extra={"sample_case": play.__name__})


def _unfinished(stage: Stage) -> tuple[Callable[[Stage], None], ...]:
    """Return the case that was begun last and all after it: time must not pass for it while others are played."""
    begun = [index for index, play in enumerate(SAMPLE_CASES) if stage.find(play.__name__) is not None]
    return SAMPLE_CASES[begun[-1] if begun else 0 :]
