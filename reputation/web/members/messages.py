"""What a page tells somebody once, after what they did on the last one."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http.response import HttpResponseBase


class Messages(CookieStorage):
    """Kept in a cookie until it was told; the library would send it with every page, a check among them."""

    def _update_cookie(self, encoded_data: str, response: HttpResponseBase) -> None:
        super()._update_cookie(encoded_data, response)  # type: ignore[misc] # the stubs lack it
        response.cookies[self.cookie_name]["path"] = settings.SESSION_COOKIE_PATH
