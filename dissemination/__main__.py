"""`python -m dissemination obligations | targets | align | kit`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.command import library_option, run
from ingest.errors import UsageError, UserError
from ingest.library import write_atomically

if TYPE_CHECKING:
    from dissemination.align import Alignment, Similar
    from dissemination.kit_model import Kit
    from dissemination.shelf import Shelf

PLAN = "ke-hoach-kl69-bac-giang"


def main(argv: list[str] | None = None) -> int:
    """Parse the command line and run it; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m dissemination", description="Nhiệm vụ, chỉ tiêu, đối chiếu và bộ tài liệu cho báo cáo viên."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    duties = commands.add_parser("obligations", help="ai phải làm gì, khi nào, với ai, báo cáo ai")
    duties.add_argument("--actor", default="", metavar="A", help="cơ quan hoặc chức danh: «tôi là bí thư huyện ủy»")
    duties.add_argument("--level", default="", metavar="L", help="trung ương, tỉnh, huyện, cơ sở")
    duties.add_argument("--word", default="", metavar="W", help="chỉ những việc có chữ này")
    duties.add_argument("--deadline", action="store_true", help="chỉ những việc có thời hạn hoặc mức thường xuyên")
    targets = commands.add_parser("targets", help="chỉ tiêu: trị số, đơn vị, năm")
    for command in (duties, targets):
        command.add_argument("--document", default="", metavar="D", help="mã văn bản")
        command.add_argument("--xlsx", type=Path, metavar="FILE", help="ghi ra tệp Excel")
    duties.add_argument("--docx", type=Path, metavar="FILE", help="ghi ra tệp Word")
    targets.add_argument("--figures", action="store_true", help="bỏ những mục tiêu không có con số")
    align = commands.add_parser("align", help="kế hoạch thực hiện điều khoản nào, bỏ sót, thêm gì")
    align.add_argument("--document", default=PLAN, metavar="D", help=f"văn bản đem đối chiếu (mặc định {PLAN})")
    align.add_argument("--with", dest="others", nargs="+", default=[], metavar="D", help="đối chiếu với văn bản nào")
    align.add_argument("--xlsx", type=Path, metavar="FILE", help="ghi ra tệp Excel")
    kit = commands.add_parser("kit", help="đề cương, trình chiếu, phát tay, câu hỏi")
    kit.add_argument("--documents", nargs="+", default=[], metavar="D", help="mã văn bản")
    kit.add_argument("--topic", default="", metavar="T", help="chủ đề")
    kit.add_argument("--audience", default="chi bộ", metavar="A", help="chi bộ, cấp ủy, đoàn thể, doanh nghiệp")
    kit.add_argument("--minutes", type=int, default=45, metavar="N", help="15, 45 hoặc 90")
    kit.add_argument("--output", type=Path, metavar="DIR", help="thư mục ghi bộ tài liệu")
    for command in (align, kit, duties, targets):
        command.add_argument("--base", default="", metavar="URL", help="địa chỉ của trang, để làm liên kết và mã QR")
        library_option(command)
    return run(parser, argv, {"obligations": _obligations, "targets": _targets, "align": _align, "kit": _kit})


def _shelf(args: argparse.Namespace) -> Shelf:
    from dissemination.shelf import HERE, Shelf

    base = args.base or HERE
    if not base.startswith(("http://", "https://")):
        raise UsageError(f"«{base}»: địa chỉ trang phải bắt đầu bằng http:// hoặc https://.")
    return Shelf.open(args.library, base if base.endswith("/") else base + "/")


def _obligations(args: argparse.Namespace) -> int:
    from dissemination.docx_out import obligations_docx
    from dissemination.matrix import Filter, grouped, obligations
    from dissemination.xlsx_out import obligations_xlsx

    shelf = _shelf(args)
    rows = obligations(shelf, Filter(args.actor, args.level, args.document, args.word, args.deadline))
    title = "Bảng nhiệm vụ" + (f": {args.actor}" if args.actor else "")
    _write(args.xlsx, lambda: obligations_xlsx(rows))
    _write(args.docx, lambda: obligations_docx(shelf, rows, title))
    if args.json:
        _print([duty.row.to_json() for duty in rows])
        return 0
    for names, duty in grouped(rows):
        row = duty.row
        told = [("thời hạn", row.deadline), ("phối hợp", row.partners), ("báo cáo", row.reports_to)]
        more = "; ".join(f"{name}: {words}" for name, words in told if words)
        relation = f" [{duty.relation}]" if duty.relation not in ("", "chính") else ""
        print(f"- {'; '.join(names)}{relation}: {row.duty}{f' ({more})' if more else ''}")
        print(f"  {duty.citation}{_digest(duty.digest)}; {row.clause} {row.start}–{row.end}; {row.rule}")
    for note in dict.fromkeys(note for duty in rows for note in duty.notes):
        print(f"Lưu ý: {note.statement}")
    if not rows:
        print("Không có việc nào như vậy được giao trong các văn bản ở kho.")
    return 0


def _targets(args: argparse.Namespace) -> int:
    from dissemination.xlsx_out import targets_xlsx

    shelf = _shelf(args)
    documents = [shelf.get(args.document)] if args.document else shelf.documents
    rows = [t for d in documents for t in shelf.targets[d.id] if t.kind == "định lượng" or not args.figures]
    _write(args.xlsx, lambda: targets_xlsx(shelf, rows))
    if args.json:
        _print([row.to_json() for row in rows])
        return 0
    for row in rows:
        year = f", năm {row.year}" + (f" (theo {row.year_from})" if row.year_from else "") if row.year else ""
        figure = " ".join(filter(None, (row.qualifier, row.value, row.unit, row.period)))
        print(f"- {row.indicator}: {figure or '(không có con số)'}{year}")
        print(
            f"  {shelf.citation(row.clause)}{_digest(shelf.is_digest(row.clause))}; {row.clause} {row.start}–{row.end}"
        )
    return 0


def _align(args: argparse.Namespace) -> int:
    from dissemination.align import align
    from dissemination.xlsx_out import alignment_xlsx

    shelf = _shelf(args)
    result = align(shelf, args.document, args.others, similar=_by_meaning())
    _write(args.xlsx, lambda: alignment_xlsx(shelf, result))
    if args.json:
        from dataclasses import asdict

        _print(asdict(result))
    else:
        _tell(shelf, result)
    return 0


def _tell(shelf: Shelf, result: Alignment) -> None:
    for row in result.rows:
        print(shelf.citation(row.clause))
        for links in row.links.values():
            link = links[0]
            referred = ", có dẫn chiếu" if link.referred else ""
            print(f"  → {shelf.citation(link.clause)} ({link.grade}, {link.score:.2f}{referred})")
            for pair in link.pairs:
                if pair.differs:
                    left, right = shelf.text(pair.left), shelf.text(pair.right)
                    print(f"    số liệu hoặc thời hạn khác nhau: «{left}» / «{right}»")
    for document, parts in result.left_out.items():
        print(f"{shelf.get(document).short_name}: {len(parts)} ý không có đoạn nào của kế hoạch gần lời")
    print(f"Kế hoạch thêm {len(result.added)} ý so với văn bản mà kế hoạch thực hiện:")
    for part in result.added:
        print(f"  + {shelf.text(part.quote)} ({shelf.citation(part.quote.clause)})")
    print("Mục của kế hoạch × " + " | ".join(shelf.get(d).short_name for d in result.heat.documents))
    for (_, label), values in zip(result.heat.sections, result.heat.values, strict=True):
        print(f"  {label}: " + " | ".join(f"{value:.2f}" for value in values))
    print("So khớp theo lời văn; cần người đọc xem lại.")


def _by_meaning() -> Similar | None:
    """Likeness by the model that ships with the program; None where it is not there."""
    from index.embedding import load_model

    try:
        model = load_model()
    except UserError:
        return None
    known: dict[str, Any] = {}

    def similar(one: str, other: str) -> float:
        for text in (one, other):
            if text not in known:
                known[text] = model.encode_passages([text])[0]
        return max(0.0, float(known[one] @ known[other]))

    return similar


def _kit(args: argparse.Namespace) -> int:
    from dissemination.kit import make_kit, write_kit
    from dissemination.kit_model import Request

    shelf = _shelf(args)
    kit = make_kit(shelf, Request(tuple(args.documents), args.topic.strip(), args.audience, args.minutes))
    written = write_kit(shelf, kit, args.output) if args.output else ()
    if args.json:
        from dataclasses import asdict

        _print({**asdict(kit), "files": [str(path) for path in written]})
        return 0
    _outline(shelf, kit)
    for path in written:
        print(f"Đã ghi {path}")
    return 0


def _outline(shelf: Shelf, kit: Kit) -> None:
    from dissemination.docx_out import citation_of, shown

    print(kit.outline.title)
    print(kit.outline.subtitle)
    for section in kit.outline.sections:
        print(f"\n{section.title}")
        for line in section.lines:
            where = f"Nguồn: {'; '.join(line.sources)}" if line.kind == "note" else citation_of(shelf, line)
            print(f"- {shown(shelf, line)} ({where})")
    print(f"\n{len(kit.slides)} trang trình chiếu, {len(kit.handout.lines)} dòng phát tay, {len(kit.quiz)} câu hỏi.")


def _digest(is_digest: bool) -> str:
    from dissemination.shelf import NOT_VERBATIM

    return f" ({NOT_VERBATIM})" if is_digest else ""


def _write(path: Path | None, made: Any) -> None:
    """Write a file whole, or not at all; the bytes are made before anything is written."""
    if path is not None:
        write_atomically(path, made())
        print(f"Đã ghi {path}", file=sys.stderr)


def _print(value: dict[str, Any] | Sequence[Any]) -> None:
    print(json.dumps(value, ensure_ascii=False))


if __name__ == "__main__":
    sys.exit(main())
