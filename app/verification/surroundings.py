"""What a process meets when it runs: the decisions of the library, and values that its forms and tables know."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lxml import etree

from app.library import library_paths
from engine import dmn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import feel

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
_NAME = re.compile(r"[^\W\d]\w*")
_SAMPLES: Mapping[str, tuple[object, ...]] = {
    "checkbox": (True, False),
    "textfield": ("ข้อความ",),
    "textarea": ("ข้อความ",),
    "datetime": ("2026-11-22T10:00:00+07:00",),
    "number": (0, 1, 50, 100),
    "checklist": ([], [str(number) for number in range(9)]),
}
"""Values for form fields without a list of their own."""


@dataclass(frozen=True, slots=True)
class LibraryDecision:
    """A decision as the runtime asks for it."""

    key: int
    definitions: dmn.Definitions
    decision_id: str

    def evaluate(self, variables: Mapping[str, object], evaluation: feel.Evaluation) -> dmn.DecisionResult:
        """Evaluate the decision with its requirements."""
        return dmn.evaluate(self.definitions, self.decision_id, variables, evaluation)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Decisions by id, and by name the values worth trying."""

    decisions: Mapping[str, LibraryDecision] = field(default_factory=dict)
    values: Mapping[str, list[object]] = field(default_factory=dict)
    forms: Mapping[str, Mapping[str, list[object]]] = field(default_factory=dict)
    """By the id of a form, and by field."""


def surroundings_of(paths: Iterable[Path]) -> Surroundings:
    """Read the decisions and forms among the files."""
    files = [path for path in paths if path.is_file()]
    models = {path.name: path.read_bytes() for path in files if path.suffix == ".dmn"}
    values: dict[str, list[object]] = {}
    for path in files:
        for name, found in _known_values(path):
            values.setdefault(name, []).extend(value for value in found if value not in values.get(name, []))
    forms = {path.stem: _fields(path) for path in files if path.suffix == ".form"}
    linked = dmn.parse_together(models, lambda _namespace: ())
    decisions = {
        decision.id: LibraryDecision(number, model, decision.id)
        for number, (model, decision) in enumerate(
            ((model, decision) for model in linked.models.values() for decision in model.decisions), start=1
        )
    }
    return Surroundings(decisions, values, forms)


def library_surroundings(beside: Path | None = None) -> Surroundings:
    """Return those of the process library, or of the folder that a file lies in."""
    return surroundings_of(library_paths() if beside is None else sorted(beside.parent.iterdir()))


def _known_values(path: Path) -> Iterator[tuple[str, list[object]]]:
    if path.suffix == ".form":
        yield from _form_values(json.loads(path.read_text(encoding="utf-8")))
    elif path.suffix == ".dmn":
        yield from _table_values(etree.fromstring(path.read_bytes(), _PARSER))


def _fields(form: Path) -> dict[str, list[object]]:
    return dict(_form_values(json.loads(form.read_text(encoding="utf-8"))))


def _form_values(part: Mapping[str, Any]) -> Iterator[tuple[str, list[object]]]:
    """Yield (key, values) of every field; of nested fields nothing, for lists of them are not generated."""
    for component in part.get("components", ()):
        if component.get("type") == "group":
            yield from _form_values(component)
        elif "key" in component:
            choices = [choice["value"] for choice in component.get("values", ())]
            yield component["key"], choices or list(_SAMPLES.get(component["type"], ()))


def _table_values(root: etree._Element) -> Iterator[tuple[str, list[object]]]:
    """Yield (name, texts) of every column that reads one name."""
    for table in root.iter("{*}decisionTable"):
        for index, column in enumerate(table.findall("{*}input")):
            expression = column.findtext("{*}inputExpression/{*}text") or ""
            entries = [rule.findall("{*}inputEntry")[index].findtext("{*}text") or "" for rule in table.findall("{*}rule")]
            if _NAME.fullmatch(expression.strip()):
                yield expression.strip(), [text for entry in entries for text in _TEXT.findall(entry)]
