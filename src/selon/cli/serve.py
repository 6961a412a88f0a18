"""`selon serve`: the desk in the browser."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Any

import typer

from selon.cli import EXIT_USAGE

PORT = 8718


def serve(
    record: str = typer.Option(
        "./selon-record",
        "--record",
        metavar="DIR|URL",
        help="The record to work on; made when it is not there.",
    ),
    host: str = typer.Option(
        "127.0.0.1", "--host", help="Address to listen on; elsewhere than loopback needs accounts."
    ),
    port: int = typer.Option(PORT, "--port", help="Port to listen on."),
    list_: list[Path] = typer.Option(
        [],
        "--list",
        help="Hold names against this list file (may be repeated); else the lists kept in the record.",
    ),
    user: str = typer.Option(None, "--user", help="Who you are in the log, while there are no accounts."),
    name: list[str] = typer.Option([], "--name", help="Host name that browsers may use (may be repeated)."),
    https: bool = typer.Option(False, "--https", help="Browsers reach it by HTTPS, through your own proxy."),
    account: str = typer.Option(None, "--account", metavar="NAME", help="Add an admin account, then stop."),
) -> None:
    """Open the desk in the browser: inbox, reading, review, cases, timeline, coverage, search, report.

    It listens on this machine only, for one person, unless you say otherwise. Nothing is sent anywhere.

    Examples:

    - `selon serve`

    - `selon serve --account "M. Kessler"` then `selon serve --host 0.0.0.0 --name desk.example.org --https`
    """
    import uvicorn

    from selon.desk import Desk
    from selon.desk.accounts import Accounts
    from selon.keep import Record
    from selon.web.app import create_app
    from selon.web.safety import LOOPBACK, is_loopback

    who = user or _login()
    with Record.open(Path(record) if "://" not in record else record, user=who) as opened:
        accounts = Accounts(opened)
        if account:
            accounts.add(account, "admin", _password(), who)
            typer.echo(f"selon: {account} may now sign in, as admin", err=True)
            return
        away = not is_loopback(host)
        if away and not accounts.any():
            typer.echo(
                f"selon: listening on {host} needs accounts, and there are none\n"
                '  next:  selon serve --account "YOUR NAME", then start again',
                err=True,
            )
            raise typer.Exit(EXIT_USAGE)
        hosts = (*LOOPBACK, *((host,) if away and host not in ("0.0.0.0", "::") else ()), *name)
        desk = Desk(opened, user=who, **_equipment(record, list_))
        app = create_app(desk, hosts=hosts, accounts_needed=away or accounts.any(), secure=https)
        typer.echo(
            f"selon: http://{host if not away else (name or [host])[0]}:{port}/  (stop with Ctrl+C)", err=True
        )
        uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)


def _equipment(record: str, given: list[Path]) -> dict[str, Any]:
    """The list files given, or else the lists kept in the record (`selon lists`), ready to be held against names."""
    from selon.cli.lists import store
    from selon.cli.read import kept_index
    from selon.pipeline import Reader

    if given or "://" in record or not (Path(record) / "lists").is_dir():
        return {"lists": given}
    versions = [store(record).current(name) for name in store(record).lists()]
    return {"kept": [v for v in versions if v], "reader": Reader(index=kept_index(record))}


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "local"


def _password() -> str:
    return typer.prompt("Password (10 characters or more)", hide_input=True, confirmation_prompt=True)
