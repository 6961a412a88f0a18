"""Replay of judgements: nothing is overwritten, undo is an event, dissent is kept, findings need two people."""

from __future__ import annotations

import pytest

from selon.model.judgement import Judgement, case, finding, in_force, refusal, replay, standing

CLAIM = "claim:c1"


def event(kind: str, user: str = "ana", minute: int = 0, subject: str = CLAIM, **more) -> Judgement:
    return Judgement(kind, subject, user, f"2026-03-01T12:{minute:02}:00Z", **more)


def test_nobody_has_judged():
    stands = standing(CLAIM, [])
    assert (stands.verdict, stands.reliability, stands.credibility, stands.mark) == (None, "F", "6", "new")


def test_the_last_verdict_stands_and_the_other_is_dissent():
    yes, no = event("accept"), event("reject", "bo", 1, why="a copy")
    stands = standing(CLAIM, [yes, no])
    assert (stands.verdict, stands.by, stands.why) == ("reject", "bo", "a copy")
    assert stands.dissent == (yes,)
    assert stands.history == (yes, no)


def test_somebody_who_changes_their_mind_does_not_dissent_from_themselves():
    stands = standing(CLAIM, [event("accept"), event("reject", minute=1)])
    assert stands.dissent == ()


def test_undo_brings_back_what_stood_before_and_undoing_the_undo_takes_it_away_again():
    yes, no = event("accept"), event("reject", minute=1)
    undo = event("undo", minute=2, undoes=no.id)
    assert standing(CLAIM, [yes, no, undo]).verdict == "accept"
    redo = event("undo", minute=3, undoes=undo.id)
    assert standing(CLAIM, [yes, no, undo, redo]).verdict == "reject"
    assert len(standing(CLAIM, [yes, no, undo, redo]).history) == 4


def test_corrections_add_up_field_by_field_until_somebody_rejects():
    first = event("correct", value={"fields": {"stage": "offered", "polarity": "negated"}})
    second = event("correct", "bo", 1, value={"fields": {"stage": "planned"}})
    assert standing(CLAIM, [first, second]).corrections == {"stage": "planned", "polarity": "negated"}
    assert standing(CLAIM, [first, second, event("reject", minute=2)]).corrections == {}


def test_two_people_who_had_not_seen_one_another_clash_and_both_are_kept():
    base = event("unsure", "cy")
    a, b = event("accept", "ana", 1, seen=base.id), event("reject", "bo", 2, seen=base.id)
    assert standing(CLAIM, [base, a, b]).clash
    assert not standing(CLAIM, [base, a, event("reject", "bo", 2, seen=a.id)]).clash


def test_grades_are_apart_and_of_their_scales():
    stands = replay(
        [
            event("reliability", subject="source:yonhap", value={"grade": "B"}),
            event("credibility", value={"grade": "2"}),
        ]
    )
    assert stands["source:yonhap"].reliability == "B"
    assert stands[CLAIM].credibility == "2"
    assert stands[CLAIM].reliability == "F"
    with pytest.raises(ValueError, match="grade"):
        event("reliability", value={"grade": "1"})


@pytest.mark.parametrize(
    "broken",
    [
        {"kind": "approve"},
        {"kind": "accept", "subject": "c1"},
        {"kind": "accept", "user": "  "},
        {"kind": "undo"},
        {"kind": "accept", "undoes": "x"},
        {"kind": "correct"},
        {"kind": "finding", "subject": "finding:f", "value": {"text": "so", "case": "k", "evidence": []}},
        {"kind": "mark", "value": {"mark": "read"}},
    ],
)
def test_what_is_not_a_judgement_cannot_be_built(broken):
    with pytest.raises(ValueError):
        event(**broken)


def test_an_event_comes_back_from_its_json_with_the_same_id():
    made = event("correct", value={"fields": {"stage": "offered"}}, why="« offert »")
    assert Judgement.from_dict(made.to_dict()) == made
    assert Judgement.from_dict(made.to_dict()).id == made.id
    with pytest.raises(ValueError):
        Judgement.from_dict({"kind": "accept", "verdict": "yes"})


def found(minute: int = 0, text: str = "It was shipped.") -> Judgement:
    value = {"case": "k", "text": text, "evidence": [CLAIM]}
    return event("finding", "ana", minute, "finding:f", value=value)


def test_a_finding_is_a_draft_until_a_second_reader_agrees():
    made = found()
    assert finding("finding:f", [made]).state == "draft"
    assert refusal(event("second", "ana", 1, "finding:f"), [made]) is not None
    second = event("second", "bo", 1, "finding:f")
    assert refusal(second, [made]) is None
    assert finding("finding:f", [made, second]).state == "agreed"


def test_dissent_needs_a_reason_and_stays_beside_agreement():
    made, second = found(), event("second", "bo", 1, "finding:f")
    assert refusal(event("dissent", "cy", 2, "finding:f"), [made, second]) is not None
    dissent = event("dissent", "cy", 2, "finding:f", why="one outlet only")
    concluded = finding("finding:f", [made, second, dissent])
    assert (concluded.state, concluded.seconds, concluded.dissents) == ("disputed", (second,), (dissent,))


def test_a_rewritten_finding_is_read_again():
    second = event("second", "bo", 1, "finding:f")
    assert finding("finding:f", [found(), second, found(2, "It was not shipped.")]).state == "draft"


def test_a_withdrawn_finding_stays_visible():
    concluded = finding(
        "finding:f", [found(), event("withdraw", "ana", 3, "finding:f", why="the source retracted")]
    )
    assert concluded.state == "withdrawn"
    assert concluded.text == "It was shipped."


def test_a_case_holds_what_was_added_and_not_removed():
    subject = "case:k"
    opened = event("open_case", subject=subject, value={"title": "Fuel at sea"})
    one = event("add", minute=1, subject=subject, value={"subject": "claim:1"})
    two = event("add", minute=2, subject=subject, value={"subject": "claim:2"})
    gone = event("remove", minute=3, subject=subject, value={"subject": "claim:1"})
    asked = event("ask", minute=4, subject=subject, value={"text": "asked the owner"})
    made = case(subject, [opened, one, two, gone, asked])
    assert (made.title, made.items, made.notes, made.state) == ("Fuel at sea", ("claim:2",), (asked,), "open")
    back = event("undo", minute=5, subject=subject, undoes=gone.id)
    assert case(subject, [opened, one, two, gone, asked, back]).items == ("claim:1", "claim:2")
    assert refusal(one, []) is not None


def test_in_force_keeps_order():
    events = [event("accept"), event("unsure", minute=1), event("reject", "bo", 2)]
    assert in_force(events) == tuple(events)
