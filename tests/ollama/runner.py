"""The child process of the server that runs llama.cpp for one model, as Ollama's own runners do.

Its parameters come as a line of JSON on standard input; when that ends, so does the process. One line of JSON on
standard output says where it listens. It counts the tokens it generates, so that tests can tell when it stopped.
"""

import json
import os
import sys

from xllamacpp import CommonParams, Server


def main() -> None:
    """Serve until the parent goes away."""
    options = json.loads(sys.stdin.readline())
    params = CommonParams()
    params.model.path = options["path"]
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.ui = False
    params.offline = True
    params.endpoint_metrics = True
    params.n_parallel = 1
    params.n_ctx = options["context"]
    params.n_batch = params.n_ubatch = 64
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = options["threads"]
    params.n_gpu_layers = 0
    params.fit_params = False
    params.verbosity = 1
    server = Server(params)
    sys.stdout.write(json.dumps({"url": server.listening_address}) + "\n")
    sys.stdout.flush()
    while sys.stdin.read(4096):
        pass
    os._exit(0)


if __name__ == "__main__":
    main()
