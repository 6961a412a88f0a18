"""The normalised view: offsets never move, whatever the text."""

from hypothesis import given
from hypothesis import strategies as st

from selon.model.document import Document, Passage
from selon.model.text import Span
from selon.reading.normal import view
from selon.reading.quotes import quotations

texts = st.text(
    alphabet=st.one_of(st.sampled_from("«»“”\"'’ .!?\n\u00a0\u202f\u200bé—"), st.characters()), max_size=200
)


@given(texts)
def test_the_view_has_the_length_of_the_text(text):
    assert len(view(text)) == len(text)
    assert view(view(text)) == view(text)


@given(texts)
def test_quotations_of_any_text_are_slices_inside_their_passage(text):
    if not text.strip():
        return
    document = Document("x", text, passages=(Passage(Span(0, len(text))),))
    quotes, notices = quotations(view(text), document.passages)
    for quote in quotes:
        assert quote.outer.contains(quote.inner)
        assert not quote.inner.of(text)[0].isspace() and not quote.inner.of(text)[-1].isspace()
    for notice in notices:
        assert notice.span.of(text) in "«»“”„‹›\"'’‘"
