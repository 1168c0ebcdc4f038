#!/usr/bin/env python3
"""Writes data/examples/chirps: two classes of short sounds, rising and falling, and one recording of several.

usage: make-example-sounds.py FOLDER

The same sounds every time: 8 kHz, 16 bit, a little noise. chirps.wav holds rise, silence, fall, silence, rise; its
labels are beside it, as Audacity writes them.
"""
import math
import pathlib
import random
import struct
import sys
import wave

RATE = 8000


def chirp(draw, rising, seconds):
    low = draw.uniform(400, 900)
    high = low * draw.uniform(1.3, 1.8)
    loudness = draw.uniform(0.1, 0.5)
    samples, phase = [], 0.0
    count = int(seconds * RATE)
    for i in range(count):
        share = i / count if rising else 1 - i / count
        phase += 2 * math.pi * (low + (high - low) * share) / RATE
        fade = min(1, i / 80, (count - i) / 80)
        samples.append(loudness * fade * math.sin(phase) + draw.gauss(0, 0.01))
    return samples


def write(path, samples):
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(b"".join(struct.pack("<h", round(32767 * max(-1, min(1, x)))) for x in samples))


def main():
    folder = pathlib.Path(sys.argv[1])
    draw = random.Random(1)
    for number in range(20):
        for name in ("rise", "fall"):
            write(folder / name / f"{number + 1:02}.wav", chirp(draw, name == "rise", draw.uniform(0.1, 0.2)))
    samples, labels = [], []
    for name in ("rise", "", "fall", "", "rise"):
        part = chirp(draw, name == "rise", 0.4) if name else [0.0] * (RATE // 2)
        if name:
            labels.append(f"{len(samples) / RATE:.6f}\t{(len(samples) + len(part)) / RATE:.6f}\t{name}\n")
        samples += part
    write(folder.with_suffix(".wav"), samples)
    folder.with_suffix(".txt").write_text("".join(labels))


main()
