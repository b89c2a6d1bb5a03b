"""Lists: read item by item, page by page, or up to a number. While a page is looked at, the next one is on its way."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar, overload

from softknack._errors import NoItemsError, PaginationError
from softknack._response import Response

if TYPE_CHECKING:
    from softknack._caller import AsyncCaller, Params, SyncCaller
    from softknack._native import Operation

T = TypeVar("T")
D = TypeVar("D")

_LARGEST: Final = 100
_MISSING: Final[Any] = object()


class Page(Generic[T]):
    """Some items of a list, and where it goes on."""

    __slots__ = ("has_more", "items", "next_cursor", "response")

    items: list[T]
    """The items."""
    has_more: bool
    """Whether there are more. A page may be empty and yet not the last."""
    next_cursor: str | None
    """Where the next page begins: pass it as `cursor` to go on later."""
    response: Response[Any]
    """What came with the items: status, headers, how the call went."""

    def __init__(self, value: dict[str, Any], response: Response[Any]) -> None:
        self.items = value["data"]
        self.has_more = value["has_more"]
        self.next_cursor = value.get("next_cursor")
        self.response = response

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, place: int) -> T:
        return self.items[place]

    def __repr__(self) -> str:
        return f"Page({len(self.items)} items, has_more={self.has_more}, next_cursor={self.next_cursor!r})"


class _Reading(Generic[T]):
    """What the lists of both faces share: where they stand, and whether they may go on."""

    __slots__ = ("_caller", "_operation", "_options", "_params")

    _caller: Any

    def __init__(self, caller: Any, operation: Operation[T], params: Params, options: tuple[Any, ...] | None) -> None:
        self._caller = caller
        self._operation = operation
        self._params = params
        self._options = options

    def _following(self, page: Page[T], seen: set[str | None]) -> str | None:
        """The cursor of the page after `page`, or none after the last."""
        if not page.has_more:
            return None
        cursor = page.next_cursor
        if cursor is None or cursor in seen:
            wrong = "says that there is more, but not where" if cursor is None else "gave a cursor a second time"
            raise PaginationError(
                f"softknack: pagination: the platform {wrong}",
                operation=self._operation.name,
                status=page.response.status,
                request_id=page.response.request_id,
            )
        seen.add(cursor)
        return cursor

    def _asked(self, wanted: int | None = None, cursor: str | None = None) -> Params:
        """The parameters of a page, the caller's own: no larger than what is wanted, where its size is not said."""
        params = dict(self._params)
        if wanted is not None and params.get("limit") is None:
            params["limit"] = min(max(wanted, 1), _LARGEST)
        if cursor is not None:
            params["cursor"] = cursor
        return params

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._operation.name})"


class ItemList(_Reading[T]):
    """A list that is read when it is looked into.

    ```python
    for appointment in sk.calendar.appointments.list(status="booked"):
        ...
    ```
    """

    __slots__ = ()

    _caller: SyncCaller

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from page

    def pages(self) -> Iterator[Page[T]]:
        """All pages, one after the other."""
        return self._pages(lambda _: False)

    def first_page(self) -> Page[T]:
        """The first page alone."""
        return _page(self._caller.page(self._operation, self._asked(), self._options))

    @overload
    def first(self) -> T: ...
    @overload
    def first(self, default: D) -> T | D: ...
    def first(self, default: Any = _MISSING) -> Any:
        """The first item, or `default`.

        Raises:
            NoItemsError: There is none, and no default.
        """
        for page in self._pages(lambda page: len(page) > 0):
            for item in page:
                return item
        return _nothing(self._operation.name, default)

    def to_list(self, *, limit: int | None = None) -> list[T]:
        """All items, or the first `limit` of them, from as many pages as that takes."""
        items: list[T] = []
        if limit is not None and limit <= 0:
            return items

        def is_last(page: Page[T]) -> bool:
            return limit is not None and len(items) + len(page) >= limit

        for page in self._pages(is_last, limit):
            items.extend(page if limit is None else islice(page, limit - len(items)))
        return items

    def _pages(self, is_last: Callable[[Page[T]], bool], wanted: int | None = None) -> Iterator[Page[T]]:
        seen = {self._params.get("cursor")}
        page = _page(self._caller.page(self._operation, self._asked(wanted), self._options))
        while not is_last(page):
            cursor = self._following(page, seen)
            if cursor is None:
                break
            pending = self._caller.start(self._operation, self._asked(wanted, cursor), self._options)
            try:
                yield page
            except BaseException:
                pending.cancel()
                raise
            page = _page(Response(*pending.wait()))
        yield page


class AsyncItemList(_Reading[T]):
    """A list that is read when it is looked into.

    ```python
    async for appointment in sk.calendar.appointments.list(status="booked"):
        ...
    ```
    """

    __slots__ = ()

    _caller: AsyncCaller

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in page:
                yield item

    def pages(self) -> AsyncIterator[Page[T]]:
        """All pages, one after the other."""
        return self._pages(lambda _: False)

    async def first_page(self) -> Page[T]:
        """The first page alone."""
        return _page(await self._caller.page(self._operation, self._asked(), self._options))

    @overload
    async def first(self) -> T: ...
    @overload
    async def first(self, default: D) -> T | D: ...
    async def first(self, default: Any = _MISSING) -> Any:
        """The first item, or `default`.

        Raises:
            NoItemsError: There is none, and no default.
        """
        async for page in self._pages(lambda page: len(page) > 0):
            for item in page:
                return item
        return _nothing(self._operation.name, default)

    async def to_list(self, *, limit: int | None = None) -> list[T]:
        """All items, or the first `limit` of them, from as many pages as that takes."""
        items: list[T] = []
        if limit is not None and limit <= 0:
            return items

        def is_last(page: Page[T]) -> bool:
            return limit is not None and len(items) + len(page) >= limit

        async for page in self._pages(is_last, limit):
            items.extend(page if limit is None else islice(page, limit - len(items)))
        return items

    async def _pages(self, is_last: Callable[[Page[T]], bool], wanted: int | None = None) -> AsyncIterator[Page[T]]:
        seen = {self._params.get("cursor")}
        page = _page(await self._caller.page(self._operation, self._asked(wanted), self._options))
        while not is_last(page):
            cursor = self._following(page, seen)
            if cursor is None:
                break
            started = self._caller.start(self._operation, self._asked(wanted, cursor), self._options)
            try:
                yield page
            except BaseException:
                started.cancel()
                raise
            page = _page(Response(*await started.wait()))
        yield page


def _page(response: Response[Any]) -> Page[Any]:
    return Page(response.value, response)


def _nothing(operation: str, default: Any) -> Any:
    if default is _MISSING:
        raise NoItemsError(f"softknack: {operation} found nothing, so there is no first", operation=operation)
    return default
