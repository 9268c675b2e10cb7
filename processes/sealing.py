"""Sealing evidence: a manifest of SHA-256 sums whose own sum proves that nothing was added, removed or altered."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


def canonical(value: object) -> bytes:
    """Write JSON with sorted keys and without spaces, so that the same content always has the same sum."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode()


def digest(value: object) -> str:
    """Return the SHA-256 of the canonical JSON of `value`, in hexadecimal."""
    return sha256(canonical(value)).hexdigest()


def seal(documents: Iterable[object], reason: str, at: datetime) -> dict[str, object]:
    """Return the manifest of document references in the REST API's shape, with its own sum as `sha256`.

    An item names the document, its content's SHA-256 as the store computed it, and its size in bytes.
    """
    items = [_item(document) for document in documents if isinstance(document, Mapping)]
    manifest: dict[str, object] = {"reason": reason, "sealedAt": at.isoformat(), "items": items}
    return {**manifest, "sha256": digest(manifest)}


def documents_in(value: object) -> list[Mapping[str, object]]:
    """Find every document reference in nested lists and objects, in order, each document once."""
    found: dict[object, Mapping[str, object]] = {}
    _collect(value, found)
    return list(found.values())


def _collect(value: object, found: dict[object, Mapping[str, object]]) -> None:
    if isinstance(value, Mapping):
        if "documentId" in value:
            found.setdefault(value["documentId"], value)
            return
        for part in value.values():
            _collect(part, found)
    elif isinstance(value, list | tuple):
        for part in value:
            _collect(part, found)


def _item(document: Mapping[str, object]) -> dict[str, object]:
    metadata = document.get("metadata")
    known = metadata if isinstance(metadata, Mapping) else {}
    return {
        "documentId": document.get("documentId"),
        "name": known.get("fileName"),
        "sha256": document.get("contentHash"),
        "size": known.get("size"),
    }
