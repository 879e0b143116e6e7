"""The door to all loaders: files are known by content, and each kind of bad input gets its own plain sentence."""

from __future__ import annotations

import os
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
import typeset
from hypothesis import given
from hypothesis import strategies as st
from test_legacy_fonts import in_vni
from typeset import Setting
from wordfile import WordFile

from ingest import loaders
from ingest.errors import UnreadableFile
from ingest.loaders import looks_vietnamese, read, sniff
from ingest.settings import Settings

SAID = "Thực hiện Kết luận số 69-KL/TW của Bộ Chính trị về phát triển khoa học và công nghệ."


def word_bytes() -> bytes:
    word = WordFile()
    word.paragraph(SAID)
    return word.save()


def zip_of(*names: str) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "application/vnd.oasis.opendocument.text" if name == "mimetype" else "<x/>")
    return buffer.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\xef\xbb\xbf\r\n%PDF-1.4\n", "pdf"),
        (zip_of("word/document.xml"), "docx"),
        (zip_of("xl/workbook.xml"), "xlsx"),
        (zip_of("ppt/presentation.xml"), "pptx"),
        (zip_of("mimetype", "content.xml"), "odt"),
        (zip_of("a.txt"), "zip"),
        (zip_of("word/document.xml")[:-40], "broken-zip"),
        (OLE + "WordDocument".encode("utf-16-le"), "doc"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "locked"),
        (OLE + "Workbook".encode("utf-16-le"), "ole"),
        (b"{\\rtf1\\ansi", "rtf"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "image"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "image"),
        (b"BM" + bytes(60), "image"),
        (b"Bm l\xe0 ch\xfa", "text"),
        (b"  <!-- x --><!DOCTYPE html><html>", "html"),
        ("\ufeff<html><body>".encode("utf-16-le"), "html"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n", "mhtml"),
        (b"\x7fELF" + bytes(60), "program"),
        (bytes(range(256)) * 4, "binary"),
        (SAID.encode("utf-8"), "text"),
        (SAID.encode("utf-16"), "text"),
        (SAID.encode("utf-16-le"), "text"),
        (in_vni(SAID).encode("latin-1"), "text"),
    ],
)
def test_kinds_are_told_by_content(data: bytes, kind: str) -> None:
    assert sniff.kind_of(data) == kind
    assert kind in {**sniff.READABLE, **sniff.OTHER}


@given(st.binary(max_size=300))
def test_any_bytes_have_a_kind(data: bytes) -> None:
    assert sniff.kind_of(data) in {**sniff.READABLE, **sniff.OTHER}


def test_the_plan_as_markdown_and_text_goes_through_the_same_door(tmp_path: Path) -> None:
    assert read(typeset.PLAN_PATH).lines[0].text == "KẾ HOẠCH"
    plain = tmp_path / "plan.txt"
    plain.write_bytes(in_vni(SAID * 3).encode("latin-1"))
    reading = read(plain)
    assert reading.lines[0].text == SAID * 3
    assert any("VNI" in warning for warning in reading.warnings)


@pytest.mark.parametrize(
    ("make", "name", "media", "told"),
    [
        (lambda: typeset.plan_pdf(Setting()), "ke-hoach.docx", "pdf", "nội dung là PDF"),
        (word_bytes, "ke-hoach.pdf", "docx", "nội dung là Word"),
        (lambda: f"<html><body><p>{SAID}</p></body></html>".encode(), "cu.doc", "html", "nội dung là trang web"),
        (word_bytes, "khong-duoi", "docx", ""),
    ],
)
def test_a_name_that_lies_is_told_and_the_content_read(  # type: ignore[no-untyped-def]
    tmp_path: Path, make, name: str, media: str, told: str
) -> None:
    path = tmp_path / name
    path.write_bytes(make())
    reading = read(path)
    assert reading.media == media
    assert any(told in warning and name in warning for warning in reading.warnings) is bool(told)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "tệp rỗng"),
        (b" \n\t ", "tệp rỗng"),
        (b"12345 67890\n", "không có chữ nào"),
        (bytes(range(256)) * 8, "nhị phân"),
        (zip_of("xl/workbook.xml"), "bảng tính Excel"),
        (zip_of("a.txt"), "tệp nén ZIP"),
        (zip_of("word/document.xml")[:-40], "bị hỏng"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        (b"MZ" + bytes(80), "chương trình"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "tep.pdf"
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match=said) as caught:
        read(path)
    message = str(caught.value)
    assert message.startswith((str(path), path.name))
    assert "\n" not in message
    assert "; hãy" in message


def test_missing_paths_folders_and_wrong_parents(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"khong-co\.pdf: không có tệp này"):
        read(tmp_path / "khong-co.pdf")
    with pytest.raises(UnreadableFile, match="đây là thư mục"):
        read(tmp_path)
    file = tmp_path / "a.txt"
    file.write_text(SAID, encoding="utf-8")
    with pytest.raises(UnreadableFile, match="không phải thư mục"):
        read(file / "b.txt")


def test_a_folder_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "kin"
    folder.mkdir()
    path = folder / "a.txt"
    path.write_text(SAID, encoding="utf-8")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # Root may read everything: let the system call itself refuse.
        def refuse(self: Path, *args: object, **kwargs: object) -> object:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "stat", refuse)
    else:
        folder.chmod(0o000)
    try:
        with pytest.raises(UnreadableFile, match="không có quyền đọc"):
            read(path)
    finally:
        monkeypatch.undo()
        folder.chmod(0o700)


def test_a_file_over_the_limit_is_refused_and_the_limit_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loaders, "settings", lambda: Settings(max_file_bytes=2_000_000))
    path = tmp_path / "to.txt"
    path.write_bytes(b"a" * 3_000_000)
    with pytest.raises(UnreadableFile, match=r"tệp 3,0 MB vượt giới hạn 2,0 MB.*DANNGUON_MAX_FILE_BYTES"):
        read(path)


def test_another_language_is_a_warning_and_no_error(tmp_path: Path) -> None:
    path = tmp_path / "english.txt"
    path.write_text(
        "This plan sets out the tasks of the provincial committee for the development of science and technology.",
        encoding="utf-8",
    )
    assert any("không phải tiếng Việt" in warning for warning in read(path).warnings)
    path.write_text(SAID, encoding="utf-8")
    assert read(path).warnings == ()
    assert looks_vietnamese(SAID)
