"""Plain-text tables for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eval.metrics import Estimate


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows under a header, columns as wide as their widest cell, the first to the left and the others to the right."""
    lines = [list(header), *map(list, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]

    def shown(line: Sequence[str]) -> str:
        cells = [line[0].ljust(widths[0])]
        return "  ".join(cells + [c.rjust(w) for c, w in zip(line[1:], widths[1:], strict=True)]).rstrip()

    return "\n".join([shown(header), "  ".join("-" * width for width in widths), *map(shown, rows)])


def estimates(title: str, groups: Mapping[str, Mapping[str, Estimate]], names: Sequence[str]) -> str:
    """A table of estimates with their intervals: a row a group, a column a figure; n is the group's largest."""
    rows = []
    for group, figures in groups.items():
        n = max((figures[name].n for name in names if name in figures), default=0)
        if n:
            rows.append([group, str(n), *(str(figures[name]) if name in figures else "–" for name in names)])
    return table([title, "n", *names], rows)
