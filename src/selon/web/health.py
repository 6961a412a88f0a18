"""For machines that watch the desk: does it answer (`/health`), and its numbers in Prometheus' text format (`/metrics`).

Neither asks anyone to sign in: a probe has no account. So neither says more than counts.
"""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse

from selon.desk.measures import measures
from selon.errors import RecordError
from selon.version import __version__

router = APIRouter()
FORMAT = "text/plain; version=0.0.4; charset=utf-8"


@router.get("/health", summary="Whether the desk and its record answer")
def health(request: Request) -> JSONResponse:
    """200 when the record answers, 503 when it does not."""
    try:
        measures(request.app.state.desk.record)
    except RecordError as error:
        return JSONResponse({"status": "failing", "error": error.to_dict()}, 503)
    return JSONResponse({"status": "ok", "selon": __version__})


@router.get("/metrics", summary="Counts of the record, for Prometheus", response_class=PlainTextResponse)
def metrics(request: Request) -> PlainTextResponse:
    """Gauges: what the record holds."""
    lines = [f'selon_info{{version="{__version__}"}} 1']
    for name, count in measures(request.app.state.desk.record).items():
        lines += [f"# TYPE selon_record_{name} gauge", f"selon_record_{name} {count}"]
    return PlainTextResponse("\n".join(lines) + "\n", media_type=FORMAT)
