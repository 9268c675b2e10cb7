"""A small application around one form: it decodes, validates and shows again, as the pages of a task do."""

import json

from markupsafe import Markup
from werkzeug.middleware.shared_data import SharedDataMiddleware
from werkzeug.wrappers import Request, Response

import forms
from tests.unit.forms.builders import NOW, document, field, form_of
from web.bundles import DIST, bundle_url
from web.form_rendering import render_form
from web.security_headers import SECURITY_HEADERS

PAGE = Markup(
    '<!doctype html><html lang="th"><head><meta charset="utf-8"><title>รายงานเหตุ</title><meta name="csrf-token" content="token">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="{styles}"></head>'
    '<body class="govuk-template__body"><main class="govuk-width-container"><h1 class="govuk-heading-l">รายงานเหตุ</h1>'
    '<form method="post" enctype="multipart/form-data" novalidate>{form}<button class="govuk-button">ส่ง</button></form>'
    '<output id="stored" class="form-answer">{stored}</output></main>'
    '<script type="module" src="{app}"></script><script type="module" src="{scripts}"></script></body></html>'
)
KINDS = [{"value": "buying", "label": "ซื้อเสียง"}, {"value": "other", "label": "อื่น ๆ"}]
FORM = form_of(
    {"type": "text", "id": "T", "text": "โปรดรายงาน **ทันที**"},
    field("radio", "kind", label="ประเภทเหตุ", values=KINDS, validate={"required": True}),
    field("textfield", "other", label="ระบุ", validate={"required": True}, conditional={"hide": '=kind != "other"'}),
    field("datetime", "at", label="วันเวลาเกิดเหตุ", subtype="datetime", own={"validate": "= value <= now()"}),
    field("textarea", "story", label="พฤติการณ์", validate={"minLength": 5, "maxLength": 20}),
    field("select", "province", label="จังหวัด", valuesKey="provinces"),
    field("number", "amount", label="จำนวนเงิน", appearance={"suffixAdorner": "บาท"}),
    field("expression", "double", label="สองเท่า", expression="= amount * rate"),
    field("textfield", "owner", label="ผู้เสนอ", readonly=True),
    field("filepicker", "files", label="หลักฐาน", multiple=True, accept=".pdf"),
    {
        "type": "dynamiclist",
        "id": "W",
        "path": "witnesses",
        "label": "พยาน",
        "maxRepetitions": 3,
        "components": [
            field("textfield", "name", label="ชื่อ", validate={"required": True}),
            field("checkbox", "protect", label="ขอคุ้มครอง"),
            field("textfield", "phone", label="โทรศัพท์", conditional={"hide": "= this.protect = true"}),
            {
                "type": "dynamiclist",
                "id": "K",
                "path": "kin",
                "label": "ญาติ",
                "components": [field("textfield", "who", label="ชื่อญาติ")],
            },
        ],
    },
)
VARIABLES = {"provinces": [{"value": "50", "label": "เชียงใหม่"}], "rate": 2, "owner": "นาย ก"}


@Request.application
def pages(request: Request) -> Response:
    """Answer `/documents` with a document reference and every other address with the form."""
    if request.path == "/documents":
        return _document(request)
    data: dict[str, object] = {}
    submission = forms.Submission()
    if request.method == "POST":
        posted = list(request.form.items(multi=True))
        data = forms.decode(FORM, posted)
        action = forms.action_in(posted)
        if action:
            data = forms.apply_action(FORM, data, action)
        else:
            submission = forms.validate(FORM, data, VARIABLES, now=NOW)
    html = render_form(FORM, data, submission.errors, language="th", variables=VARIABLES, now=NOW, upload_url="/documents")
    stored = json.dumps(submission.values, ensure_ascii=False, default=str)
    page = PAGE.format(
        styles=bundle_url("styles.css"), app=bundle_url("app.js"), scripts=bundle_url("forms.js"), form=html, stored=stored
    )
    return Response(page, content_type="text/html; charset=utf-8", headers=dict(SECURITY_HEADERS))


def _document(request: Request) -> Response:
    name = request.files["file"].filename or ""
    if request.headers.get("X-CSRF-Token") != "token":
        return Response(status=403)
    return Response(json.dumps(document(name)), content_type="application/json")


application = SharedDataMiddleware(pages, {"/static/dist": str(DIST)})
