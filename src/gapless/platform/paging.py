"""Paging: `page` and `page_size` in, `meta` and the headers `Link` and `X-Total-Count` out."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel, Field


class PageMeta(BaseModel):
    """Where in the list this page is."""

    page: int
    page_size: int
    total: int = Field(description="Rows in the whole filtered list.")


class Paging:
    """The page a caller asked for, and the headers that lead to its neighbours."""

    def __init__(
        self,
        request: Request,
        response: Response,
        page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
        page_size: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> None:
        self.page = page
        self.page_size = page_size
        self._request = request
        self._response = response

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.page - 1) * self.page_size

    def meta(self, total: int) -> PageMeta:
        """The page's `meta`; sets the paging headers on the answer."""
        last = max(1, -(-total // self.page_size))
        targets: dict[str, int] = {"first": 1, "last": last}
        if self.page > 1:
            targets["prev"] = min(self.page - 1, last)
        if self.page < last:
            targets["next"] = self.page + 1
        # Relative, because a proxy may know the server by another name.
        links = [f'<{self._address(page)}>; rel="{rel}"' for rel, page in targets.items()]
        self._response.headers["Link"] = ", ".join(links)
        self._response.headers["X-Total-Count"] = str(total)
        return PageMeta(page=self.page, page_size=self.page_size, total=total)

    def _address(self, page: int) -> str:
        url: Any = self._request.url.include_query_params(page=page)
        return f"{url.path}?{url.query}"


PagingDep = Annotated[Paging, Depends(Paging)]
