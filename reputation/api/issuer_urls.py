"""Addresses of the issuer of receipts, for programs. The web process hands them on to the issuer's own process."""

from django.urls import path, register_converter

from reputation.api import issuer_views
from reputation.receipts.directory import PATH
from reputation.receipts.rules import ReceiptClass


class ClassConverter:
    """A class of receipts."""

    regex = "|".join(ReceiptClass)

    def to_python(self, value: str) -> ReceiptClass:
        return ReceiptClass(value)

    def to_url(self, value: str) -> str:
        return str(value)


register_converter(ClassConverter, "class")

urlpatterns = [
    path(PATH.lstrip("/"), issuer_views.whole_directory, name="issuer-directory"),
    path(f"issuer/<uuid:business>/<class:receipt_class>{PATH}", issuer_views.business_directory, name="issuer-keys"),
    path("issuer/look", issuer_views.look, name="issuer-look"),
    path("issuer/token-request", issuer_views.token_request, name="issuer-token-request"),
]
