"""The JSON Schemas that selon ships: what a reading looks like, for those who consume it."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any


def reading_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of `Reading.to_dict()`."""
    return json.loads(files("selon.schema").joinpath("reading.schema.json").read_text("utf-8"))
