"""The compiler: which family compiles which class of nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feel.compiler.arithmetic import compile_arithmetic, compile_negation
from feel.compiler.base import Compiler, Family
from feel.compiler.comparison import compile_between, compile_comparison, compile_instance_of
from feel.compiler.filters import compile_filter
from feel.compiler.functions import compile_call, compile_function
from feel.compiler.iteration import compile_for, compile_quantified
from feel.compiler.logic import compile_if, compile_junction
from feel.compiler.names import compile_name, compile_path
from feel.compiler.tests import compile_in, compile_not_equal_test, compile_tests
from feel.compiler.values import compile_context, compile_interval, compile_invalid, compile_list, compile_literal
from feel.nodes import (
    Arithmetic,
    Between,
    Call,
    Comparison,
    ContextLiteral,
    Filter,
    For,
    FunctionLiteral,
    If,
    In,
    InstanceOf,
    Interval,
    InvalidLiteral,
    Junction,
    ListLiteral,
    Literal,
    Name,
    Negation,
    NotEqualTest,
    Path,
    Quantified,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

FAMILIES: Final[Mapping[type, Family]] = {
    Literal: compile_literal,
    InvalidLiteral: compile_invalid,
    Name: compile_name,
    Path: compile_path,
    Filter: compile_filter,
    Call: compile_call,
    Arithmetic: compile_arithmetic,
    Negation: compile_negation,
    Comparison: compile_comparison,
    Between: compile_between,
    In: compile_in,
    InstanceOf: compile_instance_of,
    Junction: compile_junction,
    If: compile_if,
    For: compile_for,
    Quantified: compile_quantified,
    ListLiteral: compile_list,
    ContextLiteral: compile_context,
    Interval: compile_interval,
    NotEqualTest: compile_not_equal_test,
    FunctionLiteral: compile_function,
}

__all__ = ["FAMILIES", "Compiler", "compile_tests"]
