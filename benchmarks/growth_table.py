"""The report on growth: tables, and a drawing of the times beside the law."""

from plot import Panel, draw

INTRODUCTION = """
How time and memory of one iteration of `automtl bench` grow, two tasks, batch 4, crop 224, mobilenetv2 with ASPP heads of width 1024 where nothing else is said. The law: time is linear in tasks,
batch, pixels, and multiply-adds; memory is what does not depend on the size (the JVM and its libraries), the static memory, and the step, which is linear in batch and pixels and the same for any
number of tasks that take turns in it. "times" holds the median time against the first line of its table. A single task has no branches to mix and no second copy of each layer, so the law
of tasks begins at two. Where all tasks share every layer and take one step together, their common layers are computed once if the BatchNorms are shared too (hard sharing, or BatchNorms in the search)
and time grows with the heads alone; with BatchNorms of their own, the activations differ from the first of them on, and sharing saves parameters, not time.
"""

TITLES = {"tasks": "tasks", "batch": "batch", "crop": "crop", "depth": "depth", "own_norms": "tasks that share all layers, BatchNorms of their own",
          "shared_norms": "tasks that share all layers and BatchNorms"}
NAMES = {"pre_train": "pre-train", "post_train": "post-train", "infer_n": "inference"}
PICTURE = "growth.svg"


def growth(records, folder):
    """Tables of the last figure at each size; the drawing is written beside the page."""
    if not records:
        return []
    axes = {axis: list({r["value"]: r for r in records if r["growth"] == axis}.values()) for axis in TITLES if any(r["growth"] == axis for r in records)}
    for axis, chosen in axes.items():
        chosen.sort(key=lambda r: work(r) if axis == "depth" else r["value"])
    draw(panels(axes), folder / PICTURE)
    lines = ["## Growth", INTRODUCTION, f"![Seconds of an iteration against its size, on logarithmic axes; dashed: the linear law]({PICTURE})", ""]
    for axis, chosen in axes.items():
        lines += table(axis, chosen)
    return lines


def table(axis, chosen):
    train, infer = chosen[0]["phases"]
    counted = axis == "depth"
    extra = " G multiply-adds | s for 100 G |" if counted else ""
    lines = [f"| {TITLES[axis]} | {NAMES[train]} s | times |{extra} peak MiB | static MiB | {NAMES[infer]} s | times |", "|---|---|---|---|---|---|---|" + ("---|---|" if counted else "")]
    for r in chosen:
        a, b = r["phases"][train], r["phases"][infer]
        more = f" {work(r) / 1e9:.1f} | {a['median_s'] / work(r) * 1e11:.2f} |" if counted else ""
        lines.append(f"| {r['value']} | {a['median_s']:.2f} | {a['median_s'] / chosen[0]['phases'][train]['median_s']:.2f} |{more} {a['peak_rss_mib']:.0f} "
                     f"| {a['static_mib']:.0f} | {b['median_s']:.3f} | {b['median_s'] / chosen[0]['phases'][infer]['median_s']:.2f} |")
    return lines + [""]


def work(record):
    return record["phases"]["pre_train"]["multiply_adds"]


def panels(axes):
    def both(axis, size):
        return [(NAMES[phase], [(size(r), r["phases"][phase]["median_s"]) for r in axes[axis]]) for phase in axes[axis][0]["phases"]]

    found = [Panel(f"Seconds against {axis}", label, "s", both(axis, size), reference)
             for axis, label, size, reference in (("tasks", "tasks", lambda r: r["value"], 1), ("batch", "images in a batch", lambda r: r["value"], 0),
                                                  ("crop", "pixels of an image", lambda r: r["value"] ** 2, 0)) if axis in axes]
    if "depth" in axes:
        points = [(work(r) / 1e9, r["phases"]["pre_train"]["median_s"]) for r in axes["depth"]]
        found.append(Panel("Seconds against depth", "G multiply-adds of an iteration", "s", [("pre-train", points)]))
    for phase in ("post_train", "infer_n"):
        lines = [(name, [(r["value"], r["phases"][phase]["median_s"]) for r in axes[axis]])
                 for axis, name in (("own_norms", "BatchNorms of their own"), ("shared_norms", "shared BatchNorms")) if axis in axes]
        if lines:
            found.append(Panel(f"All layers shared: {NAMES[phase]}", "tasks", "s", lines))
    return found
