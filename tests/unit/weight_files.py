"""Tiny GGUF files, as `docs/gguf.md` of the ggml repository describes them, and files that may not be touched."""

import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager

ALIGNMENT = 64
F32, Q8_0 = 0, 8


def _text(words: str) -> bytes:
    return struct.pack("<Q", len(words)) + words.encode()


def tiny_gguf(version: int = 3, kind: int = Q8_0) -> bytes:
    """Two tensors, of 96 weights of this kind and of 5 numbers; 102 bytes and 20 bytes where the kind is Q8_0."""
    pairs = (
        _text("general.architecture") + struct.pack("<I", 8) + _text("llama"),
        _text("general.alignment") + struct.pack("<II", 4, ALIGNMENT),
        _text("tokenizer.ggml.tokens") + struct.pack("<IIQ", 9, 8, 2) + _text("ciao") + _text("buongiorno"),
        _text("tokenizer.ggml.scores") + struct.pack("<IIQff", 9, 6, 2, 0.5, 1.5),
        _text("llama.rope.scaled") + struct.pack("<I?", 7, True),
    )
    tensors = (
        _text("token_embd.weight") + struct.pack("<IQQIQ", 2, 32, 3, kind, 0),
        _text("output_norm.weight") + struct.pack("<IQIQ", 1, 5, F32, 2 * ALIGNMENT),
    )
    header = b"GGUF" + struct.pack("<IQQ", version, len(tensors), len(pairs)) + b"".join(pairs + tensors)
    return header + bytes(-len(header) % ALIGNMENT + 2 * ALIGNMENT + 20)


@contextmanager
def without_rights() -> Iterator[None]:
    """Root may do everything, so it is nobody meanwhile; who isn't root stays who they are."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)
