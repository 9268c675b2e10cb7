"""Forms in the JSON of form-js: reading them, and checking, decoding and completing what people submit."""

from forms.components import (
    CalculatedField,
    CheckboxField,
    ChoiceField,
    Component,
    Container,
    DateTimeField,
    Divider,
    DocumentPreview,
    DynamicList,
    Field,
    FileField,
    Group,
    NumberField,
    Table,
    TextField,
    TextView,
)
from forms.decoding import decode
from forms.editing import action_in, apply_action
from forms.errors import Finding, FormError
from forms.form import Form
from forms.parsing import parse
from forms.prefilling import prefill
from forms.texts import Language
from forms.validation import Submission, validate

__all__ = [
    "CalculatedField",
    "CheckboxField",
    "ChoiceField",
    "Component",
    "Container",
    "DateTimeField",
    "Divider",
    "DocumentPreview",
    "DynamicList",
    "Field",
    "FileField",
    "Finding",
    "Form",
    "FormError",
    "Group",
    "Language",
    "NumberField",
    "Submission",
    "Table",
    "TextField",
    "TextView",
    "action_in",
    "apply_action",
    "decode",
    "parse",
    "prefill",
    "validate",
]
