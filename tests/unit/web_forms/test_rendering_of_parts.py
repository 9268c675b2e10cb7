"""Forms as HTML: rows, files, groups, tables and what scripts need."""

import json

from tests.unit.forms.builders import NOW, document, field, form_of
from tests.unit.web_forms.pages import show
from web.form_rendering import render_form


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
