"""Reading the names of types (grammar rule 52): number, list<string>, function<date>->boolean, ..."""

from __future__ import annotations

from feel.cursor import Cursor
from feel.values.types import TYPE_NAMES, ContextType, FunctionType, ListType, RangeType, Type

_LONGEST_TYPE_NAME = 16  # tokens


class TypeCursor(Cursor):
    """A cursor that can read types; None stands for a name that no type has."""

    def take_type(self) -> Type | None:
        """Read a type."""
        self.deeper()
        depth = self.depth
        constructor = self.token.text if self.following.text == "<" else ""
        match constructor:
            case "list" | "range":
                self.index += 2
                element = self.take_type()
                self.expect(">")
                kind = ListType if constructor == "list" else RangeType
                result: Type | None = None if element is None else kind(element)
            case "context":
                self.index += 2
                result = self._context_type()
            case "function":
                self.index += 2
                result = self._function_type()
            case _:
                result = self._named_type()
        self.depth = depth - 1
        return result

    def _context_type(self) -> Type | None:
        members: list[tuple[str, Type | None]] = []
        while True:
            name = self.take_new_name(":")
            self.expect(":")
            members.append((name, self.take_type()))
            if not self.take(","):
                break
        self.expect(">")
        known = tuple((name, member) for name, member in members if member is not None)
        return ContextType(known) if len(known) == len(members) else None

    def _function_type(self) -> Type | None:
        parameters: list[Type | None] = []
        while not self.sees(">"):
            parameters.append(self.take_type())
            if not self.take(","):
                break
        self.expect(">")
        self.expect("->")
        result = self.take_type()
        known = tuple(parameter for parameter in parameters if parameter is not None)
        return None if result is None or len(known) != len(parameters) else FunctionType(known, result)

    def _named_type(self) -> Type | None:
        if self.token.kind != "word":
            raise self.unexpected("a type")
        name = self._take_type_name()
        if name in self.types:
            return self.types[name]
        return None if name == "context" else TYPE_NAMES.get(name)

    def _take_type_name(self) -> str:
        """Read a type's name: words, and points between the name of an import and a name in it."""
        furthest = min(len(self.tokens) - 1, self.index + _LONGEST_TYPE_NAME)
        for end in range(furthest, self.index, -1):
            name = self.spelling(self.index, end)
            if name in self.types or name in TYPE_NAMES:
                self.index = end
                return name
        name = self.take_name()
        while self.take("."):
            name += "." + self.take_member_name()
        return name
