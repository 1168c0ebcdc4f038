#!/usr/bin/env python3
"""Writes tests/golden/mamba-*.safetensors: small random Mamba models of transformers, what they compute, every gradient.

    apt-get install python3-torch && pip install 'transformers==4.41.2' 'numpy<2'
    scripts/make-golden-mamba.py [FOLDER]        (default: tests/golden)

The independent implementation is transformers' MambaForCausalLM on the CPU (its "slow" path, a loop over positions), run
in float64 on weights that are exact in float32. Equal versions give equal files.
"""
import json
import pathlib
import sys

import numpy
import torch
import transformers
from transformers.models.mamba import modeling_mamba

CASES = {
    "mamba-small": dict(n_layer=2, d_model=16, d_state=8, d_conv=4, dt_rank=1, length=13),
    "mamba-wide": dict(n_layer=3, d_model=24, d_state=16, d_conv=4, dt_rank=3, length=37),
    "mamba-odd": dict(n_layer=2, d_model=17, d_state=5, d_conv=3, dt_rank=2, length=7),
}
VOCAB, BATCH = 8, 2


class Float64Torch:
    """The module torch with float32 replaced, for the few places where the model casts down to it."""

    float32 = torch.float64

    def __getattr__(self, name):
        return getattr(torch, name)


def make_model(case):
    config = transformers.MambaConfig(
        vocab_size=VOCAB, hidden_size=case["d_model"], state_size=case["d_state"], num_hidden_layers=case["n_layer"],
        conv_kernel=case["d_conv"], time_step_rank=case["dt_rank"], expand=2, layer_norm_epsilon=1e-5,
        residual_in_fp32=False, tie_word_embeddings=False, use_cache=False)
    return transformers.MambaForCausalLM(config)


def draw(name, tensor, generator):
    """Random values in the range that training starts from, none of them special (no zeros, no ones)."""
    noise = torch.randn(tensor.shape, generator=generator)
    if name.endswith("A_log"):
        return torch.log(torch.arange(1.0, tensor.shape[1] + 1)).expand(tensor.shape) + 0.2 * noise
    if name.endswith("dt_proj.bias"):
        dt = torch.exp(torch.rand(tensor.shape, generator=generator) * numpy.log(100.0) + numpy.log(1e-3))
        return dt + torch.log(-torch.expm1(-dt))
    if name.endswith(".D") or "norm" in name:
        return 1 + 0.3 * noise
    if tensor.dim() == 1:
        return 0.2 * noise
    fan_in = tensor[0].numel()
    return noise / fan_in**0.5


def golden(case, seed):
    generator = torch.Generator().manual_seed(seed)
    model = make_model(case)
    with torch.no_grad():
        for name, parameter in sorted(model.named_parameters()):
            parameter.copy_(draw(name, parameter, generator))
    tokens = torch.randint(VOCAB, (BATCH, case["length"]), generator=generator)
    targets = torch.randint(VOCAB, (BATCH, case["length"]), generator=generator)
    targets[0, ::5] = -1

    plain = model(tokens).logits
    model.double()
    logits = model(tokens).logits
    assert logits.dtype == torch.float64 and (logits - plain).abs().max() < 1e-4 * logits.abs().max()
    loss = torch.nn.functional.cross_entropy(logits.reshape(-1, VOCAB), targets.reshape(-1), ignore_index=-1)
    loss.backward()

    arrays = {"tokens": tokens.int().numpy(), "targets": targets.int().numpy(),
              "logits": logits.detach().numpy(), "loss": numpy.array([loss.item()])}
    for name, parameter in model.named_parameters():
        published = name.replace("backbone.embeddings.", "backbone.embedding.")
        arrays[published] = parameter.detach().numpy().astype(numpy.float32)
        arrays["grad." + published] = parameter.grad.numpy()
    return arrays


def save(path, arrays, metadata):
    """A safetensors file whose bytes depend on its content only (the library's order of metadata varies)."""
    types = {"float64": "F64", "float32": "F32", "int32": "I32"}
    header, offset = {"__metadata__": metadata}, 0
    order = sorted(arrays, key=lambda name: (-arrays[name].itemsize, name))
    for name in order:
        array = arrays[name]
        header[name] = {"dtype": types[str(array.dtype)], "shape": list(array.shape),
                        "data_offsets": [offset, offset + array.nbytes]}
        offset += array.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(len(text).to_bytes(8, "little") + text + b"".join(arrays[name].tobytes() for name in order))


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent / "tests/golden")
    torch.set_num_threads(1)
    modeling_mamba.torch = Float64Torch()
    single = torch.Tensor.float
    torch.Tensor.float = lambda tensor: tensor if tensor.dtype == torch.float64 else single(tensor)
    for seed, (name, case) in enumerate(CASES.items(), 1):
        metadata = {key: str(value) for key, value in case.items()}
        metadata |= {"vocab": str(VOCAB), "seed": str(seed), "torch": torch.__version__,
                     "transformers": transformers.__version__}
        save(folder / f"{name}.safetensors", golden(case, seed), metadata)


if __name__ == "__main__":
    main()
