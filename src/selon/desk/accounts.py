"""Accounts of the desk: names, roles, passwords (argon2id), sessions and tokens for scripts.

A session or token is kept as its hash only, so a copy of the database opens nothing. Changes of accounts are in the
log with who made them. Roles include those before them.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from selon.errors import InputError
from selon.keep import Record
from selon.keep import log as log_
from selon.keep.schema import accounts, sessions, tokens

ROLES = ("reader", "analyst", "reviewer", "admin")
SHORTEST = 10  # characters of a password
NAME = re.compile(r"^[\w][\w .@'-]{0,58}[\w.]$")
DAYS = 14  # a session lasts
DUMMY = "$argon2id$v=19$m=65536,t=3,p=4$c2Vsb25zZWxvbnNlbG9u$ZJcBkXRRmzvvbIcVmEFRjmRJc1CkOQRt8sVzdyGyvBo"


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may sit at the desk."""

    name: str
    role: str
    added: str = ""
    closed: str | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """A token for scripts, without its secret."""

    id: str
    account: str
    label: str
    role: str
    made: str
    used: str | None


class Accounts:
    """The accounts of one record."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self._any: bool | None = None

    def any(self) -> bool:
        """Whether there is an account at all; remembered, since every page asks."""
        if not self._any:
            self._any = bool(self.all())
        return self._any

    def all(self) -> tuple[Account, ...]:
        """Every account, by name."""
        query = select(accounts.c.name, accounts.c.role, accounts.c.added, accounts.c.closed)
        with self.record.database.read() as connection:
            return tuple(Account(*row) for row in connection.execute(query.order_by(accounts.c.name)))

    def add(self, name: str, role: str, password: str, by: str) -> Account:
        """A new account; raises InputError on a bad name, role or password, or a name that is taken."""
        name = _checked(name, role)
        hashed = _hashed(password)
        now = self._now()
        with self.record.database.write() as connection:
            if connection.execute(select(accounts.c.name).where(accounts.c.name == name)).first():
                raise InputError("there is an account with this name", where=name, next="choose another name")
            connection.execute(insert(accounts).values(name=name, role=role, password=hashed, added=now))
            self._log(connection, "account.added", {"name": name, "role": role}, by)
        return Account(name, role, now)

    def set_role(self, name: str, role: str, by: str) -> None:
        """Gives another role; the last admin stays one. Raises InputError."""
        _checked(name, role)
        with self.record.database.write() as connection:
            self._not_the_last_admin(connection, name, role)
            connection.execute(update(accounts).where(accounts.c.name == name).values(role=role))
            self._log(connection, "account.changed", {"name": name, "role": role}, by)

    def set_password(self, name: str, password: str, by: str) -> None:
        """Gives another password and ends the account's sessions; raises InputError."""
        hashed = _hashed(password)
        with self.record.database.write() as connection:
            connection.execute(update(accounts).where(accounts.c.name == name).values(password=hashed))
            connection.execute(delete(sessions).where(sessions.c.account == name))
            self._log(connection, "account.changed", {"name": name, "password": "changed"}, by)

    def close(self, name: str, by: str) -> None:
        """Closes an account: its judgements stay, its sessions and tokens end. Raises InputError."""
        with self.record.database.write() as connection:
            self._not_the_last_admin(connection, name, "reader")
            connection.execute(update(accounts).where(accounts.c.name == name).values(closed=self._now()))
            for table in (sessions, tokens):
                connection.execute(delete(table).where(table.c.account == name))
            self._log(connection, "account.closed", {"name": name}, by)

    def sign_in(self, name: str, password: str) -> str | None:
        """A new session's secret; None when name and password do not fit (the same time passes either way)."""
        query = select(accounts.c.password).where(
            accounts.c.name == name.strip(), accounts.c.closed.is_(None)
        )
        with self.record.database.read() as connection:
            hashed = connection.scalar(query)
        if not _fits(hashed or DUMMY, password) or hashed is None:
            return None
        secret, now = secrets.token_urlsafe(32), self._now()
        with self.record.database.write() as connection:
            connection.execute(delete(sessions).where(sessions.c.ends < now))
            row = {"id": _digest(secret), "account": name.strip(), "began": now, "ends": self._now(DAYS)}
            connection.execute(insert(sessions).values(row))
        return secret

    def sign_out(self, secret: str) -> None:
        """Ends a session."""
        with self.record.database.write() as connection:
            connection.execute(delete(sessions).where(sessions.c.id == _digest(secret)))

    def by_session(self, secret: str) -> Account | None:
        """Who a session belongs to, while it lasts."""
        query = (
            select(accounts.c.name, accounts.c.role)
            .join(sessions, sessions.c.account == accounts.c.name)
            .where(
                sessions.c.id == _digest(secret), sessions.c.ends > self._now(), accounts.c.closed.is_(None)
            )
        )
        return self._account(query)

    def by_token(self, secret: str) -> Account | None:
        """Who a script acts for: the account, with the token's role where that is less."""
        query = (
            select(accounts.c.name, accounts.c.role, tokens.c.role.label("own"))
            .join(tokens, tokens.c.account == accounts.c.name)
            .where(tokens.c.id == _digest(secret), accounts.c.closed.is_(None))
        )
        with self.record.database.read() as connection:
            row = connection.execute(query).first()
        return Account(row.name, min(row.role, row.own, key=ROLES.index)) if row else None

    def make_token(self, account: str, label: str, role: str, by: str) -> str:
        """A new token's secret, shown once; raises InputError."""
        _checked(account, role)
        secret = "selon_" + secrets.token_urlsafe(32)
        row = {
            "id": _digest(secret),
            "account": account,
            "label": label.strip()[:80] or "script",
            "role": role,
        }
        with self.record.database.write() as connection:
            connection.execute(insert(tokens).values({**row, "made": self._now()}))
            self._log(connection, "token.made", {"account": account, "label": row["label"], "role": role}, by)
        return secret

    def tokens(self) -> tuple[Token, ...]:
        """Every token, newest first."""
        with self.record.database.read() as connection:
            return tuple(
                Token(*row) for row in connection.execute(select(tokens).order_by(tokens.c.made.desc()))
            )

    def drop_token(self, id: str, by: str) -> None:
        """Ends a token."""
        with self.record.database.write() as connection:
            connection.execute(delete(tokens).where(tokens.c.id == id))
            self._log(connection, "token.ended", {"id": id[:12]}, by)

    def _account(self, query: Any) -> Account | None:
        with self.record.database.read() as connection:
            row = connection.execute(query).first()
        return Account(row.name, row.role) if row else None

    @staticmethod
    def _not_the_last_admin(connection: Any, name: str, role: str) -> None:
        others = select(func.count()).where(
            accounts.c.role == "admin", accounts.c.closed.is_(None), accounts.c.name != name
        )
        if role != "admin" and not connection.scalar(others):
            raise InputError("the last admin stays one", where=name, next="make another admin first")

    def _log(self, connection: Any, action: str, body: dict[str, Any], by: str) -> None:
        log_.append(connection, replace(self.record.pen, who=by), action, body, subject=None)

    def _now(self, days: int = 0) -> str:
        return log_.stamp_of(self.record.pen.clock() + timedelta(days=days))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _checked(name: str, role: str) -> str:
    name = " ".join(name.split())
    if not NAME.match(name):
        raise InputError(
            "not a name for an account", where=name, next="2 to 60 letters, digits, blanks, . @ ' -"
        )
    if role not in ROLES:
        raise InputError(f"not a role: {role!r}", where="role", next=f"one of {', '.join(ROLES)}")
    return name


def _hashed(password: str) -> str:
    from argon2 import PasswordHasher

    if len(password) < SHORTEST:
        raise InputError(
            f"shorter than {SHORTEST} characters", where="password", next="choose a longer password"
        )
    return PasswordHasher().hash(password)


def _fits(hashed: str, password: str) -> bool:
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False
