"""Clause paths as they are printed and as a citation says them."""

from __future__ import annotations

import pytest

from ingest.address import printed, spoken


@pytest.mark.parametrize(
    ("path", "as_printed", "as_spoken"),
    [
        ("B/III/2/2.1/p3", "B.III.2.1, đoạn 3", "mục B.III.2.1, đoạn 3"),
        ("IV/1", "IV.1", "mục IV.1"),
        ("7/b3", "7, gạch đầu dòng 3", "mục 7, gạch đầu dòng 3"),
        ("7/b3/b1", "7, gạch đầu dòng 3, gạch con 1", "mục 7, gạch đầu dòng 3, gạch con 1"),
        ("III/1/p1/fn1", "III.1, đoạn 1, chú thích 1", "mục III.1, đoạn 1, chú thích 1"),
        ("dieu-1/II/2/đ", "Điều 1.II.2.đ", "điểm đ khoản 2 mục II Điều 1"),
        ("chuong-II/dieu-5/2/a", "Chương II.Điều 5.2.a", "điểm a khoản 2 Điều 5"),
        ("kem-theo/dieu-3", "Văn bản kèm theo.Điều 3", "Điều 3, văn bản kèm theo"),
        ("pre/p2", "phần mở đầu, đoạn 2", "phần mở đầu, đoạn 2"),
        ("noi-nhan", "nơi nhận", "nơi nhận"),
        ("x/2/1", "chưa rõ mục, ý 2.1", "chưa rõ mục, ý 2.1"),
        ("I/x/4", "I, chưa rõ đoạn, ý 4", "mục I, chưa rõ đoạn, ý 4"),
    ],
)
def test_addresses(path: str, as_printed: str, as_spoken: str) -> None:
    assert printed(path) == as_printed
    assert spoken(path) == as_spoken
