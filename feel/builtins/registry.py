"""How built-in functions are declared: signatures with domains, tried in order (DMN 1.5 §10.3.4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from feel.errors import FeelError
from feel.values.function import Function, Parameter
from feel.values.inspect import NATIVE_TYPES, adopt, coerce, is_instance, kind_of
from feel.values.number import NUMBER_TYPES
from feel.values.range import Range
from feel.values.temporal import Date, DateTime, Time
from feel.values.types import ANY, TYPE_NAMES, ListType, Type

if TYPE_CHECKING:
    from feel.evaluation import Evaluation

Body = Callable[..., object]
_BodyType = TypeVar("_BodyType", bound=Callable[..., object])
_LIST = ListType(ANY)
_FUNCTION_DOMAIN = "function"
_ABSENT: Final = object()
_PLAIN: Final[Mapping[str, frozenset[type]]] = {
    "number": NUMBER_TYPES,
    "string": frozenset({str}),
    "boolean": frozenset({bool}),
    "list": frozenset({list}),
    "context": frozenset({dict}),
    "date": frozenset({Date}),
    "time": frozenset({Time}),
    "date and time": frozenset({DateTime}),
    "any": NATIVE_TYPES,
    "point": NATIVE_TYPES - {Range, type(None)},
}


class DomainError(FeelError):
    """An argument outside the domain of a built-in function: the invocation is null, the message becomes a warning."""


@dataclass(frozen=True, slots=True)
class Domain:
    """What one parameter takes, from its declaration `name: domain` (with `?` behind an optional name).

    Domains: the names of types, list, function, range, point (anything but a range), any; `|null` admits null.
    """

    name: str
    domain: str
    is_optional: bool
    takes_null: bool
    plain: frozenset[type]  # values of these types fit as they are

    @classmethod
    def parse(cls, declaration: str) -> Domain:
        """Return the domain that a declaration such as `length?: number|null` states."""
        name, _, domain = declaration.partition(": ")
        domain, _, null = domain.partition("|")
        plain = _PLAIN.get(domain, frozenset())
        return cls(name.removesuffix("?"), domain, name.endswith("?"), null == "null" or domain == "any", plain)

    @property
    def type(self) -> Type:
        """The type of the parameter in the lattice."""
        return _LIST if self.domain == "list" else TYPE_NAMES.get(self.domain, ANY)

    def admit(self, value: object) -> object:
        """Return `value` fit for this parameter, with implicit conversions (§10.3.2.9.4); _ABSENT when it does not fit."""
        value = adopt(value)
        if value is None:
            return None if self.takes_null else _ABSENT
        match self.domain:
            case "any":
                return value
            case "list":
                return value if isinstance(value, list) else [value]
            case "function" | "range":
                wanted = Function if self.domain == _FUNCTION_DOMAIN else Range
                inner = value[0] if isinstance(value, list) and len(value) == 1 else value
                return inner if isinstance(inner, wanted) else _ABSENT
            case "point":
                return _ABSENT if isinstance(value, Range) else value
        if is_instance(value, self.type):
            return value
        converted = coerce(value, self.type)
        return _ABSENT if converted is None else converted


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a built-in function; the last domain of a variadic one takes every further argument."""

    domains: tuple[Domain, ...]
    body: Body
    is_variadic: bool
    required: int

    def admit(self, arguments: Sequence[object], names: Sequence[str] | None) -> list[object] | None:
        """Return the arguments as the body takes them; None when they do not fit this signature."""
        if names is not None:
            return self._admit_named(arguments, names)
        if self.is_variadic:
            return self._admit_variadic(arguments)
        if not self.required <= len(arguments) <= len(self.domains):
            return None
        values = list(arguments)
        for place, domain in enumerate(self.domains[: len(values)]):
            if type(values[place]) not in domain.plain:
                values[place] = domain.admit(values[place])
                if values[place] is _ABSENT:
                    return None
        return values

    def _admit_named(self, arguments: Sequence[object], names: Sequence[str]) -> list[object] | None:
        given = dict(zip(names, arguments, strict=True))
        if not given.keys() <= {domain.name for domain in self.domains}:
            return None
        values: list[object] = []
        for domain in self.domains:
            if domain.name in given:
                value = domain.admit(given[domain.name])
                values.append([value] if self.is_variadic and domain is self.domains[-1] else value)
            else:
                values.append(None if domain.is_optional else domain.admit(None))
        return None if _ABSENT in values else values

    def _admit_variadic(self, arguments: Sequence[object]) -> list[object] | None:
        fixed = len(self.domains) - 1
        if len(arguments) <= fixed:
            return None
        values = [domain.admit(value) for domain, value in zip(self.domains, arguments, strict=False)][:fixed]
        rest = [self.domains[-1].admit(value) for value in arguments[fixed:]]
        return None if _ABSENT in values or _ABSENT in rest else [*values, rest]


class Builtin(Function):
    """A built-in function; it is invoked by the first of its signatures that takes the arguments."""

    __slots__ = ("signatures",)

    def __init__(self, name: str) -> None:
        self.signatures: list[Signature] = []
        super().__init__(name, (), self._call)

    def add(self, signature: Signature) -> None:
        """Offer one more signature, after those that are there."""
        self.signatures.append(signature)
        if len(self.signatures) == 1:
            self.parameters = tuple(Parameter(domain.name, domain.type) for domain in signature.domains)

    def invoke(self, arguments: Sequence[object], names: Sequence[str] | None, run: Evaluation, at: tuple[int, int]) -> object:
        """Return the result, null with a warning at `at` when no signature takes the arguments."""
        for signature in self.signatures:
            values = signature.admit(arguments, names)
            if values is not None:
                run.spend()
                try:
                    return signature.body(run, *values)
                except DomainError as error:
                    run.warn(f"{self.name}: {error}", at)
                    return None
        kinds = ", ".join(map(kind_of, arguments))
        run.warn(f"{self.name} does not take ({kinds})" + (f" as {', '.join(names)}." if names else "."), at)
        return None

    def _call(self, arguments: Sequence[object], run: Evaluation) -> object:
        return self.invoke(arguments, None, run, (1, 1))


BUILTINS: Final[dict[str, Builtin]] = {}


def builtin(name: str, *declarations: str, variadic: bool = False) -> Callable[[_BodyType], _BodyType]:
    """Register the decorated function as a signature of the built-in `name`; it gets the evaluation, then the arguments.

    `declarations` are those of `Domain`. A variadic signature gets its last arguments as one list.
    """

    def register(body: _BodyType) -> _BodyType:
        domains = tuple(map(Domain.parse, declarations))
        required = sum(not domain.is_optional for domain in domains)
        BUILTINS.setdefault(name, Builtin(name)).add(Signature(domains, body, variadic, required))
        return body

    return register
