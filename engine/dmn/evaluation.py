"""Evaluate decisions, decision services and business knowledge models (DMN 1.5 §10.4)."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import feel
from engine.dmn.definitions import (
    CompiledDecision,
    CompiledService,
    Definitions,
    Required,
)
from engine.dmn.errors import UnknownDecision
from engine.dmn.functions import function_of, invoke_named
from engine.dmn.order import Key
from engine.dmn.results import DecisionResult, EvaluatedDecision
from engine.dmn.run import Run, Scope
from feel.values.function import Function


def evaluate(
    definitions: Definitions,
    decision_id: str,
    variables: Mapping[str, object],
    evaluation: feel.Evaluation | None = None,
    *,
    explain_rule: str | None = None,
) -> DecisionResult:
    """Evaluate a decision (or a decision service or business knowledge model) by its id, else by its name.

    `variables` are looked up lazily by the names of input data, and by any name that the model does not define itself. Wrong
    data never raises: a violated hit policy, a value outside the input values of a table or an exceeded limit is the result's
    `failure`; anything else is null, with warnings in `evaluation`. With `explain_rule`, the id of a rule, the result says which
    of its input entries passed. Raise UnknownDecision when the model has no such element.
    """
    key = definitions.find(decision_id)
    if key is None:
        raise UnknownDecision(decision_id)
    graph = Graph(definitions, variables, Run(evaluation or feel.Evaluation(), explain_rule))
    try:
        with graph.run.evaluation.as_one():
            output = graph.output_of(key)
    except (feel.FeelError, ArithmeticError) as error:
        graph.run.fail(str(error) or type(error).__name__)
        output = None
    failure = graph.run.failure
    return DecisionResult(
        None if failure else output,
        tuple(graph.evaluated),
        failure,
        (graph.current or key)[1] if failure else None,
        graph.run.explanation,
    )


class Graph:
    """One evaluation of a decision requirements graph: the values that are known so far."""

    def __init__(self, definitions: Definitions, variables: Mapping[str, object], run: Run) -> None:
        self._definitions = definitions
        self._program = definitions.program
        self._variables = variables
        self.known: dict[Key, object] = {}
        self._functions: dict[Key, Function] = {}
        self.run = run
        self.evaluated: list[EvaluatedDecision] = []
        self.current: Key | None = None

    def output_of(self, key: Key) -> object:
        """Evaluate an element of any kind with the variables as its inputs."""
        if key in self._program.decisions:
            return self.decide(self._program.order_of(key), key)
        if key in self._program.services:
            service = self._program.services[key]
            return self._serve(service, [kind.receive(self._variable(at, item.name)) for at, item, kind in service.parameters])
        function = self._function(key)
        names = [parameter.name for parameter in function.parameters]
        arguments = {name: self._variables[name] for name in names if name in self._variables}
        return invoke_named(function, arguments, self.run)

    def decide(self, order: Iterable[Key], goal: Key) -> object:
        """Evaluate decisions in order, stop at a failure, and return the value of the goal."""
        for key in order:
            if key not in self.known:
                self.current = key
                self.known[key] = self._decide(self._program.decisions[key])
                if self.run.failure:
                    return None
        return self.known.get(goal)

    def _decide(self, element: CompiledDecision) -> object:
        run, decision = self.run, element.decision
        run.tables.clear()
        if decision.logic is None:
            value = element.type.receive(self._variables.get(decision.variable.name))
        else:
            value = element.evaluator(self._scope(element), run)
        output, is_conform = element.type.convert(value, run.evaluation)
        if not is_conform:
            run.warn(f"the decision {decision.name} does not have the type {element.type.type} or an allowed value")
        trace = run.tables[0] if len(run.tables) == 1 else None
        self.evaluated.append(
            EvaluatedDecision(
                decision.id,
                decision.name,
                element.kind,
                output,
                trace.inputs if trace else (),
                trace.matched_rules if trace else (),
            ),
        )
        return output

    def _scope(self, element: CompiledDecision) -> Scope:
        scope = Scope({}, self._variables)
        self._bind(scope, element.values, self._value)
        self._bind(scope, element.functions, self._function)
        return scope

    def _bind(self, scope: Scope, required: Iterable[Required], read: Callable[[Key], object]) -> None:
        for item in required:
            holder: dict[str, object] = scope
            for prefix in item.path[:-1]:
                inner = dict.get(holder, prefix)  # not the outer scope's value of that name
                holder[prefix] = holder = inner if isinstance(inner, dict) else {}
            holder[item.path[-1]] = read(item.key)

    def _value(self, key: Key) -> object:
        element = self._program.inputs.get(key)
        if key not in self.known and element is not None:
            received = element.type.receive(self._variable(key, element.name))
            self.known[key], is_conform = element.type.convert(received, self.run.evaluation)
            if not is_conform:
                self.run.warn(f"the input {element.name} does not have the type {element.type.type} or an allowed value")
        return self.known.get(key)

    def _variable(self, key: Key, name: str) -> object:
        """Return the caller's value of an input; that of an imported model may also stand in a context of the import's name."""
        if name in self._variables:
            return self._variables[name]
        for prefix, model in self._definitions.imported:
            if model.namespace == key[0] and prefix in self._variables:
                outer = self._variables[prefix]
                return outer.get(name) if isinstance(outer, Mapping) else None
        return None

    def _function(self, key: Key) -> Function:
        if key not in self._functions:
            if key in self._program.services:
                self._functions[key] = self._service_function(self._program.services[key])
            else:
                knowledge = self._program.knowledge[key]
                scope = Scope({}, {})
                self._functions[key] = knowledge.function(scope, self.run)  # before its scope is filled: it may call itself
                self._bind(scope, knowledge.functions, self._function)
        return self._functions[key]

    def _service_function(self, service: CompiledService) -> Function:
        names = [item.name for _, item, _ in service.parameters]
        return function_of(service.name, names, lambda arguments, _evaluation: self._serve(service, arguments))

    def _serve(self, service: CompiledService, arguments: Sequence[object]) -> object:
        inner = Graph(self._definitions, {}, Run(self.run.evaluation, self.run.explained_rule))
        for (key, item, wanted), argument in zip(service.parameters, arguments, strict=True):
            inner.known[key], is_conform = wanted.convert(argument, self.run.evaluation)
            if not is_conform:
                self.run.warn(f"the argument {item.name} of {service.name} does not have the type {wanted.type}")
                return None
        return self._served(service, inner)

    def _served(self, service: CompiledService, inner: "Graph") -> object:
        values = {name: inner.decide(service.order, key) for key, name in service.outputs}
        if self.current is None:  # the service itself was asked for, so that its decisions are the explanation
            self.evaluated, self.current = inner.evaluated, inner.current
        self.run.explanation = inner.run.explanation or self.run.explanation
        if inner.run.failure:
            self.run.fail(inner.run.failure)
            return None
        output = next(iter(values.values())) if len(values) == 1 else values
        converted, is_conform = service.type.convert(output, self.run.evaluation)
        if not is_conform:
            self.run.warn(f"the decision service {service.name} does not have the type {service.type.type}")
        return converted
