"""`python -m index`: asking and searching from a shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.__main__ import main


@pytest.fixture(scope="module")
def kho(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("hoi") / "kho")


def asked(capsys: pytest.CaptureFixture[str], kho: str, *argv: str) -> dict:
    assert main([*argv, "--json", "--library", kho]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_district_committees_duty_is_cited(capsys: pytest.CaptureFixture[str], kho: str) -> None:
    answer = asked(capsys, kho, "ask", "Các huyện ủy phải làm gì?")
    assert answer["refused"] is False
    assert "ke-hoach-kl69-bac-giang#IV/1" in [c for s in answer["sentences"] for c in s["citations"]]
    keys = {"question", "understood_as", "refused", "answer", "sentences", "sources", "nearest", "warnings"}
    assert keys <= set(answer)
    texts = {source["clause"]: source["text"] for source in answer["sources"]}
    for sentence in answer["sentences"]:
        for quote in sentence["quotes"]:
            assert texts[quote["clause"]][quote["start"] : quote["end"]] in sentence["text"]


def test_a_figure_is_quoted_though_typed_without_accents(capsys: pytest.CaptureFixture[str], kho: str) -> None:
    question = "den nam 2030 co bao nhieu doanh nghiep khoa hoc va cong nghe"
    answer = asked(capsys, kho, "ask", question)
    assert "trên 30 doanh nghiệp" in answer["answer"]
    assert "ke-hoach-kl69-bac-giang#II/2/b2" in [source["clause"] for source in answer["sources"]]


def test_what_the_library_does_not_say_is_refused(capsys: pytest.CaptureFixture[str], kho: str) -> None:
    answer = asked(capsys, kho, "ask", "Giá vàng hôm nay?")
    assert answer["refused"] is True
    assert answer["sentences"] == []
    assert answer["nearest"]


def test_search_prints_the_contract(capsys: pytest.CaptureFixture[str], kho: str) -> None:
    found = asked(capsys, kho, "search", "chợ công nghệ", "--top", "3")
    assert set(found) == {"query", "understood_as", "hits"}
    assert [hit["rank"] for hit in found["hits"]] == [1, 2, 3]
    keys = {"rank", "score", "clause", "document", "citation", "address", "text", "provenance"}
    assert keys <= set(found["hits"][0])


def test_an_address_opens_its_clause(capsys: pytest.CaptureFixture[str], kho: str) -> None:
    assert asked(capsys, kho, "clause", "NQ 20 B.III.2.1")["clause"] == "20-nq-tw-2012#B/III/2/2.1"
    assert asked(capsys, kho, "clause", "mục IV.3 kế hoạch")["clause"] == "ke-hoach-kl69-bac-giang#IV/3"
    assert main(["clause", "mục XX.9 kế hoạch", "--library", kho]) == 1
    assert "không tìm thấy địa chỉ" in capsys.readouterr().err


def test_a_batch_answers_every_line_under_its_id(capsys: pytest.CaptureFixture[str], kho: str, tmp_path: Path) -> None:
    batch = tmp_path / "hoi.jsonl"
    rows = [{"id": "a", "question": "Ai ký kế hoạch?"}, {"id": 7, "question": "..."}]
    batch.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    assert main(["ask", "--batch", str(batch), "--library", kho]) == 1
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert first["id"] == "a"
    assert "Lê Thị Thu Hồng" in first["answer"]
    assert second["id"] == 7
    assert "không có chữ" in second["error"]


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (["ask", ""], 2, "Câu hỏi đang trống"),
        (["ask", "   "], 2, "Câu hỏi đang trống"),
        (["ask"], 2, "Thiếu câu hỏi"),
        (["search", "x", "--top", "0"], 2, "--top"),
        (["ask", "--batch", "/khong/co.jsonl"], 1, "không đọc được tệp câu hỏi"),
    ],
)
def test_a_user_s_mistake_is_one_vietnamese_line(
    capsys: pytest.CaptureFixture[str], kho: str, argv: list[str], code: int, said: str
) -> None:
    assert main([*argv, "--library", kho]) == code
    err = capsys.readouterr().err
    assert said in err
    assert len(err.splitlines()) == 1
