"""A small sound library on disk, for tests to read and to break."""

from pathlib import Path

ARTICLE = """---
id: {id}
title: {title}
owner: Credit office
valid_from: 2026-01-01
---
{text}
"""
POLICY = """tiers:
  - id: standard
    when: {total_max: "5000.00", days_past_due_max: 120}
    max_instalments: 4
    min_amount: "100.00"
    first_due_within_days: 30
    article: payment-plans
response_times: {dispute_days: 7, complaint_days: 5, document_days: 3, payment_check_days: 3}
"""
CONDUCT = """purposes:
  overdue: {opening: open-overdue, checklist: [identify]}
checklist:
  - id: identify
    text: {it: Chiedere con chi si parla, en: Ask who is speaking}
    cues: {it: ['con chi parlo'], en: ['who am i speaking']}
forbidden_phrases: []
"""
PHRASES = {
    "it": """phrases:
  - id: open-overdue
    situation: opening
    text: "Buongiorno, parlo con {{contact_name}}?"
    article: listening-first
  - id: plan
    situation: instalment_request
    text: "Possiamo dividere {{outstanding}} in più rate."
    article: payment-plans
    offers_plans: true
""",
    "en": """phrases:
  - id: open-overdue
    situation: opening
    text: "Good morning, am I speaking with {{contact_name}}?"
    article: listening-first
""",
}
SITUATIONS = {
    "it": """situations:
  already_paid: ["Ho già fatto il bonifico", {text: "L'ho pagata ieri", also: [anger]}]
  none: ["Buongiorno"]
""",
    "en": """situations:
  already_paid: ["I have already paid it"]
  none: ["Good morning"]
""",
}
TEXTS = {
    ("it", "payment-plans"): ("Piani di rientro", "Il cliente può pagare a rate, con scadenze mensili."),
    ("en", "payment-plans"): ("Payment plans", "The customer may pay by instalments, with monthly due dates."),
    ("it", "listening-first"): ("Prima si ascolta", "Si lascia finire il cliente prima di rispondere."),
    ("en", "listening-first"): ("Listening first", "Let the customer finish before you answer."),
}


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def small_library(folder: Path) -> Path:
    """Write a library with the principal `acme` and two articles in each language; returns its folder."""
    library = folder / "library"
    write(library / "common" / "conduct.yaml", CONDUCT)
    starter = "id: starter\nname: New principal\nlanguage: it\ncountry: IT\ncurrency: EUR\n"
    write(library / "common" / "starter" / "principal.yaml", starter)
    write(library / "common" / "starter" / "policy.yaml", POLICY)
    for language, text in PHRASES.items():
        write(library / "common" / "phrases" / f"{language}.yaml", text)
        write(library / "common" / "situations" / f"{language}.yaml", SITUATIONS[language])
    for (language, article), (title, text) in TEXTS.items():
        owner = "acme" if article == "payment-plans" else "common"
        path = library / owner / "articles" / language / f"{article}.md"
        write(path, ARTICLE.format(id=article, title=title, text=text))
        starter_path = library / "common" / "starter" / "articles" / language / f"{article}.md"
        if owner == "acme":
            write(starter_path, ARTICLE.format(id=article, title=title, text=text))
    principal = "id: acme\nname: Acme Prova S.r.l.\nlanguage: it\ncountry: IT\ncurrency: EUR\n"
    write(library / "acme" / "principal.yaml", principal)
    write(library / "acme" / "policy.yaml", POLICY)
    return library
