"""From a text to a reading: what is kept, what is refused, and how it is said."""

import hashlib

import pytest

import selon
from selon.errors import InputError
from selon.pipeline import Options, Reader

TEXT = "La Chine a importé du charbon nord-coréen, affirme Séoul.\n"


@pytest.fixture(scope="module")
def reader():
    return Reader()


def test_the_text_is_taken_as_it_stands(reader):
    text = "\u00a0 La Chine a importé du charbon nord-coréen,\u00a0affirme Séoul.\r\n\n"
    reading = reader.read(text, language="fr")
    assert reading.document.text == text
    assert reading.document.id == "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def test_reading_twice_gives_the_same(reader):
    assert reader.read(TEXT).to_dict() == reader.read(TEXT).to_dict()


def test_the_top_level_function_reads_again_and_again():
    assert selon.read(TEXT).claims
    assert selon.read(TEXT, language="fr").claims


@pytest.mark.parametrize(
    "text, code",
    [
        ("", "empty"),
        (" \n\t", "empty"),
        ("x" * 1_000_001, "too-long"),
        ("a \ud800 b", "lone-surrogate"),
        (None, "missing-text"),
    ],
)
def test_what_cannot_be_read_says_what_where_and_what_next(reader, text, code):
    with pytest.raises(InputError) as caught:
        reader.read(text, language="fr")
    assert caught.value.code == code
    assert caught.value.message and caught.value.where and caught.value.next


@pytest.mark.parametrize("published", ["hier", "2024-13-01", "19/06/2024"])
def test_a_bad_date_is_refused(reader, published):
    with pytest.raises(InputError) as caught:
        reader.read(TEXT, published=published)
    assert caught.value.code == "invalid-date"


def test_a_language_without_a_pack_is_kept_and_nothing_is_invented(reader):
    text = (
        "Der Minister hat am Dienstag erklärt, dass die Lieferungen eingestellt werden. Die Regierung will die "
        "Vorwürfe prüfen und danach über weitere Maßnahmen entscheiden, sagte eine Sprecherin."
    )
    reading = reader.read(text)
    assert reading.document.text == text
    assert reading.attributions == reading.claims == reading.actors == ()
    assert any(n.code == "no-pack" and "de" in n.message for n in reading.document.notices)


def test_unpaired_marks_are_reported(reader):
    reading = reader.read("Il a dit « le port est fermé. Puis plus rien.", language="fr")
    assert [n.code for n in reading.document.notices] == ["unpaired-mark"]


@pytest.mark.parametrize(
    "data, code",
    [(b"", "empty"), (bytes(range(256)) * 40, "binary"), (b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, "binary")],
)
def test_bytes_that_are_no_text(reader, data, code):
    with pytest.raises(InputError) as caught:
        reader.read_bytes(data, "file.txt")
    assert caught.value.code == code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_any_encoding_gives_the_same_words(reader, encoding):
    text = TEXT * 3 + "L’été, « déjà », à Séoul.\n"
    reading = reader.read_bytes(text.encode(encoding), "file.txt", Options(language="fr"))
    assert reading.document.text.lstrip("\ufeff") == text


def test_twenty_megabytes_give_a_clear_error(reader):
    with pytest.raises(InputError) as caught:
        reader.read_bytes(TEXT.encode() * 350_000, "big.txt")
    assert caught.value.code == "too-long"
    assert caught.value.next
