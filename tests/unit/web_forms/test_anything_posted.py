"""Whatever is sent to a form, there is an answer: values or messages, and a page that shows it again."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

import forms
from tests.unit.forms.builders import NOW, document, field, form_of
from web.form_rendering import render_answers, render_form

pytestmark = pytest.mark.no_cover  # the same lines so often that counting them tells nothing

OPTIONS = [{"value": "a", "label": "เอ"}, {"value": 2, "label": "สอง"}, {"value": True, "label": "จริง"}]
FORM = form_of(
    field("textfield", "text", validate={"pattern": "^[a-z]+$", "minLength": 2}, own={"validate": "= value != this.area"}),
    field("textarea", "area", validate={"maxLength": 10}),
    field("textfield", "person", own={"validationType": "national-id", "mask": "national-id"}),
    field("number", "n", validate={"max": "= limit"}, increment="0.5"),
    field("checkbox", "ok"),
    field("select", "one", values=OPTIONS),
    field("taglist", "many", valuesExpression="= [one, n, 3]"),
    field("datetime", "day", disallowPassedDates=True, own={"validate": "= value < at"}),
    field("datetime", "at", subtype="datetime", conditional={"hide": "= n > 3"}),
    field("datetime", "clock", subtype="time", readonly="= ok"),
    field("filepicker", "files", multiple=True, accept=".pdf"),
    field("expression", "sum", label="รวม", expression="= n + count(rows)"),
    {
        "type": "dynamiclist",
        "id": "L",
        "path": "rows",
        "maxRepetitions": 3,
        "components": [field("number", "k"), field("datetime", "d", conditional={"hide": "= this.k = null"})],
    },
    {"type": "group", "id": "G", "path": "a.b", "components": [field("textfield", "c")]},
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(allow_nan=False),
    st.text(),
    st.sampled_from(["a", "2024-05-17", "2024-05-17T09:30:00Z", "09:30", "1999900001010"]),
)
JSON = st.recursive(
    SCALARS | st.just(document()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*"kdbc", "x"]) | st.text(), inner, max_size=4),
    max_leaves=8,
)
KEYS = ["text", "area", "person", "n", "ok", "one", "many", "day", "at", "clock", "files", "sum", "rows", "a"]
NAMES = [
    *KEYS,
    "rows:row",
    "rows[0].k",
    "rows[0].d:day",
    "rows[9].k",
    "day:day",
    "day:month",
    "day:year",
    "at:time",
    "files:file",
    "a.b.c",
    "__add:rows",
    "__remove:rows:0",
]


def shown_again(data: dict[str, object]) -> None:
    submission = forms.validate(FORM, data, {"limit": 5}, now=NOW)
    page = render_form(FORM, data, submission.errors, language="th", variables={"limit": 5}, now=NOW)

    html.fromstring(f"<main>{page}</main>")
    if submission.is_valid:
        json.dumps(submission.values, default=str)
        again = forms.validate(FORM, submission.values, {"limit": 5}, now=NOW)
        assert again.values == submission.values
        render_answers(FORM, submission.values, language="en", now=NOW)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=3), JSON, max_size=8))
def test_any_json_gets_an_answer(data: dict[str, object]) -> None:
    shown_again(data)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(NAMES),
            st.text() | st.sampled_from(["0", "1", "2567", "17", "5", "9:30", "true", json.dumps(document())]),
        ),
        max_size=12,
    )
)
def test_any_posted_form_gets_an_answer(posted: list[tuple[str, str]]) -> None:
    data = forms.decode(FORM, posted)
    action = forms.action_in(posted)

    shown_again(forms.apply_action(FORM, data, action) if action else data)
