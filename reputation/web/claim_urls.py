"""The page of the issuer of receipts. The web process hands it on to the issuer's own process."""

from django.urls import path

from reputation.web import claims

urlpatterns = [path("r/claim", claims.page, name="receipt-claim")]
