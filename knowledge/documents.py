"""Plain text of documents from other programs: PDF, DOCX, HTML. Headings come out as Markdown headings."""

import zipfile
from collections.abc import Callable
from pathlib import Path

from bs4 import BeautifulSoup
from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from markdown_it import MarkdownIt
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from knowledge.errors import ContentError
from knowledge.yamlfiles import read_text


def pdf_text(path: Path) -> str:
    """Text of every page; raises `ContentError` for a broken, locked or scanned file."""
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ContentError.single("The PDF needs a password; save it without one.", str(path))
        text = "\n\n".join(page.extract_text() for page in reader.pages)
    except (PyPdfError, OSError, ValueError, KeyError, NotImplementedError) as error:
        raise ContentError.single(f"Not a readable PDF ({error}); export it again.", str(path)) from error
    if not text.strip():
        raise ContentError.single("The PDF holds pictures and no text; export it with text.", str(path))
    return text


def docx_text(path: Path) -> str:
    """Paragraphs and tables in order, headings as `#` lines; raises `ContentError` for a broken file."""
    try:
        document = Document(str(path))
        parts = [_docx_paragraph(p.text, p.style.name if p.style else "") for p in document.paragraphs]
        rows = [" | ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise ContentError.single(f"Not a readable DOCX ({error}); save it again.", str(path)) from error
    return "\n\n".join(part for part in [*parts, *rows] if part.strip())


def html_text(path: Path) -> str:
    """Visible text of a page, headings as `#` lines."""
    soup = BeautifulSoup(read_text(path), "html.parser")
    for tag in soup(["script", "style", "nav", "header", "footer", "template", "noscript"]):
        tag.decompose()
    for level in range(1, 7):
        for tag in soup.find_all(f"h{level}"):
            tag.string = f"{'#' * level} {tag.get_text(' ', strip=True)}"
    blocks = soup.find_all(["h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "td", "th", "pre", "blockquote"])
    texts = [tag.get_text(" ", strip=True) for tag in blocks if tag.find(["p", "li", "td"]) is None]
    return "\n\n".join(text for text in texts if text) or soup.get_text(" ", strip=True)


def markdown_text(source: str) -> str:
    """Markdown without its marks: one line a block."""
    lines: list[str] = []
    for token in MarkdownIt("commonmark").enable("table").parse(source):
        if token.type == "inline":
            pieces = (" " if c.type in ("softbreak", "hardbreak") else c.content for c in token.children or ())
            lines.append("".join(pieces).strip())
        elif token.type in ("fence", "code_block"):
            lines.append(token.content.strip())
    return "\n".join(line for line in lines if line)


def _docx_paragraph(text: str, style: str | None) -> str:
    heading = (style or "").startswith(("Heading", "Title"))
    return f"## {text}" if heading and text.strip() else text


READERS: dict[str, Callable[[Path], str]] = {
    ".pdf": pdf_text,
    ".docx": docx_text,
    ".html": html_text,
    ".htm": html_text,
}
