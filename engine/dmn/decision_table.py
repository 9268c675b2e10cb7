"""Decision tables at run time: which rules match, what they give, and a trace of both (DMN 1.5 chapter 8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.dmn.boxed import Aggregation, HitPolicy
from engine.dmn.columns import Column
from engine.dmn.hit_policies import Match, Violation, aggregate, ordered, single
from engine.dmn.priorities import Ranks
from engine.dmn.results import EvaluatedInput, EvaluatedOutput, MatchedRule, RuleExplanation, TestedEntry
from engine.dmn.run import Evaluator, Run, TableTrace, positions
from engine.dmn.types import Check, ItemType

SINGLE_HIT = frozenset({HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.FIRST, HitPolicy.PRIORITY})


@dataclass(frozen=True, slots=True)
class Input:
    """A compiled input: where its value comes from, which values may occur, which rules it passes."""

    id: str | None
    name: str
    evaluator: Evaluator
    type: ItemType
    allows: Check | None
    column: Column
    tests: tuple[str, ...]

    def read(self, scope: Mapping[str, object], run: Run) -> object:
        """Return the value that the column tests; one of another type is tested as it is, with a warning."""
        value = self.type.receive(self.evaluator(scope, run))
        converted, is_conform = self.type.convert(value, run.evaluation)
        if not is_conform:
            run.warn(f"the input {self.name} does not have the type {self.type.type}")
            return value
        return converted


@dataclass(frozen=True, slots=True)
class Output:
    """A compiled output: one evaluator for each rule, and the default."""

    id: str | None
    name: str
    entries: tuple[Evaluator, ...]
    default: Evaluator | None
    type: ItemType
    allows: Check | None

    def read(self, rule: int, scope: Mapping[str, object], run: Run) -> object:
        """Return what a rule (from 0) gives; a value of another type or outside the output values has a warning."""
        value = self.entries[rule](scope, run)
        converted, is_conform = self.type.convert(value, run.evaluation)
        if not is_conform:
            run.warn(f"the output {self.name} of rule {rule + 1} does not have the type {self.type.type}")
            return value
        if self.allows and converted is not None and not self.allows(converted, run.evaluation):
            run.warn(f"the output {self.name} of rule {rule + 1} is not among the output values")
        return converted


@dataclass(frozen=True, slots=True)
class Table:
    """A compiled decision table."""

    hit_policy: HitPolicy
    aggregation: Aggregation | None
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rule_ids: tuple[str | None, ...]
    ranks: Ranks

    def evaluate(self, scope: Mapping[str, object], run: Run) -> object:
        """Return the table's output and leave a trace; a violated hit policy is a failure of the run and null."""
        values = [column.read(scope, run) for column in self.inputs]
        if run.explained_rule is not None and run.explained_rule in self.rule_ids:
            run.explanation = self._explain(run.explained_rule, values, scope, run)
        matches: list[Match] = []
        try:
            self._check_inputs(values, run)
            matches = self._matches(self._passed(values, scope, run), scope, run)
            return self._output(matches, scope, run)
        except Violation as violation:
            run.fail(f"{violation}.")
            return None
        finally:
            run.tables.append(self._trace(values, matches))

    def _check_inputs(self, values: Sequence[object], run: Run) -> None:
        for column, value in zip(self.inputs, values, strict=True):
            if column.allows is not None and value is not None and not column.allows(value, run.evaluation):
                raise Violation(f"the input {column.name} has a value that is not among its input values")

    def _passed(self, values: Sequence[object], scope: Mapping[str, object], run: Run) -> int:
        alive = (1 << len(self.rule_ids)) - 1
        for column, value in zip(self.inputs, values, strict=True):
            alive = column.column.matches(value, alive, scope, run)
            if not alive:
                break
        return alive & -alive if self.hit_policy is HitPolicy.FIRST else alive

    def _explain(self, rule_id: str, values: Sequence[object], scope: Mapping[str, object], run: Run) -> RuleExplanation:
        rule = self.rule_ids.index(rule_id)
        entries = (
            TestedEntry(
                column.id, column.name, value, column.tests[rule], bool(column.column.matches(value, 1 << rule, scope, run))
            )
            for column, value in zip(self.inputs, values, strict=True)
        )
        return RuleExplanation(rule_id, rule + 1, tuple(entries))

    def _matches(self, passed: int, scope: Mapping[str, object], run: Run) -> list[Match]:
        return [Match(rule + 1, tuple(output.read(rule, scope, run) for output in self.outputs)) for rule in positions(passed)]

    def _output(self, matches: list[Match], scope: Mapping[str, object], run: Run) -> object:
        if not matches:
            return self._without_match(scope, run)
        if self.hit_policy in SINGLE_HIT:
            chosen = single(self.hit_policy, matches, self.ranks)
            if self.hit_policy is HitPolicy.PRIORITY:
                matches[:] = [chosen]
            return self._value(chosen.outputs)
        matches[:] = ordered(self.hit_policy, matches, self.ranks)
        values = [self._value(match.outputs) for match in matches]
        return aggregate(self.aggregation, values) if self.aggregation else values

    def _without_match(self, scope: Mapping[str, object], run: Run) -> object:
        if any(output.default is not None for output in self.outputs):
            defaults = tuple(output.default and output.default(scope, run) for output in self.outputs)
            value = self._value(defaults)
            is_list = self.hit_policy not in SINGLE_HIT and not self.aggregation
            return [value] if is_list and not isinstance(value, list) else value
        if self.hit_policy in SINGLE_HIT:
            return None
        return aggregate(self.aggregation, []) if self.aggregation else []

    def _value(self, outputs: Sequence[object]) -> object:
        if len(self.outputs) == 1:
            return outputs[0]
        return {output.name: value for output, value in zip(self.outputs, outputs, strict=True)}

    def _trace(self, values: Sequence[object], matches: Sequence[Match]) -> TableTrace:
        inputs = tuple(EvaluatedInput(column.id, column.name, value) for column, value in zip(self.inputs, values, strict=True))
        return TableTrace(inputs, tuple(self._matched(match) for match in matches))

    def _matched(self, match: Match) -> MatchedRule:
        rule_id = self.rule_ids[match.rule_index - 1]
        outputs = (
            EvaluatedOutput(output.id, output.name, rule_id, value)
            for output, value in zip(self.outputs, match.outputs, strict=True)
        )
        return MatchedRule(rule_id, match.rule_index, tuple(outputs))
