"""All pages for people, added to the application in one go."""

from __future__ import annotations

from flask import Flask

from cds_service.web.runtime import Runtime
from cds_service.web.workbench.assets import add_assets
from cds_service.web.workbench.conformance import add_conformance
from cds_service.web.workbench.demo import add_demo, demo_allowed
from cds_service.web.workbench.insights import add_insights
from cds_service.web.workbench.integrate import add_integrate
from cds_service.web.workbench.openapi import add_openapi
from cds_service.web.workbench.pages import Pages
from cds_service.web.workbench.rules_pages import add_rules_pages
from cds_service.web.workbench.try_it import add_try_it

PREPARED = (
    "try_it", "rules", "rules_print", "coverage_page", "integrate", "api", "openapi", "conformance",
)  # fmt: skip
"""Pages shown once in each language before the workers are forked: what they read stays read."""


def add_workbench(app: Flask, runtime: Runtime) -> None:
    """Add the pages; those that run hooks only where the hooks are open to this machine alone."""
    settings = runtime.settings
    demo, open_to_all = demo_allowed(settings), settings.auth == "off"
    version = runtime.pack.version
    pages = Pages(settings.language, version, demo=demo, insights=open_to_all)
    add_assets(app)
    add_try_it(app, runtime, pages)
    add_rules_pages(app, runtime, pages)
    add_integrate(app, runtime, pages, demo=demo)
    add_insights(app, runtime, pages)
    add_openapi(app, runtime, pages)
    add_conformance(app, pages)
    if demo:
        add_demo(app, runtime, pages)
