"""Deployed files that the engine does not run itself: what they are called, and which version they say they are."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import Finding
from engine.model import json_text
from engine.model.generic_resource import is_rpa


@dataclass(frozen=True, slots=True)
class GenericFile:
    """What a file says about itself."""

    id: str
    version_tag: str | None = None
    is_rpa: bool = False


def read_generic(name: str, content: bytes) -> GenericFile | Finding:
    """Return the file's id: that in the JSON of a script of robotic process automation, of any other file its name."""
    if not is_rpa(name):
        return GenericFile(name)
    try:
        script = json_text.loads(content.decode())
    except ValueError:
        return Finding(name, "The file is no JSON text.")
    script_id = script.get("id") if isinstance(script, dict) else None
    version_tag = script.get("versionTag") if isinstance(script, dict) else None
    if not isinstance(script_id, str) or not script_id or not isinstance(version_tag, str | None):
        return Finding(name, "The script needs an id, a text; its versionTag, if any, is a text too.")
    return GenericFile(script_id, version_tag or None, is_rpa=True)
