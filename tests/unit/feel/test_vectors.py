"""The examples that the browser shares: what FEEL means on the server."""

import pytest

import feel
from tests.vectors.feel_vectors import Vector, read, rounded

VECTORS, DEVIATIONS = read("vectors"), read("deviations")


@pytest.mark.parametrize("vector", [*VECTORS, *DEVIATIONS], ids=lambda vector: vector.name)
def test_an_expression_means_what_the_shared_vector_says(vector: Vector) -> None:
    if vector.is_unary_tests:
        value: object = feel.compile_unary_tests(vector.text).evaluate(vector.value, vector.context)
    else:
        value = feel.to_json(feel.compile(vector.text).evaluate(vector.context))

    assert rounded(value) == vector.expected


def test_there_are_enough_vectors_and_no_vector_is_there_twice() -> None:
    known = [(vector.text, vector.is_unary_tests, repr(vector.value), repr(vector.context)) for vector in VECTORS]

    assert len(set(known)) == len(known) >= 300
