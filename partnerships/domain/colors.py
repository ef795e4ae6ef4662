"""A program's color, made readable. Pure functions: a color in, colors out."""

import colorsys
from collections.abc import Iterable
from dataclasses import dataclass

Rgb = tuple[float, float, float]  # each 0 to 255

#: What text in the accent stands on, as in static/css/app.css: paper and sheet.
LIGHT_GROUNDS = ("#faf8f4", "#ffffff")
DARK_GROUNDS = ("#14191d", "#1b2227")
WHITE, BLACK = "#ffffff", "#000000"
READABLE = 4.5  # WCAG 2.2, 1.4.3


@dataclass(frozen=True)
class Palette:
    accent: str  # text, borders and the ground of primary buttons
    ink: str  # text on the accent
    soft: str  # a ground on which the accent can be read
    strong: str  # the accent under the pointer


def light_palette(color: str) -> Palette:
    """The colors of a program on light paper."""
    soft = mix(color, WHITE, 0.89)
    accent = readable(color, on=(*LIGHT_GROUNDS, soft))
    return Palette(accent=accent, ink=WHITE, soft=soft, strong=mix(accent, BLACK, 0.2))


def dark_palette(color: str) -> Palette:
    """The colors of a program on dark paper."""
    glow = _glow(color)
    soft = mix(glow, DARK_GROUNDS[1], 0.84)
    accent = readable(glow, on=(*DARK_GROUNDS, soft))
    return Palette(accent=accent, ink=DARK_GROUNDS[0], soft=soft, strong=mix(accent, WHITE, 0.3))


def readable(color: str, *, on: Iterable[str], ratio: float = READABLE) -> str:
    """``color``, darkened or lightened as little as makes it readable on each of the grounds,
    which must be all light or all dark."""
    grounds = list(on)
    toward = max((BLACK, WHITE), key=lambda end: min(contrast(end, ground) for ground in grounds))
    for step in range(101):
        candidate = mix(color, toward, step / 100)
        if all(contrast(candidate, ground) >= ratio for ground in grounds):
            return candidate
    return toward


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _rgb(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mix(color: str, other: str, share: float) -> str:
    """``color`` with so much of ``other`` in it, 0 to 1."""
    parts = (round(a + (b - a) * share) for a, b in zip(_rgb(color), _rgb(other), strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


def _glow(color: str) -> str:
    """The same hue as light rather than as paint: bright, and never neon."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in _rgb(color)))
    lit = colorsys.hls_to_rgb(hue, max(lightness, 0.64), min(saturation, 0.5))
    return "#" + "".join(f"{round(part * 255):02x}" for part in lit)


def _rgb(color: str) -> Rgb:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
