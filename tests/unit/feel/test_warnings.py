"""Whatever became null by mistake says why and where."""

import pytest

import feel


@pytest.mark.parametrize(
    ("text", "message", "line", "column"),
    [
        ("1 +\n missing", "There is no variable 'missing'.", 2, 2),
        ('1 + "a"', "There is no result of number + string for these values.", 1, 3),
        ('1 < "a"', "number < string: these do not compare.", 1, 3),
        ("[1][2]", "A list of 1 has no item 2.", 1, 4),
        ("null[1]", "A filter was applied to null.", 1, 5),
        ("f(1)", "There is no variable 'f'.", 1, 1),
        ('abs("a")', "abs does not take (string).", 1, 4),
        ("abs(m: 1)", "abs does not take (number) as m.", 1, 4),
        ("sqrt(-1)", "sqrt: the number is negative", 1, 5),
        ('@"soon"', "'soon' is no date, time, date and time or duration.", 1, 2),
        ("for i in null return i", "A loop cannot go through null.", 1, 1),
        ('assert(1, false, "Too few")', "assert: Too few", 1, 7),
    ],
)
def test_a_warning_has_a_message_and_a_place(text: str, message: str, line: int, column: int) -> None:
    evaluation = feel.Evaluation()

    value = feel.compile(text).evaluate({}, evaluation)

    assert value is None
    assert evaluation.warnings[0] == feel.Warning(message, line, column)


@pytest.mark.parametrize("text", ["null = 1", "if null then 1 else 2", "{a: null}.a", "[null][1]", "null", "true and null"])
def test_null_that_is_meant_leaves_no_warning(text: str) -> None:
    evaluation = feel.Evaluation()

    feel.compile(text).evaluate({}, evaluation)

    assert evaluation.warnings == []
