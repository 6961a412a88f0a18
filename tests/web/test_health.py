"""What a probe and Prometheus see, without signing in."""

import re

from .client import Client


def test_the_desk_says_that_it_answers(served):
    answer = Client(served.address).get("/health")
    assert answer.status == 200 and answer.json["status"] == "ok"


def test_metrics_are_the_counts_of_the_record(served):
    text = Client(served.address).get("/metrics").text
    found = dict(re.findall(r"^(selon_record_\w+) (\d+)$", text, re.M))
    assert int(found["selon_record_documents"]) >= 24
    assert set(found) == {
        f"selon_record_{name}" for name in ("originals", "documents", "readings", "claims", "failures")
    }
