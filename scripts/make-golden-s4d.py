#!/usr/bin/env python3
"""Writes tests/golden/s4d-*.safetensors: layers of S4D, inputs and what they compute.

    scripts/make-golden-s4d.py [FOLDER]        (default: tests/golden)

Written from the published equations (Gu, Gupta, Goel and Re 2022, sections 3 and 4, and the appendix's listing), with
nothing but Python: the kernel in closed form, then a convolution as it reads, in float64 on parameters that are exact in
float32. The bidirectional layer runs the same on the reversed input and adds the two. Equal Python gives equal files.
"""
import array
import cmath
import json
import math
import pathlib
import random
import struct
import sys

CASES = {
    "s4d-lin": dict(d_model=5, d_state=8, length=45, init="lin", directions=1),
    "s4d-inv": dict(d_model=3, d_state=6, length=130, init="inv", directions=1),
    "s4d-both": dict(d_model=4, d_state=4, length=37, init="lin", directions=2),
}
BATCH = 2


def single(x):
    return struct.unpack("f", struct.pack("f", x))[0]


def normal(generator, count, scale=1.0):
    return [single(generator.gauss(0, scale)) for _ in range(count)]


def frequency(init, n, N):
    return math.pi * n if init == "lin" else N / math.pi * (N / (2 * n + 1) - 1)


def kernel_parameters(generator, case):
    D, M = case["d_model"], case["d_state"] // 2
    return {
        "kernel.log_dt": ([D], [single(generator.uniform(math.log(1e-3), math.log(0.1))) for _ in range(D)]),
        "kernel.C": ([D, M, 2], normal(generator, D * M * 2, 0.5**0.5)),
        "kernel.log_A_real": ([D, M], [single(math.log(0.5) + generator.gauss(0, 0.2)) for _ in range(D * M)]),
        "kernel.A_imag": ([D, M], [single(frequency(case["init"], i % M, 2 * M)) for i in range(D * M)]),
        "D": ([D], normal(generator, D)),
    }


def convolve(parameters, prefix, case, x):
    """y (length, D) of one row x (length, D)."""
    D, M, L = case["d_model"], case["d_state"] // 2, case["length"]
    value = {name: parameters[prefix + name][1] for name in
             ("kernel.log_dt", "kernel.C", "kernel.log_A_real", "kernel.A_imag", "D")}
    y = [[0.0] * D for _ in range(L)]
    for e in range(D):
        dt, kernel = math.exp(value["kernel.log_dt"][e]), [0.0] * L
        for i in range(e * M, (e + 1) * M):
            A = complex(-math.exp(value["kernel.log_A_real"][i]), value["kernel.A_imag"][i])
            C = complex(*value["kernel.C"][2 * i:2 * i + 2]) * (cmath.exp(dt * A) - 1) / A
            for j in range(L):
                kernel[j] += 2 * (C * cmath.exp(j * dt * A)).real
        for t in range(L):
            y[t][e] = value["D"][e] * x[t][e] + math.fsum(kernel[t - s] * x[s][e] for s in range(t + 1))
    return y


def layer(parameters, prefix, case, x):
    """glu(W gelu(scan) + b) of one row."""
    D = case["d_model"]
    W, b = parameters["output_linear.0.weight"][1], parameters["output_linear.0.bias"][1]
    out = []
    for scanned in convolve(parameters, prefix, case, x):
        active = [v * 0.5 * math.erfc(-v / math.sqrt(2)) for v in scanned]
        both = [b[o] + math.fsum(W[o * D + e] * active[e] for e in range(D)) for o in range(2 * D)]
        out.append([both[e] / (1 + math.exp(-both[D + e])) for e in range(D)])
    return out


def golden(case, seed):
    generator = random.Random(seed)
    D, L = case["d_model"], case["length"]
    prefixes = [""] if case["directions"] == 1 else ["s4d_fwd.", "s4d_rev."]
    parameters = {}
    for prefix in prefixes:
        parameters |= {prefix + name: value for name, value in kernel_parameters(generator, case).items()}
    parameters["output_linear.0.weight"] = ([2 * D, D], normal(generator, 2 * D * D, D**-0.5))
    parameters["output_linear.0.bias"] = ([2 * D], normal(generator, 2 * D, 0.2))
    x = normal(generator, BATCH * L * D)
    y = []
    for row in range(BATCH):
        steps = [x[(row * L + t) * D:(row * L + t + 1) * D] for t in range(L)]
        out = layer(parameters, prefixes[0], case, steps)
        if case["directions"] == 2:
            reverse = layer(parameters, prefixes[1], case, steps[::-1])[::-1]
            out = [[a + b for a, b in zip(*pair)] for pair in zip(out, reverse)]
        y += [v for step in out for v in step]
    tensors = {name: ("F32", shape, values) for name, (shape, values) in parameters.items()}
    return tensors | {"x": ("F32", [BATCH, L, D], x), "y": ("F64", [BATCH, L, D], y)}


def save(path, tensors, metadata):
    """A safetensors file, wider types first."""
    header, offset, data = {"__metadata__": metadata}, 0, b""
    for name in sorted(tensors, key=lambda name: (tensors[name][0] != "F64", name)):
        dtype, shape, values = tensors[name]
        part = array.array("d" if dtype == "F64" else "f", values).tobytes()
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [offset, offset + len(part)]}
        offset += len(part)
        data += part
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(len(text).to_bytes(8, "little") + text + data)


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent / "tests/golden")
    for seed, (name, case) in enumerate(CASES.items(), 1):
        metadata = {key: str(value) for key, value in case.items()} | {"seed": str(seed)}
        save(folder / f"{name}.safetensors", golden(case, seed), metadata)


if __name__ == "__main__":
    main()
