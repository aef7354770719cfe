#!/usr/bin/python3
"""Trains a multi-task network as the published PyTorch code of AutoMTL does, and prints what each phase takes as JSON.

Three branches are three operations, tasks take steps one after the other, ASPP heads have width 1024, Adam and SGD have weight decay, PyTorch is eager, and
each backward pass computes every gradient. Needs PyTorch (Debian: python3-torch) and nothing else.
"""

import argparse
import ctypes
import json
import resource
import statistics
import time

import torch
from torch import nn
from torch.nn import functional as F

from network import MultiTaskNetwork

OUTPUTS = {"segmentation": 19, "depth": 1, "normals": 3, "keypoints": 1, "edges": 1}
PHASES = ["pre_train", "policy_step", "weight_step", "post_train", "infer_1", "infer_n"]


def task_outputs(count):
    names = list(OUTPUTS)
    return {names[i] if i < 5 else f"depth{i}": OUTPUTS[names[i]] if i < 5 else 1 for i in range(count)}


class Bench:
    def __init__(self, options):
        self.options = options
        self.outputs = task_outputs(options.tasks)
        self.network = MultiTaskNetwork(options.backbone, self.outputs)
        self.architecture = json.load(open(options.architecture))["tasks"] if options.architecture else None
        self.images = torch.randn(options.batch, 3, options.crop, options.crop)
        self.labels = {
            t: torch.randint(0, n, (options.batch, 1, options.crop, options.crop)).float() if n > 3 else torch.rand(options.batch, n, options.crop, options.crop) + 0.1
            for t, n in self.outputs.items()}
        self.optimizer = None

    def prepare(self, phase):
        weights = [p for n, p in self.network.named_parameters() if ".logits." not in n]
        logits = [p for n, p in self.network.named_parameters() if ".logits." in n]
        self.optimizer = None
        self.network.zero_grad(set_to_none=True)
        if phase in ("pre_train", "post_train"):
            self.optimizer = torch.optim.Adam(weights, lr=1e-4, betas=(0.5, 0.999), weight_decay=1e-4)
        elif phase == "policy_step":
            self.optimizer = torch.optim.Adam(logits, lr=1e-2, weight_decay=5e-4)
        elif phase == "weight_step":
            self.optimizer = torch.optim.SGD(weights, lr=1e-4, momentum=0.9, weight_decay=1e-4)
        self.network.train(self.optimizer is not None)

    def loss(self, task, prediction):
        label = F.interpolate(self.labels[task], size=prediction.shape[2:], mode="nearest")
        if self.outputs[task] > 3:
            return F.cross_entropy(prediction, label[:, 0].long(), ignore_index=255)
        if self.outputs[task] == 3:
            return 1 - F.cosine_similarity(prediction, label, dim=1, eps=1e-12).mean()
        return (prediction - label).abs().mean()

    def iteration(self, phase):
        """Every task once."""
        stage = {"pre_train": "pre_train", "policy_step": "soft", "weight_step": "soft"}.get(phase, self.architecture)
        if phase.startswith("infer"):
            images = self.images[:1] if phase == "infer_1" else self.images
            with torch.no_grad():
                for task in self.outputs:
                    self.network(images, task, stage)
            return
        for task in self.outputs:
            self.network.zero_grad(set_to_none=False)
            self.loss(task, self.network(self.images, task, stage)).backward()
            self.optimizer.step()

    def static_bytes(self):
        tensors = [*self.network.parameters(), *self.network.buffers(), *(p.grad for p in self.network.parameters() if p.grad is not None)]
        if self.optimizer:
            tensors += [v for s in self.optimizer.state.values() for v in s.values() if torch.is_tensor(v)]
        return sum(t.numel() * t.element_size() for t in tensors)

    def measure(self, phase):
        self.prepare(phase)
        reset_peak()
        walls, cpus = [], []
        for i in range(self.options.warm_up + self.options.iters):
            wall, cpu = time.perf_counter(), time.process_time()
            self.iteration(phase)
            if i >= self.options.warm_up:
                walls.append(time.perf_counter() - wall)
                cpus.append(time.process_time() - cpu)
        return {"median_s": statistics.median(walls), "min_s": min(walls), "max_s": max(walls), "cpu_s": statistics.median(cpus), "iters": len(walls),
                "peak_rss_mib": peak_rss() / 2**20, "static_mib": self.static_bytes() / 2**20}


def reset_peak():
    """Gives free memory back to the system and begins to measure the peak anew."""
    ctypes.CDLL(None).malloc_trim(0)
    with open("/proc/self/clear_refs", "w") as f:
        f.write("5")


def peak_rss():
    for line in open("/proc/self/status"):
        if line.startswith("VmHWM"):
            return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


class Counter:
    """Counts multiply-adds of convolutions: forward, gradient of the input where it needs one, gradient of the weights where they do."""

    def __init__(self, network):
        self.calls = []
        self.handles = [m.register_forward_hook(self.note) for m in network.modules() if isinstance(m, nn.Conv2d)]

    def note(self, conv, inputs, output):
        x = inputs[0]
        passes = 1 + (int(x.requires_grad) + int(conv.weight.requires_grad) if torch.is_grad_enabled() else 0)
        macs = output.numel() * conv.weight[0].numel()
        self.calls.append((conv, tuple(x.shape), x.requires_grad, torch.is_grad_enabled(), passes * macs, macs))

    def macs(self):
        return sum(c[4] for c in self.calls)

    def remove(self):
        for handle in self.handles:
            handle.remove()


def bare_loop(calls):
    """Seconds of the same convolutions with nothing around them."""
    seconds = 0.0
    for conv, shape, image_gradient, backward, _, _ in calls:
        x = torch.randn(shape, requires_grad=image_gradient)
        with torch.set_grad_enabled(backward):
            start = time.perf_counter()
            y = F.conv2d(x, conv.weight, conv.bias, conv.stride, conv.padding, conv.dilation, conv.groups)
            seconds += time.perf_counter() - start
        if backward:
            dy = torch.randn_like(y)
            start = time.perf_counter()
            torch.autograd.grad(y, [t for t in (x, conv.weight, conv.bias) if t is not None and t.requires_grad], dy)
            seconds += time.perf_counter() - start
    return seconds


def convolution_rates(bench, phase):
    """Multiply-adds of an iteration, their rate inside it, and the rate of a bare loop over the same convolutions."""
    bench.prepare(phase)
    bench.iteration(phase)
    counter = Counter(bench.network)
    with torch.autograd.profiler.profile() as profile:
        bench.iteration(phase)
    counter.remove()
    # The outermost operations that do nothing but a convolution.
    inside = sum(e.cpu_time_total for e in profile.key_averages() if e.key in ("aten::conv2d", "ConvolutionBackward0")) * 1e-6
    bench.network.zero_grad(set_to_none=True)
    bare = bare_loop(counter.calls)
    return {"macs": counter.macs(), "forward_macs": sum(c[5] for c in counter.calls), "inside_gmacs_per_s": counter.macs() / inside * 1e-9, "bare_gmacs_per_s": counter.macs() / bare * 1e-9}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--backbone", required=True, help="prototxt file")
    parser.add_argument("--tasks", type=int, default=2)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--crop", type=int, default=224)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--iters", type=int, default=1)
    parser.add_argument("--warm-up", type=int, default=1, help="iterations before the clock starts")
    parser.add_argument("--phases", default=",".join(PHASES))
    parser.add_argument("--architecture", help="JSON file with the branches of post-train and inference, as automtl writes it")
    parser.add_argument("--rates", action="store_true", help="counts multiply-adds and compares convolutions with a bare loop, instead of timing phases")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    bench = Bench(options)
    phases = options.phases.split(",")
    result = {"version": torch.__version__, "threads": options.threads}
    if options.rates:
        result["rates"] = {p: convolution_rates(bench, p) for p in phases}
    else:
        result["phases"] = {p: bench.measure(p) for p in phases}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
