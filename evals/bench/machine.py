"""What every benchmark says of its figures: percentiles, and the processor they were taken on."""

import platform
from pathlib import Path

import numpy as np


def percentiles(values: list[float], digits: int = 1) -> dict[str, float]:
    """p50, p95 and the largest, by default to a tenth of the unit; empty without values."""
    if not values:
        return {}
    return {
        "p50": round(float(np.percentile(values, 50)), digits),
        "p95": round(float(np.percentile(values, 95)), digits),
        "max": round(max(values), digits),
    }


def processor() -> str:
    """The processor's name as the system gives it."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
