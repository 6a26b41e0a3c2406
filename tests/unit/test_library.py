"""The library on disk: what is read, what is refused and where the fault is said to be."""

import re
import threading
from pathlib import Path

import pytest
import yaml

from assistant.adapters.library import SHIPPED, FileLibrary, add_missing_rules, copy_shipped
from assistant.adapters.library_content import problems_of
from assistant.domain.errors import InvalidInput, LibraryError, NotFound
from assistant.domain.money import Language
from assistant.domain.policy import Policy
from assistant.domain.records import Principal
from tests.unit.library_files import ARTICLE, PHRASES, POLICY, small_library, write

TIER = """  - id: late
    when: {total_max: "900.00", days_past_due_max: 90}
    max_instalments: 4
    min_amount: "100.00"
    first_due_within_days: 30
    article: payment-plans
"""
GOOD = TIER.replace("late", "good").replace("90}", '90, promise_kept_min: "0.8"}').replace("ts: 4", "ts: 3")


PACK = """packs:
  - id: it-hours
    country: IT
    time_zone: Europe/Rome
    valid_from: 2026-01-01
    title: {it: Orari, en: Hours}
    source: {title: {it: Codice, en: Code}, reference: {it: art. 3, en: section 3}}
    binding: code
    applies_to: all
    hours:
      mon: ["08:30-21:00"]
    recording_notice:
      text: {it: Avvisare, en: Say so}
      say: {it: La avviso., en: Please note.}
      cues:
        it:
          - 'registrat'
"""
AFTER = "replanning: {authority: supervisor, first_due_within_days: 9, article: gone}\n"


class Hand:
    """A clock that a test moves by hand."""

    def __init__(self) -> None:
        self.now = 10.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return small_library(tmp_path)


def faults(library: Path) -> list[str]:
    return [str(problem) for problem in problems_of(library)]


def test_a_sound_library_is_read(library: Path) -> None:
    assert problems_of(library) == []
    files = FileLibrary(library)
    assert [p.id for p in files.principals()] == ["acme"]
    assert files.policy("acme").tiers[0].article == "payment-plans"
    assert files.conduct().purposes["overdue"].opening == "open-overdue"
    assert [p.id for p in files.phrases("acme", "it")] == ["open-overdue", "plan"]
    article = files.article("acme", "payment-plans", "en")
    assert article is not None
    assert (article.title, article.principal) == ("Payment plans", "acme")


def test_unknown_names(library: Path) -> None:
    files = FileLibrary(library)
    assert files.article("acme", "nothing", "it") is None
    with pytest.raises(NotFound, match="acme"):
        files.policy("nobody")


def test_own_phrases_come_first_and_replace(library: Path) -> None:
    own = PHRASES["it"].replace("open-overdue", "own").replace("più rate", "rate nostre")
    write(library / "acme" / "phrases" / "it.yaml", own)
    phrases = FileLibrary(library).phrases("acme", "it")
    assert [p.id for p in phrases] == ["own", "plan", "open-overdue"]
    assert "rate nostre" in phrases[1].text


def test_own_article_replaces_the_common_one(library: Path) -> None:
    path = library / "acme" / "articles" / "it" / "own.md"
    write(path, ARTICLE.format(id="listening-first", title="Ascolto nostro", text="Testo."))
    files = FileLibrary(library)
    article = files.article("acme", "listening-first", "it")
    assert article is not None and article.title == "Ascolto nostro"


def test_article_in_the_other_language(library: Path) -> None:
    (library / "common" / "articles" / "it" / "listening-first.md").unlink()
    article = FileLibrary(library).article("acme", "listening-first", "it")
    assert article is not None and article.language == "en"


@pytest.mark.parametrize(
    ("file", "edit", "line", "message"),
    [
        ("acme/policy.yaml", ("max_instalments: 4", "max_instalment: 4"), 4, "Unknown field `tiers.0.max_instalment`"),
        ("acme/policy.yaml", ("    max_instalments: 4\n", ""), 2, "`tiers.0.max_instalments` is missing"),
        ("acme/policy.yaml", ("article: payment-plans", "article: nowhere"), 7, "Article 'nowhere' doesn't exist"),
        ("acme/policy.yaml", ("id: standard", "id: ["), 4, "Not valid YAML"),
        ("acme/policy.yaml", ("min_amount:", "max_instalments:"), 5, "stands twice"),
        ("acme/policy.yaml", ('min_amount: "100.00"', 'min_amount: "6000.00"'), 5, "is more than `total_max` 5000.00"),
        ("acme/policy.yaml", ('min_amount: "100.00"', 'min_amount: "0.00"'), 5, "greater than 0"),
        ("acme/policy.yaml", ('total_max: "5000.00"', 'total_max: "-1.00"'), 3, "greater than 0"),
        ("acme/policy.yaml", ("max: 120}", 'max: 120, promise_kept_min: "80"}'), 3, "less than or equal to 1"),
        ("acme/policy.yaml", ("response_times", 'clv_bands: ["0", "9"]\nresponse_times'), 8, "greater than zero"),
        ("common/starter/policy.yaml", ("response_times", TIER + "response_times"), 9, "can never be reached"),
        ("acme/policy.yaml", ("response_times", TIER + "response_times"), 9, "Tier 'late' can never be reached"),
        ("acme/policy.yaml", ("tiers:\n", "tiers:\n" + GOOD), 4, "Tier 'good' narrows what tier 'standard' offers"),
        ("acme/policy.yaml", ("response_times", AFTER + "response_times"), 8, "Article 'gone' doesn't exist"),
        ("acme/principal.yaml", ("id: acme", "id: other"), 1, "must be the folder's name"),
        ("common/conduct.yaml", ("con chi parlo", "con (chi"), 6, "isn't a regular expression"),
        ("common/conduct.yaml", ("opening: open-overdue", "opening: nope"), 2, "Opening 'nope' is no phrase"),
        ("common/phrases/it.yaml", ("{{outstanding}}", "{{outstandin}}"), 8, "Unknown slot"),
        ("common/phrases/it.yaml", ("in più rate", "in 3 rate"), 8, "digit '3'"),
        ("common/phrases/it.yaml", ("in più rate", "in ⅓ rate"), 8, "digit '⅓'"),
        ("common/phrases/it.yaml", ("id: plan", "id: open-overdue"), 6, "stands twice"),
        ("common/phrases/it.yaml", ("article: payment-plans", "article: nowhere"), 9, "Article 'nowhere'"),
        ("common/phrases/it.yaml", ("instalment_request", "instalments"), 7, "Unknown situation"),
        ("common/phrases/it.yaml", ("article: pay", "unless: [dates]\n    article: pay"), 9, "Unknown slot 'dates'"),
        ("common/phrases/it.yaml", ("{{outstanding}}", "{{mention}}"), 8, "only in `tailored`"),
        ("common/situations/it.yaml", ("also: [anger]", "also: [rage]"), 2, "Unknown situation 'rage'"),
        ("common/articles/it/listening-first.md", ("owner:", "ownr:"), 4, "Unknown field `ownr`"),
        ("common/articles/it/listening-first.md", ("2026-01-01", "soon"), 5, "valid_from"),
    ],
)
def test_a_fault_names_file_line_and_remedy(
    library: Path, file: str, edit: tuple[str, str], line: int, message: str
) -> None:
    path = library / file
    text = path.read_text(encoding="utf-8")
    assert edit[0] in text
    path.write_text(text.replace(*edit), encoding="utf-8")
    assert any(fault.startswith(f"{path}:{line}: ") and message in fault for fault in faults(library)), faults(library)


def test_missing_and_undecodable_files(library: Path) -> None:
    (library / "common" / "conduct.yaml").unlink()
    (library / "acme" / "policy.yaml").write_bytes(b"tiers: \xff")
    found = "\n".join(faults(library))
    assert "conduct.yaml: The file is missing" in found
    assert "policy.yaml: Not UTF-8" in found
    with pytest.raises(LibraryError, match="more: run"):
        FileLibrary(library).principals()


def test_an_edit_is_seen_and_a_broken_edit_is_not(library: Path, caplog: pytest.LogCaptureFixture) -> None:
    clock = Hand()
    files = FileLibrary(library, monotonic=clock)
    assert files.policy("acme").tiers[0].max_instalments == 4
    policy = library / "acme" / "policy.yaml"
    policy.write_text(POLICY.replace("instalments: 4", "instalments: 12"), encoding="utf-8")
    assert files.policy("acme").tiers[0].max_instalments == 4
    clock.now += 2
    assert files.policy("acme").tiers[0].max_instalments == 12
    policy.write_text("tiers: nonsense", encoding="utf-8")
    clock.now += 2
    assert files.policy("acme").tiers[0].max_instalments == 12
    assert "policy.yaml:1" in caplog.text


def test_the_shipped_library_is_copied_once(library: Path, tmp_path: Path) -> None:
    home = tmp_path / "home" / "library"
    assert FileLibrary(home, shipped=library).principal("acme").name == "Acme Prova S.r.l."
    (home / "acme" / "note.txt").write_text("mine")
    assert copy_shipped(home, library) is False
    assert [p.name for p in home.parent.iterdir()] == ["library"]


def test_copying_at_the_same_moment(library: Path, tmp_path: Path) -> None:
    home = tmp_path / "home" / "library"
    results: list[bool] = []
    threads = [threading.Thread(target=lambda: results.append(copy_shipped(home, library))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [False, False, False, True]
    assert problems_of(home) == []


def test_a_new_principal_gets_the_starter(library: Path) -> None:
    files = FileLibrary(library)
    new = Principal(id="nuova-srl", name='La "Nuova" S.r.l.', language="it")
    assert files.ensure_principal(new) is True
    assert files.ensure_principal(new) is False
    assert files.principal("nuova-srl") == new
    assert files.policy("nuova-srl").tiers[0].max_instalments == 4
    for bad in ("common", "../x", "", "Ma iuscole"):
        with pytest.raises(InvalidInput):
            files.ensure_principal(Principal(id=bad, name="x"))


@pytest.mark.parametrize("owner", ["montelupo", "brackwater", "common/starter"])
@pytest.mark.parametrize(("language", "sentence"), [("it", "entro {} giorni"), ("en", "within {} days")])
def test_the_articles_say_what_the_policy_says_of_a_missed_plan(owner: str, language: str, sentence: str) -> None:
    written = yaml.safe_load((SHIPPED / owner / "policy.yaml").read_text(encoding="utf-8"))
    rule = Policy.model_validate(written).replanning
    assert rule is not None and rule.authority == "supervisor"
    article = (SHIPPED / owner / "articles" / language / f"{rule.article}.md").read_text(encoding="utf-8")
    line = next(line for line in article.splitlines() if line.startswith(("- Dopo un piano", "- After a plan")))
    assert sentence.format(rule.first_due_within_days) in line
    assert {"it": "responsabile", "en": "supervisor"}[language] in line


@pytest.mark.parametrize(
    ("edit", "line", "message"),
    [
        (("country: IT", "country: ZZ"), 3, "No country 'ZZ' is known; write its ISO 3166 code"),
        (("country: IT", "country: Italia"), 3, "country"),
        (("Europe/Rome", "Europe/Roma"), 4, "no time zone 'Europe/Roma' is known; write one such as 'Europe/Rome'"),
        (("2026-01-01", "soon"), 5, "valid_from"),
        ((", en: Hours", ""), 6, "the text in en is missing; write it in both languages"),
        (("binding: code", "binding: custom"), 8, "binding"),
        (('["08:30-21:00"]', "[8:30-21:00]"), 11, "isn't a span of hours; write it as '08:30-21:00'"),
        (("mon:", "lun:"), 11, "lun"),
        (("'registrat'", "'registrat('"), 17, "isn't a regular expression"),
        (("    hours:", "    ours:"), 10, "Unknown field"),
    ],
)
def test_a_fault_of_a_rule_pack_names_file_line_and_remedy(
    library: Path, edit: tuple[str, str], line: int, message: str
) -> None:
    path = library / "common" / "contact_rules" / "it.yaml"
    assert edit[0] in PACK
    write(path, PACK.replace(*edit, 1))
    assert any(fault.startswith(f"{path}:{line}: ") and message in fault for fault in faults(library)), faults(library)


def test_the_rule_pack_of_the_documentation_is_sound(library: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "library.md").read_text(encoding="utf-8")
    (example,) = [block for block in re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL) if block.startswith("packs:")]
    write(library / "common" / "contact_rules" / "it.yaml", example)
    assert faults(library) == []
    assert len(FileLibrary(library).contact_rules("acme")) == 1


def test_packs_of_one_id_may_not_hold_on_the_same_day(library: Path) -> None:
    folder = library / "common" / "contact_rules"
    write(folder / "it.yaml", PACK)
    write(folder / "it_new.yaml", PACK.replace("2026-01-01", "2026-07-01"))
    assert any("it_new.yaml:2: Pack 'it-hours' holds on days on which another" in fault for fault in faults(library))
    write(folder / "it.yaml", PACK.replace("    title", "    valid_to: 2026-06-30\n    title", 1))
    assert faults(library) == []


def test_own_rule_packs_come_first_and_replace_common_ones(library: Path) -> None:
    other = PACK.replace("it-hours", "it-notice")
    write(library / "common" / "contact_rules" / "it.yaml", PACK + other.removeprefix("packs:\n"))
    write(library / "acme" / "contact_rules" / "own.yaml", PACK.replace("08:30", "10:00"))
    packs = FileLibrary(library).contact_rules("acme")
    assert [pack.id for pack in packs] == ["it-hours", "it-notice"]
    assert packs[0].hours is not None and packs[0].hours["mon"][0].opens.hour == 10


def test_a_library_without_contact_rules_is_given_the_shipped_ones(
    library: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shipped = small_library(tmp_path / "shipped")
    write(shipped / "common" / "contact_rules" / "it.yaml", PACK)
    assert [pack.id for pack in FileLibrary(library, shipped=shipped).contact_rules("acme")] == ["it-hours"]
    assert "the shipped one was added" in caplog.text
    assert add_missing_rules(library, shipped) is False


def test_a_library_from_before_there_were_lexica_gets_the_shipped_ones(library: Path) -> None:
    assert not (library / "common" / "voice").exists()
    FileLibrary(library).principals()
    assert (library / "common" / "voice" / "it.yaml").is_file()


def test_an_empty_folder_of_contact_rules_stays_empty(library: Path, tmp_path: Path) -> None:
    shipped = small_library(tmp_path / "shipped")
    write(shipped / "common" / "contact_rules" / "it.yaml", PACK)
    (library / "common" / "contact_rules").mkdir()
    assert FileLibrary(library, shipped=shipped).contact_rules("acme") == ()


def test_a_library_that_cannot_be_written_goes_without_rules_and_says_so(
    library: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = small_library(tmp_path / "shipped")
    write(shipped / "common" / "contact_rules" / "it.yaml", PACK)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    # The tests may run as root, whom no permission stops.
    monkeypatch.setattr("assistant.adapters.library.tempfile.TemporaryDirectory", refuse)
    assert FileLibrary(library, shipped=shipped).contact_rules("acme") == ()
    assert f"{library / 'common' / 'contact_rules'}, and no call is checked" in caplog.text


def test_the_shipped_library_is_sound() -> None:
    assert [str(p) for p in problems_of(SHIPPED)] == []


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("principal", ["montelupo", "brackwater"])
def test_no_two_tailored_sentences_lead_to_the_mention_with_the_same_words(principal: str, language: Language) -> None:
    """A phrase is used once a call, so no lead is heard twice."""
    tailored = [p.tailored for p in FileLibrary(SHIPPED).phrases(principal, language) if p.tailored]
    leads = [re.split(r"[.!?] ", sentence.partition("{{mention}}")[0])[-1] for sentence in tailored]
    assert [lead for lead in leads if leads.count(lead) > 1] == []
    assert all(lead.endswith(": ") for lead in leads), "a frame takes any noun phrase only after a colon"
    assert len(tailored) >= 50
