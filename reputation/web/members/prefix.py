"""Where signed-in pages live: /members/, and /members/de/ in German."""

from django.urls import LocalePrefixPattern

from reputation.web.pages import MEMBERS


class MembersPrefix(LocalePrefixPattern):
    """The language stands after the area, so that one path of a cookie covers both."""

    def __init__(self) -> None:
        super().__init__(prefix_default_language=False)

    @property
    def language_prefix(self) -> str:
        return f"{MEMBERS.removeprefix('/')}/{super().language_prefix}"
