"""Makes benchmarks/README.md from what was measured."""

import json
import statistics

from floors import floors
from growth_table import growth
from kernel_table import kernels
from names import NAMES
from versions import newest

INTRODUCTION = """
# Beside the published algorithm in PyTorch

This page is made by `benchmarks/run`; its last part comes from `notes.md`. `published.py` trains as the published AutoMTL code does: three branches are three
operations, tasks take steps one after the other, ASPP heads have width 1024, Adam and SGD have weight decay, PyTorch is eager and computes every gradient.
`automtl bench` runs the same phases of the same backbone with the same tasks, batch, crop and threads. The programs take turns, each phase in a process of its own.

One iteration is a step of every task (inference: a prediction for every task); post-train and inference have the same hard policy on both sides. Times are seconds
of an iteration, the median of the rounds; a ratio is PyTorch's figure over ours, of two neighbouring processes: the median of the rounds, and the least and the largest
in brackets. The first iteration of a process is not timed, of short phases the first three: Java compiles its loops in these. Rounds may have been measured
apart; a table holds those of one version of the code only, the newest that its backbone was measured in.
Memory is the largest resident memory of the process in MiB, and its ratio ours over PyTorch's; "foretold" is what our
program says before the first iteration that the peak will be, which is to be within 20 % of it; "static" are weights, statistics and optimiser state, and
PyTorch's gradients; ours are handed out one by one in the backward pass and live in the memory of the step.
"""

HEADER = """| phase | PyTorch s | ours s | ratio | target | PyTorch processor s | ours | ratio | rounds |
|---|---|---|---|---|---|---|---|---|"""

MEMORY_HEADER = """| phase | PyTorch peak MiB | ours | ratio | target | foretold | foretold / ours | PyTorch static MiB | ours |
|---|---|---|---|---|---|---|---|---|"""

YARDSTICK = """
Multiply-adds of all convolutions of one iteration, counted call by call: forward, gradient of the input where one is needed, gradient of the weights. The gradient of the
first layer's input is not computed; "forward x 3" counts as if it were. The rate inside the training program is held against a loop that runs the same convolutions with
nothing around them, in the same process.
"""


ONNX = """
The same finished model of two tasks with ASPP heads of width 1024, predicting in one process in turns: by `MultiTaskModel.outputs`, and, exported with `--format onnx`, by ONNX Runtime
with all its optimisations and as many threads. Outputs were checked to be equal to 1e-4 first. The median of the predictions, and the least.
"""

def spread(values):
    median = f"{statistics.median(values):.2f}"
    return median if len(values) == 1 else f"{median} ({min(values):.2f}-{max(values):.2f})"


def targets(backbone, phase):
    """Wanted: the least ratio of times, the largest ratio of memories."""
    deeplab = backbone.startswith("deeplab")
    if phase.startswith("infer"):
        return (1.4 if deeplab else 1.5), 0.75
    if deeplab:
        return (1.3 if phase == "post_train" else 2.0), 0.6
    return 2.0, 0.7


def ratios(records, key, over, under):
    return [r[over][key] / r[under][key] for r in records]


def middle(records, side, key, digits):
    value = statistics.median(r[side][key] for r in records)
    return f"{value:.{digits}f}" if value < 10 or digits == 0 else f"{value:.1f}"


def time_row(backbone, phase, records):
    def pair(key):
        return f"{middle(records, 'published', key, 2)} | {middle(records, 'ours', key, 2)} | {spread(ratios(records, key, 'published', 'ours'))}"
    return f"| {NAMES[phase]} | {pair('median_s')} | {targets(backbone, phase)[0]} | {pair('cpu_s')} | {len(records)} |"


def memory_row(backbone, phase, records):
    return (f"| {NAMES[phase]} | {middle(records, 'published', 'peak_rss_mib', 0)} | {middle(records, 'ours', 'peak_rss_mib', 0)} "
            f"| {spread(ratios(records, 'peak_rss_mib', 'ours', 'published'))} | {targets(backbone, phase)[1]} | {foretold(records)} "
            f"| {middle(records, 'published', 'static_mib', 0)} | {middle(records, 'ours', 'static_mib', 0)} |")


def measured_in(records):
    """The version that all these records have in common."""
    return f"Version {records[-1].get('version') or 'unknown'}, measured {days(records)}."


def days(records):
    dates = sorted({r["date"] for r in records})
    return dates[0] + (f" to {dates[-1]}" if len(dates) > 1 else "")


def foretold(records):
    """What our program said before its first iteration that the peak would be, and how much of the peak that is."""
    told = [r for r in records if r["ours"].get("estimate_mib")]
    return f"{middle(told, 'ours', 'estimate_mib', 0)} | {spread([r['ours']['estimate_mib'] / r['ours']['peak_rss_mib'] for r in told])}" if told else " | "


def comparison(machine, records):
    lines = [f"Measured on {machine}, {days(records)}. Ours: {records[-1]['backend']}. "
             f"Theirs: PyTorch {records[-1]['torch']} from Debian.", ""]
    groups = {}
    for r in records:
        groups.setdefault((r["backbone"], r["tasks"], r["batch"], r["crop"], r["threads"]), []).append(r)
    for (backbone, tasks, batch, crop, threads), chosen in groups.items():
        by_phase = {p: of_phase for p in NAMES if (of_phase := [r for r in chosen if r["phase"] == p])}
        lines += [f"## {backbone}, {tasks} tasks, batch {batch}, crop {crop}, {threads} threads", "", measured_in(chosen), "", HEADER]
        lines += [time_row(backbone, p, of_phase) for p, of_phase in by_phase.items()]
        lines += ["", MEMORY_HEADER]
        lines += [memory_row(backbone, p, of_phase) for p, of_phase in by_phase.items()]
        lines.append("")
    return lines


def yardstick(records):
    if not records:
        return []
    lines = ["## Is the yardstick fair?", YARDSTICK,
             "| backbone | phase | multiply-adds, G | forward x 3, G | inside, G/s | bare loop, G/s | inside / bare |", "|---|---|---|---|---|---|---|"]
    for r in {(r["backbone"], r["phase"]): r for r in records}.values():
        x = r["rates"]
        lines.append(f"| {r['backbone']} | {NAMES[r['phase']]} | {x['macs'] / 1e9:.1f} | {3 * x['forward_macs'] / 1e9:.1f} | {x['inside_gmacs_per_s']:.1f} "
                     f"| {x['bare_gmacs_per_s']:.1f} | {x['inside_gmacs_per_s'] / x['bare_gmacs_per_s']:.2f} |")
    return lines + [""]


def runtimes(records):
    if not records:
        return []
    lines = ["## Inference beside ONNX Runtime", ONNX, "| measured on | backbone | batch | crop | threads | ours ms (least) | ONNX Runtime ms (least) | ours / ONNX Runtime |",
             "|---|---|---|---|---|---|---|---|"]
    for r in records:
        x = r["onnx"]
        lines.append(f"| {r['machine']}, {r['date']} | {x['backbone']} | {x['batch']} | {x['crop']} | {x['threads']} | {x['ours_ms']:.1f} ({x['ours_least_ms']:.1f}) "
                     f"| {x['onnxruntime_ms']:.1f} ({x['onnxruntime_least_ms']:.1f}) | {x['ours_ms'] / x['onnxruntime_ms']:.2f} |")
    return lines + [""]


def write_report(source, target):
    records = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    lines = [INTRODUCTION.strip(), ""]
    for machine in sorted({r["machine"] for r in records}):
        pairs = newest([r for r in records if "ours" in r and r["machine"] == machine], lambda r: r["backbone"])
        if pairs:
            lines += comparison(machine, pairs)
            lines += floors(pairs)
    lines += growth(newest([r for r in records if "growth" in r], lambda r: (r["machine"], r["growth"])), target.parent)
    lines += kernels(newest([r for r in records if "kernel" in r], lambda r: r["machine"]))
    lines += runtimes(newest([r for r in records if "onnx" in r], lambda r: (r["machine"], r["onnx"]["backbone"])))
    lines += yardstick(newest([r for r in records if "rates" in r], lambda r: (r["machine"], r["backbone"])))
    notes = source.with_name("notes.md")
    if notes.exists():
        lines += [notes.read_text(encoding="utf-8").strip(), ""]
    target.write_text("\n".join(lines), encoding="utf-8")
