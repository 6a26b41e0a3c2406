"""Articles in Markdown, PDF, DOCX and HTML, and what is said of broken files."""

from datetime import date
from pathlib import Path

import pytest
from docx import Document

from knowledge.articles import article_files, read_article
from knowledge.errors import ContentError
from tests.unit.library_files import ARTICLE, write


def pdf(text: str) -> bytes:
    """The smallest PDF with one line of text."""
    stream = f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    out, offsets = b"%PDF-1.4\n", []
    for n, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    tail = b"xref\n0 5\n0000000000 65535 f \n%strailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
    return out + tail % (table, len(out))


def test_markdown(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md", ARTICLE.format(id="a-b", title="Titolo", text="# Capo\n\nTesto."))
    article = read_article(path, "acme", "it")
    assert (article.id, article.title, article.valid_from) == ("a-b", "Titolo", date(2026, 1, 1))
    assert article.text == "# Capo\n\nTesto."
    assert article.valid_on(date(2030, 1, 1)) and not article.valid_on(date(2025, 12, 31))


def test_documents_take_their_facts_from_the_file_or_a_sidecar(tmp_path: Path) -> None:
    page = "<html><head><style>x{}</style></head><body><h2>Capo</h2><p>Un <b>testo</b> chiaro</p></body></html>"
    article = read_article(write(tmp_path / "Le_regole nuove.html", page), "acme", "it")
    assert (article.id, article.title) == ("le-regole-nuove", "Le regole nuove")
    assert article.text == "## Capo\n\nUn testo chiaro"
    write(tmp_path / "Le_regole nuove.yaml", "id: regole\nvalid_to: 2027-01-01\nvalid_from: 2026-05-01\n")
    article = read_article(tmp_path / "Le_regole nuove.html", "acme", "it")
    assert (article.id, article.title, article.valid_to) == ("regole", "Le regole nuove", date(2027, 1, 1))
    assert [p.name for p in article_files(tmp_path)] == ["Le_regole nuove.html"]


def test_docx_and_pdf(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("Capo", 1)
    document.add_paragraph("Un paragrafo.")
    document.save(str(tmp_path / "a.docx"))
    assert read_article(tmp_path / "a.docx", "acme", "it").text == "## Capo\n\nUn paragrafo."
    (tmp_path / "b.pdf").write_bytes(pdf("Pagare a rate"))
    assert read_article(tmp_path / "b.pdf", "acme", "it").text.strip() == "Pagare a rate"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.md", b"Senza intestazione", r"a\.md:1: No front matter"),
        ("a.md", b"---\nid: A b\ntitle: T\nvalid_from: 2026-01-01\n---\nx", "may hold small letters"),
        ("a.md", b"---\nid: a\ntitle: T\nvalid_from: 2026-02-01\nvalid_to: 2026-01-01\n---\nx", "lies before"),
        ("a.md", b"---\nid: a\ntitle: T\nvalid_from: 2026-02-01\n---\n  \n", "has no text"),
        ("a.pdf", b"not a pdf", "Not a readable PDF"),
        ("a.docx", b"not a docx", "Not a readable DOCX"),
        ("a.html", b"\xff\xfe\xff", "Not UTF-8"),
        ("a.html", b"<html></html>", "has no text"),
    ],
)
def test_a_broken_file_names_itself_and_the_remedy(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ContentError, match=message) as caught:
        read_article(tmp_path / name, "acme", "it")
    assert str(tmp_path / name) in str(caught.value)
