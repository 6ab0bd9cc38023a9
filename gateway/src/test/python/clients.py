"""Subscribes with a client of PyPI as its README shows, and prints each event that it fires as a line of JSON.

Usage: python clients.py CLIENT URL
"""

import asyncio
import importlib.util
import json
import os
import sys
import sysconfig
import time
from datetime import timedelta

CLIENT, URL = sys.argv[1:]
PAUSE = 0.25
OUTPUT = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
sys.stdout = sys.stderr  # One of them prints on its own account.


def show(kind, identity, data):
    OUTPUT.write(json.dumps({"type": kind or "message", "id": identity, "data": data}) + "\n")
    OUTPUT.flush()


def come_back(read):
    """For what reads one answer: the application comes back with the last id that it got."""
    last = None
    while True:
        try:
            for event in read({"Last-Event-ID": last} if last else {}):
                show(event.event, event.id, event.data)
                last = event.id or last
        except Exception as error:
            print(repr(error))
        time.sleep(PAUSE)


def httpx_sse():
    import httpx
    from httpx_sse import connect_sse

    def read(headers):
        with httpx.Client(timeout=None) as client, connect_sse(client, "GET", URL, headers=headers) as source:
            yield from source.iter_sse()

    come_back(read)


def sseclient_py():
    import requests
    import sseclient

    def read(headers):
        answer = requests.get(URL, stream=True, headers={"Accept": "text/event-stream", **headers})
        yield from sseclient.SSEClient(answer).events()

    come_back(read)


def btubbs():
    # sseclient-py has a module of the same name, which hides this one.
    file = os.path.join(sysconfig.get_paths()["purelib"], "sseclient.py")
    spec = importlib.util.spec_from_file_location("btubbs", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    import requests

    # It does not try again when nothing answers: the application does.
    source, last = None, None
    while True:
        try:
            source = source or module.SSEClient(URL, last_id=last, retry=250)
            for event in source:
                show(event.event, event.id, event.data)
                last = event.id or last
        except requests.RequestException as error:
            print(repr(error))
            source = None
            time.sleep(PAUSE)


def requests_sse():
    from requests_sse import EventSource

    with EventSource(URL, reconnection_time=timedelta(seconds=PAUSE)) as source:
        for event in source:
            show(event.type, event.last_event_id, event.data)


def aiosseclient():
    from aiosseclient import aiosseclient as events

    async def run():
        last = None
        while True:
            try:
                async for event in events(URL, last_id=last):
                    show(event.event, event.id, event.data)
                    last = event.id or last
            except Exception as error:
                print(repr(error))
            await asyncio.sleep(PAUSE)

    asyncio.run(run())


def aiohttp(module):
    from aiohttp import ClientError, ClientSession, ClientTimeout

    events = importlib.import_module(module)

    async def run():
        last = None
        async with ClientSession(timeout=ClientTimeout(total=None)) as session:
            # It comes back by itself after a regular end, the application does after another one.
            while True:
                headers = {"Last-Event-ID": last} if last else {}
                try:
                    async with events.EventSource(
                        URL, session=session, headers=headers, reconnection_time=timedelta(seconds=PAUSE)
                    ) as source:
                        async for event in source:
                            show(event.type, event.last_event_id, event.data)
                            last = event.last_event_id
                except (ClientError, ConnectionError) as error:
                    print(repr(error))
                await asyncio.sleep(PAUSE)

    asyncio.run(run())


def launchdarkly():
    from ld_eventsource import SSEClient
    from ld_eventsource.config import ErrorStrategy

    client = SSEClient(URL, initial_retry_delay=PAUSE, error_strategy=ErrorStrategy.always_continue())
    for event in client.events:
        show(event.event, event.last_event_id, event.data)


def openai():
    from openai import OpenAI, Stream

    base, path = URL.split("/events", 1)
    # It asks for application/json even where it reads a stream.
    client = OpenAI(base_url=base, api_key="none", default_headers={"Accept": "text/event-stream"}, max_retries=0, timeout=None)
    while True:
        try:
            # It hands out what the data say, no types and no ids: there is nothing to resume by.
            for data in client.get("/events" + path, cast_to=object, stream=True, stream_cls=Stream[object]):
                show(None, None, json.dumps(data))
        except json.JSONDecodeError as error:
            show("error", None, "{}")
            print(repr(error))
        except Exception as error:
            print(repr(error))
        time.sleep(PAUSE)


{
    "httpx-sse": httpx_sse,
    "sseclient-py": sseclient_py,
    "sseclient": btubbs,
    "requests-sse": requests_sse,
    "aiosseclient": aiosseclient,
    "aiohttp-sse-client": lambda: aiohttp("aiohttp_sse_client.client"),
    "aiohttp-sse-client2": lambda: aiohttp("aiohttp_sse_client2.client"),
    "launchdarkly-eventsource": launchdarkly,
    "openai": openai,
}[CLIENT]()
