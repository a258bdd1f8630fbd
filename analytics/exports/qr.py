"""A QR code as SVG, for a link that a room can open on its telephones."""

from __future__ import annotations

from html import escape

import segno

QUIET = 2


def qr_svg(link: str) -> str:
    """The link as a square of dark and light."""
    rows = [list(row) for row in segno.make(link, error="m", micro=False).matrix]
    path = "".join(
        f"M{x + QUIET} {y + QUIET}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark
    )
    side = len(rows) + 2 * QUIET
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img" aria-label="{escape(link)}">'
        f'<rect width="{side}" height="{side}" fill="#fff"/><path d="{path}" fill="#000"/></svg>'
    )
