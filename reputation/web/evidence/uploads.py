"""Taking one file of a form into memory, for the pages that take any: everywhere else files are dropped."""

from collections.abc import Callable
from functools import wraps
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from reputation.evidence.errors import FileMissing, FileTooLarge
from reputation.rulebook import evidence as numbers

AROUND = 64 * 1024
"""So many bytes of a form may be around the file."""


def take_one_file(request: HttpRequest, *, largest: int = numbers.FILE_LARGEST.value) -> None:
    """Let this request bring one file of so many bytes. Before anything of its body is read.

    Raises:
        FileTooLarge: by what it says of itself.
    """
    if int(request.META.get("CONTENT_LENGTH") or 0) > largest + AROUND:
        raise FileTooLarge
    request.upload_handlers = [OneFile(request, largest)]


def with_file(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For a view where people sign in: take its file before the guard against forged forms reads the body."""
    guarded = csrf_protect(view)

    @csrf_exempt  # by the middleware, so that the guard comes here, once the file is provided for
    @wraps(view)
    def taking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        take_one_file(request)
        return guarded(request, *args, **kwargs)

    return taking


class OneFile(FileUploadHandler):
    """Keeps one file in memory, and no more of it than is taken. Its name and what it says it is are of no matter."""

    def __init__(self, request: HttpRequest, largest: int) -> None:
        super().__init__(request)
        self._largest = largest
        self._parts: list[bytes] = []
        self._size = self._files = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Called when a file begins.

        Raises:
            FileMissing: it is a second one.
        """
        super().new_file(*args, **kwargs)
        self._files += 1
        if self._files > 1:
            raise FileMissing

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Called with each part.

        Raises:
            FileTooLarge
        """
        del start
        self._size += len(raw_data)
        if self._size > self._largest:
            raise FileTooLarge
        self._parts.append(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        """Called at the end of the file."""
        return InMemoryUploadedFile(BytesIO(b"".join(self._parts)), self.field_name, "file", "", file_size, None)
