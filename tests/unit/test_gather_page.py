"""HTML pages: the article and nothing else, its standfirst put back, every field with where it was found."""

from __future__ import annotations

import pytest

from selon.errors import InputError
from selon.gather import document
from selon.gather.worker import Worker

BODY = "".join(
    f"<p>{text}</p>"
    for text in (
        "Le cargo a quitté le port de Saint-Malo dans la nuit de lundi à mardi, a indiqué la capitainerie, qui n’a donné aucune précision sur sa destination.",
        "Selon deux dockers, trois conteneurs ont été chargés peu avant minuit par une équipe venue de l’extérieur, sans que les douanes soient prévenues.",
        "La préfecture assure n’avoir reçu aucun signalement et renvoie vers le parquet, qui n’a pas répondu à nos questions mercredi en fin de journée.",
    )
)  # fmt: skip
STANDFIRST = "Des dockers racontent un chargement nocturne que personne ne veut avoir vu au port."


def page(head="", before="", body=BODY, after="", lang=' lang="fr"'):
    return f"<!doctype html><html{lang}><head><meta charset='utf-8'>{head}</head><body><h1>Le cargo de minuit</h1>{before}<article>{body}</article>{after}</body></html>".encode()


def passages(found, kind):
    return [p.span.of(found.text) for p in found.passages if p.kind == kind]


def test_title_body_and_blocks():
    found = document(
        page("<title>Le cargo de minuit | La Vigie</title><meta property='og:site_name' content='La Vigie'>"),
        name="a.html",
    )
    assert found.title == "Le cargo de minuit"
    assert passages(found, "title") == ["Le cargo de minuit"]
    assert len(passages(found, "paragraph")) == 3
    assert found.text == "\n\n".join(p.span.of(found.text) for p in found.passages)
    assert found.publisher == "La Vigie"
    assert found.original.media_type == "text/html"


def test_a_lost_standfirst_is_put_back_from_the_description():
    head = f"<meta name='description' content='{STANDFIRST}'>"
    header = f"<header><div class='x'><p>{STANDFIRST}</p></div></header>"
    assert passages(document(page(head, header), name="a"), "standfirst") == [STANDFIRST]


def test_a_cut_description_is_completed_from_the_page():
    head = f"<meta property='og:description' content='{STANDFIRST[:60]}…'>"
    assert STANDFIRST in document(page(head, f"<header><p>{STANDFIRST}</p></header>"), name="a").text


def test_a_standfirst_that_is_there_is_not_doubled():
    head = f"<meta name='description' content='{STANDFIRST}'>"
    found = document(page(head, body=f"<p>{STANDFIRST}</p>{BODY}"), name="a")
    assert found.text.count(STANDFIRST) == 1


def test_a_description_for_search_engines_only_is_left_out():
    head = "<meta name='description' content='Toute l’actualité du port : horaires, marées, petites annonces et météo du jour.'>"
    assert "petites annonces" not in document(page(head), name="a").text


def test_a_caption_is_no_standfirst():
    caption = "Le port de Saint-Malo vu de la jetée, un soir de décembre dernier, avant la tempête."
    head = f"<meta property='og:description' content='{caption}'>"
    assert caption not in passages(
        document(page(head, f"<figure><figcaption>{caption}</figcaption></figure>"), name="a"), "standfirst"
    )


FIELDS = {
    "JSON-LD": '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "Le cargo de minuit", '
    '"datePublished": "2025-01-08T06:00:00+01:00", "author": [{"name": "Ana Roux"}, {"name": "Luc Petit"}], '
    '"publisher": {"name": "La Vigie"}, "inLanguage": "fr-FR"}]}</script>',
    "meta": '<meta property="article:published_time" content="2025-01-08T06:00"><meta name="author" content="Ana Roux, Luc Petit">'
    '<meta property="og:site_name" content="La Vigie"><meta property="og:locale" content="fr_FR"><meta property="og:title" content="Le cargo de minuit">',
}


@pytest.mark.parametrize("where", FIELDS)
def test_fields_say_where_they_were_found(where):
    found = document(page(FIELDS[where], lang=""), name="a.html")
    assert (found.published, found.author, found.publisher, found.language) == (
        "2025-01-08",
        "Ana Roux, Luc Petit",
        "La Vigie",
        "fr",
    )
    assert {dict(found.provenance)[f] for f in ("published", "author", "publisher", "language", "title")} == {
        where
    }


def test_a_date_in_the_address_is_said_to_be_from_there():
    found = document(page(), name="a.html", url="https://vigie.example/2025/01/08/cargo.html")
    assert found.published == "2025-01-08"
    assert dict(found.provenance) | {"published": "URL", "url": "argument"} == dict(found.provenance)


def test_what_the_caller_states_wins():
    found = document(page(FIELDS["JSON-LD"]), name="a.html", published="2024-12-31", language="en")
    assert (found.published, found.language) == ("2024-12-31", "en")
    assert dict(found.provenance)["published"] == dict(found.provenance)["language"] == "argument"


def test_broken_metadata_is_passed_over():
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": [</script><meta property="article:published_time" content="2025-02-31">'
    assert document(page(head), name="a.html").published is None


def test_canonical_address_is_made_absolute():
    found = document(page("<link rel='canonical' href='https://vigie.example/cargo'>"), name="a.html")
    assert found.url == "https://vigie.example/cargo"
    assert dict(found.provenance)["url"] == "link"


def test_windows_1252_page_that_claims_utf8():
    data = page().decode().replace("’", "'").encode("cp1252")
    found = document(data, name="a.html")
    assert "aucune précision" in found.text
    assert found.original.encoding == "windows-1252"
    assert [n.code for n in found.notices] == ["encoding"]


def test_soft_hyphens_do_not_break_words():
    assert (
        "capitainerie"
        in document(page(body=BODY.replace("capitainerie", "capi&shy;tainerie")), name="a.html").text
    )


@pytest.mark.parametrize(
    "data", [b"<html><body></body></html>", b"<!doctype html><html><nav>Accueil</nav></html>"]
)
def test_a_page_without_an_article(data):
    with pytest.raises(InputError) as caught:
        document(data, name="vide.html")
    assert caught.value.code == "no-article"
    assert caught.value.where == "vide.html"


@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_twenty_megabytes_are_refused_at_once(name):
    start = b"<html><body><p>" if name.endswith("html") else b""
    with pytest.raises(InputError) as caught:
        document(start + b"mot " * 5_000_000, name=name)
    assert caught.value.code == "too-long"
    assert "split" in caught.value.next


def test_a_page_that_takes_too_long_fails_by_name_and_the_next_one_is_read():
    worker = Worker(seconds=0.001)
    html = page().decode()
    with pytest.raises(InputError) as caught:
        worker.extract(html)
    assert caught.value.code == "time-limit"
    worker.seconds = 60
    assert worker.extract(html).blocks
    worker.stop()


def test_a_worker_that_dies_is_replaced():
    worker = Worker(seconds=60)
    worker.extract(page().decode())
    worker._process.kill()
    worker._process.wait()
    assert worker.extract(page().decode()).blocks
    worker.stop()


def test_plain_text_is_taken_as_it_stands():
    text = "\r\n  Un titre \r\n\r\nUn texte\u00a0: « fin ».\r\n"
    found = document(text.encode(), name="a.txt")
    assert found.text == text
    assert found.passages == ()
    assert found.original.encoding == "utf-8"
