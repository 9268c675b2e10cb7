"""A small WSGI application that renders the sample pages with the real templates, bundles and security headers."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

from jinja2 import ChoiceLoader, Environment, FileSystemLoader
from werkzeug.middleware.shared_data import SharedDataMiddleware
from werkzeug.wrappers import Request, Response

from web.presentation.shell import NavigationItem, Shell, SignedInPerson
from web.security_headers import SECURITY_HEADERS
from web.templating import add_formats, template_loader
from web.translations import catalogue

HERE = Path(__file__).parent
STATIC = Path(__file__).parents[3] / "web" / "static"
NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
PAGES = ("inbox", "task", "case", "parts", "fields", "sign-in", "empty")


@Request.application
def pages(request: Request) -> Response:
    """Answer `/<page>?lang=th|en` with a sample page and `/diagram.json` with sample diagram data."""
    name = request.path.strip("/") or "inbox"
    if name == "diagram.json":
        return Response((HERE / "diagram.json").read_text(encoding="utf-8"), content_type="application/json")
    if name not in PAGES:
        return Response("There is no such page.", status=404)
    language = "en" if request.args.get("lang") == "en" else "th"
    html = _environment(language).get_template(f"{name}.html").render(_context(name, language))
    return Response(html, content_type="text/html; charset=utf-8", headers=dict(SECURITY_HEADERS))


application = SharedDataMiddleware(pages, {"/static": str(STATIC)})


def _environment(language: str) -> Environment:
    loader = ChoiceLoader([template_loader(), FileSystemLoader(HERE)])
    environment = Environment(loader=loader, autoescape=True, extensions=["jinja2.ext.i18n"])
    environment.install_gettext_translations(catalogue(language), newstyle=True)
    add_formats(environment, lambda: language, lambda: NOW)
    return environment


def _context(name: str, language: str) -> dict[str, object]:
    thai = language == "th"
    navigation = (
        NavigationItem("กล่องงาน" if thai else "Task inbox", "/inbox", name == "inbox", 12),
        NavigationItem("เริ่มเรื่องใหม่" if thai else "Start request", "/fields", name == "fields"),
        NavigationItem("เรื่องของฉัน" if thai else "My requests", "/case", name == "case"),
    )
    more = (
        NavigationItem("ประวัติการดำเนินการ" if thai else "History", "/parts"),
        NavigationItem("ออกแบบกระบวนการ" if thai else "Process designer", "/parts"),
        NavigationItem("ดูแลระบบ" if thai else "Operations", "/parts"),
    )
    person = SignedInPerson("นางสาวกมลชนก ใจซื่อ", "ผู้อำนวยการสำนักงาน กกต. ประจำจังหวัดเชียงใหม่")
    is_signed_in = name != "sign-in"
    shell = Shell(
        language=language,
        organisation="สำนักงานคณะกรรมการการเลือกตั้ง",
        language_url=f"/{name}?lang={'en' if thai else 'th'}",
        csrf_token="sample",
        person=person if is_signed_in else None,
        navigation=navigation if is_signed_in else (),
        more_navigation=more if is_signed_in else (),
    )
    return {
        "shell": shell,
        "now": NOW,
        "days": lambda n: NOW + timedelta(days=n),
        "row": SimpleNamespace,
        "tab": NavigationItem,
    }
