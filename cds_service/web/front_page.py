"""The page at `/`: what this is and which addresses it has, in French and English."""

from __future__ import annotations

from html import escape

from flask import Flask, Response

from cds_service.web.services import SERVICES

_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def add_front_page(app: Flask, content_version: str) -> None:
    """Add `GET /`."""
    page = _page(content_version)

    @app.get("/")
    def front_page() -> Response:
        response = Response(page, content_type="text/html; charset=utf-8")
        response.headers["Content-Security-Policy"] = _POLICY
        response.headers["Referrer-Policy"] = "no-referrer"
        return response


def _page(content_version: str) -> str:
    calls = "".join(
        f"<li><code>POST /cds-services/{service.id}</code>, "
        f"<code>POST /explain/{service.id}</code> — {escape(service.title.fr)} / "
        f'<span lang="en">{escape(service.title.en)}</span></li>'
        for service in SERVICES
    )
    return (
        '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>lupus-cds</title>'
        '<meta name="viewport" content="width=device-width"></head><body><h1>lupus-cds</h1>'
        "<p>Service CDS Hooks d'aide à la décision pour le lupus systémique. Il s'appelle depuis "
        "un dossier patient informatisé.</p>"
        '<p lang="en">CDS Hooks decision support for systemic lupus. It is called by an electronic '
        "health record.</p><ul>"
        '<li><a href="/cds-services"><code>GET /cds-services</code></a></li>'
        f"{calls}"
        '<li><a href="/healthz"><code>GET /healthz</code></a></li>'
        '<li><a href="/readyz"><code>GET /readyz</code></a></li></ul>'
        f'<p>Contenu / <span lang="en">Content</span>: {escape(content_version)}</p>'
        "</body></html>"
    )
