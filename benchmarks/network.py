"""A backbone in which every convolution has a shared, a task's own and a skipping branch, each an operation of its own, in eager PyTorch.

This is the yardstick's network: it computes what the AutoMTL paper (Zhang, Liu, Guan, NeurIPS 2022) describes, in the way in which its authors compute it.
"""

import re

import torch
from torch import nn
from torch.nn import functional as F

TOKEN = re.compile(r'"[^"]*"|[{}]|[^\s{}:"]+')


def read_layers(path):
    """The layers of a prototxt file: dictionaries with the repeated field `bottom` as a list, messages as dictionaries."""
    text = re.sub(r"#.*", "", open(path, encoding="utf-8").read())
    tokens = TOKEN.findall(text)

    def message(at):
        fields = {}
        while at < len(tokens) and tokens[at] != "}":
            name = tokens[at]
            if tokens[at + 1] == "{":
                value, at = message(at + 2)
            else:
                value, at = tokens[at + 1].strip('"'), at + 2
            fields.setdefault(name, []).append(value)
        return fields, at + 1

    fields, _ = message(0)
    return fields["layer"]


def one(message, name, default=None):
    """A field that is there once at most."""
    return message.get(name, [default])[0]


def number(message, name, default):
    return int(one(message, name, default))


class Shared(nn.Module):
    """A layer without parameters, the same for every task."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, inputs, task, stage):
        return self.function(*inputs)


class Norm(nn.Module):
    """BatchNorm: a shared one and one for each task."""

    def __init__(self, channels, tasks, **options):
        super().__init__()
        self.shared = nn.BatchNorm2d(channels, **options)
        self.own = nn.ModuleDict({t: nn.BatchNorm2d(channels, **options) for t in tasks})

    def forward(self, inputs, task, stage):
        x = inputs[0]
        return (self.shared(x) + self.own[task](x)) / 2 if stage == "pre_train" else self.own[task](x)


class Choice(nn.Module):
    """A convolution with its branches and every task's logits."""

    def __init__(self, index, name, inputs, outputs, tasks, **options):
        super().__init__()
        self.key = f"{index}:{name}"
        self.shared = nn.Conv2d(inputs, outputs, **options)
        self.own = nn.ModuleDict({t: nn.Conv2d(inputs, outputs, **options) for t in tasks})
        stride = options["stride"]
        identity = inputs == outputs and stride == 1
        self.skip = nn.ModuleDict({
            t: nn.Identity() if identity else nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)) for t in tasks})
        self.logits = nn.ParameterDict({t: nn.Parameter(torch.zeros(3)) for t in tasks})

    def forward(self, inputs, task, stage):
        x = inputs[0]
        if stage == "pre_train":
            return (self.shared(x) + self.own[task](x) + self.skip[task](x)) / 3
        if stage == "soft":
            p = F.gumbel_softmax(self.logits[task], tau=5.0, hard=False)
            return p[0] * self.shared(x) + p[1] * self.own[task](x) + p[2] * self.skip[task](x)
        branch = stage[task][self.key]
        return self.shared(x) if branch == "shared" else (self.own if branch == "specific" else self.skip)[task](x)


class Aspp(nn.Module):
    """Four dilated branches whose predictions are summed (Chen et al., DeepLab v2)."""

    def __init__(self, channels, outputs, width):
        super().__init__()
        self.branches = nn.ModuleList([
            nn.Sequential(
                nn.Conv2d(channels, width, 3, padding=d, dilation=d), nn.ReLU(), nn.Dropout(0.5),
                nn.Conv2d(width, width, 1), nn.ReLU(), nn.Dropout(0.5),
                nn.Conv2d(width, outputs, 1)) for d in (6, 12, 18, 24)])

    def forward(self, x):
        return sum(branch(x) for branch in self.branches)


class MultiTaskNetwork(nn.Module):
    """Backbone, branches and heads; `outputs` maps a task's name to its head's outputs."""

    def __init__(self, path, outputs, width=1024):
        super().__init__()
        tasks = list(outputs)
        self.nodes = nn.ModuleList()
        self.sources = []
        tops, channels = {}, []
        for index, layer in enumerate(read_layers(path)):
            sources = [tops.get(b, -1) for b in layer["bottom"]]
            inputs = 3 if sources[0] < 0 else channels[sources[0]]
            node, result = self.layer(index, layer, inputs, tasks)
            self.nodes.append(node)
            self.sources.append(sources)
            channels.append(result)
            tops[one(layer, "top")] = index
        self.heads = nn.ModuleDict({t: Aspp(channels[-1], n, width) for t, n in outputs.items()})
        self.last_reader = {s: i for i, sources in enumerate(self.sources) for s in sources}

    @staticmethod
    def layer(index, layer, inputs, tasks):
        kind = one(layer, "type")
        if kind == "Convolution":
            p = one(layer, "convolution_param")
            options = dict(kernel_size=number(p, "kernel_size", 1), stride=number(p, "stride", 1), padding=number(p, "pad", 0),
                           dilation=number(p, "dilation", 1), groups=number(p, "group", 1), bias=one(p, "bias_term", "true") == "true")
            outputs = number(p, "num_output", 0)
            return Choice(index, one(layer, "name"), inputs, outputs, tasks, **options), outputs
        if kind == "BatchNorm":
            return Norm(inputs, tasks, eps=float(one(one(layer, "batch_norm_param", {}), "eps", 1e-5))), inputs
        if kind == "ReLU":
            in_place = one(one(layer, "relu_param", {}), "inplace", "false") == "true"
            return Shared(nn.ReLU(inplace=in_place)), inputs
        if kind == "Pooling":
            p = one(layer, "pooling_param")
            return Shared(nn.MaxPool2d(number(p, "kernel_size", 1), number(p, "stride", 1), number(p, "pad", 0),
                                       ceil_mode=one(p, "round_mode", "FLOOR") == "CEIL")), inputs
        if kind == "Eltwise":
            return Shared(torch.add), inputs
        raise ValueError(f"layer {index}: type {kind} is not used by the backbones that are measured")

    def forward(self, x, task, stage):
        """`stage`: "pre_train", "soft", or an architecture: by task, by layer, "shared", "specific" or "skip"."""
        results = {-1: x}
        for i, (node, sources) in enumerate(zip(self.nodes, self.sources)):
            results[i] = node([results[s] for s in sources], task, stage)
            for s in set(sources):  # as Python's own variables would be, results are let go when nobody reads them any more
                if self.last_reader[s] == i:
                    del results[s]
        return self.heads[task](results[len(self.nodes) - 1])
