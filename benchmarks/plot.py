"""A small plot as SVG: points, a line through them, axes from zero."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 640, 400
LEFT, RIGHT, TOP, BOTTOM = 70, 24, 24, 60


def svg(points: Sequence[tuple[float, float]], x_label: str, y_label: str) -> str:
    """The picture of some points, the x-axis to the right, the y-axis upwards; both begin at zero."""
    x_ticks, y_ticks = ticks(max(x for x, _ in points)), ticks(max(y for _, y in points))

    def across(x: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * x / x_ticks[-1]

    def up(y: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * y / y_ticks[-1]

    def parts() -> Iterator[str]:
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
            'font-family="sans-serif" font-size="13">'
        )
        yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>'
        for x in x_ticks:
            yield f'<line x1="{across(x):.1f}" y1="{up(0)}" x2="{across(x):.1f}" y2="{TOP}" stroke="#ddd"/>'
            yield f'<text x="{across(x):.1f}" y="{up(0) + 20}" text-anchor="middle">{x:,.0f}</text>'
        for y in y_ticks:
            yield f'<line x1="{LEFT}" y1="{up(y):.1f}" x2="{WIDTH - RIGHT}" y2="{up(y):.1f}" stroke="#ddd"/>'
            yield f'<text x="{LEFT - 8}" y="{up(y) + 4:.1f}" text-anchor="end">{y:g}</text>'
        line = " ".join(f"{across(x):.1f},{up(y):.1f}" for x, y in sorted(points))
        yield f'<polyline points="{line}" fill="none" stroke="#b3261e" stroke-width="2"/>'
        for x, y in points:
            yield f'<circle cx="{across(x):.1f}" cy="{up(y):.1f}" r="4" fill="#b3261e"/>'
        middle = (LEFT + WIDTH - RIGHT) / 2
        yield f'<text x="{middle}" y="{HEIGHT - 14}" text-anchor="middle">{escape(x_label)}</text>'
        yield (
            f'<text transform="translate(18 {HEIGHT / 2}) rotate(-90)" text-anchor="middle">'
            f"{escape(y_label)}</text>"
        )
        yield "</svg>"

    return "\n".join(parts()) + "\n"


def ticks(largest: float) -> list[float]:
    """Round numbers from zero to just beyond the largest, four to ten of them."""
    if largest <= 0:
        return [0.0, 1.0]
    size = 10.0 ** math.floor(math.log10(largest))
    step = next(s * size for s in (0.1, 0.2, 0.25, 0.5, 1.0, 2.0) if largest <= 8 * s * size)
    return [step * i for i in range(math.ceil(largest / step - 1e-9) + 1)]
