"""The permanent link of a clause as an address that others can open, and as a QR code for hand-outs."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from index.results import link
from ui.network import is_local

if TYPE_CHECKING:
    import gradio as gr


def page_url(request: gr.Request | None) -> str:
    """Where this visitor opened the page, without query; "" when the request does not say."""
    if request is None:
        return ""
    host = request.headers.get("x-forwarded-host") or request.headers.get("host", "")
    scheme = request.headers.get("x-forwarded-proto") or "http"
    return f"{scheme.split(',')[0].strip()}://{host.split(',')[0].strip()}/" if host else ""


def clause_url(base: str, clause_id: str) -> str:
    """The absolute permanent link of a clause."""
    return base + link(clause_id)


def only_here(url: str) -> bool:
    """Whether an address is of this machine alone, so that no telephone can open it."""
    return is_local(urlsplit(url).hostname or "")


def qr_data_uri(url: str) -> str:
    """The URL as a QR code: an SVG in a data URI, black on white whatever the scheme (readers want that)."""
    import qrcode
    from qrcode.image.svg import SvgPathFillImage

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(url)
    out = BytesIO()
    code.make_image(image_factory=SvgPathFillImage).save(out)
    return "data:image/svg+xml;base64," + base64.b64encode(out.getvalue()).decode()
