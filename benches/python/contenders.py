"""The contenders. Each runs in a process of its own, so that none pays for what another has imported:

    python contenders.py <name> <address of the responder>

It prints `ready`, and then for each line `<measure> <count>` the processor time and the time of that many, in
microseconds each.
"""

from __future__ import annotations

import asyncio
import io
import json
import sys
import time
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

KEY = "sk_test_benchmark"
BODY = {
    "slot_id": "slt_01J9X4T5V6W7X8Y9Z0A1B2C3D4",
    "contact_id": "ctc_01J9X4T5V6W7X8Y9Z0A1B2C3D4",
    "service": "ac_service",
}
PATH = "/calendar/v1/appointments"
IN_FLIGHT = 16

SECRET = "whsec_0123456789abcdef0123456789abcdef"

Measure = Callable[[int], None]
Measures = dict[str, Measure]


def repeated(once: Callable[[], Any]) -> Measure:
    def measure(count: int) -> None:
        for _ in range(count):
            once()

    return measure


def in_flight(loop: asyncio.AbstractEventLoop, once: Callable[[], Awaitable[Any]]) -> Measure:
    """So many at a time: workers that each take the next when they are done with one."""

    def measure(count: int) -> None:
        left = iter(range(count))

        async def work() -> None:
            for _ in left:
                await once()

        async def all_of_them() -> None:
            await asyncio.gather(*(work() for _ in range(IN_FLIGHT)))

        loop.run_until_complete(all_of_them())

    return measure


def headers() -> dict[str, str]:
    """What a caller writes by hand who wants what the SDKs send: a key of its own for each call."""
    return {
        "Authorization": f"Bearer {KEY}",
        "Idempotency-Key": str(uuid.uuid4()),
        "X-Correlation-Id": str(uuid.uuid4()),
    }


def event() -> bytes:
    """An event of 1 KB, which any SDK takes for one of its own."""
    appointment = {
        "id": "apt_01J9X4T5V6W7X8Y9Z0A1B2C3D4",
        "status": "booked",
        **BODY,
        "starts_at": "2026-11-23T12:00:00.000Z",
        "ends_at": "2026-11-23T13:00:00.000Z",
        "resource_ids": ["res_01J9X4T5V6W7X8Y9Z0A1B2C3D4"],
        "party_size": 1,
        "source": "api",
        "reason": None,
        "notes": "",
        "metadata": {"call": "call_81"},
        "requested_slot_id": None,
        "created_at": "2026-11-22T12:00:00.000Z",
        "updated_at": "2026-11-22T12:00:00.000Z",
    }
    whole = {
        "id": "evt_01J9X4T5V6W7X8Y9Z0A1B2C3D4",
        "object": "event",
        "type": "appointment.booked",
        "created_at": "2026-11-22T12:00:00.000Z",
        "mode": "test",
        "org_id": "org_01J9X4T5V6W7X8Y9Z0A1B2C3D4",
        "correlation_id": "cor_01J9X4T5V6W7X8Y9Z0A1B2C3D4",
        "data": {"appointment": appointment},
    }
    appointment["notes"] = "x" * (1024 - len(json.dumps(whole)))
    return json.dumps(whole).encode()


def softknack(address: str) -> Measures:
    from softknack import AppointmentBooked, EventId, Softknack, Webhooks

    sk = Softknack(KEY, base_url=address)
    appointments = sk.calendar.appointments
    webhooks, body = Webhooks(SECRET, tolerance=3600), event()
    signed = webhooks.sign(EventId("evt_01J9X4T5V6W7X8Y9Z0A1B2C3D4"), body)
    assert isinstance(webhooks.verify(body, signed), AppointmentBooked)
    assert len(appointments.list(limit=100).first_page()) == 100
    return {
        "post": repeated(lambda: appointments.book(**BODY)),
        "page": repeated(lambda: appointments.list(limit=100).first_page()),
        "signature": repeated(lambda: webhooks.verify_raw(body, signed)),
        "event": repeated(lambda: webhooks.verify(body, signed)),
    }


def softknack_async(address: str) -> Measures:
    from softknack import AsyncSoftknack

    loop = asyncio.new_event_loop()
    appointments = AsyncSoftknack(KEY, base_url=address).calendar.appointments
    return {"async": in_flight(loop, lambda: appointments.book(**BODY))}


def requests(address: str) -> Measures:
    import requests

    session, url = requests.Session(), address + PATH
    return {
        "post": repeated(lambda: session.post(url, json=BODY, headers=headers()).json()),
        "page": repeated(lambda: session.get(url, params={"limit": 100}, headers=headers()).json()),
    }


def httpx(address: str) -> Measures:
    import httpx

    client, url = httpx.Client(), address + PATH
    return {
        "post": repeated(lambda: client.post(url, json=BODY, headers=headers()).json()),
        "page": repeated(lambda: client.get(url, params={"limit": 100}, headers=headers()).json()),
    }


def httpx_async(address: str) -> Measures:
    import httpx

    loop, client, url = asyncio.new_event_loop(), httpx.AsyncClient(), address + PATH

    async def book() -> Any:
        return (await client.post(url, json=BODY, headers=headers())).json()

    return {"async": in_flight(loop, book)}


def aiohttp(address: str) -> Measures:
    import aiohttp

    loop, url = asyncio.new_event_loop(), address + PATH

    async def opened() -> aiohttp.ClientSession:
        return aiohttp.ClientSession()

    session = loop.run_until_complete(opened())

    async def book() -> Any:
        async with session.post(url, json=BODY, headers=headers()) as response:
            return await response.json()

    return {"async": in_flight(loop, book)}


def pycurl(address: str) -> Measures:
    import pycurl

    curl, url = pycurl.Curl(), address + PATH

    def call(url: str, body: bytes | None) -> Any:
        answer = io.BytesIO()
        curl.setopt(pycurl.URL, url)
        if body is None:
            curl.setopt(pycurl.HTTPGET, True)
        else:
            curl.setopt(pycurl.POSTFIELDS, body)
        given = [f"{name}: {value}" for name, value in headers().items()]
        curl.setopt(pycurl.HTTPHEADER, [*given, "Content-Type: application/json"])
        curl.setopt(pycurl.WRITEDATA, answer)
        curl.perform()
        return json.loads(answer.getvalue())

    return {
        "post": repeated(lambda: call(url, json.dumps(BODY).encode())),
        "page": repeated(lambda: call(url + "?limit=100", None)),
    }


def stripe(address: str) -> Measures:
    import stripe

    client = stripe.StripeClient("sk_test_benchmark", base_addresses={"api": address})
    customers: Any = client.v1.customers
    body = event()
    at = int(time.time())
    mac = stripe.WebhookSignature._compute_signature(f"{at}.{body.decode()}", SECRET)  # type: ignore[attr-defined]
    signed = f"t={at},v1={mac}"
    assert len(customers.list({"limit": 100}).data) == 100
    return {
        "post": repeated(lambda: customers.create(BODY)),
        "page": repeated(lambda: customers.list({"limit": 100})),
        "signature": repeated(lambda: stripe.WebhookSignature.verify_header(body.decode(), signed, SECRET, 3600)),
        "event": repeated(lambda: stripe.Webhook.construct_event(body.decode(), signed, SECRET, 3600)),
    }


def stripe_async(address: str) -> Measures:
    import stripe

    loop = asyncio.new_event_loop()
    http = stripe.HTTPXClient()
    client = stripe.StripeClient("sk_test_benchmark", base_addresses={"api": address}, http_client=http)
    customers: Any = client.v1.customers
    return {"async": in_flight(loop, lambda: customers.create_async(BODY))}


def _of_openai() -> Any:
    """A resource as that SDK declares its own."""
    from datetime import datetime

    from openai import BaseModel

    class Appointment(BaseModel):
        id: str
        status: str
        slot_id: str
        contact_id: str
        service: str
        starts_at: datetime
        ends_at: datetime
        resource_ids: list[str]
        party_size: int
        source: str
        reason: str | None = None
        notes: str | None = None
        metadata: dict[str, Any]
        requested_slot_id: str | None = None
        created_at: datetime
        updated_at: datetime

    class Page(BaseModel):
        data: list[Appointment]
        has_more: bool
        next_cursor: str | None = None

    Appointment.model_rebuild(_types_namespace=locals())
    Page.model_rebuild(_types_namespace=locals())
    return Appointment, Page


def openai(address: str) -> Measures:
    from openai import OpenAI

    appointment, page = _of_openai()
    client = OpenAI(api_key=KEY, base_url=address)
    return {
        "post": repeated(lambda: client.post(PATH, cast_to=appointment, body=BODY)),
        "page": repeated(lambda: client.get(PATH, cast_to=page, options={"params": {"limit": 100}})),
    }


def openai_async(address: str) -> Measures:
    from openai import AsyncOpenAI

    appointment, _ = _of_openai()
    loop, client = asyncio.new_event_loop(), AsyncOpenAI(api_key=KEY, base_url=address)
    return {"async": in_flight(loop, lambda: client.post(PATH, cast_to=appointment, body=BODY))}


CONTENDERS: list[Callable[[str], Measures]] = [
    softknack,
    softknack_async,
    requests,
    httpx,
    httpx_async,
    aiohttp,
    pycurl,
    stripe,
    stripe_async,
    openai,
    openai_async,
]


def main() -> None:
    name, address = sys.argv[1:]
    # Nothing on the way but the server: a proxy of the environment is for others.
    measures = next(contender for contender in CONTENDERS if contender.__name__ == name)(address)
    print("ready", *measures, flush=True)
    for line in sys.stdin:
        measure, count = line.split()
        wall, processor = time.perf_counter(), time.process_time()
        measures[measure](int(count))
        processor, wall = time.process_time() - processor, time.perf_counter() - wall
        print(processor * 1e6 / int(count), wall * 1e6 / int(count), flush=True)


if __name__ == "__main__":
    main()
