"""People: accounts, roles, sessions, tokens; off for one person on the machine itself, demanded elsewhere."""

from __future__ import annotations

import pytest

from selon.desk import review
from selon.desk.accounts import Accounts
from selon.errors import InputError
from selon.keep import Record

from .client import Client
from .conftest import USER, serve

PASSWORD = "a long enough password"


@pytest.fixture
def shared(filled, tmp_path):
    """A desk that listens elsewhere too: an admin, a reviewer, an analyst, a reader."""
    import shutil

    shutil.copytree(filled, tmp_path / "record")
    with Record.open(tmp_path / "record", user=USER) as record:
        accounts = Accounts(record)
        for name, role in (("Ada", "admin"), ("Rosa", "reviewer"), ("Ann", "analyst"), ("Ray", "reader")):
            accounts.add(name, role, PASSWORD, USER)
        yield from serve(record, accounts_needed=True)


def signed_in(served, name: str) -> Client:
    client = Client(served.address)
    page = client.get("/sign-in").text
    token = page.partition('name="csrf" value="')[2].partition('"')[0]
    answer = client.post("/sign-in", {"name": name, "password": PASSWORD, "next": "/"}, token=token)
    assert answer.status == 200 and answer.url.endswith("/")
    return client


def test_nobody_looks_without_signing_in(shared):
    client = Client(shared.address)
    assert client.get("/").url.partition("?")[0].endswith("/sign-in")
    answer = client.get("/inbox.json")
    assert answer.status == 401 and answer.json["error"]["code"] == "sign-in"
    assert client.get("/documents/x/original").url.partition("?")[0].endswith("/sign-in")


def test_roles_allow_what_they_say(shared):
    id = review.review(shared.desk).claim.line.id
    form = {"decision": f"accept {id}"}
    assert signed_in(shared, "Ray").post("/review/decide", form).status == 403
    assert signed_in(shared, "Ann").post("/review/decide", form).status == 200
    assert shared.desk.standing(f"claim:{id}").by == "Ann"
    from selon.desk import cases

    case = cases.every(shared.desk)[0]["id"]
    known = cases.look(shared.desk, case).known[0].id
    made = {"text": "So it was.", "claim": known}
    assert signed_in(shared, "Ann").post(f"/cases/{case}/finding", made).status == 403
    assert signed_in(shared, "Rosa").post(f"/cases/{case}/finding", made).status == 200
    finding = cases.findings_of(shared.desk, case)[-1]
    assert signed_in(shared, "Ada").post(f"/findings/{finding.id}", {"kind": "second"}).status == 200
    assert cases.findings_of(shared.desk, case)[-1].state == "agreed"
    assert (
        signed_in(shared, "Rosa")
        .post("/accounts", {"name": "Zoe", "role": "admin", "password": PASSWORD})
        .status
        == 403
    )


def test_a_wrong_password_is_refused_and_many_must_wait(shared):
    client = Client(shared.address)
    page = client.get("/sign-in").text
    token = page.partition('name="csrf" value="')[2].partition('"')[0]
    for _ in range(8):
        assert client.post("/sign-in", {"name": "Ada", "password": "wrong"}, token=token).status == 401
    assert client.post("/sign-in", {"name": "Ada", "password": PASSWORD}, token=token).status == 429


def test_signing_out_ends_the_session_also_on_the_server(shared):
    client = signed_in(shared, "Ann")
    assert client.get("/").url.endswith("/")
    client.post("/sign-out")
    assert "/sign-in" in client.get("/").url


def test_a_token_reads_and_writes_with_its_own_role(shared):
    accounts = shared.app.state.accounts
    secret = accounts.make_token("Ada", "nightly", "analyst", "Ada")
    script = Client(shared.address, Authorization=f"Bearer {secret}")
    found = script.get("/review.json").json
    id, seen = found["claim"]["line"]["id"], found["claim"]["seen"]
    answer = script.post("/review/decide", {"decision": f"reject {id}", "seen": seen}, token="none needed")
    assert answer.json["done"] and shared.desk.standing(f"claim:{id}").by == "Ada"
    assert (
        script.post("/accounts", {"name": "Zoe", "role": "admin", "password": PASSWORD}, token="").status
        == 403
    )
    accounts.drop_token(accounts.tokens()[0].id, "Ada")
    assert script.get("/review.json").status == 401


def test_nothing_secret_is_kept_readable(shared):
    accounts = shared.app.state.accounts
    token = accounts.make_token("Ada", "x", "reader", "Ada")
    session = accounts.sign_in("Ada", PASSWORD)
    with shared.record.database.read() as connection:
        dump = "\n".join(connection.connection.driver_connection.iterdump())
    for secret in (PASSWORD, token, session):
        assert secret not in dump
    assert "$argon2id$" in dump
    said = [e.body for e in shared.record.log(action="account.added")]
    assert {x["name"] for x in said} == {"Ada", "Rosa", "Ann", "Ray"}
    assert shared.record.verify().faults == ()


def test_accounts_are_refused_with_a_reason(shared):
    accounts = shared.app.state.accounts
    for name, role, password in (
        ("", "reader", PASSWORD),
        ("Zoe", "king", PASSWORD),
        ("Zoe", "reader", "short"),
        ("Ada", "reader", PASSWORD),
    ):
        with pytest.raises(InputError):
            accounts.add(name, role, password, "Ada")
    with pytest.raises(InputError, match="last admin"):
        accounts.set_role("Ada", "reader", "Ada")
    with pytest.raises(InputError, match="last admin"):
        accounts.close("Ada", "Ada")
    accounts.close("Ray", "Ada")
    assert accounts.sign_in("Ray", PASSWORD) is None


def test_one_person_needs_no_account_until_there_is_one(own):
    client = Client(own.address)
    assert client.get("/").status == 200
    assert client.post("/accounts", {"name": "Ada", "password": PASSWORD, "role": "reader"}).status == 200
    assert own.app.state.accounts.all()[0].role == "admin"
    assert "/sign-in" in Client(own.address).get("/").url


def test_cookies_cannot_be_read_by_scripts_and_stay_here(shared):
    answer = Client(shared.address).get("/sign-in")
    for cookie in answer.headers.get_all("set-cookie"):
        assert "HttpOnly" in cookie and "samesite=strict" in cookie.lower()
