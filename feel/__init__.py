"""FEEL, the expression language of DMN 1.5 (chapter 10): compile once, evaluate often.

    expression = feel.compile('amount > 100 and status = "open"')
    expression.evaluate({"amount": 120, "status": "open"})  # True

An expression over a wrong type or an unknown name is None, and says why in `Evaluation.warnings`.
"""

from __future__ import annotations

from feel.builtins import BUILTINS
from feel.errors import FeelError, FeelLimitError, FeelSyntaxError, Warning  # noqa: A004 - the public name
from feel.evaluation import Evaluation, Limits
from feel.expression import Expression, UnaryTests, compile, compile_unary_tests  # noqa: A004 - the public name
from feel.invocation import invoke
from feel.values.compare import equal, less
from feel.values.contains import satisfies
from feel.values.duration import DaysTimeDuration, YearsMonthsDuration
from feel.values.function import Function, Parameter
from feel.values.inspect import adopt, coerce, is_instance, type_of
from feel.values.range import Range
from feel.values.temporal import Date, DateTime, Time
from feel.values.temporal_text import date_from_text, date_time_from_text, duration_from_text, time_from_text
from feel.values.text import text_of, to_json
from feel.values.xml import value_from_xml

__all__ = [
    "BUILTINS",
    "Date",
    "DateTime",
    "DaysTimeDuration",
    "Evaluation",
    "Expression",
    "FeelError",
    "FeelLimitError",
    "FeelSyntaxError",
    "Function",
    "Limits",
    "Parameter",
    "Range",
    "Time",
    "UnaryTests",
    "Warning",
    "YearsMonthsDuration",
    "adopt",
    "coerce",
    "compile",
    "compile_unary_tests",
    "date_from_text",
    "date_time_from_text",
    "duration_from_text",
    "equal",
    "invoke",
    "is_instance",
    "less",
    "satisfies",
    "text_of",
    "time_from_text",
    "to_json",
    "type_of",
    "value_from_xml",
]
