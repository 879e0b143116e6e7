"""`python -m eval` on a fresh installation, and what it must reach there."""

from __future__ import annotations

import json

import pytest

from eval.__main__ import main


def _not_json(word: str) -> None:
    raise ValueError(f"{word} is no JSON")


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    import contextlib
    import io

    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = main(["run", "--json", "--library", str(tmp_path_factory.mktemp("eval") / "kho")])
    assert code == 0
    return json.loads(out.getvalue(), parse_constant=_not_json)


def test_it_measures_the_documents_that_ship(measured):
    provenance = {d["id"]: d["provenance"] for d in measured["library"]}
    assert provenance["ke-hoach-kl69-bac-giang"] == "full"
    assert provenance["20-nq-tw-2012"] == "digest"
    assert measured["questions"]["asked"] >= 500
    assert "nq57-001" in measured["questions"]["left_out"]


@pytest.mark.parametrize("spelling", ["accented", "stripped"])
def test_recall_at_5_on_the_plan(measured, spelling):
    """0.95 on what the plan says, asked plainly (PLAIN types); facts of the document and comparisons may cost more."""
    found = measured["retrieval"][spelling]["set:plan plain"]["recall@5"]
    assert found["n"] >= 100
    assert found["value"] >= 0.95
    assert measured["retrieval"][spelling]["set:plan without paraphrase"]["recall@5"]["value"] >= 0.90


def test_every_quote_is_exact(measured):
    assert measured["answers"]["all"]["quotes exact"]["value"] == 1.0
    assert measured["answers"]["all"]["citation recall"]["value"] == 1.0


def test_figures_lie_in_their_intervals(measured):
    groups = [*measured["retrieval"].values(), {"answers": measured["answers"]["all"]}]
    estimates = [e for group in groups for figures in group.values() for e in figures.values()]
    assert len(estimates) > 100
    for e in estimates:
        assert e["low"] <= e["value"] <= e["high"]


def test_failures_name_what_is_wrong(measured):
    for failure in measured["failures"]:
        assert failure["why"]
    asked = measured["answers"]["all"]["right"]["n"]
    wrong = {f["id"] for f in measured["failures"] if "thiếu lời phải có" in f["why"]}
    refused = {f["id"] for f in measured["failures"] if "từ chối câu trả lời được" in f["why"]}
    assert measured["answers"]["all"]["right"]["value"] >= 1 - len(wrong | refused) / asked - 0.001


def test_wrong_usage_is_one_line_and_code_2(capsys):
    assert main(["bench", "--sets", "moon"]) == 2
    assert "moon" in capsys.readouterr().err
    with pytest.raises(SystemExit) as stopped:
        main(["walk"])
    assert stopped.value.code == 2


def test_a_folder_without_texts_is_told(tmp_path, capsys):
    assert main(["run", "--texts", str(tmp_path)]) == 1
    assert "--texts" in capsys.readouterr().err
