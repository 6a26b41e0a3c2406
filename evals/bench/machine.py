"""What every benchmark says of its figures: percentiles, and the processor they were taken on."""

import platform
import time
from collections.abc import Awaitable
from pathlib import Path
from typing import TypeVar

import numpy as np

T = TypeVar("T")


def percentiles(values: list[float], digits: int = 1) -> dict[str, float]:
    """p50, p95 and the largest, by default to a tenth of the unit; empty without values."""
    if not values:
        return {}
    return {
        "p50": round(float(np.percentile(values, 50)), digits),
        "p95": round(float(np.percentile(values, 95)), digits),
        "max": round(max(values), digits),
    }


async def clocked(work: Awaitable[T]) -> tuple[T, float, float]:
    """What it gives, and the milliseconds that it takes by the clock and of the processor."""
    started, worked = time.perf_counter(), time.process_time()
    found = await work
    return found, (time.perf_counter() - started) * 1000, (time.process_time() - worked) * 1000


def processor() -> str:
    """The processor's name as the system gives it."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
