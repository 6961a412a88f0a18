"""The yente back end against a recorded answer, served on loopback."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from selon.services.yente import ServiceError, Yente, example

pytest.importorskip("httpx")
ANSWER = {
    "responses": {
        "0": {
            "status": 200,
            "results": [
                {
                    "id": "Q-1",
                    "caption": "Tormek Valdour",
                    "schema": "Person",
                    "score": 0.91,
                    "match": True,
                    "features": {"name_match": 0.91, "dob_year_disjoint": 0.0},
                    "datasets": ["un_sc_sanctions"],
                    "last_change": "2026-02-27T00:00:00",
                    "properties": {
                        "birthDate": ["1961-04-12"],
                        "nationality": ["kp"],
                        "topics": ["sanction"],
                    },
                }
            ],
            "total": {"value": 1, "relation": "eq"},
        },
        "1": {"status": 200, "results": [], "total": {"value": 0, "relation": "eq"}},
    },
    "limit": 10,
}


@pytest.fixture
def server(socket_enabled):
    received = []

    class Stub(BaseHTTPRequestHandler):
        def do_POST(self):
            received.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            body = json.dumps(ANSWER).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    stub = HTTPServer(("127.0.0.1", 0), Stub)
    threading.Thread(target=stub.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{stub.server_port}", received
    stub.shutdown()
    stub.server_close()


QUERIES = [
    {"name": "Tourmek Valdur", "kind": "person", "birth_date": "1961", "country": "KP"},
    {"name": "Lan Tern San", "kind": "vessel", "imo": "8606173"},
]


def test_candidates_come_as_cards(server):
    url, received = server
    first, second = Yente(url).match(QUERIES)
    (card,) = first
    assert (card.grade, card.listed, card.list, card.reference) == (
        "strong",
        "un",
        "yente:un_sc_sanctions",
        "Q-1",
    )
    assert {f.name: f.result for f in card.fields} == {
        "name": "agrees",
        "birth date": "agrees",
        "country": "agrees",
        "imo": "not stated",
    }
    assert card.rule == "yente: name_match"
    assert second == ()
    path, body = received[0]
    assert path.startswith("/match/default?")
    assert body["queries"]["1"] == {
        "schema": "Vessel",
        "properties": {"name": ["Lan Tern San"], "imoNumber": ["8606173"]},
    }


def test_a_server_that_is_not_there_says_so(socket_enabled):
    with pytest.raises(ServiceError) as caught:
        list(Yente("http://127.0.0.1:9").match(QUERIES))
    assert caught.value.where == "http://127.0.0.1:9/match/default"


def test_a_query_as_a_follow_the_money_example():
    assert example(QUERIES[0]) == {
        "schema": "Person",
        "properties": {"name": ["Tourmek Valdur"], "birthDate": ["1961"], "nationality": ["KP"]},
    }
    assert example({"name": "X", "kind": None})["schema"] == "Thing"
