#!/usr/bin/env python3
"""Writes tests/golden/unet-*.safetensors: small random U-Nets of Mamba blocks and the logits they give.

    scripts/make-golden-unet.py [FOLDER]        (default: tests/golden)

An independent implementation in plain Python, whole sequences at a time, from the published equations: SaShiMi's pools
and skips (Goel et al. 2022, section 3.3; the order of skips as in its published code), Mamba's block (Gu and Dao 2023,
algorithm 2 and figure 3), RMSNorm, GELU, GLU. float64 on weights that are exact in float32. Equal files each time.
"""
import json
import math
import pathlib
import random
import struct
import sys

CASES = {
    "unet-both-ways": dict(pools=[2, 3], down_blocks=True, feed_forward="mlp", n_layer=2, d_model=4, d_state=3, length=29),
    "unet-up-only": dict(pools=[4], down_blocks=False, feed_forward="glu", n_layer=2, d_model=6, d_state=4, length=22),
    "unet-square": dict(pools=[4, 4], down_blocks=True, feed_forward="none", n_layer=1, d_model=4, d_state=2, length=40),
}
VOCAB, BATCH, D_CONV, EXPAND, EPS = 8, 2, 4, 2, 1e-5


class Weights:
    """Random tensors by name, drawn where they are first asked for: (extents, values), values exact in float32."""

    def __init__(self, seed):
        self.random, self.tensors = random.Random(seed), {}

    def get(self, name, extents, draw=None):
        if name not in self.tensors:
            fan_in = extents[-1] if len(extents) > 1 else 4
            draw = draw or (lambda index: self.random.gauss(0, 1) / math.sqrt(fan_in))
            count = math.prod(extents)
            values = [struct.unpack("<f", struct.pack("<f", draw(i)))[0] for i in range(count)]
            self.tensors[name] = (extents, values)
        return self.tensors[name][1]

    def matrix(self, name, rows, columns, draw=None):
        values = self.get(name, (rows, columns), draw)
        return [values[i * columns : (i + 1) * columns] for i in range(rows)]


def dot(a, b):
    return sum(x * y for x, y in zip(a, b))


def plus(a, b):
    return [[x + y for x, y in zip(u, v)] for u, v in zip(a, b)]


def linear(weights, name, x, d_out, bias=True):
    w = weights.matrix(name + ".weight", d_out, len(x[0]))
    b = weights.get(name + ".bias", (d_out,)) if bias else [0.0] * d_out
    return [[dot(row, column) + b_i for row, b_i in zip(w, b)] for column in x]


def rms_norm(weights, name, x):
    w = weights.get(name + ".weight", (len(x[0]),), lambda i: 1 + 0.3 * weights.random.gauss(0, 1))
    return [[v * g / math.sqrt(dot(f, f) / len(f) + EPS) for v, g in zip(f, w)] for f in x]


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


def mamba(weights, name, x, d_state):
    D, L = len(x[0]), len(x)
    E, R = EXPAND * D, (D + 15) // 16
    xz = linear(weights, name + ".in_proj", x, 2 * E, bias=False)
    taps = weights.matrix(name + ".conv1d.weight", E, D_CONV)
    shift = weights.get(name + ".conv1d.bias", (E,))
    u = []
    for t in range(L):
        frame = []
        for e in range(E):
            s = shift[e] + sum(taps[e][k] * xz[t - D_CONV + 1 + k][e] for k in range(D_CONV) if t - D_CONV + 1 + k >= 0)
            frame.append(s * sigmoid(s))
        u.append(frame)
    low = linear(weights, name + ".x_proj", u, R + 2 * d_state, bias=False)
    dt_w = weights.matrix(name + ".dt_proj.weight", E, R)
    dt_b = weights.get(name + ".dt_proj.bias", (E,), lambda i: weights.random.uniform(-4, -1))
    A_log = weights.matrix(name + ".A_log", E, d_state,
                           lambda i: math.log(i % d_state + 1) + 0.2 * weights.random.gauss(0, 1))
    skip = weights.get(name + ".D", (E,), lambda i: 1 + 0.3 * weights.random.gauss(0, 1))
    h = [[0.0] * d_state for _ in range(E)]
    y = []
    for t in range(L):
        B, C = low[t][R : R + d_state], low[t][R + d_state :]
        frame = []
        for e in range(E):
            dt = math.log1p(math.exp(dot(dt_w[e], low[t][:R]) + dt_b[e]))
            h[e] = [math.exp(-dt * math.exp(a)) * s + dt * b * u[t][e] for a, s, b in zip(A_log[e], h[e], B)]
            z = xz[t][E + e]
            frame.append((dot(C, h[e]) + skip[e] * u[t][e]) * z * sigmoid(z))
        y.append(frame)
    return linear(weights, name + ".out_proj", y, D, bias=False)


def feed_forward(weights, name, x, kind):
    D = len(x[0])
    hidden = linear(weights, name + ".in", x, 2 * D if kind == "mlp" else 4 * D)
    if kind == "mlp":
        hidden = [[v * 0.5 * (1 + math.erf(v / math.sqrt(2))) for v in f] for f in hidden]
    else:
        hidden = [[a * sigmoid(g) for a, g in zip(f[: 2 * D], f[2 * D :])] for f in hidden]
    return linear(weights, name + ".out", hidden, D)


class Model:
    def __init__(self, case, seed):
        self.case, self.weights = case, Weights(seed)

    def layers(self, where):
        """The residual layers of a modelling part, as functions of a sequence."""
        kinds = ["mixer"] if self.case["feed_forward"] == "none" else ["mixer", "feed_forward"]

        def layer(number, kind):
            name = f"{where}layers.{number}."

            def apply(x):
                normed = rms_norm(self.weights, name + "norm", x)
                if kind == "mixer":
                    return plus(x, mamba(self.weights, name + "mixer", normed, self.case["d_state"]))
                return plus(x, feed_forward(self.weights, name + "feed_forward", normed, self.case["feed_forward"]))

            return apply

        return [layer(i, kind) for i, kind in enumerate(kinds * self.case["n_layer"])]

    def stage(self, x, pools, where):
        if not pools:
            y = x
            for layer in self.layers(where):
                y = layer(y)
            return plus(y, x)
        seen = [x]
        if self.case["down_blocks"]:
            for layer in self.layers(where + "down."):
                seen.append(layer(seen[-1]))
        p, D, L = pools[0], len(x[0]), len(x)
        groups = [sum(seen[-1][i * p : (i + 1) * p], []) for i in range(L // p)]
        coarse = linear(self.weights, where + "down_pool", groups, 2 * D)
        coarse = self.stage(coarse, pools[1:], where + "inner.")
        up = [[0.0] * (p * D)] + linear(self.weights, where + "up_pool", coarse, p * D)  # one coarse step later
        spread = [up[t // p][t % p * D : (t % p + 1) * D] for t in range(L)]
        u = plus(spread, seen.pop())
        if self.case["down_blocks"]:
            for layer in self.layers(where + "up."):
                u = plus(layer(u), seen.pop())
            return u
        y = u
        for layer in self.layers(where + "up.layers.0."):
            y = layer(y)
        return plus(y, u)

    def logits(self, tokens):
        table = self.weights.matrix("backbone.embedding.weight", VOCAB, self.case["d_model"])
        x = self.stage([table[token] for token in tokens], self.case["pools"], "backbone.")
        return linear(self.weights, "lm_head", rms_norm(self.weights, "backbone.norm_f", x), VOCAB, bias=False)


def save(path, arrays, metadata):
    sizes = {"F64": (8, "d"), "F32": (4, "f"), "I32": (4, "i")}
    header, body = {"__metadata__": metadata}, b""
    for name in sorted(arrays, key=lambda n: (-sizes[arrays[n][0]][0], n)):
        dtype, extents, values = arrays[name]
        data = struct.pack(f"<{len(values)}{sizes[dtype][1]}", *values)
        header[name] = {"dtype": dtype, "shape": list(extents), "data_offsets": [len(body), len(body) + len(data)]}
        body += data
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(len(text).to_bytes(8, "little") + text + body)


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent / "tests/golden")
    for seed, (name, case) in enumerate(CASES.items(), 1):
        model, draw = Model(case, seed), random.Random(100 + seed)
        tokens = [[draw.randrange(VOCAB) for _ in range(case["length"])] for _ in range(BATCH)]
        logits = [value for row in tokens for frame in model.logits(row) for value in frame]
        arrays = {"tokens": ("I32", (BATCH, case["length"]), sum(tokens, [])),
                  "logits": ("F64", (BATCH, case["length"], VOCAB), logits)}
        for tensor, (extents, values) in model.weights.tensors.items():
            arrays[tensor] = ("F32", extents, values)
        metadata = {key: str(value) for key, value in case.items()} | {"vocab": str(VOCAB)}
        metadata["pools"] = ",".join(map(str, case["pools"]))
        metadata["down_blocks"] = "true" if case["down_blocks"] else "false"
        save(folder / f"{name}.safetensors", arrays, metadata)


if __name__ == "__main__":
    main()
