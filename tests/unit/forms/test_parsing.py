"""What a form may contain, and what is refused with the component's id."""

import json

import pytest

import forms
from tests.unit.forms.builders import field, form_of, submit


def findings_of(*components: object) -> list[tuple[str, str]]:
    with pytest.raises(forms.FormError) as error:
        form_of(*components)  # type: ignore[arg-type]
    return [(finding.component_id, finding.message) for finding in error.value.findings]


def test_a_form_keeps_its_id_and_yields_its_fields_in_order() -> None:
    inner = field("textfield", "name")
    form = form_of(
        field("textfield", "title"),
        {"type": "group", "id": "G", "path": "place", "components": [field("number", "size")]},
        {"type": "dynamiclist", "id": "L", "path": "witnesses", "components": [inner]},
        {"type": "button", "id": "B", "label": "Submit"},
    )

    assert form.id == "test"
    assert [".".join(item.path) for item in form.fields()] == ["title", "size", "name"]


def test_an_unknown_component_is_refused() -> None:
    assert findings_of({"type": "iframe", "id": "F"}) == [("F", "the component type 'iframe' is not known")]


def test_wrong_feel_is_refused_at_its_component() -> None:
    findings = findings_of(field("textfield", conditional={"hide": "=1 +"}), field("number", "y", readonly="= (a"))

    assert [component for component, _ in findings] == ["Field_x", "Field_y"]
    assert findings[0][1].startswith("conditional.hide: line 1")


def test_a_block_template_is_refused() -> None:
    assert "not supported" in findings_of({"type": "text", "id": "T", "text": "{{#if a}}x{{/if}}"})[0][1]


def test_the_same_key_twice_is_refused() -> None:
    first, second = field("textfield"), field("number") | {"id": "Other"}

    assert findings_of(first, second) == [("Other", "the key 'x' is already used by 'Field_x'")]


@pytest.mark.parametrize("keys", [("a", "a.b"), ("a.b", "a")])
def test_a_key_inside_the_value_of_another_field_is_refused(keys: tuple[str, str]) -> None:
    assert "already used" in findings_of(field("textfield", keys[0]), field("textfield", keys[1]))[0][1]


def test_groups_may_share_a_path_and_rows_have_names_of_their_own() -> None:
    form = form_of(
        field("textfield", "name"),
        {"type": "group", "id": "G1", "path": "p", "components": [field("textfield", "a")]},
        {"type": "group", "id": "G2", "path": "p", "components": [field("textfield", "b")]},
        {"type": "dynamiclist", "id": "L", "path": "rows", "components": [field("textfield", "name") | {"id": "Row_name"}]},
    )

    assert len(list(form.fields())) == 4


@pytest.mark.parametrize("pattern", ["(", "(?=x)", "[z-a]"])
def test_a_bad_pattern_is_refused(pattern: str) -> None:
    assert "validate.pattern" in findings_of(field("textfield", validate={"pattern": pattern}))[0][1]


@pytest.mark.parametrize(
    ("component", "message"),
    [
        (field("radio"), "needs values"),
        (field("select", values=[{"label": "A"}]), "every option needs a value"),
        (field("select", values=[{"value": "a"}, {"value": "a"}]), "the same value"),
        (field("datetime", subtype="year"), "subtype"),
        (field("textfield", own={"mask": "secret"}), "mask"),
        (field("textfield", own={"validationType": "iban"}), "validationType"),
        (field("textfield", "a-b"), "must be letters"),
        (field("textfield", ""), "needs a key"),
        (field("textfield", validate={"minLength": "many"}), "must be a number"),
        (field("textfield", validate={"required": "yes"}), "true or false"),
        (field("number", increment="0"), "increment"),
        (field("expression"), "needs an expression"),
        ({"type": "table", "id": "T", "dataSource": "=rows"}, "needs columns"),
        (
            {"type": "dynamiclist", "id": "L", "path": "l", "minRepetitions": 3, "maxRepetitions": 2, "components": []},
            "greater",
        ),
    ],
)
def test_what_cannot_work_is_refused(component: dict[str, object], message: str) -> None:
    assert message in findings_of(component)[0][1]


def test_every_fault_is_listed_at_once() -> None:
    assert len(findings_of({"type": "magic", "id": "A"}, field("radio", "b"), field("datetime", "c", subtype="era"))) == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ('{"id": "x", "components": {}}', "a list of components"),
        ('{"components": []}', "needs an id"),
        ('{"id": "x", "type": "wizard", "components": []}', "only 'default'"),
        ('{"id": "x", "components": [{"type": "number", "key": "n", "validate": {"min": NaN}}]}', "no JSON number"),
        ("[" * 100_000, "not JSON"),
        (" " * 1_000_001, "larger than"),
    ],
)
def test_what_is_no_form_is_refused(text: str, message: str) -> None:
    with pytest.raises(forms.FormError, match=message):
        forms.parse(text)


def test_too_many_components_are_refused() -> None:
    with pytest.raises(forms.FormError, match="more than"):
        form_of(*({"type": "separator", "id": f"S{number}"} for number in range(1_001)))


def test_components_nested_too_deeply_are_refused() -> None:
    component: dict[str, object] = field("textfield")
    for level in range(25):
        component = {"type": "group", "id": f"G{level}", "components": [component]}

    with pytest.raises(forms.FormError, match="nested deeper"):
        form_of(component)


def test_unicode_in_bytes_is_read() -> None:
    text = json.dumps({"id": "ฟอร์ม", "components": [field("textfield", "ชื่อ")]}, ensure_ascii=False).encode()

    assert [item.path for item in forms.parse(text).fields()] == [("ชื่อ",)]


def test_a_date_has_its_label_where_form_js_puts_it() -> None:
    date = {"type": "datetime", "id": "D", "key": "d", "dateLabel": "วันที่", "properties": {"dateLabel.en": "Date"}}
    time = {"type": "datetime", "id": "T", "key": "t", "subtype": "time", "timeLabel": "เวลา"}

    submission = submit(form_of(date, time), {"d": 1, "t": 1})

    assert ["วันที่" in submission.errors["d"], "เวลา" in submission.errors["t"]] == [True, True]
    assert "“Date”" in submit(form_of(date), {"d": 1}, language="en").errors["d"]
