"""Quotation marks: what stands between them, and marks without a partner."""

import pytest

from selon.model.document import Passage
from selon.model.text import Span
from selon.reading.normal import view
from selon.reading.quotes import quotations


def found(text):
    passages = tuple(
        Passage(Span(text.index(p), text.index(p) + len(p))) for p in text.split("\n\n") if p.strip()
    )
    quotes, notices = quotations(view(text), passages)
    return [q.inner.of(text) for q in quotes], notices


@pytest.mark.parametrize(
    "text, inner",
    [
        ("« Le port est fermé », a-t-il dit.", ["Le port est fermé"]),
        ("«\u00a0Le port est fermé\u00a0», a-t-il dit.", ["Le port est fermé"]),
        ('"The port is closed," she said. "It reopens."', ["The port is closed,", "It reopens."]),
        ("“The port is closed,” she said.", ["The port is closed,"]),
        ("Il parle d'une « pause », pas d'une « fin ».", ["pause", "fin"]),
        ('« Il a dit "jamais" hier », note-t-elle.', ['Il a dit "jamais" hier', "jamais"]),
        ('"Un guillemet droit fermé par un chevron», dit-il.', ["Un guillemet droit fermé par un chevron"]),
        ("L'état d'urgence n'est pas cité.", []),
    ],
)
def test_what_is_quoted(text, inner):
    quotes, notices = found(text)
    assert quotes == inner
    assert notices == ()


def test_a_mark_without_partner_is_reported_never_refused():
    quotes, notices = found("Il a dit « le port est fermé. Puis plus rien.")
    assert quotes == []
    assert [n.code for n in notices] == ["unpaired-mark"]
    assert notices[0].span == Span(9, 10)


def test_a_quotation_never_crosses_a_passage():
    quotes, notices = found("« Le port est fermé.\n\nIl rouvrira », a-t-il dit.")
    assert all("\n" not in q for q in quotes)
    assert len(notices) == 2


def test_a_quotation_that_opens_a_paragraph_and_runs_on_is_kept_open():
    quotes, _ = found("« Le port est fermé.\n\n« Il rouvrira demain », a-t-il dit.")
    assert quotes == ["Le port est fermé.", "Il rouvrira demain"]
