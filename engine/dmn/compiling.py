"""FEEL texts and type references of one model, compiled once, with every fault reported at its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import feel
from engine.dmn.boxed import Text
from engine.dmn.errors import Finding
from engine.dmn.run import Evaluator, Run
from engine.dmn.types import ANYTHING, Check, ItemType, Types

if TYPE_CHECKING:
    from feel.values.types import Type

Names = frozenset[str]


@dataclass(frozen=True, slots=True)
class UnknownNames:
    """Names that a FEEL text reads although no scope defines them.

    It is certain that they are null in a function, which sees nothing but what it declares; a decision may find them among
    the caller's variables.
    """

    element_id: str | None
    line: int | None
    names: frozenset[str]
    is_certain: bool = False


class Compiling:
    """What is known while one model is compiled: its types, the names of members in paths, the faults so far."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        self.unknown_names: list[UnknownNames] = []
        self.is_open = False
        self.is_closed = False
        self.types = Types((), (), self.check)
        self.member_names: Names = frozenset()
        self.feel_types: Mapping[str, Type] = {}

    def expression(self, text: Text | None, names: Names) -> feel.Expression | None:
        """Compile a FEEL expression; report what does not parse and return None."""
        if text is None:
            return None
        try:
            compiled = feel.compile(text.text, names | self.member_names, self.feel_types)
        except feel.FeelSyntaxError as error:
            self._report(text, error)
            return None
        self._note_unknown(text, compiled.names - names)
        return compiled

    def evaluator(self, text: Text | None, names: Names) -> Evaluator:
        """Compile a FEEL expression to a closure; one without a text is null, one that does not parse warns too."""
        compiled = self.expression(text, names)
        if compiled is None:
            return _null if text is None else _unreadable(text)
        evaluate = compiled.evaluate
        return lambda scope, run: evaluate(scope, run.evaluation)

    def tests(self, text: Text, names: Names) -> feel.UnaryTests | None:
        """Compile unary tests; report what does not parse and return None."""
        try:
            compiled = feel.compile_unary_tests(text.text, names | self.member_names, self.feel_types)
        except feel.FeelSyntaxError as error:
            self._report(text, error)
            return None
        self._note_unknown(text, compiled.names - names)
        return compiled

    def check(self, text: Text) -> Check:
        """Compile allowed values to a predicate."""
        tests = self.tests(text, frozenset())
        if tests is None:
            return lambda _value, _evaluation: True
        return lambda value, evaluation: tests.evaluate(value, {}, evaluation) is True

    def type(self, reference: str | None, element_id: str | None, line: int | None = None) -> ItemType:
        """Return the type that a typeRef names; report an unknown one and take it as Any."""
        found = self.types.find(reference)
        if found is None:
            self.findings.append(Finding(element_id, f"The type {reference} is not defined.", line))
            return ANYTHING
        return found

    def _note_unknown(self, text: Text, names: Names) -> None:
        """Note names that no scope defines; where the scope is open they may be variables of the caller."""
        if names and not self.is_open:
            self.unknown_names.append(UnknownNames(text.element_id, text.line, names, self.is_closed))

    def _report(self, text: Text, error: feel.FeelSyntaxError) -> None:
        line = None if text.line is None else text.line + error.line - 1
        self.findings.append(Finding(text.element_id, f"{text.text[:80]!r} is not FEEL: {error}", line, error.column))


def converted(evaluator: Evaluator, wanted: ItemType, what: str) -> Evaluator:
    """Let an evaluator's value be converted to a type; one that does not conform is null with a warning."""
    if wanted is ANYTHING:
        return evaluator

    def evaluate(scope: Mapping[str, object], run: Run) -> object:
        value, is_conform = wanted.convert(evaluator(scope, run), run.evaluation)
        if not is_conform:
            run.warn(f"{what} does not have the type {wanted.type} or an allowed value")
        return value

    return evaluate


def _null(_scope: Mapping[str, object], _run: Run) -> object:
    return None


def _unreadable(text: Text) -> Evaluator:
    def evaluate(_scope: Mapping[str, object], run: Run) -> object:
        run.warn(f"{text.text[:80]!r} is not FEEL")
        return None

    return evaluate
