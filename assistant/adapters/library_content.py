"""One reading of the whole library: parses every file, checks them against each other, collects what is wrong."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar, get_args

import knowledge
from assistant.adapters.library_rules import RULES_FOLDER, read_rule_packs
from assistant.adapters.library_scoring import Yardstick, read_yardstick
from assistant.adapters.voice_words import lexicon_problems
from assistant.domain.calls import Purpose, Situation
from assistant.domain.contact_rules import RulePack
from assistant.domain.errors import LibraryError
from assistant.domain.expressions import expression_fault
from assistant.domain.money import LANGUAGES, Language
from assistant.domain.note_texts import NoteTexts
from assistant.domain.policy import Conduct, ForbiddenPhrase, Policy
from assistant.domain.records import Principal
from assistant.domain.slots import OPENING, SLOTS, TOPIC, check_slots
from assistant.domain.tiers import tier_faults
from knowledge.articles import load_articles, principal_folders
from knowledge.cues import cues_path, read_cues
from knowledge.errors import ContentError, Problem
from knowledge.examples import read_examples, situations_path
from knowledge.phrases import phrase_path, read_phrases
from knowledge.types import COMMON, Article, Phrase
from knowledge.yamlfiles import LocatedYaml, read_yaml, validated

T = TypeVar("T")
_SITUATIONS = frozenset((*Situation, OPENING, TOPIC))
_PURPOSES = frozenset(get_args(Purpose))
SHIPPED = Path(knowledge.__file__).parent / "library"
NOTES_FOLDER = "notes"
"""Sentences of notes and e-mails, one file a language."""
_Articles = dict[tuple[str, Language, str], Article]


@dataclass(frozen=True)
class Content:
    """A sound library. `phrases` are per principal and language, own first; each one's article exists."""

    principals: dict[str, Principal]
    policies: dict[str, Policy]
    conduct: Conduct
    phrases: dict[tuple[str, Language], tuple[Phrase, ...]]
    by_id: _Articles
    rules: dict[str, tuple[RulePack, ...]]
    """Contact rule packs per owner: a principal's, or `common`."""
    note_texts: dict[Language, NoteTexts]
    yardstick: Yardstick

    def rule_packs(self, principal: str) -> tuple[RulePack, ...]:
        """The principal's own packs, and the common ones whose id it doesn't replace."""
        own = self.rules.get(principal, ())
        mine = {pack.id for pack in own}
        return (*own, *(pack for pack in self.rules.get(COMMON, ()) if pack.id not in mine))

    def article(self, principal: str, article_id: str, language: Language, on: date | None = None) -> Article | None:
        return _find(self.by_id, principal, article_id, language, on)


def read_content(library: Path) -> tuple[Content | None, list[Problem]]:
    """The content, or None with the problems that stand in its way."""
    return _Reading(library).content()


def problems_of(library: Path) -> list[Problem]:
    """Every fault of a library folder, empty when it is sound; the examples and cues of situations included, which only
    the training at ingestion reads."""
    _, problems = read_content(library)
    for language in LANGUAGES:
        path = situations_path(library, language)
        if path.is_file():
            try:
                read_examples(path, language, known=[str(s) for s in Situation])
            except ContentError as error:
                problems.extend(error.problems)
    if cues_path(library).is_file():
        try:
            read_cues(cues_path(library))
        except ContentError as error:
            problems.extend(error.problems)
    return [*problems, *lexicon_problems(library)]


class _Reading:
    def __init__(self, library: Path) -> None:
        self._library = library
        self._problems: list[Problem] = []
        self._principals: dict[str, Principal] = {}
        self._policies: dict[str, Policy] = {}
        self._phrases: dict[tuple[str, Language], tuple[Phrase, ...]] = {}
        self._articles: _Articles = {}
        self._rules: dict[str, tuple[RulePack, ...]] = {}

    def content(self) -> tuple[Content | None, list[Problem]]:
        articles, problems = load_articles(self._library)
        self._problems.extend(problems)
        self._articles = {(a.principal, a.language, a.id): a for a in articles}
        conduct = self._conduct()
        folders = [name for name in principal_folders(self._library) if name != COMMON]
        for name in folders:
            self._principal(name)
        self._starter()
        for name in (COMMON, *folders):
            for language in LANGUAGES:
                self._phrase_file(name, language)
            self._rules[name], problems = read_rule_packs(self._library / name / RULES_FOLDER)
            self._problems.extend(problems)
        if not folders:
            message = "No principal; make a folder with principal.yaml and policy.yaml."
            self._problems.append(Problem(message, str(self._library)))
        note_texts = {language: self._load(self._note_path(language), NoteTexts) for language in LANGUAGES}
        yardstick = self._yardstick(conduct)
        if conduct is None or yardstick is None or self._problems:
            return None, self._problems
        self._check_openings(conduct)
        notes = {language: found[0] for language, found in note_texts.items() if found}
        phrases = {(p, lang): tuple(self._merged(p, lang)) for p in self._principals for lang in LANGUAGES}
        found = (self._principals, self._policies, conduct, phrases, self._articles, self._rules, notes, yardstick)
        return Content(*found), self._problems

    def _yardstick(self, conduct: Conduct | None) -> Yardstick | None:
        if conduct is None:
            return None
        yardstick, problems = read_yardstick(self._library, SHIPPED, conduct)
        self._problems.extend(problems)
        return yardstick

    def _load(self, path: Path, kind: type[T]) -> tuple[T, LocatedYaml] | None:
        if not path.is_file():
            self._problems.append(Problem("The file is missing; restore it.", str(path)))
            return None
        try:
            located = read_yaml(path)
            return validated(kind, located), located
        except ContentError as error:
            self._problems.extend(error.problems)
            return None

    def _conduct(self) -> Conduct | None:
        loaded = self._load(self._library / COMMON / "conduct.yaml", Conduct)
        if loaded is None:
            return None
        conduct, located = loaded
        for n, item in enumerate(conduct.checklist):
            self._regexes(located, ("checklist", n, "cues"), item.cues)
        self._forbidden(located, conduct.forbidden_phrases)
        return conduct

    def _note_path(self, language: Language) -> Path:
        """A library from before there were notes is read with the shipped sentences."""
        folder = self._library / COMMON / NOTES_FOLDER
        return (folder if folder.is_dir() else SHIPPED / COMMON / NOTES_FOLDER) / f"{language}.yaml"

    def _principal(self, name: str) -> None:
        folder = self._library / name
        principal = self._load(folder / "principal.yaml", Principal)
        policy = self._load(folder / "policy.yaml", Policy)
        if principal is not None:
            if principal[0].id != name:
                message = f"id {principal[0].id!r} must be the folder's name, {name!r}."
                self._problems.append(Problem(message, principal[1].where(("id",))))
            self._principals[name] = principal[0]
        if policy is not None:
            self._policies[name] = policy[0]
            self._policy(name, *policy)

    def _starter(self) -> None:
        """What a new principal begins with; its articles are looked for when there is one."""
        path = self._library / COMMON / "starter" / "policy.yaml"
        starter = self._load(path, Policy) if path.is_file() else None
        if starter is not None:
            self._tiers(*starter)

    def _tiers(self, policy: Policy, located: LocatedYaml) -> None:
        for fault in tier_faults(policy.tiers):
            self._problems.append(Problem(fault.message, located.where(("tiers", fault.index, *fault.field))))

    def _policy(self, name: str, policy: Policy, located: LocatedYaml) -> None:
        self._tiers(policy, located)
        cited: list[tuple[tuple[str | int, ...], str]] = [
            (("tiers", n, "article"), tier.article) for n, tier in enumerate(policy.tiers)
        ]
        if policy.early_payment is not None:
            cited.append((("early_payment", "article"), policy.early_payment.article))
        if policy.settlement is not None:
            cited.append((("settlement", "article"), policy.settlement.article))
        if policy.replanning is not None:
            cited.append((("replanning", "article"), policy.replanning.article))
        for loc, article in cited:
            if _find(self._articles, name, article, "it") is None:
                message = f"Article {article!r} doesn't exist; write {name}/articles/LANG/{article}.md."
                self._problems.append(Problem(message, located.where(loc)))
        for n, statement in enumerate(policy.required_statements):
            self._regexes(located, ("required_statements", n, "cues"), statement.cues)
        self._forbidden(located, policy.forbidden_phrases)

    def _forbidden(self, located: LocatedYaml, phrases: Sequence[ForbiddenPhrase]) -> None:
        for n, phrase in enumerate(phrases):
            self._regexes(located, ("forbidden_phrases", n, "patterns"), phrase.patterns)

    def _regexes(
        self, located: LocatedYaml, loc: tuple[str | int, ...], texts: dict[Language, tuple[str, ...]]
    ) -> None:
        for language, patterns in texts.items():
            for n, pattern in enumerate(patterns):
                if fault := expression_fault(pattern):
                    self._problems.append(Problem(fault, located.where((*loc, language, n))))

    def _phrase_file(self, principal: str, language: Language) -> None:
        path = phrase_path(self._library, principal, language)
        if not path.is_file():
            if principal == COMMON:
                self._problems.append(Problem("The file is missing; restore it.", str(path)))
            return
        try:
            phrases, located = read_phrases(path)
        except ContentError as error:
            self._problems.extend(error.problems)
            return
        for n, phrase in enumerate(phrases):
            self._problems.extend(self._phrase_faults(principal, phrase, located, n))
        self._phrases[principal, language] = phrases

    def _phrase_faults(self, principal: str, phrase: Phrase, located: LocatedYaml, n: int) -> Iterator[Problem]:
        if phrase.situation not in _SITUATIONS:
            message = f"Unknown situation {phrase.situation!r}; the ids are: {', '.join(sorted(_SITUATIONS))}."
            yield Problem(message, located.where(("phrases", n, "situation")))
        for purpose in phrase.purposes:
            if purpose not in _PURPOSES:
                message = f"Unknown purpose {purpose!r}; the ids are: {', '.join(sorted(_PURPOSES))}."
                yield Problem(message, located.where(("phrases", n, "purposes")))
        for slot in phrase.unless:
            if slot not in SLOTS:
                message = f"Unknown slot {slot!r}; the slots are: {', '.join(SLOTS)}."
                yield Problem(message, located.where(("phrases", n, "unless")))
        owners = {p for p, _, _ in self._articles} if principal == COMMON else {principal}
        if all(_find(self._articles, owner, phrase.article, "it") is None for owner in owners):
            message = f"Article {phrase.article!r} doesn't exist; write it or name another."
            yield Problem(message, located.where(("phrases", n, "article")))
        for field in ("text", "question", "tailored"):
            value: str | None = getattr(phrase, field)
            where = located.where(("phrases", n, field))
            try:
                if value is not None:
                    check_slots(value, mention=field == "tailored", where=where)
            except LibraryError as error:
                yield Problem(error.message, where)

    def _check_openings(self, conduct: Conduct) -> None:
        path = self._library / COMMON / "conduct.yaml"
        located = read_yaml(path)
        for language in LANGUAGES:
            known = {phrase.id for phrase in self._phrases.get((COMMON, language), ())}
            for purpose, guide in conduct.purposes.items():
                if guide.opening not in known:
                    message = f"Opening {guide.opening!r} is no phrase of common/phrases/{language}.yaml."
                    self._problems.append(Problem(message, located.where(("purposes", purpose, "opening"))))

    def _merged(self, principal: str, language: Language) -> Iterator[Phrase]:
        own = self._phrases.get((principal, language), ())
        mine = {phrase.id for phrase in own}
        common = (p for p in self._phrases.get((COMMON, language), ()) if p.id not in mine)
        for phrase in (*own, *common):
            if _find(self._articles, principal, phrase.article, language) is not None:
                yield phrase


def _find(
    articles: _Articles, principal: str, article_id: str, language: Language, on: date | None = None
) -> Article | None:
    other: Language = "en" if language == "it" else "it"
    for tongue in (language, other):
        for owner in (principal, COMMON):
            found = articles.get((owner, tongue, article_id))
            if found is not None and (on is None or found.valid_on(on)):
                return found
    return None
