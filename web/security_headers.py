"""The headers that tell a browser what our pages never do: no inline script or style, no foreign source, no framing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",  # previews of pictures that are not uploaded yet
        "font-src 'self'",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

SECURITY_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
_ADDED = [(name.lower(), (name, value)) for name, value in SECURITY_HEADERS.items()]
_NOT_KEPT = ("Cache-Control", "private, no-store")
"""Of pages: whoever sits down at the machine next sees nothing by going back."""


def secured(application: WSGIApplication) -> WSGIApplication:
    """Put the security headers on every answer that does not set them itself; pages are kept by nobody."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *failure: Any) -> Any:
            present = {name.lower(): value for name, value in headers}
            headers += [header for name, header in _ADDED if name not in present]
            if present.get("content-type", "").startswith("text/html") and "cache-control" not in present:
                headers.append(_NOT_KEPT)
            return start_response(status, headers, *failure)

        return application(environ, start)

    return answer
