"""Which languages a machine judges, and when it does not believe what was named."""

import pytest

from reputation.screening import languages
from reputation.screening.languages import Seen, look

TEXTS = {
    "en": "The parcel came on Friday, it was well packed and nothing was missing.",
    "fr": "Le colis est arrivé vendredi, il était bien emballé et rien ne manquait.",
    "es": "El paquete llegó el viernes, venía bien embalado y no faltaba nada.",
    "de": "Das Paket kam am Freitag, es war gut verpackt und es fehlte nichts.",
    "nl": "Het pakket kwam op vrijdag, het was goed ingepakt en er ontbrak niets.",
    "it": "Il pacco è arrivato venerdì, era ben imballato e non mancava niente.",
    "pt": "A encomenda chegou na sexta-feira, estava bem embalada e não faltava nada.",
}


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_a_text_in_the_language_that_was_named_fits_and_in_no_other(language: str) -> None:
    assert look(TEXTS[language], language) == Seen(language, fits=True)
    assert look(TEXTS[language].upper(), language).fits
    others = [named for named in TEXTS if named != language]
    assert [look(TEXTS[language], named) for named in others] == [Seen(language, fits=False)] * len(others)


@pytest.mark.parametrize("named", ["pl", "ja", "", "xx", "EN"])
def test_a_language_that_is_not_screened_fits_nothing(named: str) -> None:
    assert not look(TEXTS["en"], named).fits


def test_chinese_is_read_by_people() -> None:
    assert not look("这家店很好，服务员很热情。", "zh").fits


def test_of_a_few_words_the_writer_is_believed() -> None:
    assert look("Alles prima!", "en").fits
    assert look("", "en").fits
    assert look("5/5 !!!", "fr").fits


def test_another_script_is_another_language_even_in_a_few_words() -> None:
    assert look("Всё хорошо", "en") == Seen("ru", fits=False)
    assert not look("すばらしい", "de").fits
    assert look("Super wie immer in der Привет Bar", "de").fits, "a name in another script"


def test_all_that_is_screened_can_be_told_apart() -> None:
    assert set(languages.SCREENED) >= set(TEXTS) | set(languages.READ_BY_PEOPLE)
