"""Every kind of input gives its documents, and every bad one a failure with a name while the run goes on."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import random
import zipfile
from email.message import EmailMessage

import pytest

from selon.errors import InputError
from selon.gather import document
from selon.gather.arrivals import Arrival, Failure, arrivals, documents
from selon.gather.feeds import entries

SENTENCES = [
    "Le cargo a quitté le port de Saint-Malo dans la nuit de lundi à mardi, a indiqué la capitainerie, qui n’a rien précisé d’autre.",
    "Selon deux dockers, trois conteneurs ont été chargés peu avant minuit par une équipe venue de l’extérieur de la ville.",
    "La préfecture assure n’avoir reçu aucun signalement et renvoie vers le parquet, qui n’a pas répondu à nos questions.",
]
HTML = (
    "<!doctype html><html lang='fr'><head><meta charset='utf-8'><title>Le cargo de minuit</title></head><body><h1>Le cargo de minuit</h1><article>"
    + "".join(f"<p>{s}</p>" for s in SENTENCES)
    + "</article></body></html>"
).encode()


def kinds(found):
    return [(p.kind, p.span.of(found.text)) for p in found.passages]


def codes(found):
    return [x.error.code if isinstance(x, Failure) else "read" for x in found]


# single files


def test_markdown():
    text = "---\ntitle: Le cargo\ndate: 2025-01-08\nlang: fr\n---\n# Le cargo *de minuit*\n\nUn [docker](http://a) parle\nde **trois** conteneurs.\n\n> « Rien vu »\n\n- un\n- deux\n\n## Suite\n\n| port | navires |\n|---|---|\n| Brest | 2 |\n"
    found = document(text.encode(), name="a.md")
    assert kinds(found) == [
        ("title", "Le cargo de minuit"),
        ("paragraph", "Un docker parle de trois conteneurs."),
        ("quote", "« Rien vu »"),
        ("list_item", "un"),
        ("list_item", "deux"),
        ("heading", "Suite"),
        ("table", "port | navires"),
        ("table", "Brest | 2"),
    ]
    assert (found.title, found.published, found.language) == ("Le cargo", "2025-01-08", "fr")
    assert set(dict(found.provenance).values()) == {"front matter"}


def docx_bytes():
    import docx

    made = docx.Document()
    made.add_heading("Le cargo de minuit", 0)
    made.add_paragraph(SENTENCES[0])
    made.add_heading("La suite", 1)
    made.add_paragraph("un point", style="List Bullet")
    table = made.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Brest", "2"
    made.core_properties.title = "Le cargo"
    made.core_properties.author = "Ana Roux"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["a.docx", "no-extension"])
def test_docx(name):
    found = document(docx_bytes(), name=name)
    assert kinds(found) == [
        ("title", "Le cargo de minuit"),
        ("paragraph", SENTENCES[0]),
        ("heading", "La suite"),
        ("list_item", "un point"),
        ("table", "Brest | 2"),
    ]
    assert (found.title, found.author) == ("Le cargo", "Ana Roux")


def pdf_bytes(lines, size=11):
    """A one-page PDF with a line of Helvetica each 14 points (blank lines part paragraphs)."""
    shows = "".join(
        f"BT /F1 {size} Tf 72 {760 - 14 * at} Td ({line.replace('(', chr(92) + '(').replace(')', chr(92) + ')')}) Tj ET\n"
        for at, line in enumerate(lines)
        if line
    ).encode("cp1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shows), shows),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Title (Le cargo) /Author (Ana Roux) /CreationDate (D:20250108060000Z) >>",
    ]
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(
        b"%010d 00000 n \n" % o for o in offsets
    )
    out += b"trailer << /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return bytes(out)


def test_pdf():
    lines = [
        "Un docker nord-",
        "africain a vu trois conte-",
        "neurs charges sur le quai.",
        "",
        "",
        "Les conteneurs sont partis.",
    ]
    found = document(pdf_bytes(lines), name="a.pdf")
    assert kinds(found) == [
        ("paragraph", "Un docker nordafricain a vu trois conteneurs charges sur le quai."),
        ("paragraph", "Les conteneurs sont partis."),
    ]
    assert (found.title, found.author, found.published) == ("Le cargo", "Ana Roux", "2025-01-08")


def test_pdf_keeps_a_hyphen_that_the_document_writes_elsewhere():
    found = document(
        pdf_bytes(["Le port nord-", "africain attend.", "", "", "Un autre port nord-africain attend."]),
        name="a.pdf",
    )
    assert "Le port nord-africain attend." in found.text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (pdf_bytes([]), "no-text"),
        (pdf_bytes(["x"])[:120], "damaged"),
        (b"%PDF-1.7\n" + random.Random(3).randbytes(500), "damaged"),
    ],
    ids=["pictures", "cut", "junk"],
)
def test_pdf_without_text_or_damaged(data, code):
    with pytest.raises(InputError) as caught:
        document(data, name="scan.pdf")
    assert (caught.value.code, caught.value.where) == (code, "scan.pdf")
    assert caught.value.next


def mail(plain=True, html=False, attach=()):
    message = EmailMessage()
    message["Subject"], message["From"], message["Date"] = (
        "Le cargo",
        "Ana Roux <ana@vigie.example>",
        "Wed, 8 Jan 2025 06:00:00 +0100",
    )
    if plain:
        message.set_content("\n\n".join(SENTENCES))
    if html:
        (message.add_alternative if plain else message.set_content)(HTML.decode(), subtype="html")
    for name, data in attach:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


@pytest.mark.parametrize(("plain", "html"), [(True, False), (False, True), (True, True)])
def test_mail(plain, html):
    found = document(mail(plain, html), name="a.eml")
    assert all(s in found.text for s in SENTENCES)
    assert (found.title, found.author, found.published) == ("Le cargo", "Ana Roux", "2025-01-08")


def test_mail_with_attachments(tmp_path):
    path = tmp_path / "a.eml"
    path.write_bytes(
        mail(attach=[("note.txt", b"Un texte joint."), ("page.html", HTML), ("photo.bin", b"\x00\x01" * 50)])
    )
    found = list(documents(path))
    assert codes(found) == ["read", "read", "read", "binary"]
    assert "note.txt" in found[0].notices[0].message
    assert found[1].text == "Un texte joint."
    assert found[2].title == "Le cargo de minuit"
    assert "photo.bin" in found[3].name


def test_mail_in_a_charset_that_is_none():
    data = mail().replace(b'charset="utf-8"', b'charset="x-unknown-8"')
    assert SENTENCES[1][:5] in document(data, name="a.eml").text


def test_mail_without_a_word():
    with pytest.raises(InputError) as caught:
        document(mail(plain=False, attach=[("a.bin", b"\x00")]), name="a.eml")
    assert caught.value.code == "empty"


def zip_bytes(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (docx_bytes()[:1500], "damaged"),
        (zip_bytes(**{"word/document.xml": "<w:document/>"}), "damaged"),
        (zip_bytes(**{"word/document.xml": b" " * 250_000_000}), "too-long"),
        (zip_bytes(readme="x"), "binary"),
    ],
    ids=["cut", "hollow", "bomb", "other-zip"],
)
def test_bad_docx(data, code):
    with pytest.raises(InputError) as caught:
        document(data, name="a.docx")
    assert caught.value.code == code


# tables, folders, compressed files


def test_json_lines(tmp_path):
    path = tmp_path / "a.jsonl"
    rows = [
        json.dumps(
            {
                "id": "x1",
                "text": SENTENCES[0],
                "published": "2025-01-08",
                "url": "https://a.example/1",
                "title": "T",
                "language": "fr",
            }
        ),
        "{broken",
        json.dumps({"id": "x3"}),
        '{"id": "x4", "text": "\\ud800"}',
        json.dumps({"id": "x5", "html": HTML.decode()}),
        "[1]",
    ]
    path.write_text("\n".join(rows), "utf-8")
    found = list(documents(path))
    assert codes(found) == ["read", "json", "missing-text", "lone-surrogate", "read", "json"]
    assert (found[0].published, found[0].url, found[0].title, found[0].language) == (
        "2025-01-08",
        "https://a.example/1",
        "T",
        "fr",
    )
    assert found[4].title == "Le cargo de minuit"
    assert "line 2" in found[1].name


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv(tmp_path, delimiter, encoding):
    path = tmp_path / "a.csv"
    text = f'id{delimiter}text{delimiter}published\n1{delimiter}"{SENTENCES[0]}"{delimiter}2025-01-08\n2{delimiter}{delimiter}\n'
    path.write_bytes(text.encode(encoding))
    found = list(documents(path))
    assert codes(found) == ["read", "missing-text"]
    assert (found[0].text, found[0].published) == (SENTENCES[0], "2025-01-08")


def test_csv_without_a_text_column(tmp_path):
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    assert codes(documents(tmp_path / "a.csv")) == ["columns"]


def test_a_folder_in_order_and_nothing_stops_it(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / ".hidden").write_text("x")
    (tmp_path / "a.txt").write_text(SENTENCES[0], "utf-8")
    (tmp_path / "b.bin").write_bytes(bytes(range(256)) * 4)
    (tmp_path / "c.html.gz").write_bytes(gzip.compress(HTML))
    (tmp_path / "d.txt").write_text("")
    (tmp_path / "sub" / "e.txt.gz").write_bytes(gzip.compress(SENTENCES[1].encode())[:-20])
    (tmp_path / "sub" / "f.txt").write_text(SENTENCES[2], "utf-8")
    assert codes(documents(tmp_path)) == ["read", "binary", "read", "empty", "damaged", "read"]


def test_a_gzip_bomb_is_not_unpacked(tmp_path):
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(b"0" * 70_000_000))
    assert codes(documents(path)) == ["too-long"]


def test_no_such_file(tmp_path):
    with pytest.raises(InputError) as caught:
        list(arrivals(tmp_path / "nothing"))
    assert caught.value.code == "missing"


# archives


def warc_bytes(compressed, *captures):
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=compressed)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "a test"}))
    for at, (status, media_type, encoding, data) in enumerate(captures):
        url = f"https://vigie.example/{at}"
        if status == "revisit":
            writer.write_record(writer.create_revisit_record(url, "sha1:AAAA", url, "2025-01-01T00:00:00Z"))
            continue
        headers = [("Content-Type", media_type)] + ([("Content-Encoding", encoding)] if encoding else [])
        http = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(url, "response", payload=io.BytesIO(data), http_headers=http)
        )
    return out.getvalue()


PAGE = ("200 OK", "text/html; charset=utf-8", None, HTML)
MIXED = (
    PAGE,
    ("404 Not Found", "text/html", None, HTML),
    ("200 OK", "image/png", None, b"\x89PNG"),
    ("200 OK", "text/html", "gzip", gzip.compress(HTML)),
    ("200 OK", "text/html", "gzip", gzip.compress(b"0" * 40_000_000)),
    ("revisit", "", None, b""),
    PAGE,
)


@pytest.mark.parametrize("compressed", [True, False])
def test_warc(tmp_path, compressed):
    path = tmp_path / ("a.warc.gz" if compressed else "a.warc")
    path.write_bytes(warc_bytes(compressed, *MIXED))
    found = list(documents(path))
    assert codes(found) == ["read", "read", "too-long", "revisit", "read"]
    assert found[0].url == "https://vigie.example/0"
    assert found[0].original.fetched
    assert found[0].title == "Le cargo de minuit"


@pytest.mark.parametrize("compressed", [True, False])
def test_a_warc_cut_in_the_middle_gives_what_came_before(tmp_path, compressed):
    path = tmp_path / ("a.warc.gz" if compressed else "a.warc")
    whole = warc_bytes(compressed, PAGE, PAGE)
    path.write_bytes(whole[: -len(HTML) // 4])
    assert codes(documents(path)) == ["read", "damaged"]


def test_a_wrong_digest_is_said_and_the_next_capture_read(tmp_path):
    path = tmp_path / "a.warc"
    path.write_bytes(warc_bytes(False, PAGE, PAGE).replace(b"trois conteneurs", b"seize conteneurs", 1))
    assert codes(documents(path)) == ["wrong-digest", "read"]


def wacz(tmp_path, data, digest):
    package = {"resources": [{"path": "archive/data.warc.gz", "hash": f"sha256:{digest}"}]}
    path = tmp_path / "a.wacz"
    path.write_bytes(zip_bytes(**{"archive/data.warc.gz": data, "datapackage.json": json.dumps(package)}))
    return path


def test_wacz(tmp_path):
    data = warc_bytes(True, PAGE)
    assert codes(documents(wacz(tmp_path, data, hashlib.sha256(data).hexdigest()))) == ["read"]
    assert codes(documents(wacz(tmp_path, data, "0" * 64))) == ["wrong-digest"]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.wacz"])
def test_junk_that_claims_to_be_an_archive(tmp_path, name):
    (tmp_path / name).write_bytes(random.Random(5).randbytes(3000))
    assert codes(documents(tmp_path / name)) == ["damaged"]


# feeds

ARTICLE = "".join(f"<p>{s}</p>" for s in SENTENCES)
RSS = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>La Vigie</title><language>fr-FR</language>
<item><title>Le cargo</title><link>https://a.example/1</link><pubDate>Wed, 08 Jan 2025 06:00:00 GMT</pubDate><content:encoded><![CDATA[{ARTICLE}]]></content:encoded></item>
<item><title>Le port</title><link>https://a.example/2</link><description>Deux mots.</description></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>La Vigie</title><entry><title>Le cargo</title>
<link href="https://a.example/1"/><updated>2025-01-08T06:00:00Z</updated><summary>Court.</summary></entry></feed>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "language": "fr",
        "items": [
            {
                "url": "https://a.example/1",
                "title": "Le cargo",
                "date_published": "2025-01-08T06:00:00Z",
                "content_html": ARTICLE,
            }
        ],
    }
)
SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://a.example/1</loc><news:news><news:publication><news:name>V</news:name><news:language>fr</news:language></news:publication>
<news:publication_date>2025-01-08T06:00:00Z</news:publication_date><news:title>Le cargo</news:title></news:news></url></urlset>"""


@pytest.mark.parametrize("feed", [RSS, ATOM, JSON_FEED, SITEMAP], ids=["rss", "atom", "json", "sitemap"])
def test_feeds(feed):
    first = next(entries(feed.encode()))
    assert (first.url, first.title, first.published) == ("https://a.example/1", "Le cargo", "2025-01-08")
    assert first.kind == "article"


def test_opml_and_sitemap_index():
    opml = '<?xml version="1.0"?><opml version="2.0"><body><outline text="Ports"><outline type="rss" text="V" xmlUrl="https://a.example/rss"/></outline></body></opml>'
    index = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://a.example/s.xml</loc></sitemap></sitemapindex>'
    assert [(e.kind, e.url) for e in entries(opml.encode())] == [("feed", "https://a.example/rss")]
    assert [(e.kind, e.url) for e in entries(index.encode())] == [("sitemap", "https://a.example/s.xml")]


@pytest.mark.parametrize(
    "feed",
    [
        RSS[:-60],
        RSS.replace("</title>", "</titel>", 1),
        RSS.replace("La Vigie", "La Vigie & fils"),
        SITEMAP[:-20],
    ],
)
def test_broken_xml_gives_what_can_be_read(feed):
    assert {e.url for e in entries(feed.encode())} & {"https://a.example/1", "https://a.example/2"}


def test_entities_of_a_feed_are_not_followed(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("geheim")
    hostile = SITEMAP.replace("?>", f'?><!DOCTYPE urlset [<!ENTITY x SYSTEM "file://{secret}">]>', 1).replace(
        "Le cargo", "&x;"
    )
    assert all("geheim" not in str(e) for e in entries(hostile.encode()))


def test_a_feed_file_gives_its_articles_and_names_its_links(tmp_path):
    path = tmp_path / "feed.xml"
    path.write_text(RSS, "utf-8")
    found = list(documents(path))
    assert codes(found) == ["read", "link-only"]
    assert (found[0].title, found[0].published, found[0].url, found[0].language) == (
        "Le cargo",
        "2025-01-08",
        "https://a.example/1",
        "fr",
    )
    assert all(s in found[0].text for s in SENTENCES)


@pytest.mark.parametrize(
    "data", [RSS.encode(), SITEMAP.encode(), warc_bytes(False, PAGE)], ids=["feed", "sitemap", "warc"]
)
def test_what_holds_documents_is_no_document(data):
    with pytest.raises(InputError) as caught:
        document(data, name="a")
    assert caught.value.code == "container"
    assert "gather" in caught.value.next


def test_an_arrival_says_where_its_fields_came_from():
    found = Arrival(
        SENTENCES[0].encode(), "x", "text/plain", url="https://a.example/1", published="2025-01-08"
    ).document()
    assert dict(found.provenance) == {"url": "argument", "published": "argument"}
