"""The tables keep to a JSON Schema that editors can use: `cards/table.schema.json`."""

import json
from importlib.resources import files
from pathlib import Path

import jsonschema
import msgspec
import pytest
import yaml

import cards
from cds_service.engine.table import Table

ROOT = Path(cards.__file__).parent
SCHEMA = json.loads((files("cards") / "table.schema.json").read_text(encoding="utf-8"))
TABLES = sorted(
    path
    for path in (ROOT / "tables").rglob("*.yaml")
    if path.parent.name not in {"definitions", "shared"}
)


def test_the_schema_is_that_of_the_machine() -> None:
    assert json.loads(msgspec.json.encode(msgspec.json.schema(Table))) == SCHEMA


@pytest.mark.parametrize("path", TABLES, ids=[path.stem for path in TABLES])
def test_a_table_keeps_to_the_schema(path: Path) -> None:
    # Dates are read as dates from YAML; JSON Schema knows them as text.
    table = json.loads(json.dumps(yaml.safe_load(path.read_text(encoding="utf-8")), default=str))
    jsonschema.validate(table, SCHEMA, format_checker=jsonschema.FormatChecker())
