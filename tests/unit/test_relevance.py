import json

import pytest

from evals.relevance import QUESTIONS
from knowledge.articles import load_articles
from knowledge.relevance import THRESHOLD, Signals, relevance
from knowledge.seed import SHIPPED


def test_the_questions_name_articles_of_the_shipped_library() -> None:
    rows = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    named = {row["article"] for row in rows} - {None}
    articles, _ = load_articles(SHIPPED)
    assert named <= {article.id for article in articles}
    assert any(row["article"] is None for row in rows)
    assert len({row["query"] for row in rows}) == len(rows)


@pytest.mark.parametrize("name", ["cosine", "coverage", "likeness"])
def test_more_of_anything_is_more_relevant(name: str) -> None:
    before = {"cosine": 0.85, "coverage": 0.3, "likeness": 0.1}
    more = before | {name: before[name] + 0.05}
    assert 0 < relevance(Signals(**before)) < relevance(Signals(**more)) < 1
    assert 0 < THRESHOLD < 1
