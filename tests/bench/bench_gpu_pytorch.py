"""Times the model and the scan of bench_gpu in PyTorch, for scripts/gpu-check: with the kernels of mamba_ssm and
causal_conv1d where they are installed, else with PyTorch's own operations. Prints one JSON object."""

import json
import math
import time

import torch
import torch.nn.functional as F
from torch import nn

try:
    from mamba_ssm.ops.selective_scan_interface import selective_scan_fn
except ImportError:
    selective_scan_fn = None

VOCAB, D_MODEL, LAYERS, D_STATE, D_CONV = 16, 1024, 8, 16, 4
BATCH, LENGTH = 8, 2048
SCAN_BATCH, SCAN_LENGTH, SCAN_CHANNELS = 8, 8192, 2048


def scan_in_torch(u, dt, A, B, C, D, z, dt_bias):
    """h_t = exp(dt A) h_{t-1} + dt B u; y = (C h + D u) silu(z), one step after another. u, dt, z (b, e, l)."""
    dt = F.softplus(dt.float() + dt_bias[:, None])
    h = torch.zeros(*u.shape[:2], A.shape[1], device=u.device)
    steps = []
    for t in range(u.shape[2]):
        d = dt[:, :, t, None]
        h = torch.exp(d * A) * h + d * B[:, None, :, t].float() * u[:, :, t, None].float()
        steps.append((h * C[:, None, :, t].float()).sum(-1))
    y = torch.stack(steps, 2) + D[:, None] * u.float()
    return (y * F.silu(z.float())).to(u.dtype)


def scan(u, dt, A, B, C, D, z, dt_bias):
    if selective_scan_fn is None:
        return scan_in_torch(u, dt, A, B, C, D, z, dt_bias)
    return selective_scan_fn(u, dt, A, B, C, D, z=z, delta_bias=dt_bias, delta_softplus=True)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        inner, rank = 2 * D_MODEL, math.ceil(D_MODEL / 16)
        self.rank = rank
        self.norm = nn.Parameter(torch.ones(D_MODEL))
        self.in_proj = nn.Linear(D_MODEL, 2 * inner, bias=False)
        self.conv = nn.Conv1d(inner, inner, D_CONV, groups=inner, padding=D_CONV - 1)
        self.x_proj = nn.Linear(inner, rank + 2 * D_STATE, bias=False)
        self.dt_proj = nn.Linear(rank, inner)
        self.A_log = nn.Parameter(torch.log(torch.arange(1, D_STATE + 1).float()).repeat(inner, 1))
        self.D = nn.Parameter(torch.ones(inner))
        self.out_proj = nn.Linear(inner, D_MODEL, bias=False)

    def forward(self, residual):
        x = residual * torch.rsqrt(residual.pow(2).mean(-1, keepdim=True) + 1e-5) * self.norm
        u, z = self.in_proj(x).transpose(1, 2).chunk(2, 1)
        u = F.silu(self.conv(u)[..., : residual.shape[1]])
        dt, B, C = self.x_proj(u.transpose(1, 2)).split([self.rank, D_STATE, D_STATE], -1)
        dt = F.linear(dt, self.dt_proj.weight).transpose(1, 2)
        args = [v.contiguous() for v in (dt, B.transpose(1, 2), C.transpose(1, 2), z)]
        y = scan(u, args[0], -torch.exp(self.A_log), args[1], args[2], self.D, args[3], self.dt_proj.bias.float())
        return residual + self.out_proj(y.transpose(1, 2)).float()


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(VOCAB, D_MODEL)
        self.blocks = nn.ModuleList(Block() for _ in range(LAYERS))
        self.head = nn.Linear(D_MODEL, VOCAB, bias=False)

    def forward(self, tokens):
        x = self.embedding(tokens)
        for block in self.blocks:
            x = block(x)
        return self.head(x).float()


def median_ms(body, seconds=3.0, least=3):
    body()
    torch.cuda.synchronize()
    times = []
    while len(times) < least or sum(times) < seconds:
        begin = time.perf_counter()
        body()
        torch.cuda.synchronize()
        times.append(time.perf_counter() - begin)
        if sum(times) > 30:
            break
    return 1e3 * sorted(times)[len(times) // 2]


def training_step_ms():
    torch.manual_seed(1)
    model = Model().cuda()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, fused=True)
    tokens = torch.randint(VOCAB, (BATCH, LENGTH), device="cuda")

    def step():
        with torch.autocast("cuda", torch.bfloat16):
            logits = model(tokens)
        F.cross_entropy(logits[:, :-1].reshape(-1, VOCAB), tokens[:, 1:].reshape(-1)).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)

    return median_ms(step)


def scan_ms():
    if selective_scan_fn is None:
        return None, None
    wide = (SCAN_BATCH, SCAN_CHANNELS, SCAN_LENGTH)
    thin = (SCAN_BATCH, D_STATE, SCAN_LENGTH)
    half = dict(device="cuda", dtype=torch.bfloat16, requires_grad=True)
    u, dt, z = (torch.randn(wide, **half) for _ in range(3))
    B, C = (torch.randn(thin, **half) for _ in range(2))
    A = -torch.rand(SCAN_CHANNELS, D_STATE, device="cuda")
    D, bias = torch.rand(SCAN_CHANNELS, device="cuda"), torch.rand(SCAN_CHANNELS, device="cuda") - 4
    A.requires_grad_(), D.requires_grad_(), bias.requires_grad_()
    with torch.no_grad():
        forward = median_ms(lambda: scan(u, dt, A, B, C, D, z, bias), 0.5)
    y = scan(u, dt, A, B, C, D, z, bias)
    dy = torch.randn_like(y)
    return forward, median_ms(lambda: torch.autograd.grad(y, (u, dt, A, B, C, D, z, bias), dy, retain_graph=True), 0.5)


def main():
    forward, backward = scan_ms()
    step = training_step_ms()
    print(json.dumps({
        "torch": torch.__version__,
        "scan": "PyTorch operations" if selective_scan_fn is None else "mamba_ssm",
        "scan_shape": f"B {SCAN_BATCH} L {SCAN_LENGTH} E {SCAN_CHANNELS} N {D_STATE} bf16",
        "scan_forward_ms": forward,
        "scan_backward_ms": backward,
        "training_shape": f"d_model {D_MODEL}, {LAYERS} layers, {BATCH} x {LENGTH}, bf16",
        "training_step_ms": step,
        "tokens_per_s": 1e3 * BATCH * LENGTH / step,
    }))


main()
