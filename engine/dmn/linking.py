"""DMN models that import one another: found by namespace, parsed in the order in which they depend on each other."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

from engine.dmn.definitions import Definitions
from engine.dmn.document import DMN_NAMESPACES, children, read_document
from engine.dmn.errors import DmnError, Finding
from engine.dmn.parsing import parse

Library = Callable[[str], Iterable[tuple[str, bytes]]]
"""Gives the models of a namespace that are not among the files: a name for findings and the XML of each."""


@dataclass(frozen=True, slots=True)
class LinkedModels:
    """What became of the files, each under its name; `models` are in an order in which none imports a later one."""

    models: dict[str, Definitions] = field(default_factory=dict)
    faults: dict[str, tuple[Finding, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Header:
    """What has to be known of a model before it can be parsed."""

    id: str
    namespace: str
    imports: tuple[str, ...]


def read_header(xml: bytes) -> Header:
    """Return a model's id, its namespace and the namespaces of the DMN models that it imports; raise DmnError."""
    root = read_document(xml)
    wanted = (each.get("namespace", "") for each in children(root, "import") if _is_of_dmn(each.get("importType", "")))
    namespace = root.get("namespace", "")
    return Header(root.get("id") or namespace, namespace, tuple(dict.fromkeys(wanted)))


def parse_together(files: Mapping[str, bytes], library: Library = lambda _namespace: ()) -> LinkedModels:
    """Parse files with all that they import, directly or not, from one another or from the library (DMN 1.5 §6.3.3).

    An imported namespace must be that of one model, a file being taken for the library's model of the same id; imports must
    not go in a circle. A model of the library that no longer fits what the files bring is a fault under its own name.
    """
    return _Linking(files, library).link()


class _Linking:
    def __init__(self, files: Mapping[str, bytes], library: Library) -> None:
        self._files = files
        self._library = library
        self._texts: dict[str, bytes] = {}
        self._headers: dict[str, Header] = {}
        self._by_namespace: dict[str, list[str]] = {}
        self._linked = LinkedModels()

    def link(self) -> LinkedModels:
        for name, xml in self._files.items():
            self._add(name, xml)
        self._fetch()
        for name in self._order():
            self._parse(name)
        own = {name: model for name, model in self._linked.models.items() if name in self._files}
        return LinkedModels(own, self._linked.faults)

    def _add(self, name: str, xml: bytes) -> None:
        try:
            header = read_header(xml)
        except DmnError as error:
            self._linked.faults[name] = error.findings
            return
        self._texts[name], self._headers[name] = xml, header
        self._by_namespace.setdefault(header.namespace, []).append(name)

    def _fetch(self) -> None:
        """Take from the library what is imported; a file replaces the library's model of the same id."""
        own = {header.id for header in self._headers.values()}
        pending = [namespace for header in self._headers.values() for namespace in header.imports]
        asked: set[str] = set()
        while pending:
            namespace = pending.pop()
            if namespace in asked:
                continue
            asked.add(namespace)
            for name, xml in self._library(namespace):
                if read_header(xml).id not in own:
                    self._add(name, xml)
            pending += [wanted for name in self._by_namespace.get(namespace, ()) for wanted in self._headers[name].imports]

    def _order(self) -> tuple[str, ...]:
        while True:
            try:
                return tuple(TopologicalSorter({name: self._imported_by(name) for name in self._headers}).static_order())
            except CycleError as error:
                self._give_up(error.args[1])

    def _give_up(self, circle: list[str]) -> None:
        """Leave out the models of a circle of imports, the first of which is repeated at the end."""
        way = ", ".join(circle)
        for name in circle[1:]:
            self._linked.faults[name] = (Finding(self._headers.pop(name).id, f"The imports go in a circle: {way}."),)

    def _imported_by(self, name: str) -> list[str]:
        found = (each for namespace in self._headers[name].imports for each in self._by_namespace.get(namespace, ()))
        return [each for each in found if each in self._headers]

    def _parse(self, name: str) -> None:
        header, models = self._headers[name], self._linked.models
        wanted = {namespace: self._by_namespace.get(namespace, []) for namespace in header.imports}
        faults = [
            f"The imported namespace {namespace} is that of several models: {', '.join(names)}."
            for namespace, names in wanted.items()
            if len(names) > 1
        ]
        unusable = [each for names in wanted.values() for each in names if each not in models]
        faults += [f"The imported model {each} cannot be used." for each in unusable]
        if faults:
            self._linked.faults[name] = tuple(Finding(header.id, fault) for fault in faults)
            return
        try:
            models[name] = parse(self._texts[name], [models[each] for names in wanted.values() for each in names])
        except DmnError as error:
            self._linked.faults[name] = error.findings


def _is_of_dmn(import_type: str) -> bool:
    return not import_type or import_type in DMN_NAMESPACES
