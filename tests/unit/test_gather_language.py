"""Languages are told apart without forcing any text into one that has a pack."""

from __future__ import annotations

import sys

import pytest

from selon.gather import language
from selon.gather.language import from_tag

SENTENCES = {
    "fr": "Le ministre a déclaré que les navires avaient quitté le port avec une cargaison dont il ne dit rien.",
    "en": "The minister said that the ships had left the harbour with a cargo he would not talk about.",
    "de": "Der Minister sagte, dass die Schiffe den Hafen mit einer Ladung verlassen haben, über die er nicht spricht.",
    "es": "El ministro dijo que los barcos habían salido del puerto con una carga de la que no quiere hablar.",
    "it": "Il ministro ha detto che le navi hanno lasciato il porto con un carico di cui non vuole parlare.",
    "pt": "O ministro disse que os navios deixaram o porto com uma carga da qual ele não quer falar.",
    "nl": "De minister zei dat de schepen de haven hebben verlaten met een lading waarover hij niet wil praten.",
    "pl": "Minister powiedział, że statki opuściły port z ładunkiem, o którym nie chce mówić, i że to się nie zmieni.",
    "ru": "Министр заявил, что суда покинули порт с грузом, о котором он не говорит.",
    "uk": "Міністр заявив, що судна покинули порт із вантажем, про який він не говорить.",
    "ko": "장관은 선박들이 항구를 떠났다고 말했다.",
    "ja": "大臣は船が港を出たと述べた。",
    "zh": "部长说，船只已经离开港口。",
    "ar": "قال الوزير إن السفن غادرت الميناء",
}  # fmt: skip


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_is_enough(code):
    assert language(SENTENCES[code], ("fr", "en")) == code


@pytest.mark.parametrize("text", ["", "1 234 / 56", "— …", "a", "x 1"])
def test_no_words_no_language(text):
    assert language(text, ("fr", "en")) is None


def test_names_in_another_script_do_not_decide():
    assert language(f"{SENTENCES['fr']} Il s'agit du « 천마산 » et du « Чайка ».", ("fr", "en")) == "fr"


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("fr-CA", "fr"),
        ("EN", "en"),
        ("pt_BR", "pt"),
        ("", None),
        (None, None),
        ("français", None),
        ("eng", "en"),
        ("utf-8", None),
    ],
)
def test_tags(tag, code):
    assert from_tag(tag) == code


def test_running_text_does_not_load_the_model():
    sys.modules.pop("py3langid", None)
    language(SENTENCES["fr"] * 3, ("fr", "en"))
    assert "py3langid" not in sys.modules


def test_words_outweigh_what_a_page_says_about_itself():
    from selon.gather import document

    html = (
        "<!doctype html><html lang='en'><body><article>"
        + "".join(f"<p>Récit {i}. {SENTENCES['fr']} Il en reste {7 * i}.</p>" for i in range(6))
        + "</article></body></html>"
    )
    found = document(html.encode(), name="a.html")
    assert found.language == "fr"
    assert [n.code for n in found.notices] == ["language"]
    assert dict(found.provenance)["language"] == "text"
    assert document(html.encode(), name="a.html", language="en").language == "en"
