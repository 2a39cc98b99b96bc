"""Paging of lists that the contract has as bare arrays: a whole brand fits the first page."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request, Response

from gapless.platform.paging import Paging


class WholeListPaging(Paging):
    """Paging whose first page is as large as a page may be, for clients that do not page."""

    def __init__(
        self,
        request: Request,
        response: Response,
        page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
        page_size: Annotated[int, Query(ge=1, le=200)] = 200,
    ) -> None:
        super().__init__(request, response, page, page_size)


WholeListPagingDep = Annotated[WholeListPaging, Depends(WholeListPaging)]
