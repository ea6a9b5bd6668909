import pytest

from reputation.core import ids


@pytest.mark.parametrize("source", [ids.SECURE, ids.Seeded(1)])
def test_ids_are_version_4_and_salts_are_32_bytes(source: ids.Source) -> None:
    assert source.uuid().version == 4
    assert source.uuid() != source.uuid()
    assert len(source.salt()) == 32
    assert source.salt() != source.salt()


def test_a_seed_repeats_itself_and_another_does_not() -> None:
    assert ids.Seeded(7).uuid() == ids.Seeded(7).uuid()
    assert ids.Seeded(7).salt() != ids.Seeded(8).salt()
