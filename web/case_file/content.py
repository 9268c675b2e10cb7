"""What a case file says: the case as its page shows it, every form as submitted, signatures, grounds, documents, proof."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lxml import html

from engine.queries import case_detail, case_timeline, json_text, organisation
from engine.queries.diagram_layout import diagram_layout
from engine.queries.exported_files import shown_code
from forms.identifiers import without_national_ids
from web.case_file.drawing import Drawing, Path
from web.case_file.paper import SMALL_PT, Paper
from web.case_file.words import WORDS
from web.presentation.audience import sees_inside
from web.presentation.case_view import read_case
from web.presentation.earlier_steps import earlier_steps
from web.presentation.elements import element_name, process_name
from web.presentation.formats import date_time_text, file_size_text
from web.site import engine, language, public_address, site

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from engine.commands import Actor
    from engine.queries.case_timeline import TimelineRow
    from web.presentation.case_view import CaseView
    from web.presentation.earlier_steps import EarlierStep


LINE_END = re.compile(r"<br ?/?>|</li>|</p>")


FOOT_MM = 24
ACROSS_MM, LARGEST_MM = ((297, 210), (420, 297), (594, 420)), 594
"""Width and height of A4, A3 and A2 across."""


@dataclass(frozen=True, slots=True)
class Copy:
    """Whose copy of which case it is, and why."""

    actor: Actor
    at: datetime
    reason: str
    code: str
    """By which the file is recognised."""


@dataclass(frozen=True, slots=True)
class DrawnCaseFile:
    """A case file on its pages, and the end of the chain that it shows."""

    paper: Paper
    chain_length: int
    chain_head: str

    def enclosing(self, name: str, proof: bytes) -> bytes:
        """Return the file as PDF/A-3b with the proof of its history enclosed."""
        self.paper.enclose(name, proof, _word("enclosed"))
        return bytes(self.paper.output())


def draw_case_file(key: int, copy: Copy) -> DrawnCaseFile:
    """Draw the case file of a case as the reader sees it; raise NotFound. Needs a request's context."""
    view = read_case(key, copy.actor, wants_everything=False)
    paper = _paper(view, copy)
    _summary(paper, view, copy)
    _paths(paper, view)
    if view.answers:
        paper.heading(_word("request"))
        paper.facts(_plain_rows(view.answers))
    with engine().snapshot() as connection:
        steps = earlier_steps(connection, view.root, copy.actor, besides=0)
        grounds = _evaluated(connection, view) if sees_inside(connection, view.root, copy.actor) else []
    _steps(paper, steps)
    _signatures(paper, steps)
    _decisions(paper, grounds)
    _documents(paper, view)
    _timeline(paper, view)
    return DrawnCaseFile(paper, view.root.history_length, view.root.history_head)


def _evaluated(connection: Any, view: CaseView) -> list[TimelineRow]:
    """Return the evaluated decisions of a case, the earliest first; `connection` is an open read."""
    return case_timeline.case_timeline(connection, view.root.key, {"DECISION_EVALUATED"})[::-1]


def _word(name: str) -> str:
    return WORDS[language()][name]


def _paper(view: CaseView, copy: Copy) -> Paper:
    name = copy.actor.name or copy.actor.user_name
    mark = _word("copy").format(name=name, time=date_time_text(copy.at, language()))
    organisation_name = site().organisation if language() == "th" else site().organisation_en
    head = f"{organisation_name}   {_word('number')} {view.case.number}"
    paper = Paper(f"{_word('title')} {view.case.number}", head, mark, _word("page"), copy.at, language())
    paper.add_page()
    return paper


def _summary(paper: Paper, view: CaseView, copy: Copy) -> None:
    root, shown = view.root, view.case
    qr_mm, top = 30.0, paper.get_y()
    told = {"number": root.case_number, "events": root.history_length, "head": root.history_head}
    verification = public_address("pages.verify_code", code=shown_code(copy.code), **told)
    paper.qr_code(verification, paper.w - paper.r_margin - qr_mm, top, qr_mm)
    paper.set_right_margin(paper.r_margin + qr_mm + 6)
    paper.heading(shown.subject, is_title=True)
    paper.set_font_size(SMALL_PT)
    paper.paragraph(_word("scan").format(address=public_address("pages.verify"), code=shown_code(copy.code)))
    paper.paragraph(_word("proof"))
    paper.plain()
    paper.set_right_margin(paper.r_margin - qr_mm - 6)
    paper.set_y(max(paper.get_y(), top + qr_mm + 4))
    with engine().reading() as connection:
        names = organisation.unit_names(connection).get(root.owner_unit or "")
    rows = [
        (_word("number"), shown.number),
        (_word("process"), f"{process_name(root.process_definition_key)} ({_word('version')} {root.version})"),
        (_word("status"), shown.status[0]),
        (_word("where"), shown.where or ""),
        (_word("requester"), shown.requester or ""),
        (_word("unit"), names[language() == "en"] if names else root.owner_unit or ""),
        (_word("secrecy"), root.confidentiality or ""),
        (_word("started"), _time(root.started_at)),
        (_word("ended"), _time(root.ended_at) if root.ended_at else ""),
        (_word("printed"), _time(copy.at)),
        (_word("why"), without_national_ids(copy.reason or "")),
        (_word("events"), f"{root.history_length:,}"),
        (_word("head"), root.history_head),
        (_word("code"), shown_code(copy.code)),
    ]
    paper.facts([(label, value) for label, value in rows if value])


def _paths(paper: Paper, view: CaseView) -> None:
    """Draw the diagram of the case and of each that it called."""
    paper.heading(_word("diagram"))
    paper.set_font_size(SMALL_PT)
    paper.paragraph(_word("legend"))
    paper.plain()
    for row in (view.root, *(row for row, _ in view.parts)):
        with engine().reading() as connection:
            layout = diagram_layout(connection, row.process_definition_key)
            counts = case_detail.element_counts(connection, row.key)
            flows = case_detail.flows_taken(connection, row.key)
        if not layout.shapes:
            continue
        path = Path(
            {item.element_id for item in counts if item.completed}, {i.element_id for i in counts if i.active}, set(flows)
        )
        if row is not view.root:
            paper.sub_heading(process_name(row.process_definition_key), _time(row.started_at))
        _draw(paper, Drawing(paper, layout, path))
    if paper.w > paper.h:
        paper.add_page(orientation="portrait", format="A4")


def _draw(paper: Paper, drawing: Drawing) -> None:
    """Draw on this page where the names can be read, else on the smallest page across on which they can."""
    room = paper.h - paper.get_y() - FOOT_MM
    if not drawing.is_readable(paper.epw, room):
        for width, height in ACROSS_MM:
            if drawing.is_readable(width - 36, height - 50) or width == LARGEST_MM:
                paper.add_page(orientation="landscape", format=(height, width))
                break
        room = paper.h - paper.get_y() - FOOT_MM
    top = paper.get_y()
    paper.set_auto_page_break(auto=False)
    used = drawing.draw(paper.l_margin, top, paper.epw, room)
    paper.set_auto_page_break(auto=True, margin=22)
    paper.set_xy(paper.l_margin, top + used + 3)


def _steps(paper: Paper, steps: Sequence[EarlierStep]) -> None:
    paper.heading(_word("forms"))
    if not steps:
        paper.paragraph(_word("none"))
    for step in steps:
        who = ", ".join(part for part in (step.person, step.capacity, _time(step.at)) if part)
        paper.sub_heading(step.title, who)
        paper.facts(_plain_rows(step.answers))


def _signatures(paper: Paper, steps: Sequence[EarlierStep]) -> None:
    if steps:
        paper.heading(_word("signatures"))
        rows = [(step.person, step.capacity or "–", step.title, _time(step.at)) for step in steps]
        _table(paper, ("person", "capacity", "step", "time"), rows, (0.27, 0.25, 0.28, 0.2))


def _decisions(paper: Paper, rows: Sequence[TimelineRow]) -> None:
    if not rows:
        return
    paper.heading(_word("decisions"))
    for row in rows:
        paper.sub_heading(element_name(row.process_definition_key, row.element_id or ""), _time(row.at))
        for decision in row.payload.get("evaluatedDecisions", ()):
            paper.facts([(label, text) for label, text in _grounds(decision) if text])


def _grounds(decision: Mapping[str, Any]) -> list[tuple[str, str]]:
    inputs = [
        f"{each.get('inputName') or each.get('inputId')}: {_value(each.get('inputValue'))}"
        for each in decision["evaluatedInputs"]
    ]
    rules = [str(each.get("ruleIndex")) for each in decision["matchedRules"]]
    return [
        (_word("step"), str(decision.get("decisionName") or decision.get("decisionId"))),
        (_word("input"), "\n".join(inputs)),
        (_word("rule"), ", ".join(rules)),
        (_word("output"), _value(decision.get("output"))),
    ]


def _documents(paper: Paper, view: CaseView) -> None:
    if view.documents:
        paper.heading(_word("documents"))
        rows = [
            (
                each.name,
                file_size_text(each.size),
                f"{each.created_by_name or each.created_by}\n{_time(each.created_at)}",
                each.sha256,
            )
            for each in view.documents
        ]
        headings = (_word("file"), _word("size"), _word("person"), "SHA-256")
        paper.table_of(headings, rows, [paper.epw * share for share in (0.32, 0.11, 0.25, 0.32)])


def _timeline(paper: Paper, view: CaseView) -> None:
    paper.heading(_word("timeline"))
    rows = [(_time(each.at), each.title, each.by or "", each.note or "") for each in reversed(view.entries)]
    _table(paper, ("time", "what", "person", "comments"), rows, (0.17, 0.33, 0.25, 0.25))


def _table(paper: Paper, headings: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[float]) -> None:
    paper.table_of([_word(name) for name in headings], rows, [paper.epw * share for share in shares])


def _time(at: datetime) -> str:
    return date_time_text(at, language())


def _value(value: object) -> str:
    return without_national_ids(value if isinstance(value, str) else json_text.dumps(value))


def _plain_rows(answers: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Return rows of a summary list without their markup."""
    return [(_plain(answer["key"]), _plain(answer["value"])) for answer in answers]


def _plain(part: Mapping[str, Any]) -> str:
    if part.get("html") is None:
        return str(part.get("text") or "")
    lines = LINE_END.split(str(part["html"]))
    return "\n".join(
        " ".join("".join(map(str, html.fromstring(f"<p>{line}</p>").itertext())).split()) for line in lines
    ).strip()
