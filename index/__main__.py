"""`python -m index build | search Q | ask Q | clause ADDRESS`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.command import library_option, run
from ingest.errors import UsageError, UserError

if TYPE_CHECKING:
    from index.engine import Engine


def main(argv: list[str] | None = None) -> int:
    """Parse the command line and run it; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m index", description="Tìm và hỏi trong kho văn bản.")
    commands = parser.add_subparsers(dest="command", required=True)
    build = commands.add_parser("build", help="dựng kho và chỉ mục")
    search = commands.add_parser("search", help="tìm mục, khoản, đoạn")
    search.add_argument("query", nargs="?", metavar="Q")
    search.add_argument("--top", type=int, default=10, metavar="N")
    ask = commands.add_parser("ask", help="hỏi; mỗi câu trả lời dẫn đúng mục")
    ask.add_argument("query", nargs="?", metavar="Q")
    ask.add_argument("--proof", type=Path, metavar="FILE", help="ghi tệp chứng minh của câu trả lời")
    proof = commands.add_parser("verify", help="kiểm tra một tệp chứng minh, ở bất kỳ máy nào")
    proof.add_argument("proof", type=Path, metavar="FILE")
    clause = commands.add_parser("clause", help="mở một địa chỉ, ví dụ «NQ 20 B.III.2.1»")
    clause.add_argument("query", metavar="ADDRESS")
    for command in (search, ask):
        command.add_argument("--batch", type=Path, metavar="FILE", help='JSONL {"id", "question"}')
    for command in (build, search, ask, clause, proof):
        library_option(command)
    work = {"build": _build, "search": _search, "ask": _ask, "clause": _clause, "verify": _verify}
    return run(parser, argv, work)


def _engine(args: argparse.Namespace) -> Engine:
    from ingest.corpus import catalog, ensure_library

    known = catalog()
    library = ensure_library(args.library, known)
    from index.engine import Engine

    engine = Engine.open(library, known)
    for note in engine.notes:
        print(note, file=sys.stderr)
    return engine


def _build(args: argparse.Namespace) -> int:
    engine = _engine(args)
    clauses = sum(len(d.clauses) for d in engine.documents)
    if args.json:
        _print({"documents": len(engine.documents), "clauses": clauses})
    else:
        print(f"Kho {args.library}: {len(engine.documents)} văn bản, {clauses} điều khoản, chỉ mục đã sẵn sàng.")
    return 0


def _search(args: argparse.Namespace) -> int:
    if args.top < 1:
        raise UsageError("--top phải là số nguyên từ 1 trở lên.")

    def shown(engine: Engine, question: str) -> tuple[dict[str, Any], str]:
        found = engine.search(question, top=args.top)
        lines = [f"{h.rank}. {h.citation}{_mark(h.document.provenance)}\n   {h.clause.text}" for h in found.hits]
        return found.to_json(), "\n".join(lines)

    return _each(args, shown)


def _ask(args: argparse.Namespace) -> int:
    if args.proof is not None and args.batch is not None:
        raise UsageError("--proof đi với một câu hỏi, không đi với --batch.")

    def shown(engine: Engine, question: str) -> tuple[dict[str, Any], str]:
        *_, answer = engine.ask_stream(question)
        if args.proof is not None:
            from index.proof import write_proof

            write_proof(args.proof, answer, engine.documents)
        lines = [answer.text or answer.lead]
        lines += [f"[{s.n}] {s.citation}{_mark(s.document.provenance)}" for s in answer.sources]
        lines += [f"- {n.hit.citation}: {n.why}\n  {n.hit.clause.text}" for n in answer.nearest]
        lines += [f"Lưu ý: {w.text} {' '.join(w.sources)}".rstrip() for w in answer.warnings]
        return answer.to_json(), "\n".join(lines)

    return _each(args, shown)


def _verify(args: argparse.Namespace) -> int:
    from index.proof import read_proof, verify
    from ingest.library import Library

    value = read_proof(args.proof)
    held = Library.open(args.library).documents() if args.library.is_dir() else ()
    checked = verify(value, {document.id: document for document in held})
    if args.json:
        _print({"path": str(args.proof), **checked.to_json()})
    else:
        for fault in checked.faults:
            print(f"SAI: {fault}")
        for note in checked.notes:
            print(f"Lưu ý: {note}")
        if checked.against:
            print(f"Đã so với kho trên máy này: {', '.join(checked.against)}")
        if checked.apart:
            print(f"Kho trên máy này không có (chỉ so trong tệp): {', '.join(checked.apart)}")
        print(f"{'Đúng' if checked.holds else 'Không đúng'}: {checked.quotes} lời dẫn.")
    return 0 if checked.holds else 1


def _mark(provenance: str) -> str:
    return " (tóm lược, không phải nguyên văn)" if provenance == "digest" else ""


def _each(args: argparse.Namespace, shown: Callable[[Engine, str], tuple[dict[str, Any], str]]) -> int:
    """Answer one question, or every line of --batch in one process."""
    if args.batch is None:
        if args.query is None:
            raise UsageError("Thiếu câu hỏi; ví dụ: python -m index ask «Huyện ủy phải làm gì?»")
        if not args.query.strip():
            raise UsageError("Câu hỏi đang trống; hãy gõ câu hỏi.")
        value, text = shown(_engine(args), args.query)
        if args.json:
            _print(value)
        else:
            print(text)
        return 0
    rows = _batch(args.batch)
    engine = _engine(args)
    failed = False
    for row in rows:
        try:
            _print({"id": row["id"], **shown(engine, row["question"])[0]})
        except UserError as error:
            failed = True
            _print({"id": row["id"], "error": str(error)})
    return 1 if failed else 0


def _batch(path: Path) -> list[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path}: không đọc được tệp câu hỏi; hãy kiểm tra đường dẫn và mã UTF-8.") from error
    rows = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            rows.append({"id": row["id"], "question": str(row["question"])})
        except (ValueError, KeyError, TypeError) as error:
            raise UserError(f'{path}, dòng {number}: phải là JSON có "id" và "question".') from error
    return rows


def _clause(args: argparse.Namespace) -> int:
    from index.results import citation, link

    document, clause = _engine(args).find(args.query)
    if args.json:
        _print(
            {
                "clause": clause.id,
                "document": document.id,
                "citation": citation(document, clause),
                "address": clause.address,
                "kind": clause.kind,
                "heading": clause.heading,
                "text": clause.text,
                "children": [c.id for c in document.children.get(clause.id, ())],
                "provenance": document.provenance,
                "link": link(clause.id),
            }
        )
        return 0
    print(f"{citation(document, clause)}{_mark(document.provenance)}\n{clause.text}")
    for child in document.descendants(clause.id):
        print(child.text)
    return 0


def _print(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False))


if __name__ == "__main__":
    sys.exit(main())
