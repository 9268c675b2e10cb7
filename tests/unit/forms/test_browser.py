"""Conditions and formulas also run in the browser: what its FEEL does not know is refused when a form is read."""

from dataclasses import fields, is_dataclass

import pytest

import feel
import forms
from feel.nodes import Call, Name
from forms.browser import NOT_IN_BROWSER
from tests.unit.forms.builders import field, form_of
from tests.vectors.feel_vectors import read


def refused(*components: dict[str, object]) -> list[tuple[str, str]]:
    with pytest.raises(forms.FormError) as error:
        form_of(*components)
    return [(finding.component_id, finding.message) for finding in error.value.findings]


def test_a_condition_with_a_function_that_the_browser_lacks_is_refused() -> None:
    found = refused(field("textfield", "note", conditional={"hide": '=trim(reason) = ""'}))

    assert found == [("Field_note", "the browser does not know the function trim, which this expression needs there")]


def test_a_formula_is_looked_through_to_its_innermost_call() -> None:
    formula = "for i in items return if count(items) > 1 then {a: [is empty(i)]}.a else null"

    (found,) = refused(field("expression", "sum", expression=formula, computeOn="change"))

    assert found[0] == "Field_sum"
    assert "is empty" in found[1]


@pytest.mark.parametrize(
    ("key", "condition"),
    [("date", "date(date) > today()"), ("time", 'date and time("2026-11-22T09:00:00") > now() and time != null')],
)
def test_a_condition_that_reads_a_field_named_like_a_function_that_it_calls_is_refused(key: str, condition: str) -> None:
    (found,) = refused(field("textfield", key), field("textfield", "note", conditional={"hide": f"={condition}"}))

    assert f"in the browser {key!r} cannot be a field and part of the function" in found[1]


def test_a_field_named_like_a_function_that_a_condition_only_calls_is_accepted() -> None:
    form_of(field("number", "sum"), field("textfield", "note", conditional={"hide": "=sum([1, 2]) > 3"}))


def test_what_only_the_server_evaluates_may_use_every_function() -> None:
    form_of(field("number", "count"), field("number", "amount", validate={"max": '=count(split(trim("a b"), " "))'}))


def test_every_built_in_function_is_in_a_shared_vector_or_kept_out_of_the_browser() -> None:
    compiled = [(feel.compile_unary_tests if v.is_unary_tests else feel.compile)(v.text) for v in read("vectors")]

    proven = {name for each in compiled for name in called(each.tree)}

    assert set(feel.BUILTINS) - proven == NOT_IN_BROWSER


def called(part: object) -> set[str]:
    """Return the names of the functions called in a part of a syntax tree."""
    if isinstance(part, tuple | list):
        return set().union(*map(called, part))
    if not is_dataclass(part):
        return set()
    own = {part.callee.name} if isinstance(part, Call) and isinstance(part.callee, Name) else set()
    return own.union(*(called(getattr(part, each.name)) for each in fields(part)))
