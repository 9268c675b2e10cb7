"""Forms as HTML: labels, hints, errors, values and what scripts need."""

import json

import pytest

import forms
from tests.unit.forms.builders import NOW, document, field, form_of
from tests.unit.web_forms.pages import show
from web.form_rendering import render_form

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


def test_rows_have_their_marks_and_buttons_that_need_no_script() -> None:
    form = form_of(
        {
            "type": "dynamiclist",
            "id": "L",
            "path": "w",
            "label": "พยาน",
            "minRepetitions": 1,
            "maxRepetitions": 2,
            "components": [field("textfield", "name")],
        }
    )

    one, two = (
        show(form, {"w": [{"name": "ก"}]}),
        show(form, {"w": [{"name": "ก"}, {"name": "ข"}]}, {"w[1].name": "ผิด", "w": "มากไป"}),
    )

    assert one.control("w:row").get("value") == "0"
    assert one.control("__add:w").get("formnovalidate") is not None
    assert one.control("__remove:w:0").get("hidden") is not None
    assert two.control("__add:w").get("hidden") is not None
    assert " ".join(two.control("__remove:w:1").text_content().split()) == "ลบ พยาน 2"
    assert [link.get("href") for link in two.all("//*[contains(@class, 'error-summary')]//a")] == ["#f-w-1-name", "#f-w"]
    assert two.control("w[1].name").get("id") == "f-w-1-name"


def test_enter_does_not_press_a_button_that_removes() -> None:
    form = form_of({"type": "dynamiclist", "id": "L", "path": "w", "components": [field("textfield", "name")]})

    first = show(form).all("//button")[0]

    assert first.get("type") == "submit"
    assert first.get("name") is None


def test_attached_files_are_links_with_a_button_to_remove_them() -> None:
    page = show(form_of(field("filepicker", "files", multiple=True)), {"files": [document("สัญญา.pdf")]})

    assert json.loads(page.control("files:file").get("value")) == document("สัญญา.pdf")
    assert page.one("//li//a").get("href") == "/v2/documents/d1?contentHash=abc"
    assert " ".join(page.control("__remove:files:0").text_content().split()) == "ลบ สัญญา.pdf"


def test_inputs_suit_what_is_typed_into_them() -> None:
    form = form_of(
        field("number", "whole", decimalDigits=0),
        field("number", "money", appearance={"suffixAdorner": "บาท"}),
        field("textfield", "mail", validate={"validationType": "email"}, own={"autocomplete": "email"}),
        field("textfield", "phone", validate={"validationType": "phone"}),
        field("textfield", "person", own={"validationType": "national-id"}),
    )

    page = show(form)

    assert page.control("whole").get("inputmode") == "numeric"
    assert page.control("money").get("inputmode") == "decimal"
    assert page.words("//*[contains(@class, 'govuk-input__suffix')]") == "บาท"
    assert (page.control("mail").get("type"), page.control("mail").get("autocomplete")) == ("email", "email")
    assert page.control("phone").get("type") == "tel"
    assert page.control("person").get("inputmode") == "numeric"


def test_tables_and_document_lists_show_what_the_case_has() -> None:
    table = {"type": "table", "id": "T", "label": "เดิม", "dataSource": "=cases", "columns": [{"key": "no", "label": "เลขที่"}]}
    form = form_of(table, {"type": "documentPreview", "id": "D", "title": "เอกสาร", "dataSource": "=papers"})

    page = show(form, variables={"cases": [{"no": "<1>"}, {"no": None}], "papers": [document()]})

    assert [cell.text_content() for cell in page.all("//td")] == ["<1>", ""]
    assert page.words("//dl//a") == "a.pdf"


def test_groups_are_fieldsets_with_a_legend() -> None:
    page = show(
        form_of({"type": "group", "id": "G", "label": "สถานที่", "path": "place", "components": [field("textfield", "name")]}),
        {"place": {"name": "วัด"}},
    )

    assert page.words("//fieldset/legend") == "สถานที่"
    assert page.control("place.name").get("value") == "วัด"


def test_texts_may_contain_values_but_no_html() -> None:
    page = show(form_of({"type": "text", "id": "T", "text": "**{{name}}** <script>x</script>"}), variables={"name": "<i>ก</i>"})

    assert page.words("//strong") == "<i>ก</i>"
    assert page.all("//script") == []


def test_an_error_of_a_field_the_form_does_not_have_is_listed_without_a_link() -> None:
    page = show(form_of(field("textfield")), errors={"extra": "ไม่มีช่องนี้"})

    assert page.words("//*[contains(@class, 'error-summary__list')]") == "ไม่มีช่องนี้"
    assert page.all("//*[contains(@class, 'error-summary')]//a") == []


def test_the_address_for_uploads_is_there_for_scripts() -> None:
    html = render_form(form_of(field("filepicker")), {}, {}, language="th", variables={}, now=NOW, upload_url="/documents")

    assert 'data-upload-url="/documents"' in html
