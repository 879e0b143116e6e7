"""Letterheads, title lines and signatures as offices print them; and which document that makes a text."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.catalog import Catalog, load_catalog
from ingest.document import Line
from ingest.letterhead import issuer_name
from ingest.metadata import Metadata, compare, identify, read_metadata, same_title
from ingest.numbers import parse, same, slug
from ingest.vietnamese import strip_accents

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
PLAN = (ROOT / "corpus" / "ke-hoach-kl69-bac-giang.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog(ROOT / "corpus" / "catalog.toml")


def shared(name: str) -> str:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"toàn văn {name} không có ở máy này")
    return path.read_text(encoding="utf-8")


PROVINCE = """TỈNH ỦY LẠNG SƠN | ĐẢNG CỘNG SẢN VIỆT NAM
*
Số 112-KH/TU | Lạng Sơn, ngày 05 tháng 3 năm 2024
KẾ HOẠCH
thực hiện Chỉ thị số 25-CT/TW ngày 25/10/2023 của Ban Bí thư về y tế cơ sở
-----
Thực hiện Chỉ thị số 25-CT/TW ngày 25/10/2023 của Ban Bí thư, Ban Thường vụ Tỉnh ủy ban hành Kế hoạch như sau:
I- MỤC ĐÍCH
1. Nâng cao nhận thức.
Nơi nhận:
- Ban Bí thư (để báo cáo),
- Các huyện ủy, thành ủy,
- Lưu Văn phòng Tỉnh ủy.
T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ THƯỜNG TRỰC
(Đã ký)
Hoàng Văn Nghiệm
"""

PEOPLES_COMMITTEE = """ỦY BAN NHÂN DÂN TỈNH BẮC GIANG
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 45/2023/QĐ-UBND
Bắc Giang, ngày 7 tháng 11 năm 2023
QUYẾT ĐỊNH
Ban hành Quy định về quản lý nhiệm vụ khoa học và công nghệ
ỦY BAN NHÂN DÂN TỈNH BẮC GIANG
Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Quy định.
Nơi nhận: | TM. ỦY BAN NHÂN DÂN
- Như Điều 3; - Sở KH&CN; - Lưu: VT, KGVX. | KT. CHỦ TỊCH
 | PHÓ CHỦ TỊCH
 | Mai Sơn
"""

LAW = """QUỐC HỘI
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Luật số: 93/2025/QH15
Hà Nội, ngày 27 tháng 6 năm 2025
LUẬT
KHOA HỌC, CÔNG NGHỆ VÀ ĐỔI MỚI SÁNG TẠO
Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Điều 1. Phạm vi điều chỉnh
"""

SECRETARIAT = """BAN CHẤP HÀNH TRUNG ƯƠNG    ĐẢNG CỘNG SẢN VIỆT NAM
Số: 20 – NQ/TW    Hà Nội, ngày 16 tháng 6 năm 2022
NGHỊ QUYẾT
HỘI NGHỊ LẦN THỨ NĂM BAN CHẤP HÀNH TRUNG ƯƠNG ĐẢNG KHOÁ XIII
VỀ TIẾP TỤC ĐỔI MỚI, PHÁT TRIỂN VÀ NÂNG CAO HIỆU QUẢ KINH TẾ TẬP THỂ TRONG GIAI ĐOẠN MỚI
I- TÌNH HÌNH
T/M BAN CHẤP HÀNH TRUNG ƯƠNG TỔNG BÍ THƯ
Nguyễn Phú Trọng
"""


def test_province_party_letterhead() -> None:
    found = read_metadata(PROVINCE)
    assert (found.type, found.number, found.date) == ("Kế hoạch", "112-KH/TU", "2024-03-05")
    assert (found.place, found.issuer) == ("Lạng Sơn", "Ban Thường vụ Tỉnh ủy Lạng Sơn")
    assert (found.signer, found.signer_title) == ("Hoàng Văn Nghiệm", "T/M BAN THƯỜNG VỤ PHÓ BÍ THƯ THƯỜNG TRỰC")
    assert found.title == "thực hiện Chỉ thị số 25-CT/TW ngày 25/10/2023 của Ban Bí thư về y tế cơ sở"
    assert found.recipients == ("Ban Bí thư (để báo cáo)", "Các huyện ủy, thành ủy", "Lưu Văn phòng Tỉnh ủy")


def test_state_letterhead_in_two_columns() -> None:
    found = read_metadata(PEOPLES_COMMITTEE)
    assert (found.type, found.number, found.date) == ("Quyết định", "45/2023/QĐ-UBND", "2023-11-07")
    assert (found.place, found.issuer) == ("Bắc Giang", "Ủy ban nhân dân tỉnh Bắc Giang")
    assert found.title == "Ban hành Quy định về quản lý nhiệm vụ khoa học và công nghệ"
    assert found.signer == "Mai Sơn"
    assert found.signer_title == "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH"
    assert found.recipients == ("Như Điều 3", "Sở KH&CN", "Lưu: VT, KGVX")


def test_law_and_resolution_of_the_central_committee() -> None:
    law = read_metadata(LAW)
    assert (law.type, law.number, law.date, law.issuer) == ("Luật", "93/2025/QH15", "2025-06-27", "Quốc hội")
    assert law.title == "KHOA HỌC, CÔNG NGHỆ VÀ ĐỔI MỚI SÁNG TẠO"
    resolution = read_metadata(SECRETARIAT)
    assert (resolution.number, resolution.date) == ("20-NQ/TW", "2022-06-16")
    assert resolution.issuer == "Ban Chấp hành Trung ương Đảng khóa XIII"
    assert resolution.signer == "Nguyễn Phú Trọng"
    assert resolution.title.startswith("VỀ TIẾP TỤC ĐỔI MỚI, PHÁT TRIỂN")


def test_a_number_in_the_preamble_is_not_the_documents_own() -> None:
    """The plan's title begins with the number of the conclusion that it carries out."""
    found = read_metadata(PLAN)
    assert (found.type, found.number, found.date) == ("Kế hoạch", "", "")
    assert (found.place, found.issuer) == ("Bắc Giang", "Ban Thường vụ Tỉnh ủy Bắc Giang")
    assert (found.signer, found.signer_title) == ("Lê Thị Thu Hồng", "T/M BAN THƯỜNG VỤ PHÓ BÍ THƯ")
    assert found.title.startswith("Thực hiện Kết luận số 69-KL/TW ngày 11/01/2024")
    assert len(found.recipients) == 8
    assert found.recipients[5] == "Ủy ban MTTQ và các tổ chức chính trị - xã hội tỉnh"


def test_number_and_date_in_the_title_line_only() -> None:
    text = (
        "# Kết luận số 69-KL/TW\n\nKết luận số 69-KL/TW, ngày 11 tháng 01 năm 2024 của Bộ Chính trị về tiếp tục thực "
        "hiện Nghị quyết số 20-NQ/TW\n\nSau 10 năm.\n\n"
        "|   | T/M BỘ CHÍNH TRỊ *(Đã ký)* Trương Thị Mai |\n| :-- | :-- |\n"
    )
    found = read_metadata(text)
    assert (found.type, found.number, found.date) == ("Kết luận", "69-KL/TW", "2024-01-11")
    assert (found.issuer, found.signer) == ("Bộ Chính trị", "Trương Thị Mai")
    assert found.title == "về tiếp tục thực hiện Nghị quyết số 20-NQ/TW"
    assert not found.letterhead


@pytest.mark.parametrize(
    "text",
    [
        "Sở Y tế đã tổng kết việc thực hiện Nghị quyết số 20-NQ/TW ngày 25/10/2017.\nKết quả đạt được rất tốt.",
        "QUY CHẾ\nLÀM VIỆC CỦA CHI BỘ\nCăn cứ Quy định số 66-QĐ/TW, ngày 06 tháng 02 năm 2017 của Ban Bí thư;\n",
        "Hà Nội, ngày ... tháng ... năm 2024\nBÁO CÁO\nTổng kết công tác năm",
        "Số: 12-KH/TU\nHà Nội, ngày 31 tháng 02 năm 2024\nKẾ HOẠCH",
    ],
)
def test_no_date_is_better_than_a_wrong_one(text: str) -> None:
    assert read_metadata(text).date == ""


def test_lines_of_a_loader_and_text_say_the_same() -> None:
    lines = [Line(line.strip()) for line in PROVINCE.split("\n") if any(c.isalnum() for c in line)]
    assert read_metadata(lines) == read_metadata(PROVINCE)


def test_navigation_before_the_letterhead() -> None:
    page = "\n".join(f"Mục tin số {i} của trang" for i in range(60)) + "\n" + PROVINCE
    assert read_metadata(page).number == "112-KH/TU"
    assert read_metadata(page).date == "2024-03-05"


def test_identify_by_number_and_date(catalog: Catalog) -> None:
    stated = Metadata("Nghị quyết", "20-NQ/TW", "2012-11-01", title="VỀ PHÁT TRIỂN KHOA HỌC VÀ CÔNG NGHỆ")
    assert identify(stated, catalog) == ("20-nq-tw-2012", "")
    document, note = identify(read_metadata(SECRETARIAT), catalog)
    assert document == "20-nq-tw-2022"
    assert "khác ngày" in note
    assert "2012" in note


def test_a_wrong_day_is_another_document_even_in_the_same_year(catalog: Catalog) -> None:
    document, note = identify(Metadata("Nghị quyết", "20-NQ/TW", "2012-10-31"), catalog)
    assert document not in {entry.id for entry in catalog.entries}
    assert "31/10/2012" in note


def test_title_stands_in_for_a_missing_date_only(catalog: Catalog) -> None:
    title = "Về đột phá phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số quốc gia"
    document, note = identify(Metadata("Nghị quyết", "57-NQ/TW", title=title), catalog)
    assert document == "57-nq-tw-2024"
    assert "không ghi ngày" in note
    document, note = identify(
        Metadata("Nghị quyết", "57-NQ/TW", title="Về công tác dân vận của Đảng hiện nay"), catalog
    )
    assert document == "57-nq-tw"
    assert "không ghi ngày" in note
    assert identify(Metadata("Nghị quyết", "", title=title), catalog)[0] not in {e.id for e in catalog.entries}


def test_the_plan_is_known_by_title_and_province(catalog: Catalog) -> None:
    plan = read_metadata(PLAN)
    assert identify(plan, catalog) == ("ke-hoach-kl69-bac-giang", "")
    neighbour = read_metadata(PLAN.replace("Bắc Giang", "Hải Dương"))
    assert neighbour.place == "Hải Dương"
    assert identify(neighbour, catalog)[0] not in {entry.id for entry in catalog.entries}
    unknown = replace(plan, issuer="Ban Thường vụ Tỉnh ủy", place="")
    assert identify(unknown, catalog)[0] not in {entry.id for entry in catalog.entries}
    numbered, note = identify(replace(plan, number="99-KH/TU", date="2024-04-01"), catalog)
    assert numbered == "ke-hoach-kl69-bac-giang"
    assert "99-KH/TU" in note


@pytest.mark.parametrize(
    ("stated", "document"),
    [
        (Metadata("Nghị định", "116/2020/NĐ-CP", "2020-09-25"), "116-nd-cp-2020"),
        (Metadata("Luật", "93/2025/QH15", "2025-06-27"), "93-luat-qh15-2025"),
        (Metadata("Nghị quyết", "252/2025/QH15", "2025-10-01"), "252-nq-qh15-2025"),
        (Metadata("Quy định", "04-QĐi/TW", "2018-07-25"), "04-qdi-tw-2018"),
        (Metadata("Thông tư liên tịch", "02/2013/TTLT-BTC-BTP", ""), "02-ttlt-btc-btp-2013"),
        (Metadata("Kế hoạch", "112-KH/TU", "2024-03-05", "Lạng Sơn"), "112-kh-tu-lang-son-2024"),
        (Metadata("Kế hoạch", "112-KH/TU", "2024-03-05", "Cà Mau"), "112-kh-tu-ca-mau-2024"),
    ],
)
def test_fresh_ids(catalog: Catalog, stated: Metadata, document: str) -> None:
    assert identify(stated, catalog)[0] == document


def test_no_number_and_no_title(catalog: Catalog) -> None:
    document, note = identify(Metadata(type="Báo cáo"), catalog)
    assert document == ""
    assert note
    assert identify(Metadata("Báo cáo", title="Tổng kết 10 năm", place="Cà Mau"), catalog)[0] == (
        "bao-cao-tong-ket-10-nam-ca-mau"
    )


def test_a_text_that_is_no_official_document_is_called_by_its_first_line(catalog: Catalog) -> None:
    found = read_metadata("Đề cương tuyên truyền Nghị quyết 57\n\nMột. Bối cảnh ra đời\n")
    assert identify(found, catalog)[0] == "de-cuong-tuyen-truyen-nghi-quyet-57"
    assert identify(read_metadata("xin chào"), catalog)[0] == ""


def test_compare_says_what_differs(catalog: Catalog) -> None:
    entry = catalog.get("69-kl-tw-2024")
    assert entry is not None
    same_as_listed = Metadata("Kết luận", "69-KL/TW", "2024-01-11", issuer="Bộ Chính trị", signer="Trương Thị Mai")
    assert compare(same_as_listed, entry) == ()
    other = replace(same_as_listed, date="2024-01-12", signer="Võ Văn Thưởng", title="Về công tác dân số năm nay")
    said = compare(other, entry)
    assert len(said) == 3
    assert "12/01/2024" in said[0]
    assert "11/01/2024" in said[0]
    assert "Võ Văn Thưởng" in said[1]
    assert compare(Metadata(), entry) == ()


def test_titles() -> None:
    one = "Nghị quyết số 20-NQ/TW ngày 01/11/2012 của Hội nghị về phát triển khoa học và công nghệ phục vụ sự nghiệp"
    assert same_title(one, "VỀ PHÁT TRIỂN KHOA HỌC VÀ CÔNG NGHỆ PHỤC VỤ SỰ NGHIỆP")
    assert not same_title(one, "VỀ PHÁT TRIỂN GIÁO DỤC VÀ ĐÀO TẠO PHỤC VỤ SỰ NGHIỆP ĐỔI MỚI TOÀN DIỆN")
    assert not same_title("Nghị quyết", "Nghị quyết")


def test_numbers() -> None:
    assert same("03-HD/TW", "3 – hd/tw")
    assert not same("20-NQ/TW", "20-NQ/TU")
    assert not same("116/2020/NĐ-CP", "116/2021/NĐ-CP")
    assert parse("11/5/2022") is None
    found = parse("58/2020/QH14")
    assert found is not None
    assert (found.order, found.year, found.code, found.issuer) == ("58", "2020", "", "QH14")
    assert slug("Quy định 05-QĐ/TW") == "quy-dinh-05-qd-tw"


def test_issuer_names() -> None:
    assert issuer_name("BỘ CHÍNH TRỊ") == "Bộ Chính trị"
    assert issuer_name("ỦY BAN NHÂN DÂN THÀNH PHỐ ĐÀ NẴNG") == "Ủy ban nhân dân thành phố Đà Nẵng"
    assert issuer_name("Sở Khoa học và Công nghệ") == "Sở Khoa học và Công nghệ"


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("corpus/20-nq-tw-2012.md", "20-nq-tw-2012"),
        ("corpus/57-nq-tw-2024.md", "57-nq-tw-2024"),
        ("corpus/69-kl-tw-2024.md", "69-kl-tw-2024"),
        ("corpus/569-qd-ttg-2022.txt", "569-qd-ttg-2022"),
        ("plan.md", "ke-hoach-kl69-bac-giang"),
    ],
)
def test_full_texts_are_what_the_catalogue_says(catalog: Catalog, name: str, document: str) -> None:
    found = read_metadata(shared(name))
    assert identify(found, catalog) == (document, "")
    entry = catalog.get(document)
    assert entry is not None
    assert compare(found, entry) == ()


def test_party_documents(catalog: Catalog) -> None:
    """The number in the page's address against the number read from the text, for every document that has one."""
    numbered = right = 0
    ids = set()
    for row in map(json.loads, shared("eval/party_docs.jsonl").splitlines()):
        found = read_metadata(row["text"])
        ids.add(identify(found, catalog)[0])
        expected = re.match(r"[A-Z][a-z]+-[a-z]+-(?:so-)?(\d+)-(QDi|QD|NQ|HD|CT|KL)-([A-Z]+)", row["name"])
        if not expected:
            continue
        numbered += 1
        number = parse(found.number)
        read = strip_accents(f"{number.order}-{number.code}-{number.issuer}") if number else ""
        right += read.lstrip("0").upper() == "-".join(expected.groups()).lstrip("0").upper() and bool(found.date)
    assert numbered >= 139
    assert right / numbered >= 0.99
    assert len(ids) == 140
