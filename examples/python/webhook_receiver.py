"""A webhook receiver that may lose nothing and do nothing twice.

It verifies the raw bytes, answers quickly, and makes each event's effect happen once though deliveries come at least
once. The effect fails at its first try here, so that one event comes twice. It is written with the standard library
alone; helpers for FastAPI, Starlette, Flask and Django are in `softknack.frameworks`.

    python webhook_receiver.py
"""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from softknack import AppointmentBooked, EventId, Router, SignatureError, Webhooks
from softknack.testing import Sandbox

tries: list[EventId] = []
effects: dict[EventId, str] = {}

router: Router[None] = Router(lambda event: print(f"No handler for {event.type}."))


@router.on(AppointmentBooked)
def confirm(event: AppointmentBooked) -> None:
    tries.append(event.id)
    if len(tries) == 1:
        raise OSError("the mail server does not answer")
    # By the ID within the signed body; in a real program this is a row in the database, written with the effect.
    effects[event.id] = f"Confirmation sent for {event.data.appointment.id}."
    print(effects[event.id])


def receiver(webhooks: Webhooks) -> type[BaseHTTPRequestHandler]:
    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(self.receive(body))
            self.end_headers()

        def receive(self, body: bytes) -> int:
            try:
                event = webhooks.verify(body, self.headers)
            except SignatureError as error:
                print(f"Refused: {error}")
                return 400
            try:
                if event.id not in effects:
                    router.route(event)
            except OSError as error:
                # Whatever is no 2xx is delivered again.
                print(f"To be tried again: {error}.")
                return 503
            return 204

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Receiver


def main() -> None:
    with Sandbox() as sandbox, sandbox.client() as sk:
        business = sandbox.seed()

        server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
        url = f"http://127.0.0.1:{server.server_port}/webhooks"
        endpoint = sk.platform.webhooks.create(url=url, events=["appointment.*"])
        assert endpoint.secret is not None, "the secret is shown at creation"
        server.RequestHandlerClass = receiver(Webhooks(endpoint.secret))
        threading.Thread(target=server.serve_forever, daemon=True).start()

        slot = sk.calendar.availability.list(service="ac_service").first()
        sk.calendar.appointments.book(slot_id=slot.id, contact_id=business.contacts[0], service="ac_service")
        sandbox.settle()
        print(f"After the first delivery: {len(effects)} confirmations.")
        assert not effects

        # The second attempt comes a second later. On the sandbox's clock that is now.
        sandbox.clock.advance(seconds=1)
        print(f"After the second: {len(effects)} confirmation.")
        assert (len(tries), len(effects)) == (2, 1)
        server.shutdown()


if __name__ == "__main__":
    main()
