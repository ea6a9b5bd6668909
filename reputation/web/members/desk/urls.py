"""Addresses below /members/desk."""

from django.urls import path

import reputation.web.converters  # noqa: F401 - it names the parts of addresses
from reputation.web.members.desk import (
    applications,
    attesters,
    businesses,
    exclusions,
    inspect,
    letters,
    masks,
    measures,
    payments,
    proposals,
    queue,
    service,
    texts,
)

urlpatterns = [
    path("desk", queue.page, name="desk"),
    path("desk/done", queue.done, name="desk-done"),
    path("desk/application/<id:application>", applications.page, name="desk-application"),
    path("desk/proposal/<id:proposal>", proposals.page, name="desk-proposal"),
    path("desk/payment/<id:proof>", payments.page, name="desk-payment"),
    path("desk/payment/<id:proof>/file", payments.file, name="desk-payment-file"),
    path("desk/text/<id:held>", texts.page, name="desk-text"),
    path("desk/words/<id:mask>", masks.page, name="desk-words"),
    path("desk/businesses", businesses.search, name="desk-businesses"),
    path("desk/business/<id:business>", businesses.page, name="desk-business"),
    path("desk/business/<id:business>/exclude", businesses.exclude, name="desk-exclude"),
    path("desk/business/<id:business>/numbers", businesses.numbers, name="desk-numbers"),
    path("desk/business/<id:business>/keys", attesters.keys, name="desk-keys"),
    path("desk/attesters", attesters.index, name="desk-attesters"),
    path("desk/attester/<id:attester>", attesters.page, name="desk-attester"),
    path("desk/exclusion/<id:exclusion>", exclusions.page, name="desk-exclusion"),
    path("desk/business/<id:business>/warn", measures.warn, name="desk-warn"),
    path("desk/business/<id:business>/suspend", measures.suspend, name="desk-suspend"),
    path("desk/case/<id:case>/threat", measures.threat, name="desk-threat"),
    path("desk/measure/<id:measure>", measures.page, name="desk-measure"),
    path("desk/editions", service.editions, name="desk-editions"),
    path("desk/operator", service.operator, name="desk-operator"),
    path("desk/duties", service.duties, name="desk-duties"),
    path("desk/letters", letters.page, name="desk-letters"),
    path("desk/inspect", inspect.index, name="desk-inspect"),
    path("desk/inspect/<slug:table>", inspect.table, name="desk-table"),
    path("desk/inspect/<slug:table>/below/<entry:below>", inspect.table, name="desk-table-below"),
]
