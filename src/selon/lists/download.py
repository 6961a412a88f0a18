"""Lists from their official addresses. Goes through the proxy the environment names; offline it says so."""

from __future__ import annotations

import functools
import os
import shutil
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from selon.errors import ListError
from selon.version import __version__

PAUSE = 60  # seconds without a byte before giving up


@dataclass(frozen=True, slots=True)
class Address:
    """Where a list is officially found: saved file name -> address; `token` names the environment variable whose
    value fills `{token}`."""

    list: str
    format: str
    files: tuple[tuple[str, str], ...]
    token: str | None = None
    standing: str = "c"


@functools.cache
def addresses() -> tuple[Address, ...]:
    """The official addresses of `data/addresses.yaml`, in order."""
    rows: list[dict[str, Any]] = yaml.safe_load(
        (Path(__file__).parent / "data" / "addresses.yaml").read_text("utf-8")
    )
    return tuple(Address(**{**row, "files": tuple(row["files"].items())}) for row in rows)


def address_of(list_id: str) -> Address:
    """The address of a list; raises ListError that names those there are."""
    found = next((a for a in addresses() if a.list == list_id), None)
    if found is None:
        known = ", ".join(a.list for a in addresses())
        raise ListError(f"no official address for {list_id}", next=f"known: {known}; or selon lists add FILE")
    return found


def download(address: Address, folder: Path) -> Path:
    """Fetch a list's files into `folder`; the path of the first one.

    Raises ListError: offline or refused by the server (code "offline"), a download shorter than announced
    ("truncated"), a missing token ("no-token").
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, url in address.files:
        _fetch(_filled(url, address), folder / name)
    return folder / address.files[0][0]


def _filled(url: str, address: Address) -> str:
    if "{token}" not in url:
        return url
    token = os.environ.get(address.token or "", "")
    if not token:
        raise ListError(
            f"the address of {address.list} needs a token",
            where=url.partition("?")[0],
            next=f"set {address.token} to the token of the publisher's page, or selon lists add FILE",
            code="no-token",
        )
    return url.replace("{token}", token)


def _fetch(url: str, target: Path) -> None:
    request = urllib.request.Request(url, headers={"User-Agent": f"selon/{__version__} (list update)"})
    try:
        with urllib.request.urlopen(request, timeout=PAUSE) as response, target.open("wb") as file:
            shutil.copyfileobj(response, file)
            announced = response.headers.get("Content-Length")
    except (urllib.error.URLError, OSError) as error:
        reason = getattr(error, "reason", None) or error
        raise ListError(
            f"cannot be fetched: {reason}",
            where=url.partition("?")[0],
            next="check the connection or the proxy (https_proxy); what is kept stays in use",
            code="offline",
        ) from error
    if announced and announced.isdigit() and target.stat().st_size != int(announced):
        raise ListError(
            f"broke off after {target.stat().st_size} of {announced} bytes",
            where=url.partition("?")[0],
            next="run selon lists update again",
            code="truncated",
        )
