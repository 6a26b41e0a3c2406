"""Reads policy texts: Markdown with front matter, PDF, DOCX and HTML with an optional `NAME.yaml` beside them."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import get_args

from pydantic import BaseModel, ConfigDict, model_validator

from knowledge.documents import READERS
from knowledge.errors import ContentError, Problem
from knowledge.types import COMMON, Article, Language
from knowledge.yamlfiles import LocatedYaml, parse_yaml, read_text, read_yaml, validated

LANGUAGES: tuple[Language, ...] = get_args(Language)
SUFFIXES = (".md", *READERS)
_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class FrontMatter(BaseModel):
    """What stands above an article's text."""

    model_config = ConfigDict(extra="forbid")

    id: str
    title: str
    owner: str = ""
    valid_from: date
    valid_to: date | None = None

    @model_validator(mode="after")
    def _is_sound(self) -> "FrontMatter":
        if not _ID.fullmatch(self.id):
            raise ValueError(f"id {self.id!r} may hold small letters, digits and single hyphens only")
        if not self.title.strip():
            raise ValueError("title is empty; give the article a title")
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError(f"valid_to {self.valid_to} lies before valid_from {self.valid_from}")
        return self


def read_article(path: Path, principal: str, language: Language) -> Article:
    """Read one file; raises `ContentError` naming file, line and remedy."""
    front, text = _markdown(path) if path.suffix == ".md" else _document(path)
    if not text.strip():
        raise ContentError.single("The article has no text; write it or delete the file.", str(path))
    return Article(**front.model_dump(), principal=principal, language=language, text=text, path=str(path))


def article_files(folder: Path) -> list[Path]:
    """The article files of `PRINCIPAL/articles/LANG`, in the order of their names."""
    if not folder.is_dir():
        return []
    return sorted(p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES and not p.name.startswith((".", "~")))


def load_articles(library: Path) -> tuple[list[Article], list[Problem]]:
    """Every article that can be read, and what is wrong with the others."""
    articles: list[Article] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, str, str], str] = {}
    for principal in principal_folders(library):
        for language in LANGUAGES:
            for path in article_files(library / principal / "articles" / language):
                try:
                    article = read_article(path, principal, language)
                except ContentError as error:
                    problems.extend(error.problems)
                    continue
                key = (principal, language, article.id)
                if key in seen:
                    message = f"Article id {article.id!r} is also in {seen[key]}; give one of the two another id."
                    problems.append(Problem(message, str(path)))
                    continue
                seen[key] = str(path)
                articles.append(article)
    return articles, problems


def principal_folders(library: Path) -> list[str]:
    """`common` and every folder with a `principal.yaml`, in the order of their names."""
    if not library.is_dir():
        return []
    names = (p.name for p in library.iterdir() if p.name == COMMON or (p / "principal.yaml").is_file())
    return sorted(names)


def _markdown(path: Path) -> tuple[FrontMatter, str]:
    text = read_text(path)
    found = _FRONT.match(text)
    if found is None:
        message = "No front matter; begin the file with `---`, id, title, owner, valid_from and `---`."
        raise ContentError.single(message, f"{path}:1")
    return validated(FrontMatter, parse_yaml(found.group(1), path, first_line=2)), text[found.end() :].strip()


def _document(path: Path) -> tuple[FrontMatter, str]:
    text = READERS[path.suffix.lower()](path)
    sidecar = path.with_suffix(".yaml")
    slug = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-") or "document"
    changed = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC).date()
    defaults = {"id": slug, "title": path.stem.replace("_", " "), "valid_from": changed}
    if not sidecar.is_file():
        return FrontMatter.model_validate(defaults), text
    located = read_yaml(sidecar)
    if not isinstance(located.data, dict):
        raise ContentError.single("Must be a mapping such as `title: ...`.", f"{sidecar}:1")
    return validated(FrontMatter, LocatedYaml(defaults | located.data, sidecar, located.lines)), text
