"""A check for real, with the smallest weights there are: they earn nothing, and the record says so."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.adapters.models.qualification import load_qualifications, read_records
from tests.integration.test_embedded_model import tiny_weights

pytestmark = pytest.mark.integration


def test_tiny_weights_may_not_judge(tmp_path: Path) -> None:
    weights = tiny_weights()
    environment = os.environ | {"ASCOLTO_HOME": str(tmp_path), "ASCOLTO_MODEL_THREADS": "1"}
    command = [sys.executable, "-m", "assistant", "models", "check", str(weights), "--kind", "judge", "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert [(row["work"], row["language"], row["earned"]) for row in found["results"]] == [
        ("judge", "it", False),
        ("judge", "en", False),
    ]
    assert found["speeds"]["generated_tokens"] > 0
    assert found["speeds"]["memory_mb"] > 0
    path = tmp_path / "models" / "qualification.yaml"
    (record,) = read_records(path).values()
    prompts = {(result.work, result.language): result.prompt for result in record.results}
    qualification = load_qualifications(path, prompts).of(record.weights)
    assert all("judge" not in works for works in qualification.earned.values())
    assert {result.work for result in record.results} == {"judge"}
