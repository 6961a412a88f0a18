"""Bytes to text: the encoding is found and said, nothing is changed, what is no text is refused with a way out."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selon.errors import InputError
from selon.gather import decode

FRENCH = "Le président a été reçu à Séoul. « Ça suffit », a-t-il dit ; l'œuvre coûte 5 €.\r\nFin.\u00a0!"
RUSSIAN = "Министр заявил, что Россия поставила оружие союзнику. "


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1", "nonsense"])
def test_unicode_needs_no_guess(encoding, declared):
    text, name, notices = decode(FRENCH.encode(encoding), declared)
    assert text == FRENCH
    assert name.startswith(encoding.removesuffix("-sig"))
    assert notices == ()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [FRENCH, RUSSIAN * 3])
def test_utf16_without_a_mark_is_told_by_its_bytes_and_said(encoding, text):
    found, name, notices = decode(text.encode(encoding))
    assert (found, name) == (text, encoding)
    assert [n.code for n in notices] == ["encoding"]


@pytest.mark.parametrize("declared", [None, "utf-8", "UTF-8"])
def test_windows_1252_that_claims_utf8(declared):
    text, name, notices = decode(FRENCH.encode("cp1252"), declared)
    assert (text, name) == (FRENCH, "windows-1252")
    assert "windows-1252" in notices[0].message
    assert (declared or "no encoding").lower() in notices[0].message


def test_latin1_is_read_as_windows_1252_as_browsers_do():
    assert decode(FRENCH.encode("cp1252"), "iso-8859-1") == (FRENCH, "windows-1252", ())


def test_declared_encoding_is_believed_where_it_fits():
    assert decode(RUSSIAN.encode("koi8-r"), "koi8-r")[:2] == (RUSSIAN, "koi8-r")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN * 5, "cp1251"),
        (RUSSIAN * 5, "koi8-r"),
        (FRENCH.replace("«", "").replace("»", "") * 3, "mac_roman"),
    ],
)
def test_other_encodings_are_guessed_and_said(text, encoding):
    found, _, notices = decode(text.encode(encoding))
    assert found == text
    assert notices[0].code == "encoding"


def test_a_cut_end_loses_one_character_and_says_so():
    data = FRENCH.encode("utf-8") + "é".encode()[:1]
    text, name, notices = decode(data)
    assert text == FRENCH + "\ufffd"
    assert name == "utf-8"
    assert notices[0].code == "damaged-encoding"


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xff\xfe", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n"])
def test_empty(data):
    with pytest.raises(InputError) as caught:
        decode(data, where="a.txt")
    assert caught.value.code == "empty"
    assert caught.value.where == "a.txt"
    assert caught.value.next


@pytest.mark.parametrize(
    "data",
    [
        random.Random(7).randbytes(4000),
        b"%PDF-1.7 ...",
        b"\x89PNG\r\n\x1a\n....",
        b"\x1f\x8b\x08 zz",
        b"abc\x00\x01\x02" * 40,
        bytes(range(256)) * 10,
    ],
    ids=["random", "pdf", "png", "gzip", "controls", "all-bytes"],
)
def test_binary_is_refused(data):
    with pytest.raises(InputError) as caught:
        decode(data, where="a.bin")
    assert caught.value.code == "binary"
    assert caught.value.where == "a.bin"
    assert caught.value.next


@given(
    st.text(min_size=1).filter(
        lambda t: (
            t.strip() and not any(ord(c) < 32 or ord(c) == 127 for c in t) and not t.startswith("\ufeff")
        )
    )
)
def test_utf8_comes_back_as_it_was(text):
    data = text.encode("utf-8")
    try:
        found, name, _ = decode(data)
    except InputError as error:
        assert error.code in {
            "empty",
            "binary",
        }  # a signature of another kind of file, or invisible characters only
        return
    assert (found, name) == (text, "utf-8")
