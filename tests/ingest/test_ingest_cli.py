"""`python -m ingest`: the contract's JSON, exit codes, one Vietnamese line for a user's mistake."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.__main__ import main

PLAN = Path(__file__).resolve().parents[2] / "corpus" / "ke-hoach-kl69-bac-giang.md"
SHORT = (
    "QUYẾT ĐỊNH\n\nVề việc thử nghiệm\n\nĐiều 1. Ban hành quy chế làm việc.\n\n"
    "Điều 2. Quyết định có hiệu lực từ ngày ký.\n"
)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_check_prints_the_contract_and_stores_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["check", str(PLAN), "--json", "--library", str(tmp_path / "kho")]) == 0
    (value,) = lines(capsys)
    assert value["path"] == str(PLAN)
    assert value["document"]["id"] == "ke-hoach-kl69-bac-giang"
    assert set(value) == {"path", "document", "source_text", "clauses", "warnings"}
    assert {"id", "address", "kind", "heading", "text", "spans", "page"} <= set(value["clauses"][0])
    seen = [0] * len(value["source_text"])
    for clause in value["clauses"]:
        for start, end in clause["spans"]:
            for at in range(start, end):
                seen[at] += 1
    assert all(count == 1 for c, count in zip(value["source_text"], seen, strict=True) if not c.isspace())
    whole = [c for c in value["clauses"] if "nghiên cứu, phát triển sản phẩm có lợi thế cạnh tranh" in c["text"]]
    assert [c["id"] for c in whole] == ["ke-hoach-kl69-bac-giang#III/2/p1"]
    assert not (tmp_path / "kho").exists()


def test_a_batch_goes_on_after_a_bad_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    good, empty = tmp_path / "tốt.txt", tmp_path / "rỗng.txt"
    good.write_text(SHORT, "utf-8")
    empty.write_text("", "utf-8")
    missing = tmp_path / "không có.pdf"
    assert main(["check", str(missing), str(empty), str(good), "--json"]) == 1
    out = capsys.readouterr()
    values = [json.loads(line) for line in out.out.splitlines()]
    assert [v["path"] for v in values] == [str(missing), str(empty), str(good)]
    assert [sorted(v) for v in values[:2]] == [["error", "path"]] * 2
    assert len(values[2]["clauses"]) == 4
    assert len(out.err.splitlines()) == 2
    assert "Traceback" not in out.err


def test_add_list_show_remove(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    kho, file = str(tmp_path / "kho"), tmp_path / "qd.txt"
    file.write_text(SHORT, "utf-8")
    assert main(["add", str(file), "--library", kho, "--json"]) == 0
    (added,) = lines(capsys)
    assert (added["change"], added["clauses"]) == ("added", 4)
    assert main(["add", str(file), "--library", kho, "--json"]) == 0
    assert lines(capsys)[0]["change"] == "unchanged"
    assert main(["list", "--library", kho, "--json"]) == 0
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    assert {"id", "number", "date", "title", "provenance", "clauses", "currency"} <= set(rows[added["document"]])
    assert rows["ke-hoach-kl69-bac-giang"]["provenance"] == "full"
    assert rows["45-nq-tw-2023"]["provenance"] == "digest"
    assert rows["ke-hoach-kl69-bac-giang"]["currency"]
    assert main(["show", f"{added['document']}#dieu-2", "--library", kho]) == 0
    assert "Quyết định có hiệu lực từ ngày ký." in capsys.readouterr().out
    assert main(["remove", added["document"], "--library", kho]) == 0
    capsys.readouterr()
    assert main(["show", f"{added['document']}#dieu-2", "--library", kho]) == 1
    assert "kho không có mục này" in capsys.readouterr().err


def test_a_folder_of_something_else_is_left_alone(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "ảnh.jpg").write_bytes(b"x")
    assert main(["list", "--library", str(tmp_path)]) == 1
    err = capsys.readouterr().err
    assert len(err.splitlines()) == 1
    assert "không phải kho Dẫn Nguồn" in err
    assert [p.name for p in tmp_path.iterdir()] == ["ảnh.jpg"]


@pytest.mark.parametrize("argv", [[], ["thêm"], ["add"], ["show"], ["check", "--la"]])
def test_wrong_usage_is_one_vietnamese_line_and_exit_code_2(
    capsys: pytest.CaptureFixture[str], argv: list[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(argv)
    assert stopped.value.code == 2
    err = capsys.readouterr().err
    assert err.startswith("Sai cách gọi:")
    assert len(err.splitlines()) == 1
