"""A restaurant's kiosk: a guest verifies a phone, comes into line, waits, is given a table, takes it, and checks out.

The guest's calls go by a session of its own, which is renewed when its token is over.

    python queue_kiosk.py
"""

import asyncio

from softknack import AsyncSoftknack, ContactId, QueueEntry, QueueSession
from softknack.testing import Sandbox


async def verify(staff: AsyncSoftknack, sandbox: Sandbox) -> QueueSession:
    """Shows that a phone is the guest's. Here the code is read in the sandbox's outbox; there the guest types it."""
    challenge = await staff.queue.otp.request(phone="+919800000042", name="Meera")
    code = sandbox.outbox.last().vars["code"]
    return await staff.queue.otp.verify(challenge_id=challenge.challenge_id, code=code)


async def join(sk: AsyncSoftknack, customer: ContactId) -> QueueEntry:
    return await sk.queue.join(customer_id=customer, party_size=2, match_type="FITTED", resource_type="table")


async def main() -> None:
    with Sandbox() as sandbox:
        business = sandbox.seed()
        staff = sandbox.async_client()

        first = await join(staff, business.contacts[1])
        await staff.queue.allocate(resource_type="table")
        first = await staff.queue.entries.confirm(first.id)
        print(f"A party of {first.party_size} has the table in the air-conditioned room.")

        session = await verify(staff, sandbox)
        print("A guest typed the code that came by text message: the phone is verified.")
        renewals = 0

        async def renew() -> str:
            nonlocal renewals
            renewals += 1
            return (await verify(staff, sandbox)).token

        guest = staff.with_options(credential=session.token, renew_session=renew)
        entry = await join(guest, session.customer_id)
        print(f"In line: position {entry.position}, at most {entry.estimated_wait_seconds} seconds to wait.")

        # The guest's screen waits, and the party ahead leaves: its table goes to the next in line at once.
        waiting = guest.queue.entries.wait_for_status(entry.id, status="allocated", poll_every=(0.02, 0.2), timeout=60)
        print("The party ahead checks out.")
        allocated, _ = await asyncio.gather(waiting, staff.queue.entries.checkout(first.id))
        assert allocated.resource_id == business.tables[0]
        print(f"The table is ready, and kept until {allocated.respond_by:%H:%M:%S}.")

        seated = await guest.queue.entries.confirm(entry.id)
        print(f"The guest is {seated.status}.")

        sandbox.clock.advance(minutes=150)
        entry = await guest.queue.entries.get(entry.id)
        print(f"Two hours and a half later the token is over; it was renewed {renewals} time.")
        assert (entry.status, renewals) == ("seated", 1)

        done = await staff.queue.entries.checkout(entry.id)
        line = await staff.queue.lines.get("table")
        print(f"Checked out: {done.status}. {line.waiting} wait, {line.free} tables are free.")
        assert (line.waiting, line.free) == (0, 2)


if __name__ == "__main__":
    asyncio.run(main())
