"""A proof pack holds on any machine, and shows every change made to it."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from index.__main__ import main
from index.engine import Engine
from index.proof import _seal, pack, read_proof, verify, write_proof
from index.results import REWORDED
from ingest.errors import UserError

PLAN = "ke-hoach-kl69-bac-giang"
DUTY = "Các huyện ủy phải làm gì?"


@pytest.fixture(scope="module")
def proof(engine: Engine) -> dict:
    return json.loads(json.dumps(pack(engine.ask(DUTY), engine.documents)))


def resealed(value: dict) -> dict:
    """What a forger would do: seal again what was changed."""
    return {**value, "seal": _seal({k: v for k, v in value.items() if k != "seal"})}


def test_a_pack_holds_apart_and_against_the_library(engine: Engine, proof: dict) -> None:
    apart = verify(proof, {})
    assert apart.holds
    assert apart.apart == (PLAN,)
    beside = verify(proof, {d.id: d for d in engine.documents})
    assert beside.holds
    assert beside.against == (PLAN,)
    assert beside.quotes == 1
    assert proof["clauses"][f"{PLAN}#IV/1"]["text"].startswith("1. Các huyện ủy")
    assert len(proof["documents"][PLAN]["sha256"]) == 64


def test_a_refusal_has_a_pack_too(engine: Engine) -> None:
    value = pack(engine.ask("Giá vàng hôm nay bao nhiêu?"), engine.documents)
    assert value["refused"]
    assert verify(value, {d.id: d for d in engine.documents}).holds


def forged(value: dict, what: str) -> dict:
    """A sound pack with one change made to it."""
    made = copy.deepcopy(value)
    sentence = made["sentences"][0]
    if what == "sentence":
        sentence["text"] = "Các huyện ủy được miễn."
    elif what == "span":
        sentence["quotes"][0]["end"] -= 3
    elif what == "clause text":
        made["clauses"][f"{PLAN}#IV/1"]["text"] += " Và nộp tiền."
    elif what == "answer":
        made["answer"] += " Và nộp tiền."
    elif what == "sentence added":
        made["sentences"].append({"text": "Và nộp tiền.", "style": "quote", "quotes": []})
    elif what == "another clause":
        sentence["quotes"][0]["clause"] = f"{PLAN}#IV/2"
    elif what == "words":
        sentence["quotes"][0]["words"] = "khác"
    else:
        sentence["quotes"] = []
    return made


FORGERIES = ("sentence", "span", "clause text", "answer", "sentence added", "another clause", "words", "no quote")


@pytest.mark.parametrize("what", FORGERIES)
def test_a_change_is_found_even_when_sealed_again(proof: dict, what: str) -> None:
    made = forged(proof, what)
    assert made != proof
    assert not verify(made, {}).holds
    assert not verify(resealed(made), {}).holds


def test_a_clause_made_up_whole_is_found_where_the_document_is(engine: Engine, proof: dict) -> None:
    made = json.loads(json.dumps(proof, ensure_ascii=False).replace("quán triệt", "bỏ"))
    clause, quote = made["clauses"][f"{PLAN}#IV/1"], made["sentences"][0]["quotes"][0]
    clause["sha256"] = sha256(clause["text"].encode()).hexdigest()
    quote["end"] = len(clause["text"])
    made = resealed(made)
    assert verify(made, {}).holds, "within itself the forgery is sound; only the document shows it"
    found = verify(made, {d.id: d for d in engine.documents})
    assert any("khác điều khoản trong kho" in fault for fault in found.faults)


def test_a_wording_goes_through_the_gate_again(engine: Engine) -> None:
    answer = engine.ask(DUTY)
    sentence = answer.sentences[0]
    good = replace(sentence, text=sentence.text.split(".")[0] + ".", style=REWORDED)
    bad = replace(good, text=good.text.replace("tổ chức", "không tổ chức", 1))
    assert verify(pack(replace(answer, sentences=(good,)), engine.documents), {}).holds
    faults = verify(pack(replace(answer, sentences=(bad,)), engine.documents), {}).faults
    assert any("không khớp điều khoản" in fault for fault in faults), faults


def test_the_command_line_writes_and_checks(engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "ra" / "chung-minh.json"
    library = ["--library", str(engine.library.root)]
    assert main(["ask", DUTY, "--proof", str(file), *library]) == 0
    assert main(["verify", str(file), *library]) == 0
    capsys.readouterr()
    assert main(["verify", str(file), "--json", "--library", str(tmp_path / "khong-co")]) == 0
    assert json.loads(capsys.readouterr().out)["not_in_library"] == [PLAN]
    file.write_text(file.read_text(encoding="utf-8").replace("quán triệt", "bãi bỏ", 1), encoding="utf-8")
    assert main(["verify", str(file), *library]) == 1
    assert "SAI" in capsys.readouterr().out
    assert not (tmp_path / "khong-co").exists()


def test_what_is_no_pack_is_said_in_one_line(tmp_path: Path, engine: Engine) -> None:
    file = tmp_path / "x.json"
    for content in (
        "",
        "[]",
        '{"format": "khac"}',
        "{",
        "[" * 100_000,
        '{"format": "dan-nguon-proof", "format_version": 9}',
    ):
        file.write_text(content, encoding="utf-8")
        with pytest.raises(UserError) as caught:
            read_proof(file)
        assert "\n" not in str(caught.value)
    write_proof(file, engine.ask(DUTY), engine.documents)
    value = read_proof(file)
    del value["sentences"]
    assert not verify(value, {}).holds
