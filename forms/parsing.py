"""Reading form-js JSON into a form; what a form contains beyond what works is refused here."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NoReturn

from forms.browser import faults_in_browser
from forms.components import Component, Container, DynamicList, Field, Group
from forms.errors import Finding, FormError
from forms.field_parsing import FIELD_PARSERS
from forms.form import Form
from forms.properties import Properties
from forms.view_parsing import IGNORED_TYPES, VIEW_PARSERS

MAX_BYTES = 1_000_000
MAX_COMPONENTS = 1_000
MAX_DEPTH = 20
MAX_ROWS = 500

# Letters, digits and underscores, Thai with its vowel and tone marks; form-js allows dots, which nest the value.
_NAME = re.compile(r"[\wก-๛]+(\.[\wก-๛]+)*")


def parse(text: str | bytes) -> Form:
    """Read a form of form-js (`type: default`).

    Raises FormError listing everything that cannot be used: an unknown type of component, FEEL with wrong syntax, two
    fields with the same key, a pattern that is no regular expression, a condition that the browser cannot evaluate.
    """
    reading = _Reading()
    content = _load(text)
    form_id = content.get("id")
    if not isinstance(form_id, str) or not form_id.strip():
        reading.refuse("the form needs an id")
    if content.get("type", "default") != "default":
        reading.refuse(f"the type of the form is {content['type']!r}; only 'default' is known")
    if not isinstance(content.get("components"), list):
        reading.refuse("the form needs a list of components")
    components = reading.components(content.get("components"), (), 1)
    reading.findings += [Finding(component_id, fault) for component_id, fault in faults_in_browser(components)]
    if reading.findings:
        raise FormError(reading.findings)
    version_tag = content.get("versionTag")
    return Form(str(form_id), components, version_tag if isinstance(version_tag, str) and version_tag else None)


def _load(text: str | bytes) -> Mapping[str, object]:
    if len(text) > MAX_BYTES:
        raise FormError([Finding("", f"the form is larger than {MAX_BYTES:,} bytes")])
    try:
        content = json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise FormError([Finding("", f"the form is not JSON: {error}")]) from error
    if not isinstance(content, Mapping):
        raise FormError([Finding("", "the form is not a JSON object")])
    return content


def _refuse_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON number")


class _Reading:
    """The walk over the components, with what it has found so far."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.ids: set[str] = set()
        self.taken: dict[tuple[str, ...], str] = {}
        self.inner: dict[tuple[str, ...], str] = {}
        self.count = 0

    def refuse(self, message: str) -> None:
        self.findings.append(Finding("", message))

    def components(self, content: object, around: tuple[str, ...], depth: int) -> tuple[Component, ...]:
        """Read a list of components whose values lie under the names `around`."""
        if depth > MAX_DEPTH:
            self.refuse(f"components are nested deeper than {MAX_DEPTH} levels")
            return ()
        read = [self._component(item, around, depth) for item in content] if isinstance(content, list) else []
        return tuple(component for component in read if component)

    def _component(self, content: object, around: tuple[str, ...], depth: int) -> Component | None:
        self.count += 1
        if self.count == MAX_COMPONENTS + 1:
            self.refuse(f"the form has more than {MAX_COMPONENTS:,} components")
        if self.count > MAX_COMPONENTS:
            return None
        if not isinstance(content, Mapping):
            self.refuse(f"component {self.count} is not an object")
            return None
        properties = Properties(content, self._id(content), self.findings)
        component = self._known(properties, around, depth)
        if isinstance(component, Field):
            self._take(component.id, (*around, *component.path))
        return component

    def _known(self, properties: Properties, around: tuple[str, ...], depth: int) -> Component | None:
        kind = properties.value("type")
        if kind in IGNORED_TYPES:
            return None
        if kind in {"group", "dynamiclist"}:
            return self._container(properties, around, depth)
        if isinstance(kind, str) and kind in VIEW_PARSERS:
            return VIEW_PARSERS[kind](properties)
        if isinstance(kind, str) and kind in FIELD_PARSERS:
            return FIELD_PARSERS[kind](properties, self._path(properties, "key"))
        properties.refuse(f"the component type {kind!r} is not known")
        return None

    def _container(self, properties: Properties, around: tuple[str, ...], depth: int) -> Container:
        repeats = properties.value("type") == "dynamiclist"
        path = self._path(properties, "path") if repeats or properties.word("path") else ()
        if repeats:
            self._take(properties.component_id, (*around, *path))
        inside = (*around, *path, *(("[]",) if repeats else ()))
        components = self.components(properties.value("components"), inside, depth + 1)
        return (_dynamic_list if repeats else _group)(properties, path, components)

    def _id(self, content: Mapping[str, object]) -> str:
        component_id = content.get("id") or content.get("key") or f"component-{self.count}"
        if not isinstance(component_id, str) or component_id in self.ids:
            self.findings.append(Finding(str(component_id), "the id is not unique"))
        self.ids.add(str(component_id))
        return str(component_id)

    def _path(self, properties: Properties, name: str) -> tuple[str, ...]:
        path = properties.word(name)
        if _NAME.fullmatch(path):
            return tuple(path.split("."))
        properties.refuse(
            f"the {name} {path!r} must be letters, digits and underscores" if path else f"the component needs a {name}"
        )
        return (properties.component_id,)

    def _take(self, component_id: str, path: tuple[str, ...]) -> None:
        """Note that a component owns `path`: no path is owned twice, nor lies inside the value of another field."""
        around = [path[:length] for length in range(1, len(path)) if path[length] != "[]"]
        owner = next((self.taken[taken] for taken in (path, *around) if taken in self.taken), self.inner.get(path))
        if owner is not None:
            self.findings.append(Finding(component_id, f"the key {'.'.join(path)!r} is already used by {owner!r}"))
        self.taken[path] = component_id
        self.inner.update(dict.fromkeys(around, component_id))


def _group(properties: Properties, path: tuple[str, ...], components: tuple[Component, ...]) -> Group:
    return Group(
        id=properties.component_id,
        type="group",
        hide=properties.expression("conditional.hide"),
        label=properties.text("label"),
        description=properties.text("description"),
        path=path,
        components=components,
    )


def _dynamic_list(properties: Properties, path: tuple[str, ...], components: tuple[Component, ...]) -> DynamicList:
    most = properties.whole("maxRepetitions", MAX_ROWS, MAX_ROWS)
    least = properties.whole("minRepetitions", 0, MAX_ROWS)
    if least > most:
        properties.refuse("minRepetitions is greater than maxRepetitions")
    return DynamicList(
        id=properties.component_id,
        type="dynamiclist",
        hide=properties.expression("conditional.hide"),
        label=properties.text("label"),
        description=properties.text("description"),
        path=path,
        components=components,
        default_rows=max(least, properties.whole("defaultRepetitions", 1, MAX_ROWS)),
        min_rows=least,
        max_rows=most,
        may_change_rows=properties.flag("allowAddRemove", default=True),
    )
