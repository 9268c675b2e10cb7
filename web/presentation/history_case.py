"""A case for an auditor: who decided it on which grounds, which rules fired, who held it how long, whether its record holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import url_for

from engine.commands import case_integrity
from engine.queries import case_detail, case_papers, organisation, thai_calendar
from engine.queries.case_holdings import case_holdings
from engine.queries.decisions import search_decision_instances
from engine.queries.search import Condition, Operator, SearchRequest, SortBy
from web.presentation.cases import case_row
from web.presentation.earlier_steps import earlier_steps
from web.presentation.elements import element_name, process_name
from web.presentation.groups import names_of_groups
from web.presentation.shell import NavigationItem
from web.site import engine, site
from web.translations import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from engine.commands import Actor, CaseIntegrity
    from engine.queries.case_detail import CaseRow
    from engine.queries.case_holdings import Holding
    from engine.queries.case_papers import DocumentRow
    from engine.queries.decisions import DecisionInstanceRow
    from web.presentation.cases import ShownCase
    from web.presentation.earlier_steps import EarlierStep

DECISIONS_SHOWN = 200
SPANS_SHOWN = 500
NO_STEP = 0
"""The key of no user task."""


@dataclass(frozen=True, slots=True)
class CaseHead:
    """What every page about one case shows at its top."""

    row: CaseRow
    case: ShownCase
    tabs: Sequence[NavigationItem]


@dataclass(frozen=True, slots=True)
class HeldSpan:
    """Somebody had a step of the case."""

    who: str
    step: str
    start: datetime
    end: datetime | None
    wall: timedelta
    worked: timedelta


@dataclass(frozen=True, slots=True)
class HolderTotal:
    """All spans of one holder; `share` of the longest total, from 0 to 100."""

    who: str
    wall: timedelta
    worked: timedelta
    share: int


@dataclass(frozen=True, slots=True)
class AuditedCase:
    """The overview."""

    head: CaseHead
    integrity: CaseIntegrity
    steps: Sequence[EarlierStep]
    decisions: Sequence[DecisionInstanceRow]
    spans: Sequence[HeldSpan]
    """The latest of them."""
    spans_before: int
    """How many are not listed."""
    is_cut: bool
    """The case has earlier events than were looked through for spans and totals."""
    totals: Sequence[HolderTotal]
    documents: Sequence[DocumentRow]
    parts: Sequence[tuple[CaseRow, str]]


def read_head(connection: Any, key: int, actor: Actor, current: str) -> CaseHead:
    """Return the head of the root case of `key`; raise NotFound. `current` is the endpoint of the page."""
    row = case_detail.case(connection, actor, key)
    if row.root_key != row.key:
        row = case_detail.case(connection, actor, row.root_key)
    waiting = case_detail.open_tasks(connection, [row.key])[row.key]
    names = names_of_groups(connection, {group for task in waiting for group in task.candidate_groups})
    moving = case_detail.waiting_elements(connection, [row.key]).get(row.key, ())
    return CaseHead(row, case_row(row, waiting, names, moving), _tabs(row.key, current))


def read_audited_case(connection: Any, key: int, actor: Actor) -> AuditedCase:
    """Return everything that the overview shows; raise NotFound. `connection` is an open read."""
    head = read_head(connection, key, actor, "history_case")
    root = head.row
    parts = case_detail.related_cases(connection, actor, root.key)
    definitions = {part.key: part.process_definition_key for part in parts}
    found, is_cut = case_holdings(connection, root.key)
    spans = _spans(connection, found, definitions)
    asked = SearchRequest(
        (Condition("root_process_instance_key", Operator.EQ, root.key),),
        sort=(SortBy("evaluation_date", is_descending=True),),
        limit=DECISIONS_SHOWN,
    )
    return AuditedCase(
        head=head,
        integrity=case_integrity(connection, root.key, site().sealing.keys()),
        steps=earlier_steps(connection, root, actor, NO_STEP)[::-1],
        decisions=search_decision_instances(connection, actor, asked).items,
        spans=spans[-SPANS_SHOWN:],
        spans_before=len(spans[:-SPANS_SHOWN]),
        is_cut=is_cut,
        totals=totals_of(spans),
        documents=case_papers.case_documents(connection, root.key),
        parts=[(part, process_name(part.process_definition_key)) for part in parts if part.key != root.key],
    )


def totals_of(spans: Sequence[HeldSpan]) -> list[HolderTotal]:
    """Return the sum of each holder's spans, the longest working time first."""
    sums: dict[str, tuple[timedelta, timedelta]] = {}
    for span in spans:
        wall, worked = sums.get(span.who, (timedelta(), timedelta()))
        sums[span.who] = (wall + span.wall, worked + span.worked)
    longest = max((worked for _, worked in sums.values()), default=timedelta()) or timedelta(seconds=1)
    ordered = sorted(sums.items(), key=lambda pair: pair[1][1], reverse=True)
    return [HolderTotal(who, wall, worked, round(100 * worked / longest)) for who, (wall, worked) in ordered]


def _spans(connection: Any, holdings: Sequence[Holding], definitions: Mapping[int, int]) -> list[HeldSpan]:
    people = organisation.people(connection, {each.holder for each in holdings if each.holder})
    groups = names_of_groups(connection, {group for each in holdings for group in each.groups})
    calendar, now = thai_calendar(), engine().now()
    found = []
    for each in holdings:
        if each.process_instance_key not in definitions:
            continue
        end = each.end or now
        if each.holder:
            who = people[each.holder].name if each.holder in people else each.holder
        else:
            who = ", ".join(groups[group] for group in each.groups) or gettext("nobody yet")
        step = element_name(definitions[each.process_instance_key], each.element_id)
        worked = calendar.working_time(each.start, end)
        found.append(HeldSpan(who, step, each.start, each.end, end - each.start, worked))
    return found


def _tabs(key: int, current: str) -> tuple[NavigationItem, ...]:
    named = (
        ("history_case", gettext("Overview")),
        ("history_moments", gettext("As it was")),
        ("history_events", gettext("Events")),
    )
    return tuple(NavigationItem(label, url_for(f"pages.{name}", key=key), name == current) for name, label in named)
