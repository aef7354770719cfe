"""The report on single kernels."""

INTRODUCTION = """
Convolutions of one layer, batch 4, as plans compute them, measured with JMH (`benchmarks/kernels.sh`): forward, and a step, which is forward and the gradients of images and kernel.
G multiply-adds/s count all taps of the convolution, those that see only padding too, so that a form which leaves taps out, or multiplies less, is seen to be faster. The floor is
ND4J's own operation on the same channels and maps without dilation. Times are milliseconds, the median of the iterations.
"""

HEADER = """| layer | forward ms | G/s | floor G/s | ours / floor | step ms | G/s | floor G/s | ours / floor |
|---|---|---|---|---|---|---|---|---|"""

IMAGES = 4


def kernels(records):
    """The last figure of each kernel."""
    if not records:
        return []
    last = {(r["kernel"], r["method"], r["layer"]): r["median_ms"] for r in records}
    lines = ["## Kernels", INTRODUCTION, HEADER]
    for layer in dict.fromkeys(key[2] for key in last if key[0] == "ConvolutionBenchmark"):
        times = [last.get(("ConvolutionBenchmark", method, layer)) for method in ("forward", "plainForward", "step", "plainStep")]
        lines.append(f"| {words(layer)} | {pair(macs(layer), *times[:2])} | {pair(3 * macs(layer), *times[2:])} |")
    lines += ["", "| other kernels, step | ms |", "|---|---|"]
    lines += [f"| BatchNorm and rectifier, forward and backward: {words(layer)} | {ms:.1f} |" for (kernel, _, layer), ms in last.items() if kernel == "BatchNormBenchmark"]
    lines += [f"| Adam on 10 million numbers | {ms:.1f} |" for (kernel, _, _), ms in last.items() if kernel == "AdamBenchmark"]
    return lines + [""]


def pair(work, ours, floor):
    if ours is None or floor is None:
        return " | | | "
    return f"{ours:.1f} | {work / ours * 1e-6:.0f} | {work / floor * 1e-6:.0f} | {floor / ours:.2f}"


def parts(layer):
    return {part[0]: int(part[1:]) for part in layer.split("_")}


def macs(layer):
    p = parts(layer)
    return IMAGES * p["s"] ** 2 * p["k"] ** 2 * p["c"] * p.get("o", 1)


def words(layer):
    p = parts(layer)
    size = f"{p['s']}x{p['s']}"
    if "k" not in p:
        return f"{p['c']} channels, {size}"
    kind = f"{p['k']}x{p['k']}, {p['c']} to {p['o']} channels" if "o" in p else f"depthwise {p['k']}x{p['k']}, {p['c']} channels"
    return kind + (f", dilation {p['d']}" if p["d"] > 1 else "") + f", {size}"
