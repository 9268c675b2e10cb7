"""Forms as HTML: labels, hints, errors, values and what scripts need."""

import json

import pytest

import forms
from tests.unit.forms.builders import NOW, document, field, form_of
from tests.unit.web_forms.pages import show

OPTIONS = [{"value": "a", "label": "เอ", "label.en": "A"}, {"value": "b", "label": "บี"}]
KINDS = [
    field("textfield"),
    field("textarea", validate={"maxLength": 100}),
    field("number"),
    field("select", values=OPTIONS),
    field("radio", values=OPTIONS),
    field("checklist", values=OPTIONS),
    field("taglist", values=OPTIONS),
    field("checkbox"),
    field("datetime"),
    field("datetime", subtype="time"),
    field("datetime", subtype="datetime"),
    field("filepicker"),
]


@pytest.mark.parametrize("component", KINDS, ids=lambda component: f"{component['type']}-{component.get('subtype', '')}")
def test_every_control_has_a_label_its_hint_and_its_error(component: dict[str, object]) -> None:
    page = show(form_of(component | {"description": "คำแนะนำ", "label": "ป้าย"}), errors={"x": "ผิดพลาด"})

    target = page.one("//*[contains(@class, 'govuk-error-summary')]//a").get("href").removeprefix("#")
    control = page.one(f"//*[@id='{target}']")
    group = control.xpath("ancestor::fieldset[1]")
    described = group[0] if group else control

    assert control.tag in {"input", "select", "textarea"}
    for labelled in page.all("//input[not(@type='hidden')] | //select | //textarea"):
        assert page.all(f"//label[@for='{labelled.get('id')}']")
    assert "ป้าย" in (page.words("//legend") if group else page.words(f"//label[@for='{target}']"))
    assert "คำแนะนำ" in page.description(described)
    assert "ข้อผิดพลาด: ผิดพลาด" in page.description(described)


def test_optional_fields_say_so_and_required_ones_do_not() -> None:
    page = show(form_of(field("textfield", "a"), field("textfield", "b", validate={"required": True})))

    assert page.words("//label[@for='f-a']") == "a (ไม่บังคับ)"
    assert page.words("//label[@for='f-b']") == "b"


def test_labels_options_and_hints_follow_the_language() -> None:
    own = {"label.en": "Kind", "description.en": "Pick one"}
    form = form_of(field("radio", label="ชนิด", description="เลือกหนึ่ง", values=OPTIONS, validate={"required": True}, own=own))

    page = show(form, language="en")

    assert page.words("//legend") == "Kind"
    assert page.words("//*[@id='f-x-hint']") == "Pick one"
    assert [" ".join(label.text_content().split()) for label in page.all("//label")] == ["A", "บี"]


def test_values_are_shown_again_after_an_error() -> None:
    form = form_of(
        field("textfield", "a"),
        field("textarea", "b"),
        field("number", "c"),
        field("select", "d", values=OPTIONS),
        field("checklist", "e", values=OPTIONS),
        field("checkbox", "f"),
        field("datetime", "g"),
    )
    data = {
        "a": '"<x>',
        "b": "\nก <b>",
        "c": "12x",
        "d": "b",
        "e": ["b"],
        "f": True,
        "g": {"day": "31", "month": "2", "year": "๒๕๖๗"},
    }

    page = show(form, data)

    assert page.control("a").get("value") == '"<x>'
    assert page.control("b").text == "\n\nก <b>"
    assert page.control("c").get("value") == "12x"
    assert page.one("//option[@selected]").get("value") == "b"
    assert [box.get("value") for box in page.all("//input[@checked]")] == ["b", "true"]
    assert [page.control(f"g:{part}").get("value") for part in ("day", "month", "year")] == ["31", "2", "๒๕๖๗"]


def test_dates_are_shown_in_the_era_of_the_language_and_in_words() -> None:
    form = form_of(field("datetime", "at", subtype="datetime"))
    data = {"at": "2024-05-17T02:30:00Z"}

    thai, english = show(form, data), show(form, data, language="en")

    assert [thai.control(f"at:{part}").get("value") for part in ("day", "month", "year", "time")] == [
        "17",
        "5",
        "2567",
        "09:30",
    ]
    assert thai.words("//*[@id='f-at-echo']") == "อ่านว่า วันศุกร์ที่ 17 พฤษภาคม 2567 (ค.ศ. 2024) 09:30 น."
    assert english.control("at:year").get("value") == "2024"
    assert english.words("//*[@id='f-at-echo']") == "Read as Friday 17 May 2024 (B.E. 2567), 09:30"


def test_the_time_of_a_date_with_time_has_the_forms_own_label() -> None:
    form = form_of(
        {
            "type": "datetime",
            "id": "D",
            "key": "at",
            "subtype": "datetime",
            "dateLabel": "วันเกิดเหตุ",
            "timeLabel": "เวลาโดยประมาณ",
        }
    )

    page = show(form, errors={"at": "ผิด"})

    assert page.words("//legend") == "วันเกิดเหตุ (ไม่บังคับ)"
    assert page.words("//label[@for='f-at-time']") == "เวลาโดยประมาณ"


def test_what_is_rendered_decodes_to_the_same_data() -> None:
    row = field("textfield", "name")
    form = form_of(
        field("textarea", "text"),
        field("number", "n"),
        field("datetime", "at", subtype="datetime"),
        field("taglist", "tags", values=[{"value": 1, "label": "1"}, {"value": "ก", "label": "ก"}]),
        field("filepicker", "files", multiple=True),
        {
            "type": "dynamiclist",
            "id": "L",
            "path": "rows",
            "components": [row, {"type": "dynamiclist", "id": "M", "path": "inner", "components": [field("number", "k")]}],
        },
    )
    data = {
        "text": "ก\nข",
        "n": 3,
        "at": "2024-05-17T09:30:00+07:00",
        "tags": [1, "ก"],
        "files": [document()],
        "rows": [{"name": "a", "inner": [{"k": 1}, {"k": 2}]}, {"name": "b", "inner": []}],
    }

    page = show(form, data)
    posted = [
        (each.get("name"), each.get("value") or "")
        for each in page.all("//input[@name and not(@type='checkbox' or @type='file')]")
    ]
    posted += [(each.get("name"), each.get("value")) for each in page.all("//input[@checked]")]
    posted += [(each.get("name"), each.text.removeprefix("\n") if each.text else "") for each in page.all("//textarea")]

    assert forms.validate(form, forms.decode(form, posted), now=NOW).values == data


def test_hidden_components_are_hidden_and_tell_scripts_their_condition() -> None:
    form = form_of(
        field("radio", "has", values=OPTIONS), field("textfield", "why", conditional={"hide": '=has != "b" or level < 3'})
    )

    page = show(form, {"has": "a"}, variables={"level": 5, "secret": "no"})

    component = page.one("//*[@data-path='why']")
    assert component.get("hidden") is not None
    assert component.get("data-hide") == 'has != "b" or level < 3'
    assert json.loads(page.one("//*[@data-form]").get("data-variables")) == {"level": 5}
    assert show(form, {"has": "b"}, variables={"level": 5}).one("//*[@data-path='why']").get("hidden") is None


def test_read_only_fields_are_text_of_the_case_and_have_no_control() -> None:
    form = form_of(
        field("select", "kind", values=OPTIONS, readonly=True),
        field("textfield", "id_number", disabled=True, own={"mask": "national-id"}),
    )

    page = show(form, {"kind": "a"}, variables={"kind": "b", "id_number": "1999900001010"})

    assert page.all("//input | //select") == []
    assert [each.text_content().strip() for each in page.all("//dd")] == ["บี", "x-xxxx-xxxxx-01-0"]
    assert "1999900001010" not in page.text


def test_calculated_fields_with_a_label_show_their_value() -> None:
    form = form_of(
        field("number", "n"),
        field("expression", "double", expression="=n * 2"),
        {"type": "expression", "id": "E", "key": "silent", "expression": "=1"},
    )

    page = show(form, {"n": 1500})

    assert page.words("//dl") == "double 3000"
    assert [each.get("data-formula") for each in page.all("//*[@data-formula]")] == ["n * 2", "1"]
