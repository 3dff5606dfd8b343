"""The command line: `lupus-cds`. Commands import what they need, so that each starts at once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING, NoReturn

import click
import msgspec

from cds_service.errors import InvalidRequestError, LupusCdsError
from cds_service.hooks.contexts import HOOKS
from cds_service.logs import log_to_stderr

if TYPE_CHECKING:
    from cds_service.answer import Answer
    from cds_service.engine.pack import Pack
    from cds_service.settings import Settings
    from cds_service.store.store import Store

_REFUSED = 2
"""Exit code when a request is not answered."""


def _as_date(
    _context: click.Context, _parameter: click.Parameter, value: datetime | None
) -> date | None:
    return value.date() if value else None


_request = click.argument("request_file", metavar="REQUEST.json|-", type=click.File("rb"))
_as_of = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_as_date,
    help="The day of the call, today by default.",
)
_language = click.option("--lang", type=click.Choice(["fr", "en"]), help="Language of the answer.")
_as_json = click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="lupus-cds")
def main() -> None:
    """CDS Hooks decision support for systemic lupus."""
    log_to_stderr()


@main.command()
def serve() -> None:
    """Start the service; settings are LUPUS_CDS_* environment variables."""
    from cds_service.serve import serve as listen

    settings = _settings()
    try:
        listen(settings)
    except LupusCdsError as error:
        raise click.ClickException(str(error)) from None


@main.group()
def db() -> None:
    """The store: migrate it, prune it."""


@db.command()
def upgrade() -> None:
    """Make the tables of the store, or migrate them."""
    with _told():
        _store().upgrade()
    click.echo("the store is up to date")


@db.command()
@click.option("--days", type=click.IntRange(min=1), help="Instead of LUPUS_CDS_RETENTION_DAYS.")
def prune(days: int | None) -> None:
    """Delete what is older than the retention period; the service does it once a day."""
    now = datetime.now(UTC)
    before = now - timedelta(days=days or _settings().retention_days)
    with _told():
        for table, rows in _store().prune(before, now).items():
            click.echo(f"{table}: {rows}")


@main.group()
def feedback() -> None:
    """What became of the cards."""


@feedback.command()
def export() -> None:
    """Print every stored feedback entry, one JSON object a line."""
    with _told():
        for entry in _store().feedback():
            click.echo(msgspec.json.encode(entry))


@main.command()
@_request
@click.option("--explain", is_flag=True, help="Add why each rule said what it said.")
@_as_of
@_language
def evaluate(request_file: IO[bytes], explain: bool, as_of: date | None, lang: str | None) -> None:
    """Answer one CDS Hooks request without a server."""
    from cds_service.web.replies import explain_reply, hook_reply

    settings = _settings()
    language = lang or settings.language
    pack = _pack(settings)
    answered = _answer(request_file.read(), settings, pack, as_of, language)
    explained = explain_reply(answered, pack, language) if explain else None
    _print_json(explained or hook_reply(answered, language))


@main.command()
@_request
@_as_of
@_language
@_as_json
def check(request_file: IO[bytes], as_of: date | None, lang: str | None, as_json: bool) -> None:
    """Say what a request lacks, what in it is unreadable, and which rules that makes blind."""
    from cds_service.check import check as look_through

    settings = _settings()
    language = lang or settings.language
    answered = _answer(request_file.read(), settings, _pack(settings), as_of, language)
    report = look_through(answered, language)
    if as_json:
        _print_json(msgspec.json.encode(report))
    else:
        click.echo("\n".join(report.lines()))


@main.command()
@click.argument(
    "folder", metavar="INPUT", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the results.",
)
@click.option("--hook", type=click.Choice(HOOKS), default=HOOKS[0], help="The hook to ask for.")
@_as_of
@click.option("--engine", type=click.Choice(["local", "dask"]), default="local")
@click.option("--workers", type=click.IntRange(min=1), help="Processes, one a core by default.")
@click.option("--scheduler", metavar="ADDRESS", help="Of a dask cluster, else one is made here.")
@click.option(
    "--against",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="An earlier run to compare with.",
)
@click.option("--fresh", is_flag=True, help="Replace the run that --out holds.")
@_language
def cohort(
    folder: Path,
    out: Path,
    hook: str,
    as_of: date | None,
    engine: str,
    workers: int | None,
    scheduler: str | None,
    against: Path | None,
    fresh: bool,
    lang: str | None,
) -> None:
    """Ask the same rules about a population: a Bulk Data export, or a folder of Bundles.

    Started again with the same input, hook and date, an interrupted run goes on.
    """
    from cds_service.cohort.command import Asked, run_cohort

    settings = _settings()
    asked = Asked(
        folder, out, hook, as_of or _today(settings), engine, workers, scheduler, against, fresh,
        lang or settings.language,
    )  # fmt: skip
    with _told():
        for line in run_cohort(asked, settings, _pack(settings)):
            click.echo(line, err=True)


@main.command()
@_language
@_as_json
def rules(lang: str | None, as_json: bool) -> None:
    """List every rule: id, topic, hooks, status, sources."""
    from cds_service.catalogue import catalogue

    settings = _settings()
    entries = catalogue(_pack(settings), lang or settings.language)
    if as_json:
        _print_json(msgspec.json.encode(entries))
        return
    width = max((len(entry.id) for entry in entries), default=0)
    topics = max((len(entry.topic) for entry in entries), default=0)
    for entry in entries:
        click.echo(
            f"{entry.id:{width}}  {entry.topic:{topics}}  {entry.status:6}  "
            f"{','.join(entry.hooks):37}  {entry.certainty:2}  {', '.join(entry.sources)}"
        )


@main.command()
@click.argument("name", required=False)
@click.option("--hook", type=click.Choice(HOOKS), default=HOOKS[0], help="The hook to call.")
@_as_of
def sample(name: str | None, hook: str, as_of: date | None) -> None:
    """List the sample patients, or print a hook request about one of them."""
    from cds_service import samples
    from cds_service.evidence.templates import templates_for

    if name is None:
        click.echo("\n".join(samples.names()))
        return
    today = as_of or _today(_settings())
    try:
        request = samples.hook_request(name, hook, today, templates_for(hook))
    except LupusCdsError as error:
        raise click.ClickException(str(error)) from None
    _print_json(msgspec.json.encode(request))


def _store() -> Store:
    from cds_service.store.store import Store

    settings = _settings()
    if not settings.database_url:
        raise click.ClickException("LUPUS_CDS_DATABASE_URL is empty: there is no store")
    with _told():
        return Store(settings.database_url, settings.hash_key)


@contextmanager
def _told() -> Iterator[None]:
    """Errors raised on purpose end a command with their message."""
    try:
        yield
    except LupusCdsError as error:
        raise click.ClickException(str(error)) from None


def _settings() -> Settings:
    from cds_service.settings import load_settings

    try:
        return load_settings()
    except LupusCdsError as error:
        raise click.ClickException(str(error)) from None


def _pack(settings: Settings) -> Pack:
    from cds_service.engine.pack import load_pack

    try:
        return load_pack(settings.content)
    except LupusCdsError as error:
        raise click.ClickException(str(error)) from None


def _answer(
    body: bytes, settings: Settings, pack: Pack, as_of: date | None, language: str
) -> Answer:
    from cds_service.answer import answer
    from cds_service.hooks.request import hook_of

    try:
        hook = hook_of(body)
        if hook not in HOOKS:
            raise InvalidRequestError(f"no service answers the hook {hook!r}", "$.hook")
        today = as_of or _today(settings)
        return answer(pack, hook, body, today, language, settings.max_cards)
    except LupusCdsError as error:
        _refuse(error)


def _refuse(error: LupusCdsError) -> NoReturn:
    from cds_service.web.problems import problem_of

    _print_json(problem_of(error).body())
    sys.exit(_REFUSED)


def _print_json(body: bytes) -> None:
    click.echo(msgspec.json.format(body, indent=2).decode())


def _today(settings: Settings) -> date:
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo(settings.timezone)).date()
