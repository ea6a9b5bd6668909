"""Legal entities that no registry knows: for a demonstration, which has to show who does not take part."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import connection, transaction

from reputation.businesses import errors, names, numbers, search_index
from reputation.businesses.models import RegistryEntity, SearchName

SOURCE = "Invented for this demonstration"


@dataclass(frozen=True, slots=True)
class Invented:
    """An entity as a registry would describe it. `lei` has valid check digits and an issuer that does not exist."""

    lei: str
    name: str
    country: str
    place: str


@transaction.atomic
def list_entities(given: Iterable[Invented], *, today: date) -> None:
    """Let these be found as entities that do not take part, in place of what was listed so before.

    Raises:
        BadNumber: this is no demonstration, or a LEI is not valid.
    """
    entities = list(given)
    if not settings.IS_DEMO or any(numbers.normal("lei", entity.lei) != entity.lei for entity in entities):
        raise errors.BadNumber(scheme="lei")
    before = list(RegistryEntity.objects.filter(source=SOURCE).values_list("lei", flat=True))
    SearchName.objects.filter(lei__in=before).delete()
    RegistryEntity.objects.filter(lei__in=before).delete()
    RegistryEntity.objects.bulk_create(
        RegistryEntity(
            lei=entity.lei,
            legal_name=entity.name,
            country=entity.country,
            place=entity.place,
            category="GENERAL",
            status="ACTIVE",
            source=SOURCE,
            as_of=today,
        )
        for entity in entities
    )
    SearchName.objects.bulk_create(
        SearchName(lei=entity.lei, folded=names.fold(entity.name), tokens=names.tokens(entity.name))
        for entity in entities
    )
    words = sorted({token for entity in entities for token in names.tokens(entity.name)})
    slips = [(slip, word) for word in words for slip in search_index.deletions(word)]
    with connection.cursor() as cursor:
        cursor.execute(search_index.COUNT, [words])
        cursor.execute(search_index.SLIPS, [[slip for slip, _ in slips], [word for _, word in slips]])
