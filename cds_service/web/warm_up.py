"""Everything that is loaded when first needed, loaded before the first call comes."""

from __future__ import annotations

from datetime import date

from flask import Flask

from cds_service import samples
from cds_service.evidence.templates import templates_for
from cds_service.render.language import LANGUAGES
from cds_service.render.valid import load_models
from cds_service.web.memory import Memory
from cds_service.web.services import SERVICES
from cds_service.web.workbench.workbench import PREPARED

_ANY_DAY = date(2026, 1, 5)


def warm_up(app: Flask, memory: Memory) -> None:
    """Load code tables and FHIR models by answering the calls of the first sample patient.

    Nothing of it is remembered, and the store is left closed: connections must not cross a fork.
    """
    load_models()
    with memory.rehearsal():
        _answer_first_sample(app)
    for name in PREPARED:
        for language in LANGUAGES:
            with app.test_request_context(query_string={"lang": language}):
                app.view_functions[name]()


def _answer_first_sample(app: Flask) -> None:
    invoke = app.view_functions["invoke"]
    name = samples.names()[0]
    ids = {service.hook: service.id for service in SERVICES}
    for moment in samples.sample(name).hooks:
        body = samples.hook_request(name, moment.hook, _ANY_DAY, templates_for(moment.hook))
        # The route itself, past the gate: nobody calls, so nobody has a token.
        with app.test_request_context(method="POST", json=body):
            app.ensure_sync(invoke)(service_id=ids[moment.hook])
