"""What the page shows, without a browser: text stays text, marks stand on the quoted words, threads come back."""

from __future__ import annotations

import json
import socket
import sys
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.results import Answer, Hit, Nearest, Notice, Quote, Sentence, Source, Understanding
from ingest.catalog import Catalog, load_catalog
from ingest.document import Clause, Document, Reference
from ingest.loaders.text import read_text
from ingest.reader import build_document
from ui.answer_docx import answer_docx
from ui.answer_view import plain_text, thread_view
from ui.feedback import keep_feedback
from ui.library_view import library_view
from ui.markup import esc, merged, outside, wrap_spans
from ui.network import Watch, is_local, open_outside
from ui.permalink import clause_url, only_here, qr_data_uri
from ui.reading_view import annotated, around, beside
from ui.thread import LONGEST, Turn, new_turn, pack, unpack
from ui.tree_view import document_view, tree_view

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
PLAN = "ke-hoach-kl69-bac-giang"
EVIL = "</p><script>alert(1)</script>${1}{{x}}\"'<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog(CORPUS / "catalog.toml")


@pytest.fixture(scope="module")
def plan(catalog: Catalog) -> Document:
    path = CORPUS / f"{PLAN}.md"
    return build_document(read_text(path.read_bytes(), path.name), catalog, document_id=PLAN, origin=path.name)


@pytest.fixture
def turn(plan: Document) -> Turn:
    clause = plan.by_id[f"{PLAN}#IV/1"]
    start, end = clause.body
    sentence = Sentence(clause.text[start:end], (Quote(clause.id, start, end),), emphasis=((0, 12),), group="Huyện ủy")
    answer = Answer(
        "Huyện ủy phải làm gì?",
        Understanding("huyen uy", "huyện ủy", ("uy → ủy", "KHCN → khoa học và công nghệ")),
        "duty",
        "Theo kế hoạch:",
        (sentence,),
        (Source(1, plan, clause),),
        warnings=(Notice("currency", "Không còn cấp huyện.", ("https://example.org/a",)),),
    )
    return new_turn(answer, literal=False, documents=(), kinds=())


class Elements(HTMLParser):
    """The tags and attribute names of a page, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.text = ""
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}
        if tag not in ("img", "br", "progress"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag != "progress":
            assert self.open.pop() == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        self.text += data


def _evil(plan: Document) -> Document:
    clause = plan.by_id[f"{PLAN}#IV/1"]
    bad = replace(clause, text=EVIL + clause.text, heading=EVIL, references=())
    clauses = tuple(bad if c.id == clause.id else c for c in plan.clauses)
    return replace(plan, title=EVIL, short_name=EVIL, origin=EVIL, warnings=(EVIL,), clauses=clauses)


def test_nothing_that_a_document_or_a_person_says_becomes_markup(plan: Document, turn: Turn, catalog: Catalog) -> None:
    document = _evil(plan)
    clause = document.by_id[f"{PLAN}#IV/1"]
    sentence = Sentence(clause.text, (Quote(clause.id, 0, 40),), emphasis=((3, 20),), group=EVIL)
    answer = replace(
        turn.answer,
        question=EVIL,
        lead=EVIL,
        understood=Understanding(EVIL, EVIL + "x", (EVIL,), carried=(EVIL,), notes=(EVIL,)),
        sentences=(sentence,),
        sources=(Source(1, document, clause),),
        warnings=(Notice(EVIL, EVIL * 3, ("javascript:alert(1)", 'https://x.vn/"onclick="a')),),
    )
    refusal = replace(answer, kind="refusal", sentences=(), nearest=(Nearest(Hit(1, 0.5, document, clause), EVIL),))
    known = {document.id: document}
    marks = {clause.id: ((0, 30),)}

    class NoLibrary:
        def has(self, *_: object) -> bool:
            return False

    pages = [
        thread_view([replace(turn, answer=answer), replace(turn, answer=refusal)], catalog),
        beside(document, clause, marks, catalog, known),
        document_view(document, clause, marks=marks, catalog=catalog, documents=known, citing=(), base="http://x/"),
        tree_view((document,), clause.id),
        library_view(NoLibrary(), (document,), catalog),  # type: ignore[arg-type]
    ]
    for page in pages:
        seen = Elements(page)
        assert "script" not in seen.tags
        assert not {name for name in seen.names if name.startswith("on")}
        assert "<script>alert(1)</script>" in seen.text
        assert not seen.open
        assert 'href="javascript:' not in page


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70)), max_size=6))
def test_marking_words_changes_no_word(text: str, spans: list[tuple[int, int]]) -> None:
    page = wrap_spans(text, spans)
    assert page.replace("<mark>", "").replace("</mark>", "") == esc(text)
    joined = merged(spans, len(text))
    assert page.count("<mark>") == len(joined)
    assert all(a[1] < b[0] for a, b in pairwise(joined))


def test_marks_and_references_may_cross(plan: Document) -> None:
    clause = Clause(f"{PLAN}#x", "x", "paragraph", "theo Nghị quyết 20 năm 2012", ((0, 1),))
    clause = replace(clause, references=(Reference(5, 18, "20-nq-tw-2012"),))
    other = replace(plan, id="20-nq-tw-2012")
    page = annotated(clause, ((10, 22),), {"20-nq-tw-2012": other})
    seen = Elements(page)
    assert seen.text == clause.text
    assert "<mark>quyết 20</mark></a><mark> năm</mark>" in page


def test_a_clause_is_shown_among_its_neighbours(plan: Document, catalog: Catalog) -> None:
    clause = plan.by_id[f"{PLAN}#II/2/b2"]
    shown = [c.id for c in around(plan, clause)]
    assert shown.index(clause.id) > 0
    assert f"{PLAN}#II/2/b1" in shown
    assert f"{PLAN}#II/2/b3" in shown
    page = beside(plan, clause, {clause.id: ((2, 10),)}, catalog, {plan.id: plan})
    crumbs = Elements(page[: page.index("</nav>") + 6]).text
    assert "MỤC TIÊU" in crumbs
    assert f"<mark>{esc(clause.text[2:10])}</mark>" in page


def test_the_tree_of_a_long_document_opens_the_branch_that_is_read(plan: Document) -> None:
    clauses = []
    for n in range(1, 301):
        top = Clause(f"{PLAN}#dieu-{n}", f"Điều {n}", "heading", f"Điều {n}. Tên", ((0, 1),), heading="Tên")
        clauses += [top] + [
            Clause(f"{top.id}/{k}", f"Điều {n}.{k}", "item", f"{k}. Việc", ((0, 1),), marker=f"{k}.", parent=top.id)
            for k in range(1, 5)
        ]
    page = tree_view((replace(plan, clauses=tuple(clauses)),), f"{PLAN}#dieu-250/3")
    assert page.count('data-clause="ke-hoach-kl69-bac-giang#dieu-') == 304
    assert f'data-clause="{PLAN}#dieu-250/3" aria-current="true"' in page
    assert page.count('aria-expanded="true"') == 1
    assert f"{PLAN}#dieu-249/3" not in page
    whole = tree_view((plan,), f"{PLAN}#IV/3")
    assert all(f'data-clause="{PLAN}#{path}"' in whole for path in ("I", "I/2", "III/6", "IV/5"))


def test_a_thread_comes_back_as_it_was(plan: Document, turn: Turn) -> None:
    kept = json.loads(json.dumps(pack([turn])))
    back = unpack(kept, {plan.id: plan})
    assert back == [turn]
    assert len(pack([turn] * 30)) == LONGEST


def test_a_quotation_that_the_library_no_longer_holds_is_not_shown_again(plan: Document, turn: Turn) -> None:
    kept = json.loads(json.dumps(pack([turn])))
    changed = tuple(replace(c, text=c.text.replace("huyện", "quận")) for c in plan.clauses)
    (back,) = unpack(kept, {plan.id: replace(plan, clauses=changed)})
    assert back.stale
    assert not back.answer.sentences
    (gone,) = unpack(kept, {})
    assert gone.stale
    assert not gone.answer.sources


@pytest.mark.parametrize("value", [None, 3, "x", [None], [{}], [{"id": "x", "question": 3}], {"turns": []}])
def test_a_kept_thread_that_is_not_ours_is_left_out(plan: Document, value: object) -> None:
    assert unpack(value, {plan.id: plan}) == []


def test_a_forged_quotation_from_the_browser_is_dropped(plan: Document, turn: Turn) -> None:
    kept = json.loads(json.dumps(pack([turn])))
    kept[0]["sentences"][0]["text"] = "Huyện ủy được miễn mọi nhiệm vụ."
    (back,) = unpack(kept, {plan.id: plan})
    assert back.stale
    assert not back.answer.sentences


def test_what_is_copied_names_each_source_and_calls_a_digest_a_digest(plan: Document, turn: Turn) -> None:
    text = plain_text(turn.answer)
    assert "“Các huyện ủy" in text
    assert "mục IV.1)" in text
    digest = replace(plan, provenance="digest")
    source = replace(turn.answer.sources[0], document=digest)
    told = plain_text(replace(turn.answer, sources=(source,)))
    assert "không phải nguyên văn" in told
    assert "“Các huyện ủy" not in told


def test_the_word_file_holds_the_words_their_sources_and_the_warnings(turn: Turn) -> None:
    from docx import Document as open_docx

    text = "\n".join(p.text for p in open_docx(BytesIO(answer_docx(turn.answer))).paragraphs)
    assert f"“{turn.answer.sentences[0].text}” [1]" in text
    assert f"[1] {turn.answer.sources[0].citation}" in text
    assert "Không còn cấp huyện." in text


def test_only_pages_become_links() -> None:
    assert "<a" not in outside("javascript:alert(1)", "x")
    assert 'rel="noopener noreferrer"' in outside("https://x.vn", "x")


def test_feedback_is_one_line_each(tmp_path: Path, turn: Turn) -> None:
    keep_feedback(tmp_path, turn.answer, "up", "tốt\nlắm")
    keep_feedback(tmp_path, turn.answer, "down")
    lines = [json.loads(line) for line in (tmp_path / "feedback.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["verdict"] for line in lines] == ["up", "down"]
    assert lines[0]["note"] == "tốt\nlắm"
    assert lines[0]["clauses"] == [f"{PLAN}#IV/1"]


def test_permanent_links_and_their_codes() -> None:
    url = clause_url("http://192.168.1.5:7860/", f"{PLAN}#IV/3")
    assert url == f"http://192.168.1.5:7860/?clause={PLAN}%23IV%2F3"
    assert qr_data_uri(url).startswith("data:image/svg+xml;base64,")
    assert qr_data_uri(url) != qr_data_uri(url + "x")
    assert not only_here(url)
    assert only_here("http://127.0.0.1:7860/")
    assert only_here("http://[::1]:7860/")


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("localhost", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("0.0.0.0", True),
        ("8.8.8.8", False),
        ("192.168.1.5", False),
        ("::ffff:8.8.8.8", False),
        ("fe80::1%eth0", False),
        ("localhost.example.org", False),
        ("vanban.chinhphu.vn", False),
    ],
)
def test_what_is_this_machine(host: str, local: bool) -> None:
    assert is_local(host) is local


def test_reaching_out_is_noticed_and_this_machine_is_not_counted() -> None:
    watch = Watch()
    watch.install()
    with socket.socket() as here:
        here.bind(("127.0.0.1", 0))
        here.listen()
        with socket.create_connection(here.getsockname()):
            assert watch.count == 0
            assert open_outside(0) in ((), None)
    # The event that a connection raises, without a connection.
    sys.audit("socket.connect", None, ("192.0.2.1", 9))
    sys.audit("socket.getaddrinfo", "vanban.chinhphu.vn", 443, 0, 0, 0)
    sys.audit("socket.connect", None, "/run/some.socket")
    assert [(seen.host, seen.how) for seen in watch.seen] == [
        ("192.0.2.1", "connect"),
        ("vanban.chinhphu.vn", "lookup"),
    ]
    assert watch.count == 2
