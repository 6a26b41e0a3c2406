"""The `ascolto` command.

`ascolto worker` is dispatched before the other commands are imported: it needs a fraction of what they need, and
whatever restarts it shouldn't wait for language tools that it never uses.
"""

import logging
import sys


def main() -> None:
    """Entry point of the console script."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    if sys.argv[1:2] == ["worker"]:
        from assistant.cli.worker import app

        app(sys.argv[2:], prog_name="ascolto worker")
    else:
        from assistant.cli.commands import app

        logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to DEBUG when imported
        app()


if __name__ == "__main__":
    main()
