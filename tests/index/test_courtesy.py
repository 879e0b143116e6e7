"""Courtesies are found and leave the question whole; what only looks like one stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.courtesy import courtesies, matter, without


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("Kính thưa đồng chí, xin cho biết huyện ủy phải làm gì?", "huyện ủy phải làm gì?"),
        ("Tôi là cán bộ tuyên giáo, sắp đi tập huấn. Cấp huyện phải làm gì?", "Cấp huyện phải làm gì?"),
        ("Để soạn đề cương, tôi cần sáu nhóm nhiệm vụ của kế hoạch", "sáu nhóm nhiệm vụ của kế hoạch"),
        ("Phục vụ việc chỉnh lý hồ sơ: ai ký kế hoạch của tỉnh?", "ai ký kế hoạch của tỉnh?"),
        ("Hạn báo cáo hằng năm là ngày nào ạ?", "Hạn báo cáo hằng năm là ngày nào"),
        ("cho toi hoi muc tieu den nam 2030", "muc tieu den nam 2030"),
        ("Sở đang soạn phần căn cứ: chiến lược do ai ký?", "chiến lược do ai ký?"),
        ("Văn thư hỏi: bản lưu để ở đâu?", "bản lưu để ở đâu?"),
        ("Chiến lược dẫn những luật gì? Em cần kể cho đủ khi báo cáo.", "Chiến lược dẫn những luật gì?"),
        ("Bác nào nhớ nghị quyết ấy ra ngày nào?", "nghị quyết ấy ra ngày nào?"),
        ("Giúp tôi tìm mục IV.3 kế hoạch", "mục IV.3 kế hoạch"),
    ],
)
def test_what_is_left_is_the_question(question: str, left: str) -> None:
    assert matter(question) == left


@pytest.mark.parametrize(
    "question",
    [
        "Để thực hiện Kết luận 69, huyện ủy phải làm gì?",
        "Để làm nghị quyết 45, Chính phủ ra văn bản nào?",
        "Đảng đoàn Quốc hội làm gì: nghị quyết 20, kết luận 69?",
        "Nước ta đứng thứ mấy Đông Nam Á?",
        "Huyện ủy phải làm gì?",
        "Ai cho phép lập quỹ?",
        "Cho vay vốn khởi nghiệp thế nào?",
        "Đề nghị của Bộ Khoa học và Công nghệ là gì?",
        "xin chào",
        "",
    ],
)
def test_what_is_asked_about_stays(question: str) -> None:
    assert matter(question) == question


def test_runs_of_commas_are_read_once() -> None:
    # Tried from each of its characters anew, such a run takes minutes.
    assert courtesies(", " * 50_000 + "y") == []


@given(st.text(max_size=300))
def test_spans_lie_in_the_text_and_keep_its_length(text: str) -> None:
    spans = courtesies(text)
    assert all(0 <= start <= end <= len(text) for start, end in spans)
    assert len(without(text, spans)) == len(text)
