"""The picture that shows when somebody shares the site: the first figures with both bounds, never a bound alone."""

from collections.abc import Sequence

from markupsafe import escape

from amparo.publish.release import Figure, Release
from amparo.publish.voice import Voice, printable

WIDTH, HEIGHT = 1200, 630
# The one family that the renderer brings with it: no font of the machine changes the picture.
_FONT = "Liberation Sans"


def preview(release: Release, voice: Voice) -> bytes:
    """Return the picture as PNG, 1200 by 630."""
    import vl_convert

    return bytes(vl_convert.svg_to_png(drawn(release, voice), scale=1))


def drawn(release: Release, voice: Voice) -> str:
    """Return the picture as SVG."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="{_FONT}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fbfaf6"/><rect width="{WIDTH}" height="14" fill="#8a2a18"/>',
    ]
    for line, words in enumerate(_wrapped(voice.own(release.title), 46)[:2]):
        parts.append(_text(60, 96 + 58 * line, words, 48, "#1b1a17", "700"))
    for place, figure in enumerate(release.figures[:4]):
        parts += _figure(figure, voice, 60 + 560 * (place % 2), 262 + 150 * (place // 2))
    parts.append(f'<rect x="60" y="548" width="{WIDTH - 120}" height="1.5" fill="#1b1a17"/>')
    parts.append(_text(60, 592, f"{voice.t('as_of', day=voice.day(release.as_of))} · {voice.t('index_scope_short')}", 25, "#5a564d"))
    return "".join((*parts, "</svg>"))


def _figure(figure: Figure, voice: Voice, x: int, y: int) -> Sequence[str]:
    return (
        _text(x, y, voice.own(figure.label), 28, "#5a564d"),
        _text(x, y + 54, voice.bounds(figure.at_least, figure.at_most), 46, "#1c5f6b", "700"),
    )


def _text(x: int, y: int, words: str, size: int, colour: str, weight: str = "400") -> str:
    clean = escape(str(printable(words)))
    return f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" fill="{colour}">{clean}</text>'


def _wrapped(text: str, most: int) -> Sequence[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
