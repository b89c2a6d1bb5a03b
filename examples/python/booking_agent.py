"""A voice agent that books while the caller is on the line. It loses the race for the slot that it offered, offers what
is next, and wins one of those, once, though its connection breaks and its process dies.

    python booking_agent.py
"""

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from softknack import ContactId, FirstBooked, NotBookedError, Slot, Softknack
from softknack.testing import Sandbox

SERVICE = "ac_service"
KOLKATA = timezone(timedelta(hours=5, minutes=30))


class Agent(NamedTuple):
    """An agent during one call. What it books follows from the call, so that it is booked once."""

    sk: Softknack
    call_id: str
    caller: ContactId

    def book(self, slots: Sequence[Slot]) -> FirstBooked:
        """Books the first of `slots` that can be won. A caller does not wait for ever: all of it has ten seconds."""
        return self.sk.calendar.appointments.book_first_of(
            slot_ids=[slot.id for slot in slots],
            contact_id=self.caller,
            service=SERVICE,
            source="agent",
            key_from=("booking", self.call_id),
            timeout=10,
        )


def spoken(at: datetime) -> str:
    """A time as one says it on the phone, where the business is."""
    return f"{at.astimezone(KOLKATA):%A at %H:%M}"


def main() -> None:
    with Sandbox() as sandbox, sandbox.client() as sk:
        caller, somebody = sandbox.seed().contacts
        agent = Agent(sk, "call_81", caller)

        print("Caller: My air conditioner drips. When can you come?")
        opening = sk.calendar.availability.list(service=SERVICE, timezone="Asia/Kolkata").first()
        print(f"Agent:  The next opening is {spoken(opening.starts_at)}. Shall I take it?")

        # While the caller thinks about it, somebody books it on the web page.
        sk.calendar.appointments.book(slot_id=opening.id, contact_id=somebody, service=SERVICE, source="page")

        print("Caller: Yes, please.")
        following: Sequence[Slot] = ()
        try:
            agent.book([opening])
        except NotBookedError as lost:
            following = lost.next_slots
        assert following, "two parties won one slot"
        offer = ", or ".join(spoken(slot.starts_at) for slot in following)
        print(f"Agent:  That one has just gone. I can offer {offer}.")

        print("Caller: Any of these, the sooner the better.")
        # The booking commits, and then the connection breaks: the SDK asks again with the same key.
        sandbox.faults.next("calendar.appointments.book").disconnect_after_commit()
        booked, _, response = agent.book(following)
        attempts = len(response.attempts)
        print(f"Agent:  Done: {spoken(booked.starts_at)}. ({attempts} attempts, one appointment.)")
        assert response.replayed

        # The agent's process dies before it has noted that, comes back, and does the same again.
        again = agent.book(following).appointment
        assert (again.id, again.slot_id) == (booked.id, following[0].id)
        print("        After a crash the same call asks again, and is told of the same appointment.")
        assert len(sk.calendar.appointments.list(contact_id=caller).to_list(limit=10)) == 1
        print("Caller: Thank you, goodbye.")


if __name__ == "__main__":
    main()
