"""Deliveries received with the frameworks themselves: each serves, as its documentation tells.

Of each, one delivery is accepted, one that was tampered with is refused, and one whose body was parsed is told of.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from softknack import EventId, SignatureError, SoftknackError, UsageError, Webhooks

WEBHOOKS = Webhooks("whsec_0123456789abcdef")
EVENT = {
    "id": "evt_1",
    "type": "moon.landed",
    "created_at": "2026-11-22T12:00:00.000Z",
    "mode": "test",
    "org_id": "org_1",
    "correlation_id": "cor_1",
    "data": {"note": "हिन्दी"},
}
BODY = json.dumps(EVENT, ensure_ascii=False).encode()
HEADERS = WEBHOOKS.sign(EventId("evt_1"), BODY)

# Posts a body to a path, and gives the status and the text that it is answered with.
Post = Callable[[str, bytes], tuple[int, str]]


def told(error: SoftknackError) -> tuple[str, int]:
    """What a handler answers to a delivery that it does not take."""
    return (error.reason, 400) if isinstance(error, SignatureError) else (str(error), 500)


def receives(post: Post) -> None:
    """At `/webhooks` the delivery is verified, at `/parsed` what was parsed of it, at `/read` after it was read."""
    assert post("/webhooks", BODY) == (200, "moon.landed")
    assert post("/webhooks", BODY.replace(b"moon", b"noon")) == (400, "no_match")
    status, text = post("/parsed", BODY)
    assert status == 500
    assert "a parsed body is not what was signed" in text
    status, text = post("/read", BODY)
    assert status in (400, 500)
    assert "the body was read before" in text or text == "no_match"


def over_asgi(app: Any) -> Post:
    """A server of one request at a time, which hands the body over in two parts."""

    async def posted(path: str, body: bytes) -> tuple[int, str]:
        headers = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
        headers.append((b"content-type", b"application/json"))
        scope = {"type": "http", "method": "POST", "path": path, "query_string": b"", "headers": headers}
        parts = [(body[:10], True), (body[10:], False)]
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            part, more = parts.pop(0)
            return {"type": "http.request", "body": part, "more_body": more}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await app(scope, receive, send)
        return sent[0]["status"], b"".join(message["body"] for message in sent[1:]).decode()

    return lambda path, body: asyncio.run(posted(path, body))


def test_starlette() -> None:
    applications = pytest.importorskip("starlette.applications")
    from softknack.frameworks.starlette import verify
    from starlette.requests import Request
    from starlette.responses import PlainTextResponse, Response
    from starlette.routing import Route

    async def hook(request: Request) -> Response:
        if request.url.path == "/read":
            async for _ in request.stream():
                pass
        try:
            if request.url.path == "/parsed":
                return PlainTextResponse(WEBHOOKS.verify(await request.json(), request.headers).type)
            return PlainTextResponse((await verify(WEBHOOKS, request)).type)
        except SoftknackError as error:
            return PlainTextResponse(*told(error))

    paths = ("/webhooks", "/parsed", "/read")
    receives(over_asgi(applications.Starlette(routes=[Route(path, hook, methods=["POST"]) for path in paths])))


def test_fastapi() -> None:
    fastapi = pytest.importorskip("fastapi")
    from softknack.frameworks.fastapi import signed_event

    app = fastapi.FastAPI()
    signed = fastapi.Depends(signed_event(WEBHOOKS))

    @app.post("/webhooks")
    async def hook(event: Any = signed) -> str:
        return str(event.type)

    @app.post("/beside")
    async def beside(payload: dict[str, Any], event: Any = signed) -> str:
        assert payload == EVENT
        return str(event.type)

    @app.post("/parsed")
    async def parsed(payload: dict[str, Any]) -> str:
        return WEBHOOKS.verify(payload, HEADERS).type  # type: ignore[arg-type]

    @app.middleware("http")
    async def reads(request: Any, call_next: Callable[[Any], Any]) -> Any:
        # What a middleware reads, FastAPI still has.
        await request.body()
        return await call_next(request)

    post = over_asgi(app)
    assert post("/webhooks", BODY) == (200, '"moon.landed"')
    assert post("/beside", BODY) == (200, '"moon.landed"')
    assert post("/webhooks", BODY + b" ") == (400, '{"detail":"no_match"}')
    with pytest.raises(UsageError, match="a parsed body is not what was signed"):
        post("/parsed", BODY)


def test_flask() -> None:
    flask = pytest.importorskip("flask")
    from softknack.frameworks.flask import verify

    app = flask.Flask(__name__)

    @app.post("/<path>")
    def hook(path: str) -> Any:
        if path == "read":
            flask.request.stream.read()
        try:
            if path == "parsed":
                return WEBHOOKS.verify(flask.request.get_json(), flask.request.headers).type
            return verify(WEBHOOKS, flask.request).type
        except SoftknackError as error:
            return told(error)

    def post(path: str, body: bytes) -> tuple[int, str]:
        answer = app.test_client().post(path, data=body, headers=HEADERS, content_type="application/json")
        return answer.status_code, answer.text

    receives(post)


def test_django(monkeypatch: pytest.MonkeyPatch) -> None:
    django = pytest.importorskip("django")
    from django.conf import settings

    if not settings.configured:
        settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["testserver"])
        django.setup()
    from django.http import HttpRequest, HttpResponse
    from django.test import Client
    from django.urls import path
    from softknack.frameworks.django import verify

    def hook(request: HttpRequest, place: str) -> HttpResponse:
        if place == "read":
            request.read()
        try:
            if place == "parsed":
                return HttpResponse(WEBHOOKS.verify(json.loads(request.body), request.headers).type)
            return HttpResponse(verify(WEBHOOKS, request).type)
        except SoftknackError as error:
            text, status = told(error)
            return HttpResponse(text, status=status)

    monkeypatch.setitem(globals(), "urlpatterns", [path("<place>", hook)])

    def post(place: str, body: bytes) -> tuple[int, str]:
        answer = Client().post(place, body, content_type="application/json", headers=HEADERS)
        return answer.status_code, answer.content.decode()

    receives(post)
