"""What a submission must have to be stored."""

from decimal import Decimal

import pytest

from tests.unit.forms.builders import document, field, form_of, submit

OPTIONS = [{"value": "a", "label": "เอ", "label.en": "A"}, {"value": "b", "label": "บี"}]
REQUIRED = {"required": True}


def test_a_good_submission_gives_clean_values() -> None:
    form = form_of(
        field("textfield", "name"),
        field("number", "size"),
        field("checkbox", "ok"),
        field("radio", "kind", values=OPTIONS),
        field("checklist", "kinds", values=OPTIONS),
        field("datetime", "day", subtype="date"),
        field("datetime", "clock", subtype="time"),
        field("datetime", "moment", subtype="datetime"),
    )

    submission = submit(
        form,
        {
            "name": "  นำ\u0e49 \u200b",
            "size": 1.50,
            "ok": True,
            "kind": "a",
            "kinds": ["b", "b"],
            "day": "2024-02-29",
            "clock": "09:30",
            "moment": "2024-05-17T02:30:00Z",
        },
    )

    assert submission.errors == {}
    assert submission.values == {
        "name": "นำ\u0e49",
        "size": Decimal("1.5"),
        "ok": True,
        "kind": "a",
        "kinds": ["b"],
        "day": "2024-02-29",
        "clock": "09:30:00",
        "moment": "2024-05-17T09:30:00+07:00",
    }


def test_every_unknown_missing_and_wrong_field_is_listed() -> None:
    form = form_of(field("textfield", "name", validate=REQUIRED), field("number", "size"))

    submission = submit(form, {"size": "big", "extra": 1})

    assert list(submission.errors) == ["name", "size", "extra"]
    assert submission.errors["name"] == "โปรดกรอก “name”"
    assert not submission.is_valid


def test_messages_follow_the_language() -> None:
    form = form_of(field("textfield", "name", label="ชื่อ", validate=REQUIRED, own={"label.en": "Name"}))

    assert submit(form, {}, language="en").errors == {"name": "Enter “Name”"}


@pytest.mark.parametrize(
    ("component", "value"),
    [
        (field("textfield"), 5),
        (field("textfield"), "ก" * 100_001),
        (field("number"), True),
        (field("number"), float("inf")),
        (field("number"), Decimal("1e99")),
        (field("number", decimalDigits=0), 1.5),
        (field("number", decimalDigits=1), Decimal("1.25")),
        (field("number", validate={"min": 2}), 1),
        (field("number", validate={"max": "2"}), 3),
        (field("number", validate={"max": "= limit"}), 11),
        (field("number", increment="0.5"), Decimal("0.7")),
        (field("checkbox"), "yes"),
        (field("checkbox", validate=REQUIRED), False),
        (field("select", values=OPTIONS), "c"),
        (field("checklist", values=OPTIONS), "a"),
        (field("checklist", values=OPTIONS), ["a", "c"]),
        (field("taglist", values=OPTIONS, validate=REQUIRED), []),
        (field("datetime"), "2024-02-30"),
        (field("datetime"), "2567-02-28"),
        (field("datetime"), {"day": "31", "month": "2", "year": "2567"}),
        (field("datetime", disallowPassedDates=True), "2026-11-21"),
        (field("datetime", subtype="time"), "25:00"),
        (field("datetime", subtype="datetime"), "2024-01-01"),
        (field("textfield", validate={"validationType": "email"}), "a@b"),
        (field("textfield", validate={"validationType": "phone"}), "12"),
        (field("textfield", own={"validationType": "national-id"}), "1999900001011"),
        (field("textfield", validate={"pattern": "^[A-Z]{2}$"}), "AAA"),
        (field("filepicker"), [{"documentId": "d1"}]),
        (field("filepicker"), [document(), document()]),
        (field("filepicker", accept=".pdf,image/*"), [document("x.exe", "application/x-msdownload")]),
        (field("filepicker", maxSizeMB=1), [document(size=1_000_001)]),
        (field("filepicker", validate=REQUIRED), []),
    ],
)
def test_a_wrong_value_is_refused(component: dict[str, object], value: object) -> None:
    submission = submit(form_of(component), {"x": value}, {"limit": 10})

    assert list(submission.errors) == ["x"]


@pytest.mark.parametrize(
    ("component", "value", "stored"),
    [
        (field("textfield", validate={"validationType": "phone"}), "๐๘๑-๒๓๔ ๕๖๗๘", "0812345678"),
        (field("textfield", validate={"validationType": "email"}), "name@ect.go.th", "name@ect.go.th"),
        (field("textfield", own={"validationType": "national-id"}), "1-9999-00001-01-0", "1999900001010"),
        (field("textfield", validate={"pattern": r"^0\d{8,9}$"}), "๐๘๑๒๓๔๕๖๗๘", "0812345678"),
        (field("textfield"), "", None),
        (field("textarea"), "ก\r\nข", "ก\nข"),
        (field("number"), 3.0, 3),
        (field("number"), Decimal("1234567890123456789012345678.90123"), Decimal("1234567890123456789012345678.90123")),
        (field("number", increment="0.1"), Decimal("0.3"), Decimal("0.3")),
        (field("select", values=[{"value": 3, "label": "3"}]), "3", 3),
        (field("number", serializeToString=True), 1250, "1250"),
        (field("number", serializeToString=True), "1,250.50", "1250.5"),
        (field("checkbox"), None, False),
        (field("datetime", disallowPassedDates=True), "2026-11-22", "2026-11-22"),
        (field("datetime", subtype="datetime"), "2024-05-17T09:30", "2024-05-17T09:30:00+07:00"),
        (field("filepicker", multiple=True, accept="image/*,.pdf"), [document(), document("b.JPG", "image/jpeg")], [document(), document("b.JPG", "image/jpeg")]),
    ],
)  # fmt: skip
def test_a_good_value_is_stored(component: dict[str, object], value: object, stored: object) -> None:
    submission = submit(form_of(component), {"x": value})

    assert submission.errors == {}
    assert submission.values == {"x": stored}


def test_lengths_count_what_readers_count_as_characters() -> None:
    form = form_of(field("textfield", validate={"minLength": 3, "maxLength": 4}))

    assert submit(form, {"x": "ที่นี่"}).errors == {"x": "“x” ต้องมีอย่างน้อย 3 ตัวอักษร (ขณะนี้ 2)"}
    assert submit(form, {"x": "ที่นี่นี้"}).is_valid
    assert not submit(form, {"x": "กขคงจ"}).is_valid


def test_a_pattern_cannot_stall_the_server() -> None:
    form = form_of(field("textfield", validate={"pattern": "^(a+)+$"}))

    assert not submit(form, {"x": "a" * 5_000 + "!"}).is_valid


def test_the_forms_own_messages_win() -> None:
    own = {"required.message": "ต้องมีชื่อ", "required.message.en": "A name, please", "minLength.message": "สั้นไป {{x}}"}
    form = form_of(
        field(
            "textfield",
            validate={"required": True, "minLength": 3, "patternErrorMessage": "ผิดรูปแบบ", "pattern": "^[a-z]+$"},
            own=own,
        )
    )

    assert submit(form, {}).errors["x"] == "ต้องมีชื่อ"
    assert submit(form, {}, language="en").errors["x"] == "A name, please"
    assert submit(form, {"x": "ab"}).errors["x"] == "สั้นไป ab"
    assert submit(form, {"x": "ABCD"}).errors["x"] == "ผิดรูปแบบ"


def test_a_rule_of_the_form_compares_typed_values() -> None:
    rule = {"validate": "= value <= now()", "validate.message": "ต้องไม่เกินเวลาปัจจุบัน"}
    form = form_of(field("datetime", "at", subtype="datetime", own=rule))

    assert submit(form, {"at": "2026-11-22T09:59:00+07:00"}).is_valid
    assert submit(form, {"at": "2026-11-22T10:01:00+07:00"}).errors == {"at": "ต้องไม่เกินเวลาปัจจุบัน"}
    assert submit(form, {}).is_valid


def test_a_rule_sees_the_other_fields_and_the_case() -> None:
    form = form_of(
        field("datetime", "start", subtype="date"),
        field("datetime", "end", subtype="date", own={"validate": "= value >= start and value <= date(deadline)"}),
    )

    assert submit(form, {"start": "2026-01-02", "end": "2026-01-03"}, {"deadline": "2026-02-01"}).is_valid
    assert not submit(form, {"start": "2026-01-02", "end": "2026-01-01"}, {"deadline": "2026-02-01"}).is_valid
    assert not submit(form, {"start": "2026-01-02", "end": "2026-02-02"}, {"deadline": "2026-02-01"}).is_valid


def test_a_rule_that_is_null_does_not_let_the_value_pass() -> None:
    form = form_of(field("textfield", own={"validate": "= value > 3"}))

    assert not submit(form, {"x": "a"}).is_valid


def test_options_come_from_variables_and_expressions() -> None:
    form = form_of(
        field("select", "a", valuesKey="choices"),
        field("select", "b", valuesExpression="= for c in choices return {value: c.value, label: c.label}"),
    )
    variables = {"choices": [{"value": "p50", "label": "เชียงใหม่"}]}

    assert submit(form, {"a": "p50", "b": "p50"}, variables).is_valid
    assert list(submit(form, {"a": "p51", "b": "p51"}, variables).errors) == ["a", "b"]


def test_lone_surrogates_and_control_characters_are_dropped() -> None:
    assert submit(form_of(field("textfield")), {"x": "a\ud800\u0000b"}).values == {"x": "ab"}
