"""Addresses as people say them, over the real texts: words, Roman and digits, both orders, with and without accents."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.address import find_address, resolve
from index.naming import Namer
from ingest.corpus import catalog
from ingest.document import Document
from ingest.loaders.text import read_text
from ingest.reader import build_document
from ingest.vietnamese import strip_accents

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
PLAN, QD569, KL69 = "ke-hoach-kl69-bac-giang", "569-qd-ttg-2022", "69-kl-tw-2024"
NQ57, NQ20 = "57-nq-tw-2024", "20-nq-tw-2012"
FULL = {KL69: ".md", NQ57: ".md", NQ20: ".md", QD569: ".txt"}
SPOKEN = {
    PLAN: ("kế hoạch Bắc Giang", "kế hoạch của tỉnh"),
    QD569: ("Quyết định 569", "QĐ 569/QĐ-TTg"),
    KL69: ("Kết luận 69", "KL69"),
    NQ57: ("Nghị quyết 57", "NQ 57-NQ/TW"),
    NQ20: ("Nghị quyết 20 năm 2012", "NQ 20-NQ/TW (2012)"),
}
FRAMES = ("{a} {d}", "{d}, {a}", "{d}: {a}", "{a} của {d} nói gì?", "Cho tôi xem nguyên văn {a} trong {d} với ạ")
# Address, document, the path that it means ("" when the document has no such place).
ADDRESSES = (
    ("mục III.2", PLAN, "III/2"),
    ("III.2", PLAN, "III/2"),
    ("III/2", PLAN, "III/2"),
    ("mục 2 phần III", PLAN, "III/2"),
    ("phần III, mục 2", PLAN, "III/2"),
    ("khoản 2 mục III", PLAN, "III/2"),
    ("phần thứ ba", PLAN, "III"),
    ("phần 4", PLAN, "IV"),
    ("phần bốn", PLAN, "IV"),
    ("phần cuối cùng", PLAN, "IV"),
    ("điểm 5 mục IV", PLAN, "IV/5"),
    ("mục IV khoản áp chót", PLAN, "IV/4"),
    ("đoạn thứ ba mục III.1", PLAN, "III/1/p3"),
    ("gạch đầu dòng thứ hai mục II.2", PLAN, "II/2/b2"),
    ("II.2 gạch đầu dòng cuối", PLAN, "II/2/b3"),
    ("dấu gạch thứ nhất của mục II.2", PLAN, "II/2/b1"),
    ("mục tiêu cụ thể thứ ba", PLAN, "II/2/b3"),
    ("nhiệm vụ thứ tư", PLAN, "III/4"),
    ("chú thích 1", PLAN, "III/1/p1/fn1"),
    ("cước chú số 1", PLAN, "III/1/p1/fn1"),
    ("khoản 5 phần tổ chức thực hiện", PLAN, "IV/5"),
    ("phần tổ chức thực hiện", PLAN, "IV"),
    ("mục V", PLAN, ""),
    ("mục IV.6", PLAN, ""),
    ("phần thứ năm", PLAN, ""),
    ("gạch đầu dòng thứ tư mục II.2", PLAN, ""),
    ("Điều 2", PLAN, ""),
    ("mục 7", KL69, "7"),
    ("khoản 7", KL69, "7"),
    ("điểm bảy", KL69, "7"),
    ("mục số 3 đoạn 2", KL69, "3/p2"),
    ("đoạn hai mục ba", KL69, "3/p2"),
    ("gạch đầu dòng thứ hai từ dưới lên mục 7", KL69, "7/b4"),
    ("gạch đầu dòng áp chót mục 7", KL69, "7/b4"),
    ("gạch đầu dòng cuối cùng", KL69, "7/b5"),
    ("ý 3 mục 1", KL69, "1/p3"),
    ("nhiệm vụ thứ năm", KL69, "5"),
    ("mục 8", KL69, ""),
    ("mục 7 gạch đầu dòng 6", KL69, ""),
    ("mục III.4", NQ57, "III/4"),
    ("quan điểm thứ ba", NQ57, "I/3"),
    ("quan điểm số 2", NQ57, "I/2"),
    ("giải pháp số 3", NQ57, "III/3"),
    ("nhóm nhiệm vụ thứ bảy", NQ57, "III/7"),
    ("chỉ tiêu thứ 4", NQ57, "II/1/b4"),
    ("gạch thứ tư khoản 3 mục III", NQ57, "III/3/b4"),
    ("mục III khoản 3, gạch đầu dòng thứ tư", NQ57, "III/3/b4"),
    ("phần hai mục 2", NQ57, "II/2"),
    ("IV-6", NQ57, "IV/6"),
    ("mục III.9", NQ57, ""),
    ("đoạn cuối", NQ57, "IV/6/p1"),
    ("mục B.III.2.1", NQ20, "B/III/2/2.1"),
    ("B III 2.1", NQ20, "B/III/2/2.1"),
    ("B III 2 (2.1)", NQ20, "B/III/2/2.1"),
    ("mục 2.6 phần B", NQ20, "B/III/2/2.6"),
    ("mục 2.2", NQ20, "B/III/2/2.2"),
    ("tiết 2.3 mục 2 phần III.B", NQ20, "B/III/2/2.3"),
    ("phần C khoản 4", NQ20, "C/4"),
    ("khoản 4 phần C", NQ20, "C/4"),
    ("phần A mục 2 điểm c", NQ20, "A/2/c"),
    ("A.2.c", NQ20, "A/2/c"),
    ("phần B, mục III, tiểu mục 2.4, đoạn 5", NQ20, "B/III/2/2.4/p5"),
    ("đoạn 3 mục 1 phần A", NQ20, "A/1/p3"),
    ("quan điểm thứ hai", NQ20, "B/I/2"),
    ("B.III.2.9", NQ20, ""),
    ("điểm đ khoản 2 mục II", QD569, "dieu-1/II/2/đ"),
    ("II-2-đ", QD569, "dieu-1/II/2/đ"),
    ("mục II khoản 2 điểm i", QD569, "dieu-1/II/2/i"),
    ("điểm thứ năm khoản 2 mục II", QD569, "dieu-1/II/2/đ"),
    ("quan điểm thứ nhất", QD569, "dieu-1/I/1"),
    ("mục tiêu thứ hai", QD569, "dieu-1/II/2/b"),
    ("Điều 2 khoản 9 điểm c", QD569, "dieu-2/9/c"),
    ("điểm c, khoản 9, Điều 2", QD569, "dieu-2/9/c"),
    ("Điều 2.9.c", QD569, "dieu-2/9/c"),
    ("khoản chín điều hai", QD569, "dieu-2/9"),
    ("khoản cuối cùng Điều 2", QD569, "dieu-2/11"),
    ("điều cuối cùng", QD569, "dieu-3"),
    ("gạch đầu dòng 3 điểm a mục III.2", QD569, "dieu-1/III/2/a/b3"),
    ("mục III khoản 2 điểm b gạch đầu dòng thứ tư", QD569, "dieu-1/III/2/b/b4"),
    ("Điều 7", QD569, ""),
    ("khoản 12 Điều 2", QD569, ""),
    ("điểm k khoản 2 mục II Điều 1", QD569, ""),
)
# Words that end like a unit, or numbers that count something else.
NO_ADDRESS = (
    "thời điểm 2 của kế hoạch",
    "giai đoạn 1 của kế hoạch",
    "tài khoản 3 có trong kế hoạch không",
    "danh mục 2 sản phẩm",
    "hạng mục 3 của dự án",
    "mục tiêu 2% GDP trong NQ 57",
    "mức 2% GDP",
    "đặc điểm thứ nhất của Kết luận 69",
    "trọng điểm thứ hai",
    "phấn đấu đến năm 2030",
    "điều kiện 2 của chương trình",
    "hai phần ba số doanh nghiệp",
    "chi tiết 3",
    "cách mạng công nghiệp lần thứ tư trong NQ 57",
    "khoản đầu tư cho khoa học",
    "yêu cầu người đứng đầu làm gì theo Nghị quyết 57",
    "các giải pháp kéo tiền đầu tư vào khoa học",
    "tăng 30 điểm phần trăm",
    "phần lớn doanh nghiệp",
    "mục đích của kế hoạch",
    "giai đoạn 2021-2030",
    "bằng 3 lần năm trước",
    "điều 5 tỷ đồng cho quỹ",
)


@pytest.fixture(scope="module")
def documents(shared: Path) -> dict[str, Document]:
    paths = {PLAN: CORPUS / f"{PLAN}.md", **{d: shared / "corpus" / f"{d}{ending}" for d, ending in FULL.items()}}
    return {
        d: build_document(read_text(path.read_bytes(), str(path)), catalog(), document_id=d)
        for d, path in paths.items()
    }


@pytest.fixture(scope="module")
def namer(documents: dict[str, Document]) -> Namer:
    return Namer(documents.values(), catalog())


def meant(question: str, document: Document, namer: Namer) -> str:
    """The path of the clause that a question's address means first, "" for none."""
    address = find_address(question, namer.find(question).spans)
    found = resolve(address, [document]) if address else []
    return found[0].path if found else ""


@pytest.mark.parametrize(("address", "document", "path"), ADDRESSES, ids=lambda v: str(v))
def test_an_address_means_its_clause_however_it_is_put(
    documents: dict[str, Document], namer: Namer, address: str, document: str, path: str
) -> None:
    for frame in FRAMES:
        for name in SPOKEN[document]:
            asked = frame.format(a=address, d=name)
            assert meant(asked, documents[document], namer) == path, asked
            bare = strip_accents(asked.lower())
            assert meant(bare, documents[document], namer).replace("đ", "d") == path.replace("đ", "d"), bare


@pytest.mark.parametrize("question", NO_ADDRESS)
def test_words_that_end_like_a_unit_open_no_address(namer: Namer, question: str) -> None:
    assert find_address(question, namer.find(question).spans) is None


def test_an_address_that_fits_several_places_means_them_all(documents: dict[str, Document], namer: Namer) -> None:
    question = "mục 3 kế hoạch Bắc Giang"
    address = find_address(question, namer.find(question).spans)
    assert address is not None
    assert [c.path for c in resolve(address, [documents[PLAN]])] == ["III", "III/3", "IV/3"]


@pytest.mark.parametrize(
    ("question", "document", "paths"),
    [
        ("mục III.1 và III.2 của kế hoạch Bắc Giang", PLAN, ["III/1", "III/2"]),
        ("khoản 1, 2 Điều 2 QĐ 569", QD569, ["dieu-2/1", "dieu-2/2"]),
        ("điểm a, b khoản 1 mục IV QĐ 569", QD569, ["dieu-1/IV/1/a", "dieu-1/IV/1/b"]),
        ("khoản 1 và khoản 3 mục III NQ 57", NQ57, ["III/1", "III/3"]),
        ("lời mở đầu của KL 69", KL69, ["pre/p3", "pre/p4", "pre/p5"]),
    ],
)
def test_several_places_asked_for_come_all(
    documents: dict[str, Document], namer: Namer, question: str, document: str, paths: list[str]
) -> None:
    address = find_address(question, namer.find(question).spans)
    assert address is not None
    assert [c.path for c in resolve(address, [documents[document]])] == paths


def test_every_printed_number_leads_to_its_clause(documents: dict[str, Document], namer: Namer) -> None:
    """What a citation prints can be typed back."""
    for document in documents.values():
        for clause in document.clauses:
            if clause.kind in ("heading", "item") and not clause.path.startswith("pre/"):
                asked = f"mục {clause.address} {SPOKEN[document.id][0]}".replace("mục Điều", "Điều")
                assert meant(asked, document, namer) == clause.path, asked


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="mục khoảnđiềuI.V/2b(,)-áp chót đoạn thứ 3 số từ", max_size=60))
def test_no_text_breaks_the_reading_of_addresses(text: str) -> None:
    address = find_address(text)
    assert address is None or address.text in text or " " in address.text
