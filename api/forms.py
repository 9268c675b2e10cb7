"""Forms over REST."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api import shapes
from api.routing import Routes
from api.shapes import Shape
from engine.queries.forms import form

if TYPE_CHECKING:
    from api.routing import Call

routes = Routes("Forms")

FORM = Shape(
    "Form",
    (shapes.key("formKey"), shapes.text("formId"), shapes.integer("version"), shapes.text("schema"), shapes.TENANT_ID),
)


@routes.serve("GET", "/forms/{formKey}", "getFormByKey", "Get a form", None, answer=FORM.schema())
def get_form_by_key(call: Call, form_key: int) -> dict[str, Any]:
    """Answer with one version of a form."""
    with call.engine.reading() as connection:
        return FORM.render(form(connection, form_key))
