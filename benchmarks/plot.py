"""Draws small log-log charts as one SVG file, readable on light and dark pages."""

import math

PANEL_WIDTH, PANEL_HEIGHT, COLUMNS = 300, 230, 3
LEFT, RIGHT, TOP, BOTTOM = 46, 12, 26, 40
STYLE = """
    text { font: 11px sans-serif; fill: #333 } .title { font-weight: bold } .axis { stroke: #888; fill: none } .grid { stroke: #ddd }
    .law { stroke: #888; stroke-dasharray: 5 4; fill: none } .a { stroke: #0b62b0; fill: #0b62b0 } .b { stroke: #b8500a; fill: #b8500a } polyline { fill: none !important; stroke-width: 2 }
    @media (prefers-color-scheme: dark) { text { fill: #ddd } .grid { stroke: #444 } .a { stroke: #6cb4ff; fill: #6cb4ff } .b { stroke: #ffa05c; fill: #ffa05c } }
"""


class Panel:
    """One chart: lines of points (x, y), and the law y = x times a constant, which goes through the reference point of each line."""

    def __init__(self, title, x_label, y_label, lines, reference=0):
        self.title, self.x_label, self.y_label, self.lines, self.reference = title, x_label, y_label, lines, reference

    def draw(self):
        xs = [x for _, points in self.lines for x, _ in points]
        ys = [y for _, points in self.lines for _, y in points] + [y for _, points in self.lines for _, y in self.law(points)]
        across, up = Scale(xs, LEFT, PANEL_WIDTH - RIGHT), Scale(ys, PANEL_HEIGHT - BOTTOM, TOP)
        parts = [f'<text class="title" x="{LEFT}" y="14">{self.title}</text>']
        for value in sorted(set(xs)):
            parts.append(f'<line class="grid" x1="{across(value):.1f}" y1="{TOP}" x2="{across(value):.1f}" y2="{PANEL_HEIGHT - BOTTOM}"/>')
            parts.append(f'<text x="{across(value):.1f}" y="{PANEL_HEIGHT - BOTTOM + 14}" text-anchor="middle">{number(value)}</text>')
        for value in up.ticks():
            parts.append(f'<line class="grid" x1="{LEFT}" y1="{up(value):.1f}" x2="{PANEL_WIDTH - RIGHT}" y2="{up(value):.1f}"/>')
            parts.append(f'<text x="{LEFT - 4}" y="{up(value) + 4:.1f}" text-anchor="end">{number(value)}</text>')
        parts.append(f'<path class="axis" d="M{LEFT} {TOP}V{PANEL_HEIGHT - BOTTOM}H{PANEL_WIDTH - RIGHT}"/>')
        parts.append(f'<text x="{(LEFT + PANEL_WIDTH - RIGHT) / 2}" y="{PANEL_HEIGHT - 8}" text-anchor="middle">{self.x_label}</text>')
        parts.append(f'<text transform="translate(11 {(TOP + PANEL_HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">{self.y_label}</text>')
        for kind, (name, points) in zip("ab", self.lines):
            parts.append(polyline("law", self.law(points), across, up))
            parts.append(polyline(kind, points, across, up))
            parts += [f'<circle class="{kind}" cx="{across(x):.1f}" cy="{up(y):.1f}" r="3"/>' for x, y in points]
            row = TOP + 12 + 14 * (kind == "b")
            parts.append(f'<rect class="{kind}" x="{LEFT + 6}" y="{row - 8}" width="8" height="8"/><text x="{LEFT + 18}" y="{row}">{name}</text>')
        return "\n".join(parts)

    def law(self, points):
        x, y = points[min(self.reference, len(points) - 1)]
        ends = (min(p[0] for p in points), max(p[0] for p in points))
        return [(end, y * end / x) for end in ends]


class Scale:
    """From numbers to pixels, by their logarithms."""

    def __init__(self, values, first, last):
        self.low, self.high = math.log(min(values)), math.log(max(values))
        self.first, self.last = first, last

    def __call__(self, value):
        span = self.high - self.low
        return self.first + (self.last - self.first) * (math.log(value) - self.low) / span if span else (self.first + self.last) / 2

    def ticks(self):
        """1, 2 and 5 times powers of ten."""
        powers = range(math.floor(self.low / math.log(10)), math.ceil(self.high / math.log(10)) + 1)
        return [t for p in powers for m in (1, 2, 5) if self.low - 1e-9 <= math.log(t := m * 10.0**p) <= self.high + 1e-9]


def polyline(kind, points, across, up):
    return f'<polyline class="{kind}" points="{" ".join(f"{across(x):.1f},{up(y):.1f}" for x, y in points)}"/>'


def number(value):
    return f"{value:g}" if value < 1000 else f"{value / 1000:.3g}k"


def draw(panels, target):
    rows = -(-len(panels) // COLUMNS)
    width, height = PANEL_WIDTH * min(COLUMNS, len(panels)), PANEL_HEIGHT * rows
    body = "\n".join(f'<g transform="translate({PANEL_WIDTH * (i % COLUMNS)} {PANEL_HEIGHT * (i // COLUMNS)})">\n{panel.draw()}\n</g>' for i, panel in enumerate(panels))
    target.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">\n<style>{STYLE}</style>\n{body}\n</svg>\n',
                      encoding="utf-8")
