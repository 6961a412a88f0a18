"""Door 1, the command line. One file a command; what is heavy is imported when a command runs, never before."""

from __future__ import annotations

import os
import sys

CONTEXT = {"help_option_names": ["-h", "--help"]}
EXIT_FAILED, EXIT_USAGE, EXIT_RECORD = 1, 2, 3


def main() -> None:
    """Run the command line; a SelonError becomes one message and an exit code, never a traceback."""
    from selon.cli.app import app
    from selon.errors import RecordError, SelonError

    try:
        app()
    except SelonError as error:
        say(error)
        sys.exit(EXIT_RECORD if isinstance(error, RecordError) else EXIT_FAILED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        print("selon: stopped; what was read is kept", file=sys.stderr)
        sys.exit(130)


def say(error: Exception) -> None:
    """What, where and what next of an error, on standard error."""
    message = getattr(error, "message", str(error))
    where, following = getattr(error, "where", None), getattr(error, "next", None)
    print(f"selon: {message}" + (f"\n  where: {where}" if where else ""), file=sys.stderr)
    if following:
        print(f"  next:  {following}", file=sys.stderr)


def people_language(asked: str | None = None) -> str:
    """The language for people: what was asked, else SELON_LANG, else the locale's; "fr" or "en"."""
    found = asked or os.environ.get("SELON_LANG") or os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES")
    found = found or os.environ.get("LANG") or "en"
    return "fr" if found.lower().startswith("fr") else "en"
