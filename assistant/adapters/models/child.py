"""Entry point of the child process that serves a GGUF file over HTTP on loopback.

Parameters come as one line of JSON on standard input, so that the key stands in no process list. The pipe stays open:
when it ends the parent is gone, and so is this process. One line of JSON on standard output says where it listens.
"""

import contextlib
import json
import os
import sys
import threading
import time
from typing import Any


def _parameters(options: dict[str, Any]) -> Any:
    """The engine's parameters: loopback only, no pages, no cross-origin access, small batches."""
    from xllamacpp import CommonParams

    params = CommonParams()
    params.model.path = options["model_path"]
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [options["key"]]
    params.cors_origins = "http://127.0.0.1"
    params.ui = False
    params.endpoint_slots = False
    params.offline = True
    params.n_parallel = options["slots"]
    params.n_ctx = options["context"] * options["slots"]
    params.n_batch = params.n_ubatch = options["batch"]
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = options["threads"]
    params.n_gpu_layers = 0
    params.fit_params = False
    params.cache_ram_mib = options["cache_mib"]
    params.slot_save_path = options["kept"]
    params.verbosity = 1
    return params


def _end_with(parent: int) -> None:
    """The pipe may be held open by another child of a parent that is gone: then its number tells."""
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(0)


def main() -> None:
    """Load the model, report the address, serve until standard input ends."""
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    options = json.loads(sys.stdin.readline())
    with contextlib.suppress(OSError):  # a container may forbid it; the engine then runs at normal priority
        os.nice(options["nice"])
    from xllamacpp import Server

    server = Server(_parameters(options))
    sys.stdout.write(json.dumps({"url": server.listening_address}) + "\n")
    sys.stdout.flush()
    while sys.stdin.read(4096):
        pass
    # The engine's threads may be in the middle of a batch; nothing here needs to be tidied up.
    os._exit(0)


if __name__ == "__main__":
    main()
