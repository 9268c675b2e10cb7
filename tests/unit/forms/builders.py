"""Forms and submissions for the tests."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

import forms

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)  # 10:00 in Bangkok


def form_of(*components: Mapping[str, object]) -> forms.Form:
    """Return a form with these form-js components."""
    return forms.parse(json.dumps({"id": "test", "type": "default", "schemaVersion": 18, "components": components}))


def field(kind: str, key: str = "x", **properties: object) -> dict[str, object]:
    """Return a form-js field; `own` are our properties."""
    own = properties.pop("own", None)
    return {"type": kind, "id": f"Field_{key}", "key": key, "label": key, **properties} | ({"properties": own} if own else {})


def submit(
    form: forms.Form, data: Mapping[str, object], variables: Mapping[str, object] | None = None, language: forms.Language = "th"
) -> forms.Submission:
    """Validate a submission at NOW."""
    return forms.validate(form, data, variables or {}, now=NOW, language=language)


def document(name: str = "a.pdf", content_type: str = "application/pdf", size: int = 1_000) -> dict[str, object]:
    """Return a Camunda document reference."""
    metadata = {"fileName": name, "contentType": content_type, "size": size}
    return {
        "camunda.document.type": "camunda",
        "storeId": "database",
        "documentId": "d1",
        "contentHash": "abc",
        "metadata": metadata,
    }
