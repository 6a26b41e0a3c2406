"""Sends a call to Ascolto as a telephony bridge would: opens it, sends partial and final utterances, ends it.

    .venv/bin/python examples/feed_client.py --key KEY --customer PRINCIPAL/REF CALL.jsonl

Needs the package `websockets` (it is in Ascolto's environment). CALL.jsonl holds one utterance a line:
{"t": seconds, "speaker": "operator" | "customer" | "third_party", "text": "..."}
"""

import argparse
import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Send a call to Ascolto's generic feed.")
    parser.add_argument("call", type=Path, help="transcript, JSON Lines")
    parser.add_argument("--key", required=True, help="bearer key: ascolto users key NAME --scope feed --principal P")
    parser.add_argument("--customer", required=True, help="PRINCIPAL/REF")
    parser.add_argument("--operator", default="", help="user name of the operator whose panel shows the call")
    parser.add_argument("--url", default="ws://127.0.0.1:8000/v1/feeds/generic")
    parser.add_argument("--speed", type=float, default=1.0, help="times the pace of the transcript")
    return parser.parse_args()


async def send(socket: ClientConnection, event: dict[str, Any]) -> None:
    """Send one event and show what comes back: an acknowledgement, or an error with a code and a remedy."""
    await socket.send(json.dumps(event, ensure_ascii=False))
    answer = json.loads(await socket.recv())
    if answer["type"] == "error":
        problem = f"{answer['code']}: {answer['message']}"
        if event["type"] == "call.started":
            sys.exit(problem)  # without the call nothing else can be heard
        print(problem)


async def main() -> None:
    options = arguments()
    lines = [json.loads(line) for line in options.call.read_text(encoding="utf-8").splitlines() if line.strip()]
    utterances = [line for line in lines if "text" in line]
    call_id = f"feed-{int(time.time())}"
    async with connect(options.url, additional_headers={"Authorization": f"Bearer {options.key}"}) as socket:
        started = {
            "type": "call.started",
            "call_id": call_id,
            "customer": options.customer,
            "operator": options.operator,
        }
        await send(socket, started)
        clock = 0.0
        for utterance in utterances:
            await asyncio.sleep(max(0.0, utterance["t"] - clock) / options.speed)
            clock = utterance["t"]
            halfway = " ".join(utterance["text"].split()[: len(utterance["text"].split()) // 2])
            if halfway:
                await send(socket, {**utterance, "type": "utterance.partial", "call_id": call_id, "text": halfway})
            await send(socket, {**utterance, "type": "utterance.final", "call_id": call_id})
        await send(socket, {"type": "call.ended", "call_id": call_id})
    print(f"call {call_id}: {len(utterances)} utterances sent")


if __name__ == "__main__":
    asyncio.run(main())
