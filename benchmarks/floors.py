"""How far each phase is from what the machine could do at best."""

import statistics

from names import NAMES

INTRODUCTION = """
Multiply-adds are those of an iteration in all convolutions and products of matrices, as the mathematics asks for them: forward, and for each gradient that is wanted, without taps
that see only padding. Bytes are what the calls of an iteration and the optimiser read and write, each array once for each call. Seconds of both are at the rates that `automtl bench`
measured at the end of the same processes, of which the largest counts: a plain 3x3 convolution of 256 channels on 56x56 by ND4J, and copying 64 MiB. The floor is the larger of
the two, since a convolution's arithmetic hides its memory traffic at best. Convolutions by minimal filtering take fewer multiplications than are counted, and may be below the floor.
"""

HEADER = """| phase | G multiply-adds | s | GB moved | s | floor s | ours s | ours / floor |
|---|---|---|---|---|---|---|---|"""


def floors(records):
    """One table for each backbone, of those records that know their work."""
    known = [r for r in records if "speed" in r and "multiply_adds" in r["ours"]]
    if not known:
        return []
    lines = ["## How far from the floor", INTRODUCTION]
    for backbone in dict.fromkeys(r["backbone"] for r in known):
        chosen = [r for r in known if r["backbone"] == backbone]
        rate = max(r["speed"]["multiply_adds_per_s"] for r in chosen)
        bandwidth = max(r["speed"]["bytes_per_s"] for r in chosen)
        lines += [f"### {backbone}: {rate / 1e9:.0f} G multiply-adds/s, {bandwidth / 1e9:.1f} GB/s", "", HEADER]
        lines += [row(phase, of_phase, rate, bandwidth) for phase in NAMES if (of_phase := [r["ours"] for r in chosen if r["phase"] == phase])]
        lines.append("")
    return lines


def row(phase, figures, rate, bandwidth):
    work, moved = figures[-1]["multiply_adds"], figures[-1]["moved_bytes"]
    seconds = statistics.median(f["median_s"] for f in figures)
    floor = max(work / rate, moved / bandwidth)
    return (f"| {NAMES[phase]} | {work / 1e9:.1f} | {work / rate:.2f} | {moved / 1e9:.1f} | {moved / bandwidth:.2f} | {floor:.2f} | {seconds:.2f} "
            f"| {seconds / floor:.2f} |")
