"""A receiver is down for a whole evening. What it missed becomes dead letters, which are replayed when it is up again;
what happened while its endpoint was disabled is read from the log of events.

    python dead_letters.py
"""

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from softknack import (
    AnyEvent,
    AppointmentId,
    ContactId,
    Inbox,
    MemoryCursor,
    MemoryInbox,
    Softknack,
    Webhooks,
)
from softknack.inbox import InProgress
from softknack.testing import Sandbox


class App:
    """A receiver that can be down, and what it noted: each event once, by whatever way it came."""

    def __init__(self) -> None:
        self.is_up = False
        self.noted: list[str] = []
        self._inbox = Inbox("bookings", MemoryInbox())

    def note(self, event: AnyEvent) -> None:
        if isinstance(
            self._inbox.once(event.id, lambda: self.noted.append(event.type)),
            InProgress,
        ):
            raise OSError("in progress elsewhere")


def receiver(app: App, webhooks: Webhooks) -> type[BaseHTTPRequestHandler]:
    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if app.is_up:
                app.note(webhooks.verify(body, self.headers))
            self.send_response(204 if app.is_up else 503)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Receiver


def book(sk: Softknack, contact: ContactId) -> AppointmentId:
    slot = sk.calendar.availability.list(service="ac_service").first()
    return sk.calendar.appointments.book(slot_id=slot.id, contact_id=contact, service="ac_service").id


def main() -> None:
    with Sandbox() as sandbox, sandbox.client() as sk:
        contact = sandbox.seed().contacts[0]

        server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
        url = f"http://127.0.0.1:{server.server_port}/webhooks"
        endpoint = sk.platform.webhooks.create(url=url, events=["appointment.booked"])
        assert endpoint.secret is not None, "the secret is shown at creation"
        app = App()
        # The sandbox's clock will have gone ahead of this machine's, and its signatures with it.
        server.RequestHandlerClass = receiver(app, Webhooks(endpoint.secret, tolerance=timedelta(hours=24)))
        threading.Thread(target=server.serve_forever, daemon=True).start()

        print("The receiver is down.")
        for _ in range(3):
            print(f"Booked {book(sk, contact)}.")
        # Eight attempts take about two hours and a half. On the sandbox's clock that is now.
        sandbox.clock.advance(hours=3)
        letters = sk.platform.dead_letters.list(webhook_id=endpoint.id, replayed=False).to_list(limit=100)
        for letter in letters:
            print(f"Given up after {letter.attempts} attempts: {letter.event_type}, {letter.reason}.")
        assert (len(letters), len(app.noted)) == (3, 0)

        app.is_up = True
        print("The receiver is up again.")
        replayed = sk.platform.reconcile(webhook=endpoint.id).replay()
        sandbox.settle()
        print(f"{replayed.dead_letters} dead letters were replayed; the receiver has noted {len(app.noted)} events.")
        assert (replayed.dead_letters, len(app.noted)) == (3, 3)

        sk.platform.webhooks.update(endpoint.id, enabled=False)
        missed = book(sk, contact)
        sandbox.settle()
        print(f"While the endpoint was disabled {missed} was booked, and nothing was sent.")
        assert len(app.noted) == 3

        # The log has every event. The inbox lets pass what was noted before.
        reconcile = sk.platform.reconcile(webhook=endpoint.id, only="appointment.booked")
        found = reconcile.hand_to(MemoryCursor(), app.note)
        print(f"{found.events} events were read from the log; the receiver has noted {len(app.noted)}.")
        assert (found.events, len(app.noted)) == (4, 4)
        server.shutdown()
        server.server_close()


if __name__ == "__main__":
    main()
