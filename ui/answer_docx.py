"""An answer as a Word document: question, quotations, a numbered list of sources, warnings."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from index.results import Answer, Sentence, Source

_NOT_VERBATIM = "tóm lược, không phải nguyên văn"


def answer_docx(answer: Answer) -> bytes:
    """The bytes of a .docx in the type of official documents (Times New Roman, 14 pt)."""
    from docx import Document as new_document
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    file = new_document()
    style = file.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = Cm(3), Cm(2), Cm(2), Cm(2)
    file.core_properties.title = answer.question[:200]
    file.core_properties.author = "Dẫn Nguồn"
    file.core_properties.language = "vi-VN"

    file.add_paragraph().add_run(answer.question).bold = True
    if answer.lead:
        file.add_paragraph(answer.lead)
    sources = {source.clause.id: source for source in answer.sources}
    group = ""
    for sentence in answer.sentences:
        if sentence.group and sentence.group != group:
            file.add_paragraph().add_run(sentence.group).bold = True
        group = sentence.group
        cited = [sources[c] for c in sentence.citations if c in sources]
        _add_sentence(file, sentence, cited)
    if answer.sources:
        file.add_paragraph().add_run("Nguồn").bold = True
    for source in answer.sources:
        kind = f" ({_NOT_VERBATIM})" if source.document.provenance == "digest" else ""
        file.add_paragraph(f"[{source.n}] {source.citation}{kind}. Mã điều khoản: {source.clause.id}")
    for notice in answer.warnings:
        where = f" Nguồn: {', '.join(notice.sources)}" if notice.sources else ""
        file.add_paragraph().add_run(f"Lưu ý: {notice.text}{where}").italic = True
    made = f"Lập bằng Dẫn Nguồn lúc {datetime.now():%H:%M ngày %d/%m/%Y}; cần đối chiếu bản chính trước khi ban hành."
    file.add_paragraph().add_run(made).italic = True
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def _add_sentence(file: object, sentence: Sentence, cited: list[Source]) -> None:
    from docx.shared import Cm

    digest = any(source.document.provenance == "digest" for source in cited)
    verbatim = sentence.style == "quote" and not digest
    paragraph = file.add_paragraph()  # type: ignore[attr-defined]
    paragraph.paragraph_format.left_indent = Cm(1)
    last = 0
    paragraph.add_run("“" if verbatim else "")
    for start, end in sorted(sentence.emphasis):
        if last <= start < end <= len(sentence.text):
            paragraph.add_run(sentence.text[last:start])
            paragraph.add_run(sentence.text[start:end]).bold = True
            last = end
    paragraph.add_run(sentence.text[last:] + ("”" if verbatim else ""))
    numbers = "".join(f" [{source.n}]" for source in cited)
    paragraph.add_run(numbers + (f" ({_NOT_VERBATIM})" if digest else ""))
