"""An answer as a page shows it: quotations with numbers that open their clauses, or a refusal with what is nearest."""

from __future__ import annotations

from collections.abc import Sequence

from index.results import Answer, Nearest, Notice, Sentence, Source
from ingest.catalog import Catalog
from ingest.vietnamese import strip_accents
from ui.markup import button, esc, joined, opener, outside, tag, wrap_spans
from ui.reading_view import provenance_badge
from ui.thread import Turn

_NOTICES = {
    "digest": "Tóm lược",
    "ambiguous": "Chưa rõ",
    "currency": "Hiệu lực",
    "model": "Mô hình",
    "premise": "Tiền đề",
}
SHORT_NOTICE = 100
"""Characters of a warning that stand on one line without having to be opened."""


def thread_view(turns: Sequence[Turn], catalog: Catalog) -> str:
    """The whole thread: the newest answer open, those before it folded below, newest first."""
    if not turns:
        return ""
    newest = turn_view(turns[-1], catalog, heading="h2")
    if len(turns) == 1:
        return newest
    older = "".join(
        tag("details", tag("summary", esc(turn.answer.question)), turn_view(turn, catalog, heading="h3"))
        for turn in reversed(turns[:-1])
    )
    return newest + tag(
        "section",
        tag("h2", "Đã hỏi trước đó trong mạch này", id="dn-earlier"),
        older,
        class_="dn-earlier",
        aria_labelledby="dn-earlier",
    )


def turn_view(turn: Turn, catalog: Catalog, heading: str) -> str:
    """One question with its answer."""
    answer = turn.answer
    title = f"dn-q-{turn.id}"
    parts = [
        tag(heading, esc(answer.question), class_="dn-question", id=title),
        understood_view(turn),
        notices_view(answer.warnings),
        _stale(turn),
        refusal_view(answer.nearest, answer) if answer.refused else _body(turn, catalog),
        _actions(turn) if answer.sentences else "",
        _feedback(turn),
    ]
    return tag("article", *parts, class_="dn-turn", aria_labelledby=title, data_turn=turn.id)


def understood_view(turn: Turn) -> str:
    """What the question was read as, with the way back; nothing when it was read as it stands."""
    understood = turn.answer.understood
    if turn.literal:
        again = button("Tìm theo cách hiểu", "understand", css="dn-link", turn=turn.id)
        return tag("p", f"Đã tìm đúng như chữ đã gõ. {again}", class_="dn-understood")
    changed = bool(understood.changes) and understood.text.strip() != understood.original.strip()
    # The text as read shows restored accents by itself; what else was changed is told apart.
    told = [c for c in understood.changes if not _only_accents(c)]
    # What a warning below says in full is not said twice.
    warned = {notice.text for notice in turn.answer.warnings}
    notes = [note for note in understood.notes if note not in warned]
    said = [esc(line) for line in ("; ".join(told), *understood.carried, *notes) if line]
    if not changed and not said:
        return ""
    read = tag("p", "Hiểu là: ", tag("strong", esc(understood.text))) if changed else ""
    undo = button("Tìm đúng như đã gõ", "literal", css="dn-link", turn=turn.id) if changed else ""
    return tag("div", read, joined(said, "dn-changes"), undo, class_="dn-understood")


def _only_accents(change: str) -> bool:
    typed, arrow, read = change.partition(" → ")
    return bool(arrow) and strip_accents(read).lower() == typed.lower()


def notices_view(notices: Sequence[Notice]) -> str:
    """Warnings above the answer, each on one line that opens to its full text and the pages that say so."""
    items = []
    for notice in notices:
        said = tag("strong", esc(_NOTICES.get(notice.kind, "Lưu ý")) + ":") + " " + esc(notice.text)
        links = ", ".join(outside(url, f"nguồn {n}") for n, url in enumerate(notice.sources, 1))
        if not links and len(notice.text) <= SHORT_NOTICE:
            items.append(tag("p", said))
            continue
        more = tag("p", f"Căn cứ: {links}") if links else ""
        items.append(tag("details", tag("summary", tag("span", said)), more))
    return joined(items, "dn-notices")


def _stale(turn: Turn) -> str:
    if not turn.stale:
        return ""
    text = "Văn bản trong kho đã thay đổi từ khi trả lời; phần không còn khớp đã được bỏ. Hãy hỏi lại."
    return tag("p", text, class_="dn-message dn-info", role="status")


def _body(turn: Turn, catalog: Catalog) -> str:
    answer = turn.answer
    sources = {source.clause.id: source for source in answer.sources}
    parts = [tag("p", esc(answer.lead), class_="dn-lead")] if answer.lead else []
    group = ""
    for place, sentence in enumerate(answer.sentences):
        if sentence.group and sentence.group != group:
            parts.append(tag("h3", esc(sentence.group), class_="dn-group"))
        group = sentence.group
        parts.append(_sentence(turn, place, sentence, sources, catalog))
    return tag("div", *parts, _sources(turn, answer.sources), class_="dn-answer")


def _sentence(turn: Turn, place: int, sentence: Sentence, sources: dict[str, Source], catalog: Catalog) -> str:
    cited = [sources[c] for c in sentence.citations if c in sources]
    numbers = "".join(
        button(
            str(source.n),
            "open",
            css="dn-number",
            aria=f"Nguồn {source.n}: {source.citation}; mở bên cạnh",
            clause=source.clause.id,
            turn=turn.id,
            sentence=place,
        )
        for source in cited
    )
    words = wrap_spans(sentence.text, sentence.emphasis, "strong", "dn-emphasis")
    digests = [source for source in cited if source.document.provenance == "digest"]
    note = ""
    if digests:
        entry = catalog.get(digests[0].document.id)
        urls = digests[0].clause.sources or (entry.urls if entry else ())
        official = f" {outside(urls[0], 'Bản chính thức')}." if urls else ""
        fetch = button("Cách nạp toàn văn", "library", css="dn-link")
        note = tag("p", f"Tóm lược, không phải nguyên văn.{official} {fetch}", class_="dn-digest-note")
    elif sentence.style == "reworded":
        note = tag("p", "Diễn đạt lại bằng mô hình ngôn ngữ, đã đối chiếu với nguồn; bấm số để đọc nguyên văn.")
    where = "; ".join(esc(source.citation) for source in cited)
    quoted = sentence.style == "quote" and not digests
    return tag(
        "figure",
        tag("blockquote", tag("p", words, " ", tag("span", numbers, class_="dn-numbers"))),
        tag("figcaption", where),
        note,
        class_="dn-sentence " + ("dn-verbatim" if quoted else "dn-digest" if digests else "dn-reworded"),
    )


def _sources(turn: Turn, sources: Sequence[Source]) -> str:
    if not sources:
        return ""
    items = "".join(
        tag(
            "li",
            opener(esc(source.citation), source.clause.id, turn=turn.id),
            " ",
            provenance_badge(source.document),
            value=source.n,
        )
        for source in sources
    )
    return tag("details", tag("summary", f"Nguồn đã dẫn ({len(sources)})"), tag("ol", items), class_="dn-sources")


def refusal_view(nearest: Sequence[Nearest], answer: Answer) -> str:
    """Why there is no answer, and the clauses that come nearest, each with what it lacks."""
    lead = answer.lead or "Các văn bản trong kho không trả lời câu hỏi này."
    parts = [tag("p", esc(lead), class_="dn-lead dn-refusal", role="note")]
    if nearest:
        parts.append(tag("h3", "Gần nhất, nhưng không trả lời", class_="dn-group"))
    for near in nearest:
        clause = near.hit.clause
        text = clause.text if len(clause.text) <= 320 else clause.text[:319].rsplit(" ", 1)[0] + "…"
        parts.append(
            tag(
                "div",
                opener(esc(near.hit.citation), clause.id),
                " ",
                provenance_badge(near.hit.document),
                tag("p", esc(text), class_="dn-excerpt"),
                tag("p", tag("strong", "Vì sao chưa đủ: "), esc(near.why), class_="dn-why") if near.why else "",
                class_="dn-near",
            )
        )
    return tag("div", *parts, class_="dn-answer")


def plain_text(answer: Answer) -> str:
    """The answer to paste elsewhere: each quotation with its citation, digests named as such."""
    documents = {source.clause.id: source for source in answer.sources}
    lines = [answer.question, ""]
    if answer.lead:
        lines += [answer.lead, ""]
    for sentence in answer.sentences:
        cited = [documents[c] for c in sentence.citations if c in documents]
        digest = any(source.document.provenance == "digest" for source in cited)
        verbatim = sentence.style == "quote" and not digest
        words = f"“{sentence.text}”" if verbatim else sentence.text
        where = "; ".join(source.citation for source in cited)
        lines.append(f"{words} ({where}{'; tóm lược, không phải nguyên văn' if digest else ''})")
    lines += [f"Lưu ý: {notice.text}" for notice in answer.warnings]
    return "\n".join(lines).strip() + "\n"


def _actions(turn: Turn) -> str:
    copy = tag("button", "Sao chép kèm nguồn", type="button", class_="dn-button", data_copy=plain_text(turn.answer))
    export = button("Tải về Word", "export", css="dn-button", turn=turn.id)
    return tag("div", copy, export, class_="dn-actions")


def _feedback(turn: Turn) -> str:
    name = f"dn-note-{turn.id}"
    if turn.verdict:
        judged = "dùng được" if turn.verdict == "up" else "chưa đúng"
        return tag("p", f"Đã ghi nhận xét: {judged}. Cảm ơn.", class_="dn-feedback", role="status")
    return tag(
        "details",
        tag("summary", "Nhận xét câu trả lời"),
        tag("label", "Ghi chú cho người huấn luyện (không bắt buộc)", for_=name),
        tag("textarea", "", id=name, rows="2", maxlength="1000"),
        button("Dùng được", "feedback", css="dn-button", turn=turn.id, verdict="up", note_from=name),
        button("Chưa đúng", "feedback", css="dn-button", turn=turn.id, verdict="down", note_from=name),
        class_="dn-feedback",
    )
