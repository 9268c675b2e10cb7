"""The priority of output values: their order in the output values, the first being the highest (DMN 1.5 §8.2.10)."""

from collections.abc import Sequence
from dataclasses import dataclass

import feel
from engine.dmn.boxed import DecisionTable, OutputClause, Text
from engine.dmn.cells import constants_of
from engine.dmn.compiling import Compiling
from feel.lexer import tokenize
from feel.values.compare import equal


@dataclass(frozen=True, slots=True)
class OutputRank:
    """The output values of one output: constants, or tests where there are ranges."""

    values: tuple[object, ...] = ()
    tests: tuple[feel.UnaryTests, ...] = ()

    def of(self, value: object) -> int:
        """Return the position of a value; one that is not listed comes last."""
        if self.tests:
            found = (at for at, test in enumerate(self.tests) if test.evaluate(value, {}) is True)
            return next(found, len(self.tests))
        return next((at for at, listed in enumerate(self.values) if equal(value, listed) is True), len(self.values))


@dataclass(frozen=True, slots=True)
class Ranks:
    """Orders outputs: by the first output, then the second, and so on."""

    outputs: tuple[OutputRank, ...]

    def __call__(self, outputs: Sequence[object]) -> tuple[int, ...]:
        return tuple(rank.of(value) for rank, value in zip(self.outputs, outputs, strict=True))


def compile_ranks(table: DecisionTable, model: Compiling) -> Ranks:
    """Compile the priorities of a table's outputs: from their output values, else from the allowed values of their types."""
    return Ranks(tuple(_rank(_listed(clause, table, model), model) for clause in table.outputs))


def _listed(clause: OutputClause, table: DecisionTable, model: Compiling) -> Text | None:
    if clause.values is not None:
        return clause.values
    own = model.types.find(clause.type_ref)
    if own is not None and own.allowed is not None:
        return own.allowed
    whole = model.types.find(table.type_ref)
    if whole is None:
        return None
    structure = whole.item or whole
    member = structure.members.get(clause.name or "") if structure.members else structure
    return None if member is None else member.allowed


def _rank(listed: Text | None, model: Compiling) -> OutputRank:
    if listed is None:
        return OutputRank()
    constants = constants_of(listed.text)
    if constants is not None:
        return OutputRank(tuple(constants))
    tests = (model.tests(Text(part, listed.element_id, listed.line), frozenset()) for part in _parts(listed.text))
    return OutputRank(tests=tuple(test for test in tests if test is not None))


def _parts(text: str) -> list[str]:
    """Split unary tests at the commas that are not inside brackets or strings."""
    depth, start, parts = 0, 0, []
    for token in tokenize(text):
        if token.kind == "symbol" and token.text in "([{":
            depth += 1
        elif token.kind == "symbol" and token.text in ")]}":
            depth -= 1
        elif token.kind == "end" or (token.text == "," and depth == 0 and token.kind == "symbol"):
            parts.append(text[start : token.start])
            start = token.end
    return parts
