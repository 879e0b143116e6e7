"""The embedded model: what ships in index/model/weights, and the parts of its training that can go wrong silently."""

from __future__ import annotations

import gzip
import json
import random
import socket
import time
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from index.model import augment, evaluate, reading, terms

FOLDER = Path(__file__).resolve().parents[2] / "index" / "model"
WEIGHTS = FOLDER / "weights"
PLAN_SENTENCES = [
    "Huy động, sử dụng có hiệu quả các nguồn lực đầu tư cho khoa học, công nghệ và đổi mới sáng tạo.",
    "Xây dựng, thu hút, trọng dụng nhân tài; phát triển đội ngũ trí thức, chuyên gia đầu ngành.",
    "Tăng cường bảo hộ và thực thi quyền sở hữu trí tuệ đối với sáng chế, nhãn hiệu, chỉ dẫn địa lý.",
    "Mở rộng hợp tác quốc tế, tiếp thu công nghệ tiên tiến của nước ngoài.",
    "Các huyện ủy, thành ủy, đảng ủy trực thuộc xây dựng kế hoạch, tổ chức quán triệt đến chi bộ.",
    "Đẩy mạnh chuyển đổi số trong cơ quan nhà nước, xây dựng chính quyền số và cơ sở dữ liệu dùng chung.",
    "Hỗ trợ nông dân ứng dụng giống mới, nâng cao năng suất cây trồng và vật nuôi.",
    "Giảm tỷ lệ hộ nghèo, bảo đảm an sinh xã hội ở vùng đồng bào dân tộc thiểu số.",
]


@pytest.fixture(scope="module")
def model():
    """The shipped model, loaded with every outgoing connection refused."""
    from sentence_transformers import SentenceTransformer

    def refuse(*_: object) -> None:
        raise AssertionError("the model tried to reach the network")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        patch.setattr(socket, "create_connection", refuse)
        patch.setattr(socket, "getaddrinfo", refuse)
        loaded = SentenceTransformer(str(WEIGHTS), device="cpu", local_files_only=True)
        loaded.encode(["một câu"])
    return loaded


def vectors(model, *texts: str) -> np.ndarray:
    return model.encode(list(texts), convert_to_numpy=True).astype(np.float32)


def test_dimensions_and_length(model) -> None:
    found = vectors(model, *PLAN_SENTENCES)
    assert found.shape == (len(PLAN_SENTENCES), 256)
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=2e-3)
    assert np.isfinite(vectors(model, "", "…", "Beyoncé 𝛼 漢字")).all()


def test_loads_in_a_second() -> None:
    from sentence_transformers import SentenceTransformer

    def seconds() -> float:
        began = time.process_time()  # not the clock on the wall: other programs must not decide this test
        SentenceTransformer(str(WEIGHTS), device="cpu", local_files_only=True)
        return time.process_time() - began

    assert min(seconds() for _ in range(3)) < 1


def test_size_limit() -> None:
    size = sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    assert (WEIGHTS / "model.safetensors").stat().st_size > 10_000_000
    assert size <= 25_000_000


def test_spelling_variants_are_one_text(model) -> None:
    plain, old, decomposed, loud = vectors(
        model,
        "Ủy ban nhân dân hòa giải, thủy lợi",
        "Uỷ ban nhân dân hoà giải, thuỷ lợi",
        unicodedata.normalize("NFD", "Uỷ ban nhân dân hoà giải, thuỷ lợi"),
        "ỦY BAN NHÂN DÂN HOÀ GIẢI, THUỶ LỢI",
    )
    for other in (old, decomposed, loud):
        assert plain @ other > 0.999


def test_question_without_accents_finds_the_sentence(model) -> None:
    accented = vectors(model, *PLAN_SENTENCES)
    bare = vectors(model, *(reading.strip_accents(sentence) for sentence in PLAN_SENTENCES))
    scores = bare @ accented.T
    assert (scores.argmax(axis=1) == np.arange(len(PLAN_SENTENCES))).all()
    assert np.diag(scores).min() > 0.6
    assert (scores - np.diag(np.diag(scores))).max() < np.diag(scores).min()


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("tiền đầu tư cho nghiên cứu KHCN lấy ở đâu", 0),
        ("chính sách đãi ngộ người tài, nhà khoa học giỏi", 1),
        ("bằng độc quyền, bản quyền phát minh", 2),
        ("quan hệ với các nước về khoa học kỹ thuật", 3),
        ("cấp ủy cấp huyện phải phổ biến nghị quyết cho đảng viên", 4),
        ("CĐS, chính phủ điện tử", 5),
        ("nông nghiệp, cây lúa, con lợn", 6),
        ("xóa đói giảm nghèo cho người dân tộc", 7),
    ],
)
def test_other_words_same_topic(model, question: str, place: int) -> None:
    scores = (vectors(model, question) @ vectors(model, *PLAN_SENTENCES).T)[0]
    assert scores.argmax() == place, [round(float(score), 2) for score in scores]


@pytest.mark.parametrize(
    ("word", "near", "far"),
    [
        ("nhân tài", "người tài", "nông sản"),
        ("trí tuệ nhân tạo", "học máy", "bảo hiểm y tế"),
        ("đội ngũ trí thức", "nhà khoa học", "phương tiện giao thông"),
        ("khởi nghiệp sáng tạo", "doanh nghiệp mới thành lập", "hôn nhân gia đình"),
        ("CNTT", "công nghệ thông tin", "công an nhân dân"),
        ("ĐMST", "đổi mới sáng tạo", "đất đai"),
    ],
)
def test_near_words_are_nearer(model, word: str, near: str, far: str) -> None:
    a, b, c = vectors(model, word, near, far)
    assert a @ b > a @ c + 0.05


def test_compounds_of_the_field_are_single_tokens(model) -> None:
    cut = model[0].tokenizer.encode("Trọng dụng nhân tài; trí tuệ nhân tạo, khởi nghiệp sáng tạo của đội ngũ trí thức")
    assert cut.tokens[:4] == ["▁trọng▁dụng", "▁nhân▁tài", "▁trí▁tuệ▁nhân▁tạo", "▁khởi▁nghiệp▁sáng▁tạo"]
    assert cut.tokens[-1] == "▁đội▁ngũ▁trí▁thức"
    every = [model[0].tokenizer.encode(term).tokens for term in terms.DOMAIN_TERMS]
    assert sum(len(tokens) == 1 for tokens in every) >= 0.95 * len(every), [x for x in every if len(x) > 1]
    assert model[0].tokenizer.encode("chuyen doi so").tokens == ["▁chuyen▁doi▁so"]


def test_tone_placement_spares_other_syllables() -> None:
    typed, wanted = "Quý UỶ viên, hoà bình, thuỷ lợi, khoẻ, quỹ", "quý ủy viên, hòa bình, thủy lợi, khỏe, quỹ"
    assert reading.canonical(typed) == wanted
    assert reading.canonical("hoàn thành ngoài thuyền") == "hoàn thành ngoài thuyền"


def test_abbreviations_and_slips_are_reproducible() -> None:
    assert augment.abbreviate("khoa học và công nghệ của ủy ban nhân dân", random.Random(0)) in {
        "khcn của ubnd",
        "kh cn của ubnd",
    }
    text = "phát triển nguồn nhân lực chất lượng cao"
    first = [augment.misspell(text, random.Random(i)) for i in range(30)]
    assert first == [augment.misspell(text, random.Random(i)) for i in range(30)]
    assert sum(one != text for one in first) > 25


def test_loss_equals_two_cross_entropies() -> None:
    import torch
    from torch.nn.functional import cross_entropy, normalize

    from index.model.train import _loss_function

    torch.manual_seed(0)
    u, v = (normalize(torch.randn(7, 5, dtype=torch.float64), dim=1).requires_grad_() for _ in range(2))
    left_out = (torch.tensor([1, 4]), torch.tensor([3, 0]))
    score = (u @ v.T * 9).index_put(left_out, torch.tensor(-1e9, dtype=torch.float64))
    target = torch.arange(7)
    expected = cross_entropy(score, target) + cross_entropy(score.T, target)
    wanted = torch.autograd.grad(expected, (u, v))
    loss = _loss_function().apply(u, v, 9.0, left_out)
    found = torch.autograd.grad(loss, (u, v))
    assert torch.allclose(loss, expected)
    for a, b in zip(found, wanted, strict=True):
        assert torch.allclose(a, b)


def test_rare_tokens_lean_on_their_start() -> None:
    from index.model.train import lean_on_start

    rng = np.random.default_rng(0)
    start, turn = rng.standard_normal((300, 8)), np.linalg.qr(rng.standard_normal((8, 8)))[0]
    table, seen = start @ turn * 3, np.full(300, 5000)
    table[7], seen[7] = rng.standard_normal(8) * 50, 1  # one token thrown far off by its only example
    table[8], seen[8] = start[8] @ turn * 3 + 2, 100000  # one that moved for good reasons
    found = lean_on_start(table, start, seen, 500)
    assert np.allclose(found[7], start[7] @ turn * 3, atol=0.3)
    assert np.allclose(found[8], table[8], atol=0.02)


def test_batches_split_compounds_and_keep_texts_apart() -> None:
    from index.model.train import _Bags

    ids, ends = np.array([5, 6, 7, 5, 8], np.uint16), np.array([0, 2, 3, 5])
    split = [[i] for i in range(9)]
    split[5] = [1, 2]
    whole, starts = _Bags(split, np.random.default_rng(0), 0.0)(ids, ends, np.array([2, 0]))
    assert (whole.tolist(), starts.tolist()) == ([5, 8, 5, 6], [0, 2])
    parts, starts = _Bags(split, np.random.default_rng(0), 1.0)(ids, ends, np.array([2, 1, 0]))
    assert (parts.tolist(), starts.tolist()) == ([1, 2, 8, 7, 1, 2, 6], [0, 3, 4])


def test_figures_of_a_known_ranking() -> None:
    scores = np.array([[0.1, 0.9, 0.5, 0.0], [0.4, 0.3, 0.2, 0.1]])
    rows = evaluate.figures(scores, [{2}, {0, 3}])
    assert rows[0] == pytest.approx([1 / np.log2(3), 0, 1, 1])
    assert rows[1] == pytest.approx([(1 + 1 / np.log2(5)) / (1 + 1 / np.log2(3)), 0.5, 1, 1])


def test_held_out_documents_stay_out(tmp_path: Path) -> None:
    keys = [str(number) for number in range(60)]
    with gzip.open(tmp_path / "legal_documents.jsonl.gz", "wt", encoding="utf-8") as file:
        for key in keys:
            text = "QUYẾT ĐỊNH\n\nVỀ VIỆC THÍ ĐIỂM SỐ " + key + "\n\nĐiều 1. Ban hành\r\n\n quy chế kèm theo."
            file.write(json.dumps({"id": key, "name": "Quyet-dinh-" + key, "passage": text}) + "\n")
    with gzip.open(tmp_path / "viwiki.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps({"title": "Hà Nội", "text": "Hà Nội là thủ đô.\n\n== Lịch sử ==\nThăng Long."}) + "\n")
    documents = reading.read_training(tmp_path, 0)
    trained = {document.id for document in documents if not document.wiki}
    kept_back = {document.id for document in reading.read_held_out(tmp_path)}
    assert trained | kept_back == set(keys)
    assert not trained & kept_back
    assert 3 <= len(kept_back) <= 20
    assert documents[0].paragraphs[-1] == "Điều 1. Ban hành quy chế kèm theo."  # a soft wrap is no paragraph
