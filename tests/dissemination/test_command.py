"""`python -m dissemination`: the contract's rows, exit codes, one-line errors, files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from docx import Document as open_docx
from openpyxl import load_workbook
from real_documents import PLAN

from dissemination.__main__ import main
from ingest.library import Library


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("kho") / "library")


def called(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    try:
        code = main(list(args))
    except SystemExit as stop:
        code = int(stop.code or 0)
    out = capsys.readouterr()
    return code, out.out, out.err


def test_obligations_as_the_contract_has_them(library: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = called(capsys, "obligations", "--library", library, "--json")
    assert (code, err) == (0, "")
    rows = json.loads(out)
    documents = {d.id: d for d in Library.open(Path(library)).documents()}
    assert rows
    for row in rows:
        assert list(row) == [
            "document", "actor", "duty", "clause", "start", "end", "address", "deadline", "with", "reports_to", "rule",
        ]  # fmt: skip
        clause = documents[row["document"]].by_id[row["clause"]]
        assert clause.text[row["start"] : row["end"]] == row["duty"]
        assert clause.address == row["address"]
    assert len({row["document"] for row in rows}) >= 4


def test_a_person_asks_and_gets_files(library: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    xlsx, docx = tmp_path / "viec.xlsx", tmp_path / "viec.docx"
    code, out, _ = called(
        capsys, "obligations", "--library", library, "--actor", "tôi là bí thư huyện ủy",
        "--xlsx", str(xlsx), "--docx", str(docx),
    )  # fmt: skip
    assert code == 0
    assert "tổ chức phổ biến, quán triệt" in out
    assert "không còn đơn vị hành chính cấp huyện" in out
    assert load_workbook(xlsx).active.max_row > 3
    assert open_docx(str(docx)).tables


def test_targets(library: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = called(capsys, "targets", "--library", library, "--document", PLAN, "--figures", "--json")
    assert code == 0
    assert [(r["value"], r["unit"], r["year"], r["qualifier"]) for r in json.loads(out)] == [
        ("30", "doanh nghiệp", 2030, "trên"),
        ("03", "tỉnh", 2030, "nằm trong nhóm"),
    ]


def test_alignment(library: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = called(capsys, "align", "--library", library, "--with", "69-kl-tw-2024", "--json")
    assert code == 0
    result = json.loads(out)
    assert result["documents"] == ["69-kl-tw-2024"]
    rows = {row["clause"]: row["links"]["69-kl-tw-2024"][0]["clause"] for row in result["rows"]}
    assert rows[f"{PLAN}#III/1/p3"] == "69-kl-tw-2024#1/p3"
    code, out, _ = called(capsys, "align", "--library", library, "--with", "69-kl-tw-2024")
    assert code == 0
    assert "cần người đọc xem lại" in out


def test_a_kit(library: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = called(
        capsys, "kit", "--library", library, "--documents", "45-nq-tw-2023", "--minutes", "15",
        "--base", "http://10.1.1.1:7860", "--output", str(tmp_path / "bo"), "--json",
    )  # fmt: skip
    assert code == 0
    value = json.loads(out)
    assert sorted(Path(path).name for path in value["files"]) == sorted(p.name for p in (tmp_path / "bo").iterdir())
    assert value["outline"]["sections"]
    code, out, _ = called(capsys, "kit", "--library", library, "--documents", PLAN, "--minutes", "15")
    assert code == 0
    assert "NHIỆM VỤ, GIẢI PHÁP" in out


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["obligations", "--actor", "Bộ Ngoại vu"], 1, "gần nhất"),
        (["obligations", "--level", "liên bang"], 2, "không có cấp này"),
        (["obligations", "--document", "x"], 1, "kho không có văn bản này"),
        (["kit"], 2, "Chưa chọn văn bản"),
        (["kit", "--topic", "bóng đá nữ"], 1, "không có đoạn nào"),
        (["kit", "--topic", "…"], 1, "Chủ đề đang trống"),
        (["kit", "--documents", PLAN, "--minutes", "20"], 2, "20 phút không có"),
        (["kit", "--documents", PLAN, "--audience", "trẻ em"], 2, "không có đối tượng"),
        (["kit", "--documents", PLAN, "--base", "ftp://x"], 2, "http://"),
        (["align", "--document", "x"], 1, "kho không có văn bản này"),
        (["xoa"], 2, "Sai cách gọi"),
        (["kit", "--minutes", "lâu"], 2, "Sai cách gọi"),
    ],
)
def test_mistakes_are_one_line_with_the_right_code(
    library: str, capsys: pytest.CaptureFixture[str], args: list[str], code: int, said: str
) -> None:
    extra = [] if args[0] == "xoa" else ["--library", library]
    got, out, err = called(capsys, *args, *extra)
    assert got == code
    assert said in err
    assert len(err.strip().splitlines()) == 1
    assert out == ""


def test_a_file_that_cannot_be_written_fails_with_one_line(
    library: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tep").write_text("x", encoding="utf-8")
    code, out, err = called(capsys, "obligations", "--library", library, "--xlsx", str(tmp_path / "tep" / "a.xlsx"))
    assert code == 1
    assert "không ghi được" in err
    assert out == ""
