"""What the runner of the DMN Technology Compatibility Kit needs of an engine, for this one."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import feel
from engine import dmn


def value(kind: str, text: str) -> object:
    """Return the FEEL value of an XML Schema text."""
    return feel.value_from_xml(kind, text)


def load(model: Path, imports: Iterable[Path]) -> dmn.Definitions:
    """Return a model with the models beside it that it may import, in whatever order they depend on one another.

    A text that is not FEEL makes only its own element null, as the kit expects, and not the whole model unusable.
    """
    waiting = {path: path.read_bytes() for path in imports}
    loaded: list[dmn.Definitions] = []
    while waiting:
        known = len(loaded)
        for path, xml in list(waiting.items()):
            parsed = dmn.parse(xml, loaded, tolerant=True)
            if not any("is missing" in finding.message for finding in parsed.findings):
                loaded.append(parsed)
                del waiting[path]
        if len(loaded) == known:
            break
    return dmn.parse(model.read_bytes(), loaded, tolerant=True)


def evaluate(model: dmn.Definitions, kind: str, name: str, inputs: Mapping[str, object]) -> object:
    """Return the value of a decision, decision service or business knowledge model; a failure is null."""
    elements = {"decision": model.decisions, "decisionService": model.services, "bkm": model.knowledge_models}[kind]
    identifier = next(element.id for element in elements if element.name == name)
    return dmn.evaluate(model, identifier, inputs, feel.Evaluation()).output
