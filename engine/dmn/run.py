"""What one evaluation carries along: clock and limits, the first violation, the traces of the tables."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import feel
from engine.dmn.results import EvaluatedInput, MatchedRule, RuleExplanation

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TableTrace:
    """What a decision table tested and which of its rules matched."""

    inputs: tuple[EvaluatedInput, ...]
    matched_rules: tuple[MatchedRule, ...]


class Run:
    """The state of one evaluation of a model."""

    __slots__ = ("evaluation", "explained_rule", "explanation", "failure", "tables")

    def __init__(self, evaluation: feel.Evaluation, explained_rule: str | None = None) -> None:
        self.evaluation = evaluation
        self.explained_rule = explained_rule
        self.explanation: RuleExplanation | None = None
        self.failure: str | None = None
        self.tables: list[TableTrace] = []

    def fail(self, message: str) -> None:
        """Record a violation of the model's own rules; the first one counts."""
        if self.failure is None:
            self.failure = message
        self.warn(message)

    def warn(self, message: str) -> None:
        """Record why a value became null."""
        self.evaluation.warn(message)


class Scope(dict[str, object]):
    """Names over an outer scope: its own entries first, then the outer one, looked up lazily."""

    __slots__ = ("outer",)

    def __init__(self, own: Mapping[str, object], outer: Mapping[str, object]) -> None:
        super().__init__(own)
        self.outer = outer

    def __missing__(self, name: str) -> object:
        return self.outer[name]

    def __contains__(self, name: object) -> bool:
        return dict.__contains__(self, name) or name in self.outer

    def get(self, name: str, default: object = None) -> object:
        """Return the value of a name in this scope or an outer one."""
        try:
            return self[name]
        except KeyError:
            return default


Evaluator = Callable[[Mapping[str, object], Run], object]


def positions(mask: int) -> Iterator[int]:
    """Yield the positions of the bits that are set, the lowest first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
