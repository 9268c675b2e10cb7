"""Item definitions as types: what conforms, what is converted, what is refused (DMN 1.5 §7.3.3 and §10.3.2.9)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import feel
from engine.dmn.boxed import Text
from engine.dmn.requirements import ItemDefinition
from feel.values.inspect import adopt, coerce
from feel.values.temporal import Date, DateTime
from feel.values.temporal_text import temporal_from_text
from feel.values.types import (
    ANY,
    DATE,
    DATE_TIME,
    DAYS_TIME,
    NUMBER,
    TIME,
    TYPE_NAMES,
    YEARS_MONTHS,
    ContextType,
    FunctionType,
    ListType,
    Type,
)

Check = Callable[[object, feel.Evaluation], bool]
TEMPORAL = frozenset({DATE, TIME, DATE_TIME, DAYS_TIME, YEARS_MONTHS})

# What the Camunda Modeler offers beside the names of DMN.
OTHER_NAMES: Mapping[str, Type] = {"integer": NUMBER, "long": NUMBER, "double": NUMBER, "days and time": DAYS_TIME}


@dataclass(frozen=True, slots=True)
class ItemType:
    """A type of FEEL with the allowed values that a model adds, and the members of its structure."""

    type: Type
    checks: tuple[Check, ...] = ()
    members: Mapping[str, "ItemType"] = field(default_factory=dict)
    item: "ItemType | None" = None
    result: "ItemType | None" = None
    allowed: Text | None = None

    def convert(self, value: object, evaluation: feel.Evaluation) -> tuple[object, bool]:
        """Return the value as this type has it, and whether it conforms; a value that does not is None."""
        if value is None or (self.type is ANY and not self.checks):
            return value, True
        converted = _midnight(value) if self.type is DATE_TIME else coerce(value, self.type)
        if converted is None or not self.allows(converted, evaluation):
            return None, False
        return converted, True

    def receive(self, value: object) -> object:
        """Return a value from outside, such as JSON, in FEEL's own types: a text becomes a date where one is wanted."""
        if isinstance(value, str):
            if self.type not in TEMPORAL:
                return value
            read = temporal_from_text(value)
            return value if read is None else read
        if isinstance(value, (list, tuple)):
            inner = self.item or ANYTHING
            return [inner.receive(item) for item in value]
        if isinstance(value, Mapping) and (self.members or type(value) is not dict):
            return {name: self.members.get(name, ANYTHING).receive(member) for name, member in value.items()}
        return adopt(value)

    def allows(self, value: object, evaluation: feel.Evaluation) -> bool:
        """Whether a value of this type, and all that it contains, has only allowed values."""
        if value is None:
            return True
        if not all(check(value, evaluation) for check in self.checks):
            return False
        if self.item is not None and isinstance(value, list):
            item = self.item
            return all(item.allows(each, evaluation) for each in value)
        if self.members and isinstance(value, dict):
            return all(member.allows(value.get(name), evaluation) for name, member in self.members.items())
        return True


ANYTHING = ItemType(ANY)


def _midnight(value: object) -> object:
    if isinstance(value, Date):
        return DateTime.of_local(value.days * 86_400 * 1_000_000_000, 0)
    return coerce(value, DATE_TIME)


class Types:
    """The types that a model knows: FEEL's own, its item definitions and, with a prefix, the imported ones."""

    def __init__(
        self,
        definitions: Iterable[ItemDefinition],
        imported: Sequence[tuple[str, "Types"]],
        compile_check: Callable[[Text], Check],
    ) -> None:
        self._definitions = {definition.name: definition for definition in definitions}
        self._imported = imported
        self._compile_check = compile_check
        self._resolved: dict[str, ItemType] = {}
        self._resolving: set[str] = set()

    def find(self, reference: str | None) -> ItemType | None:
        """Return the type that a typeRef names; a missing reference is Any; None when nothing has that name."""
        if reference is None:
            return ANYTHING
        if reference in self._definitions:
            return self._item_type(reference)
        found = TYPE_NAMES.get(reference) or OTHER_NAMES.get(reference)
        if found is not None:
            return ItemType(found)
        for name, types in self._imported:
            if not name or reference.startswith(f"{name}."):
                inner = types.find(reference[len(name) + 1 :] if name else reference)
                if inner is not None:
                    return inner
        return self._find_prefixed(reference)

    def _find_prefixed(self, reference: str) -> ItemType | None:
        """Return the type of a reference as in DMN 1.1, whose prefix stands for a namespace: here, of FEEL or of an import."""
        prefix, colon, name = reference.rpartition(":")
        if not (colon and prefix):
            return None
        inner = (types.find(name) for _, types in self._imported)
        return self.find(name) or next((found for found in inner if found is not None), None)

    def by_name(self) -> Mapping[str, Type]:
        """Return the item definitions, imported ones with their prefix, as FEEL's types, for `instance of` and parameters."""
        found = {name: self._item_type(name).type for name in self._definitions}
        for prefix, types in self._imported:
            found |= {f"{prefix}.{name}" if prefix else name: inner for name, inner in types.by_name().items()}
        return found

    def names(self) -> Iterable[str]:
        """Return the names of the item definitions and of all their components, at any depth."""
        pending = list(self._definitions.values())
        while pending:
            definition = pending.pop()
            yield definition.name
            pending.extend(definition.components)

    def _item_type(self, name: str) -> ItemType:
        if name not in self._resolved:
            if name in self._resolving:  # a type that contains itself: its inner occurrence is not checked again
                return ANYTHING
            self._resolving.add(name)
            self._resolved[name] = self._build(self._definitions[name])
            self._resolving.discard(name)
        return self._resolved[name]

    def _build(self, definition: ItemDefinition) -> ItemType:
        base = self._base(definition)
        if definition.allowed_values:
            check = self._compile_check(definition.allowed_values)
            base = replace(base, checks=(*base.checks, check), allowed=definition.allowed_values)
        if definition.is_collection:
            base = ItemType(ListType(base.type), item=base)
        if definition.type_constraint:
            base = replace(base, checks=(*base.checks, self._compile_check(definition.type_constraint)))
        return base

    def _base(self, definition: ItemDefinition) -> ItemType:
        if definition.components:
            members = {component.name: self._build(component) for component in definition.components}
            return ItemType(ContextType(tuple((name, member.type) for name, member in members.items())), members=members)
        if definition.function is not None:
            result = self.find(definition.function.output_type_ref) or ANYTHING
            parameters = tuple((self.find(item.type_ref) or ANYTHING).type for item in definition.function.parameters)
            return ItemType(FunctionType(parameters, result.type), result=result)
        return self.find(definition.type_ref) or ANYTHING
