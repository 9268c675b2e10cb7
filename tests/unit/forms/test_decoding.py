"""From a posted HTML form to JSON, and the buttons inside a form."""

import json
from decimal import Decimal

import pytest

import forms
from forms.dates import read_date, read_time
from tests.unit.forms.builders import NOW, document, field, form_of

OPTIONS = [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]


def test_posted_fields_become_json() -> None:
    form = form_of(
        field("textfield", "name"),
        field("number", "size"),
        field("checkbox", "ok"),
        field("checkbox", "not_ok"),
        field("radio", "kind", values=OPTIONS),
        field("checklist", "kinds", values=OPTIONS),
        field("expression", "sum", expression="=1"),
        {"type": "group", "id": "G", "path": "p.q", "components": [field("textfield", "r")]},
    )
    posted = [
        ("csrf_token", "t"),
        ("name", " ก "),
        ("size", "๑,๒๕๐.๕๐"),
        ("ok", "true"),
        ("kind", "a"),
        ("kinds", "a"),
        ("kinds", "b"),
        ("p.q.r", ""),
    ]

    data = forms.decode(form, posted, {})

    assert data == {
        "name": " ก ",
        "size": Decimal("1250.50"),
        "ok": True,
        "not_ok": False,
        "kind": "a",
        "kinds": ["a", "b"],
        "p": {"q": {"r": None}},
    }


@pytest.mark.parametrize(
    ("parts", "iso"),
    [
        (("17", "5", "2567"), "2024-05-17"),
        (("๑๗", "๐๕", "๒๕๖๗"), "2024-05-17"),
        (("17", "พ.ค.", "2567"), "2024-05-17"),
        (("17", "พฤษภาคม", "พ.ศ. 2567"), "2024-05-17"),
        (("17", "May", "2024"), "2024-05-17"),
        (("17", "5", "ค.ศ. 2024"), "2024-05-17"),
        (("29", "2", "2567"), "2024-02-29"),
        (("1", "1", "2400"), None),
        (("1", "1", "2401"), "1858-01-01"),
        (("30", "2", "2567"), None),
        (("17", "5", "67"), None),
        (("17", "13", "2567"), None),
        (("", "5", "2567"), None),
        (("1", "1", "99999"), None),
    ],
)
def test_dates_of_both_eras_are_understood(parts: tuple[str, str, str], iso: str | None) -> None:
    form = form_of(field("datetime", "d", subtype="date"))
    posted = list(zip(("d:day", "d:month", "d:year"), parts, strict=True))

    decoded = forms.decode(form, posted)["d"]

    assert decoded == iso if iso else decoded == {"day": parts[0], "month": parts[1], "year": parts[2], "time": ""}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("9:30", "09:30"), ("09.30 น.", "09:30"), ("๐๙:๓๐น.", "09:30"), ("0930", "09:30"), ("23:59", "23:59")],
)
def test_times_are_understood(text: str, expected: str) -> None:
    assert f"{read_time(text):%H:%M}" == expected


@pytest.mark.parametrize("text", ["24:00", "9:5", "noon", ""])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="time"):
        read_time(text)


def test_a_year_of_two_digits_is_refused() -> None:
    with pytest.raises(ValueError, match="year"):
        read_date("1", "1", "67")


def test_a_date_with_time_is_in_bangkok_time() -> None:
    form = form_of(field("datetime", "at", subtype="datetime"), field("datetime", "clock", subtype="time"))

    data = forms.decode(
        form, [("at:day", "17"), ("at:month", "5"), ("at:year", "2567"), ("at:time", "9.30"), ("clock:time", "")]
    )

    assert data == {"at": "2024-05-17T09:30:00+07:00", "clock": None}


@pytest.mark.parametrize(
    ("text", "value"),
    [("12abc", "12abc"), ("1,2", "1,2"), (".5", Decimal("0.5")), ("-3", -3), (".", "."), ("1" * 40, "1" * 40)],
)
def test_numbers_are_read_and_anything_else_stays_as_typed(text: str, value: object) -> None:
    assert forms.decode(form_of(field("number", "n")), [("n", text)]) == {"n": value}


def listed() -> forms.Form:
    return form_of(
        {
            "type": "dynamiclist",
            "id": "L",
            "path": "w",
            "maxRepetitions": 3,
            "components": [field("textfield", "name"), field("checkbox", "ok")],
        },
        field("filepicker", "files", multiple=True),
    )


def test_rows_close_up_where_one_was_removed() -> None:
    posted = [("w:row", "0"), ("w[0].name", "a"), ("w:row", "4"), ("w[4].ok", "true"), ("w:row", "x")]

    assert forms.decode(listed(), posted)["w"] == [{"name": "a", "ok": False}, {"name": None, "ok": True}]


def test_files_uploaded_before_and_with_the_form_come_together() -> None:
    old, new = document("old.pdf"), document("new.pdf")

    data = forms.decode(listed(), [("files:file", json.dumps(old)), ("files:file", "{broken")], {"files": [new]})

    assert data["files"] == [old, None, new]
    assert not forms.validate(listed(), data, now=NOW).is_valid


def test_buttons_add_and_remove_rows_and_files() -> None:
    form = listed()
    data = {"w": [{"name": "a"}, {"name": "b"}], "files": [document()]}

    assert forms.action_in([("w:row", "0"), ("__add:w", "1")]) == "__add:w"
    assert forms.action_in([("w:row", "0")]) is None
    assert forms.apply_action(form, data, "__add:w")["w"] == [{"name": "a"}, {"name": "b"}, {}]
    assert forms.apply_action(form, data, "__remove:w:0")["w"] == [{"name": "b"}]
    assert forms.apply_action(form, data, "__remove:files:0")["files"] == []
    assert data["w"] == [{"name": "a"}, {"name": "b"}]


@pytest.mark.parametrize(
    "action",
    ["__add:nothing", "__add:files", "__remove:w:9", "__remove:w:x", "__remove:w", "__refresh", "__remove:files[0].metadata:0"],
)
def test_an_action_that_does_not_fit_changes_nothing(action: str) -> None:
    data = {"w": [{"name": "a"}], "files": [document()]}

    assert forms.apply_action(listed(), data, action) == data


def test_rows_are_not_added_beyond_the_limit() -> None:
    data = {"w": [{}, {}, {}]}

    assert len(forms.apply_action(listed(), data, "__add:w")["w"]) == 3  # type: ignore[arg-type]


def test_a_form_begins_with_variables_and_defaults() -> None:
    form = form_of(
        field("textfield", "a", defaultValue="default"),
        field("textfield", "b", defaultValue="default"),
        field("textfield", "c", defaultValue="default"),
        {
            "type": "dynamiclist",
            "id": "L",
            "path": "rows",
            "defaultRepetitions": 2,
            "components": [field("number", "n", defaultValue=1)],
        },
    )

    assert forms.prefill(form, {"c": None}, {"b": "variable"}) == {
        "a": "default",
        "b": "variable",
        "c": None,
        "rows": [{"n": 1}, {"n": 1}],
    }
    assert forms.prefill(form, {"rows": []}, {"rows": [{"n": 5}]})["rows"] == []
    assert forms.prefill(form, {}, {"rows": [{"n": 5}]})["rows"] == [{"n": 5}]
