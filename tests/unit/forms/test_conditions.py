"""Hidden, read-only and calculated fields, groups and dynamic lists."""

from decimal import Decimal

from tests.unit.forms.builders import field, form_of, submit

YES_NO = [{"value": "yes", "label": "ใช่"}, {"value": "no", "label": "ไม่ใช่"}]


def hidden_when(condition: str) -> dict[str, object]:
    return {"conditional": {"hide": f"={condition}"}}


def test_a_hidden_field_is_neither_required_nor_stored() -> None:
    form = form_of(
        field("radio", "has", values=YES_NO),
        field("textfield", "reason", validate={"required": True}, **hidden_when('has = "no"')),
    )

    assert submit(form, {"has": "no", "reason": "stale"}).values == {"has": "no"}
    assert list(submit(form, {"has": "yes"}).errors) == ["reason"]


def test_a_hidden_field_may_even_be_wrong() -> None:
    form = form_of(field("number", "n", **hidden_when("true")))

    assert submit(form, {"n": "none"}).is_valid


def test_what_is_hidden_counts_as_absent_for_other_conditions() -> None:
    form = form_of(
        field("radio", "a", values=YES_NO),
        field("radio", "b", values=YES_NO, **hidden_when('a != "yes"')),
        field("textfield", "c", validate={"required": True}, **hidden_when('b != "yes"')),
    )

    assert submit(form, {"a": "no", "b": "yes"}).values == {"a": "no"}


def test_a_hidden_group_hides_what_it_contains() -> None:
    inner = field("textfield", "name", validate={"required": True})
    form = form_of({"type": "group", "id": "G", "path": "person", "components": [inner], **hidden_when("true")})

    assert submit(form, {}).values == {}


def test_conditions_see_the_variables_of_the_case() -> None:
    form = form_of(field("textfield", validate={"required": True}, **hidden_when('severity = "LOW"')))

    assert submit(form, {}, {"severity": "LOW"}).is_valid
    assert not submit(form, {}, {"severity": "HIGH"}).is_valid


def test_a_read_only_field_is_not_taken_from_the_submission() -> None:
    form = form_of(
        field("textfield", "a", readonly=True),
        field("textfield", "b", disabled=True, defaultValue="kept"),
        field("textfield", "c"),
    )

    submission = submit(form, {"a": "forged", "b": "forged", "c": "mine"}, {"a": "real"})

    assert submission.values == {"b": "kept", "c": "mine"}


def test_a_field_may_be_read_only_by_a_condition() -> None:
    form = form_of(field("textfield", "a", readonly="= locked", validate={"required": True}))

    assert submit(form, {"a": "new"}, {"locked": True, "a": "old"}).values == {}
    assert submit(form, {"a": "new"}, {"locked": False, "a": "old"}).values == {"a": "new"}


def test_calculated_values_are_computed_by_the_server() -> None:
    form = form_of(
        field("number", "a"),
        field("expression", "double", expression="= a * 2"),
        field("expression", "quadruple", expression="= double * 2"),
    )

    assert submit(form, {"a": Decimal("1.5"), "double": 99}).values == {
        "a": Decimal("1.5"),
        "double": Decimal("3.0"),
        "quadruple": Decimal("6.0"),
    }


def test_conditions_that_contradict_each_other_come_to_an_end() -> None:
    form = form_of(field("textfield", "a", **hidden_when("b = null")), field("textfield", "b", **hidden_when("a != null")))

    assert submit(form, {"a": "1", "b": "2"}) is not None


def test_groups_nest_their_values() -> None:
    form = form_of(
        {
            "type": "group",
            "id": "G",
            "path": "a.b",
            "components": [field("textfield", "c", validate={"required": True}), field("number", "d.e")],
        },
        {"type": "group", "id": "H", "components": [field("textfield", "f")]},
    )

    assert submit(form, {"a": {"b": {"c": "x", "d": {"e": 1}}}, "f": "y"}).values == {
        "a": {"b": {"c": "x", "d": {"e": 1}}},
        "f": "y",
    }
    assert list(submit(form, {"a": {"b": {"z": 1}, "y": 2}}).errors) == ["a.b.c", "a.b.z", "a.y"]
    assert list(submit(form, {"a": {"b": 5}}).errors) == ["a.b", "a.b.c"]


def witnesses(**properties: object) -> dict[str, object]:
    name = field("textfield", "name", validate={"required": True})
    phone = field("textfield", "phone", validate={"validationType": "phone"}, **hidden_when("this.protect = true"))
    return {
        "type": "dynamiclist",
        "id": "W",
        "path": "witnesses",
        "label": "พยาน",
        "components": [name, field("checkbox", "protect"), phone],
        **properties,
    }


def test_each_row_is_checked_on_its_own() -> None:
    rows = [{"name": "ก", "phone": "0812345678"}, {"protect": True, "phone": "wrong"}, {"name": "ค", "phone": "x", "age": 3}]

    submission = submit(form_of(witnesses()), {"witnesses": rows})

    assert list(submission.errors) == ["witnesses[1].name", "witnesses[2].phone", "witnesses[2].age"]


def test_rows_keep_only_what_is_visible() -> None:
    submission = submit(form_of(witnesses()), {"witnesses": [{"name": "ก", "protect": True, "phone": "0812345678"}]})

    assert submission.values == {"witnesses": [{"name": "ก", "protect": True}]}


def test_a_list_has_least_and_most_rows() -> None:
    form = form_of(witnesses(minRepetitions=1, properties={"maxRepetitions": "2"}))

    assert submit(form, {}).errors == {"witnesses": "“พยาน” ต้องมีอย่างน้อย 1 รายการ"}
    assert submit(form, {"witnesses": [{"name": "ก"}] * 3}).errors == {"witnesses": "“พยาน” ต้องมีไม่เกิน 2 รายการ"}


def test_a_list_that_is_none_is_refused() -> None:
    form = form_of(witnesses())

    assert list(submit(form, {"witnesses": "x"}).errors) == ["witnesses"]
    assert list(submit(form, {"witnesses": ["x"]}).errors) == ["witnesses[0]", "witnesses[0].name"]


def test_a_rule_in_a_row_sees_its_row() -> None:
    end = field("number", "end", own={"validate": "= value > this.begin"})
    form = form_of({"type": "dynamiclist", "id": "L", "path": "rows", "components": [field("number", "begin"), end]})

    assert list(submit(form, {"rows": [{"begin": 1, "end": 2}, {"begin": 3, "end": 2}]}).errors) == ["rows[1].end"]


def test_lists_may_contain_lists() -> None:
    inner = {
        "type": "dynamiclist",
        "id": "I",
        "path": "inner",
        "components": [field("number", "n", validate={"required": True})],
    }
    form = form_of(
        {
            "type": "dynamiclist",
            "id": "O",
            "path": "outer",
            "components": [inner, field("expression", "sum", expression="= sum(this.inner.n)")],
        }
    )

    submission = submit(form, {"outer": [{"inner": [{"n": 1}, {"n": 2}]}, {"inner": [{}]}]})

    assert list(submission.errors) == ["outer[1].inner[0].n"]
    assert submission.values["outer"] == [{"inner": [{"n": 1}, {"n": 2}], "sum": 3}, {"inner": [{"n": None}], "sum": None}]
