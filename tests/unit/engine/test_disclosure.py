"""What of an event stays readable and what can be erased: both canonical, together everything."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.history.canonical_json import canonical
from engine.history.disclosure import split

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("aกข\U0001f600\uff5e", max_size=3), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(["userTaskKey", "name", "state", "comment", "submitted", "before", "ข้อความ", "\uff5e", "\U0001f600"])


@given(st.sampled_from(["VARIABLE_CREATED", "DOCUMENT_ADDED", "DEPLOYED"]), st.dictionaries(NAMES, VALUES, max_size=6))
def test_facts_and_details_are_canonical_and_share_the_payload_between_them(event_type, payload):
    facts, details = split(event_type, payload)

    shown = {name: str(value) if name.endswith("Key") and isinstance(value, int) else value for name, value in payload.items()}
    together = json.loads(facts) | json.loads(details or "{}")
    assert together == json.loads(canonical(shown))
    assert facts == canonical({name: shown[name] for name in json.loads(facts)})
    assert details is None or details == canonical({name: shown[name] for name in json.loads(details)})


@pytest.mark.parametrize(
    ("event_type", "readable"),
    [("VARIABLE_CREATED", {"name", "scopeKey"}), ("DOCUMENT_ADDED", {"scopeKey"}), ("DEPLOYED", {"name", "scopeKey", "after"})],
)
def test_what_stays_readable_depends_on_the_type_of_event(event_type, readable):
    facts, _ = split(event_type, {"after": "ลับ", "scopeKey": 7, "name": "เหตุผล.pdf"})

    assert set(json.loads(facts)) == readable


def test_the_exact_number_is_kept_beside_one_that_a_double_would_change():
    _, details = split("VARIABLE_CREATED", {"after": 2**60 + 1})

    assert details == '{"after":"1152921504606846977","afterText":"1152921504606846977"}'
