#!/usr/bin/env python3
"""Writes data/examples/tune.wav: two seconds at 8 kHz, eight tones that fade, with a little noise."""
import math
import pathlib
import random
import struct
import wave

RATE = 8000
random.seed(20240314)
samples = []
for semitone in (0, 4, 7, 12, 7, 4, 0, -5):
    frequency = 262 * 2 ** (semitone / 12)
    for i in range(RATE // 4):
        tone = sum(math.sin(2 * math.pi * k * frequency * i / RATE) / k for k in (1, 2, 3))
        samples.append(0.3 * tone * math.exp(-i / 900) + random.gauss(0, 0.001))
with wave.open(str(pathlib.Path(__file__).parent.parent / "data/examples/tune.wav"), "wb") as file:
    file.setnchannels(1)
    file.setsampwidth(2)
    file.setframerate(RATE)
    file.writeframes(b"".join(struct.pack("<h", round(32767 * max(-1, min(1, x)))) for x in samples))
