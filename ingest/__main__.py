"""`python -m ingest add PATH… | fetch [DOC…] | list | show CLAUSE | check PATH… | remove DOC`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from ingest.command import library_option, run
from ingest.corpus import Report, add_file, catalog, ensure_library, fetch_document, files_in
from ingest.document import Clause, Document
from ingest.errors import UserError
from ingest.library import Library


def main(argv: list[str] | None = None) -> int:
    """Parse the command line and run it; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m ingest", description="Đọc văn bản vào kho.")
    commands = parser.add_subparsers(dest="command", required=True)
    add = commands.add_parser("add", help="đọc tệp (hoặc thư mục) vào kho")
    add.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    fetch = commands.add_parser("fetch", help="tải toàn văn (không nêu tên: mọi văn bản còn là tóm lược)")
    fetch.add_argument("documents", nargs="*", metavar="DOC")
    listing = commands.add_parser("list", help="kho đang có gì")
    show = commands.add_parser("show", help="xem một mục, khoản, đoạn")
    show.add_argument("clause", metavar="CLAUSE")
    check = commands.add_parser("check", help="đọc thử, không lưu; --corpus: kiểm tra danh mục và bản tóm lược")
    check.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    check.add_argument("--corpus", action="store_true")
    remove = commands.add_parser("remove", help="bỏ văn bản khỏi kho (có tóm lược thì tóm lược trở lại)")
    remove.add_argument("documents", nargs="+", metavar="DOC")
    for command in (add, fetch, listing, show, check, remove):
        library_option(command)
    return run(parser, argv, _COMMANDS)


def _add(args: argparse.Namespace) -> int:
    known = catalog()
    library = ensure_library(args.library, known)
    reports = []
    for path in files_in(args.paths):
        report = add_file(library, known, path)
        reports.append(report)
        _tell(report, args.json)
    return 1 if any(r.error for r in reports) else 0


def _tell(report: Report, as_json: bool) -> None:
    document = report.document
    if document is None:
        print(report.error, file=sys.stderr)
        if as_json:
            _print({"path": report.path, "error": report.error})
        return
    if as_json:
        _print(
            {
                "path": report.path,
                "document": document.id,
                "change": report.change,
                "clauses": len(document.clauses),
                "same_as": list(report.same_as),
                "warnings": list(document.warnings),
            }
        )
        return
    state = {"added": "đã thêm", "replaced": "đã thay bản cũ", "unchanged": "không đổi"}[report.change or "added"]
    print(f"{report.path}: {state} {document.id} ({document.short_name}), {len(document.clauses)} điều khoản")
    for warning in document.warnings:
        print(f"  lưu ý: {warning}")
    for other in report.same_as:
        print(f"  lưu ý: trùng nội dung với {other}")


def _fetch(args: argparse.Namespace) -> int:
    known = catalog()
    library = ensure_library(args.library, known)
    wanted = args.documents or [d.id for d in library.documents() if d.provenance == "digest"]
    failed = False
    for target in wanted:
        try:
            report = fetch_document(library, known, target)
        except UserError as error:
            report = Report(target, error=str(error))
        failed |= bool(report.error)
        _tell(report, args.json)
    return 1 if failed else 0


def _list(args: argparse.Namespace) -> int:
    known = catalog()
    library = ensure_library(args.library, known)
    rows = [_row(document, known) for document in library.documents()]
    if args.json:
        _print(rows)
        return 0
    for row in rows:
        kind = "toàn văn" if row["provenance"] == "full" else "tóm lược, không phải nguyên văn"
        print(f"{row['id']}: {row['title'][:90]} ({kind}, {row['clauses']} điều khoản)")
        for note in row["currency"]:
            print(f"  {note['date']}: {note['statement']}")
    return 0


def _row(document: Document, known: Any) -> dict[str, Any]:
    notes = [
        {"date": note.date.isoformat(), "statement": note.statement, "sources": list(note.sources)}
        for note in known.currency_of(document.id)
    ]
    return {
        "id": document.id,
        "number": document.number,
        "date": document.date,
        "title": document.title,
        "short_name": document.short_name,
        "provenance": document.provenance,
        "clauses": len(document.clauses),
        "currency": notes,
    }


def _show(args: argparse.Namespace) -> int:
    library = ensure_library(args.library, catalog())
    found = library.clause(args.clause)
    if found is None:
        raise UserError(f"«{args.clause}»: kho không có mục này; tra địa chỉ bằng «python -m index clause ĐỊA_CHỈ».")
    document, clause = found
    if args.json:
        _print({"document": document.id, "provenance": document.provenance, **_clause(clause)})
        return 0
    from ingest.address import spoken

    print(f"{document.short_name}, {spoken(clause.path)}")
    print(clause.text)
    return 0


def _clause(clause: Clause) -> dict[str, Any]:
    return {
        "id": clause.id,
        "address": clause.address,
        "kind": clause.kind,
        "heading": clause.heading,
        "text": clause.text,
        "spans": [list(span) for span in clause.spans],
        "page": clause.page,
        "calls": [{"offset": call.offset, "clause": call.clause} for call in clause.calls],
        "references": [
            {"start": r.start, "end": r.end, "document": r.document, "clause": r.clause, "note": r.note}
            for r in clause.references
        ],
        "sources": list(clause.sources),
    }


def _check(args: argparse.Namespace) -> int:
    if args.corpus:
        from ingest.corpus_check import check_corpus

        problems = check_corpus()
        if args.json:
            _print({"problems": problems})
        else:
            print("\n".join(problems) or "Danh mục, bản tóm lược và kế hoạch khớp nhau.")
        return 1 if problems else 0
    if not args.paths:
        raise UserError("Thiếu đường dẫn tệp cần đọc thử; ví dụ: python -m ingest check vanban.pdf")
    from ingest.reader import read_document

    known = catalog()
    failed = False
    for path in files_in(args.paths):
        try:
            document = read_document(path, known)
        except UserError as error:
            failed = True
            print(error, file=sys.stderr)
            if args.json:
                _print({"path": str(path), "error": str(error)})
            continue
        if args.json:
            _print(_checked(path, document))
        else:
            print(f"{path}: {document.short_name} ({document.id}), {len(document.clauses)} điều khoản")
            for clause in document.clauses:
                print(f"  {clause.address}: {clause.text[:80]}")
            for warning in document.warnings:
                print(f"  lưu ý: {warning}")
    return 1 if failed else 0


def _checked(path: Path, document: Document) -> dict[str, Any]:
    return {
        "path": str(path),
        "document": {
            "id": document.id,
            "type": document.type,
            "number": document.number,
            "date": document.date,
            "issuer": document.issuer,
            "signer": document.signer,
            "title": document.title,
            "short_name": document.short_name,
            "provenance": document.provenance,
            "sha256": document.sha256,
        },
        "source_text": document.source_text,
        "clauses": [_clause(clause) for clause in document.clauses],
        "warnings": list(document.warnings),
    }


def _remove(args: argparse.Namespace) -> int:
    library = Library.open(args.library)
    for document_id in args.documents:
        (removed,) = library.remove(document_id)
        back = library.get(document_id)
        after = "; bản tóm lược trở lại" if back else ""
        if args.json:
            _print({"document": document_id, "removed": removed, "digest_back": back is not None})
        else:
            print(f"{document_id}: đã bỏ {'toàn văn' if removed == 'full' else 'bản tóm lược'}{after}")
    return 0


def _print(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False))


_COMMANDS = {"add": _add, "fetch": _fetch, "list": _list, "show": _show, "check": _check, "remove": _remove}

if __name__ == "__main__":
    sys.exit(main())
