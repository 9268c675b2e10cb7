"""Addresses of our pages that other texts contain."""

from collections.abc import Mapping
from urllib.parse import quote


def document_url(reference: Mapping[str, object]) -> str:
    """Return where the pages serve the document that a reference means."""
    return f"/documents/{quote(str(reference.get('documentId', '')), safe='')}"
