"""Twenty bookers want one slot at the same moment: one wins it, and the others are told what is still open. Then twenty
more let the platform choose the next opening for them, and each gets one of their own.

    python race.py
"""

import asyncio

from softknack import AsyncSoftknack, ContactId, SlotId, SlotTakenError
from softknack.testing import Sandbox

BOOKERS = 20


async def offered(sk: AsyncSoftknack, slot: SlotId, contact: ContactId) -> int | None:
    """How many other openings were offered, or none where the race was won."""
    try:
        await sk.calendar.appointments.book(slot_id=slot, contact_id=contact, service="ac_service")
    except SlotTakenError as taken:
        # A lost race is an answer: the SDK does not send it again.
        return len(taken.next_slots)
    return None


async def book_next(sk: AsyncSoftknack, slot: SlotId, contact: ContactId) -> SlotId:
    """Wants `slot`, and takes the next opening where it is gone."""
    booked = await sk.calendar.appointments.book(
        slot_id=slot, contact_id=contact, service="ac_service", if_taken="book_next"
    )
    return booked.slot_id


async def main() -> None:
    with Sandbox() as sandbox:
        contact = sandbox.seed().contacts[0]
        async with sandbox.async_client() as sk:
            slot = (await sk.calendar.availability.list(service="ac_service").first()).id

            answers = await asyncio.gather(*[offered(sk, slot, contact) for _ in range(BOOKERS)])
            winners = answers.count(None)
            print(f"{BOOKERS} bookers, one slot: {winners} won, {BOOKERS - winners} were offered other openings.")
            assert winners == 1
            assert 0 not in answers

            different = set(await asyncio.gather(*[book_next(sk, slot, contact) for _ in range(BOOKERS)]))
            print(f"{BOOKERS} bookers with `book_next`: {len(different)} different slots.")
            assert len(different) == BOOKERS


if __name__ == "__main__":
    asyncio.run(main())
