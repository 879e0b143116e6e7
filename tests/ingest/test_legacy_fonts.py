"""Old encodings against tables written out here letter by letter, and against Python's and iconv's own codecs."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from ingest import legacy_fonts
from ingest.syllables import census, looks_vietnamese

PLAN = (Path(__file__).parents[2] / "corpus" / "ke-hoach-kl69-bac-giang.md").read_text(encoding="utf-8")

SENTENCE = (
    "Thực hiện Kết luận số 69-KL/TW, Ban Thường vụ Tỉnh ủy ban hành Kế hoạch: đẩy mạnh xã hội hoá, "
    "hỗ trợ doanh nghiệp, kỹ thuật số"
)
# What `iconv -t TCVN` (glibc) makes of SENTENCE.
SENTENCE_TCVN = (
    b"Th\xf9c hi\xd6n K\xd5t lu\xcbn s\xe8 69-KL/TW, Ban Th\xad\xeang v\xf4 T\xd8nh \xf1y ban h\xb5nh K\xd5 ho\xb9ch: "
    b"\xae\xc8y m\xb9nh x\xb7 h\xe9i ho\xb8, h\xe7 tr\xee doanh nghi\xd6p, k\xfc thu\xcbt s\xe8"
)

ROWS = """
á à ả ã ạ ă ắ ằ ẳ ẵ ặ â ấ ầ ẩ ẫ ậ é è ẻ ẽ ẹ ê ế ề ể ễ ệ í ì ỉ ĩ ị ó ò ỏ õ ọ ô ố ồ ổ ỗ ộ
ơ ớ ờ ở ỡ ợ ú ù ủ ũ ụ ư ứ ừ ử ữ ự ý ỳ ỷ ỹ ỵ đ

aù aø aû aõ aï aê aé aè aú aü aë aâ aá aà aå aã aä eù eø eû eõ eï eâ eá eà eå eã eä í ì æ ó ò où oø oû oõ oï
oâ oá oà oå oã oä ô ôù ôø ôû ôõ ôï uù uø uû uõ uï ö öù öø öû öõ öï yù yø yû yõ î ñ

b8 b5 b6 b7 b9 a8 be bb bc bd c6 a9 ca c7 c8 c9 cb d0 cc ce cf d1 aa d5 d2 d3 d4 d6 dd d7 d8 dc de e3 df e1 e2 e4
ab e8 e5 e6 e7 e9 ac ed ea eb ec ee f3 ef f1 f2 f4 ad f8 f5 f6 f7 f9 fd fa fb fc fe ae
"""
UNICODE_LETTERS, VNI_LETTERS, TCVN3_CODES = (row.split() for row in ROWS.split("\n\n"))
VNI = dict(zip(UNICODE_LETTERS, VNI_LETTERS, strict=True))
VNI |= {letter.upper(): code.upper() for letter, code in VNI.items()}
TCVN3 = {
    letter: bytes.fromhex(code).decode("latin-1") for letter, code in zip(UNICODE_LETTERS, TCVN3_CODES, strict=True)
}
TCVN3 |= dict(zip("ĂÂÊÔƠƯĐ", "\xa1\xa2\xa3\xa4\xa5\xa6\xa7", strict=True))


def in_vni(text: str) -> str:
    return "".join(VNI.get(c, c) for c in text)


def in_tcvn3(text: str) -> str:
    """As typed in ABC fonts: a toned capital has no code, so its small letter stands for it."""
    return "".join(TCVN3.get(c) or TCVN3.get(c.lower(), c) for c in text)


def in_cp1258(text: str) -> bytes:
    out = b""
    for char in text:
        try:
            out += char.encode("cp1258")
        except UnicodeEncodeError:
            base, *tones = unicodedata.normalize("NFD", char)
            quality = "".join(t for t in tones if t in "\u0302\u0306\u031b")
            tone = "".join(t for t in tones if t not in "\u0302\u0306\u031b")
            out += (unicodedata.normalize("NFC", base + quality) + tone).encode("cp1258")
    return out


@pytest.mark.parametrize("letter", UNICODE_LETTERS)
def test_every_letter_of_both_encodings(letter: str) -> None:
    assert legacy_fonts.from_tcvn3(TCVN3[letter]) == letter
    assert legacy_fonts.from_vni(VNI[letter]) == letter
    assert legacy_fonts.from_vni(VNI[letter.upper()]) == letter.upper()


def test_tcvn3_as_iconv_writes_it() -> None:
    assert legacy_fonts.from_tcvn3(SENTENCE_TCVN.decode("latin-1")) == SENTENCE


def test_capitals_of_abc_fonts() -> None:
    assert legacy_fonts.to_unicode("Céng hßa x· héi", "tcvn3", font="/ABCDEF+.VnTimeH,Bold") == "CỘNG HÒA XÃ HỘI"
    # Typed in capitals in the ordinary font: only the toned letters are small, the line gets one case.
    assert legacy_fonts.from_tcvn3("CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM") == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert legacy_fonts.from_tcvn3("UBND tØnh, H§ND, Bé KH&CN") == "UBND tỉnh, HĐND, Bộ KH&CN"


@pytest.mark.parametrize(
    ("font", "encoding", "capitals"),
    [
        ("/ABCDEE+.VnTime", "tcvn3", False),
        (".VnTimeH", "tcvn3", True),
        (".VnArialH-Bold", "tcvn3", True),
        ("VnTime", "tcvn3", False),
        ("VNI-Times", "vni", False),
        ("/QWERTY+VNI-Helve,Bold", "vni", False),
        ("Times New Roman", None, False),
        ("Vnu Sans", None, False),
        ("ABCDEF+LiberationSerif-BoldH", None, False),
    ],
)
def test_fonts_tell_the_encoding(font: str, encoding: str | None, capitals: bool) -> None:
    assert legacy_fonts.font_encoding(font) == encoding
    assert legacy_fonts.font_is_capitals(font) is capitals


@pytest.mark.parametrize(
    ("encode", "name"),
    [
        (lambda t: t.encode("utf-8"), "utf-8"),
        (lambda t: unicodedata.normalize("NFD", t).encode("utf-8"), "utf-8"),
        (lambda t: t.encode("utf-8-sig"), "utf-8-sig"),
        (lambda t: t.encode("utf-16"), "utf-16"),
        (lambda t: b"\xfe\xff" + t.encode("utf-16-be"), "utf-16"),
        (lambda t: t.encode("utf-16-le"), "utf-16"),
        (in_cp1258, "cp1258"),
        (lambda t: in_vni(t).encode("latin-1"), "vni"),
        (lambda t: in_vni(t).encode("utf-8"), "vni"),
    ],
)
def test_the_plan_in_every_encoding_comes_back_whole(encode, name: str) -> None:  # type: ignore[no-untyped-def]
    text = PLAN.replace("…", "...")
    found = legacy_fonts.recognise(encode(text))
    assert found.encoding == name
    assert unicodedata.normalize("NFC", found.text) == text
    assert bool(found.warning) is (name in ("cp1258", "vni"))


@pytest.mark.parametrize("wrap", [lambda t: t.encode("latin-1"), lambda t: t.encode("utf-8")])
def test_the_plan_in_tcvn3_comes_back_but_for_initial_capitals(wrap) -> None:  # type: ignore[no-untyped-def]
    found = legacy_fonts.recognise(wrap(in_tcvn3(PLAN)))
    assert found.encoding == "tcvn3"
    assert "TCVN3" in found.warning
    assert "đối chiếu" in found.warning
    # A toned capital at the head of a word (Ủy) has no code in TCVN3: the case is lost, never the letter.
    assert found.text.lower() == PLAN.lower()
    assert "I- MỤC ĐÍCH, YÊU CẦU" in found.text


def test_unicode_is_never_converted() -> None:
    assert legacy_fonts.detect(PLAN) is None
    assert legacy_fonts.detect("Le gouvernement a décidé que les ministères préparent l'été à venir.") is None
    assert legacy_fonts.is_unicode_vietnamese("số")
    assert not legacy_fonts.is_unicode_vietnamese("Céng hßa x· héi")


def test_a_few_damaged_bytes_do_not_change_the_encoding() -> None:
    data = PLAN.encode("utf-8")
    found = legacy_fonts.recognise(data[:5000] + b"\xff" + data[5000:])
    assert found.encoding == "utf-8"
    assert "hỏng" in found.warning
    assert found.text.replace("\ufffd", "")[:4000] == PLAN[:4000]


def test_bytes_of_no_known_encoding_are_said_to_be_so() -> None:
    found = legacy_fonts.recognise("Сообщение о развитии науки и техники в стране".encode("koi8-r") * 3)
    assert "Không rõ bảng mã" in found.warning


def test_decode_names_the_file_in_its_warning() -> None:
    assert legacy_fonts.decode(PLAN.encode(), "plan.txt") == (PLAN, ())
    text, warnings = legacy_fonts.decode(in_vni(PLAN).encode("latin-1"), "plan.txt")
    assert text == PLAN
    assert len(warnings) == 1
    assert warnings[0].startswith("plan.txt: Văn bản dùng bảng mã cũ VNI")


def test_vietnamese_is_told_from_other_languages() -> None:
    assert looks_vietnamese(PLAN)
    assert looks_vietnamese("Ke hoach thuc hien nghi quyet ve phat trien khoa hoc va cong nghe cua tinh Bac Giang")
    assert not looks_vietnamese(
        "This plan sets out the tasks of the provincial committee for the development of science and technology."
    )
    assert not looks_vietnamese(
        "Le gouvernement a décidé que les ministères doivent préparer un plan d'action pour l'année à venir."
    )
    assert not looks_vietnamese(in_tcvn3(PLAN))
    assert census(PLAN).share > 0.98
