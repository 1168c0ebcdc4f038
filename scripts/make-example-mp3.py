#!/usr/bin/env python3
"""Writes data/examples/tune.mp3, the first half second of tune.wav, with libsndfile 1.1 or later.

usage: make-example-mp3.py tune.wav tune.mp3
"""
import ctypes
import sys

READ, WRITE = 0x10, 0x20
MPEG_LAYER_III = 0x230000 | 0x0082


class Info(ctypes.Structure):
    _fields_ = [("frames", ctypes.c_int64)] + [
        (name, ctypes.c_int) for name in ("samplerate", "channels", "format", "sections", "seekable")]


def main():
    sndfile = ctypes.CDLL("libsndfile.so.1")
    sndfile.sf_open.restype = ctypes.c_void_p
    for name in ("sf_readf_short", "sf_writef_short"):
        getattr(sndfile, name).argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64]
    sndfile.sf_close.argtypes = [ctypes.c_void_p]
    info = Info()
    source = sndfile.sf_open(sys.argv[1].encode(), READ, ctypes.byref(info))
    frames = info.samplerate // 2
    samples = (ctypes.c_short * (frames * info.channels))()
    sndfile.sf_readf_short(source, samples, frames)
    sndfile.sf_close(source)
    info.format = MPEG_LAYER_III
    target = sndfile.sf_open(sys.argv[2].encode(), WRITE, ctypes.byref(info))
    if not target:
        sys.exit("this libsndfile writes no MP3")
    sndfile.sf_writef_short(target, samples, frames)
    sndfile.sf_close(target)


main()
