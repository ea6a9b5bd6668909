"""Whatever is typed where reviews are written, changed and masked: refused kindly or kept as it is, and never by half."""

from datetime import timedelta
from typing import Any
from unittest import mock
from uuid import UUID

import pytest
from django.test import Client

from reputation.core import clock
from reputation.reviews.models import Act, MaskRequest, WaitingReview
from reputation.web.writing import words
from tests import mailbox_made, pages_made
from tests.issuing_made import Shop
from tests.mailbox_made import Written
from tests.writing_made import NOTHING, TEXT, Writing, slip_in, stored, text_shown, worked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
KILO, MEGA = 1_000, 1_000_000
# Of each a sentence as people write it: "The kettle came on time." With its code, where the form has another, in front.
SENTENCES = {
    "af": "Die ketel het betyds gekom.",
    "ar": "وصلت الغلاية في الوقت المحدد.",
    "az": "Çaydan vaxtında gəldi.",
    "be": "Чайнік прыйшоў своечасова.",
    "bg": "Чайникът пристигна навреме.",
    "bn": "কেটলিটি সময়মতো এসেছে।",
    "ca": "El bullidor va arribar a temps.",
    "cs": "Konvice přišla včas.",
    "cy": "Daeth y tegell mewn pryd.",
    "da": "Kedlen kom til tiden.",
    "de": "Der Kessel kam pünktlich.",
    "el": "Ο βραστήρας ήρθε στην ώρα του.",
    "en": "The kettle came on time.",
    "eo": "La bolilo venis ĝustatempe.",
    "es": "El hervidor llegó a tiempo.",
    "et": "Veekeetja tuli õigel ajal.",
    "eu": "Irakingailua garaiz iritsi zen.",
    "fa": "کتری به‌موقع رسید.",
    "fi": "Kattila saapui ajallaan.",
    "fr": "La bouilloire est arrivée à l’heure.",
    "ga": "Tháinig an citeal in am.",
    "he": "הקומקום הגיע בזמן.",
    "hi": "केतली समय पर आ गई।",
    "hr": "Kuhalo je stiglo na vrijeme.",
    "hu": "A vízforraló időben megérkezett.",
    "hy": "Թեյնիկը ժամանակին եկավ։",
    "id": "Ketelnya tiba tepat waktu.",
    "is": "Ketillinn kom á réttum tíma.",
    "it": "Il bollitore è arrivato in tempo.",
    "ja": "やかんは時間どおりに届きました。",
    "ka": "ჩაიდანი დროულად მოვიდა.",
    "kk": "Шәйнек уақытында келді.",
    "km": "កំសៀវមកទាន់ពេល។",
    "kn": "ಕೆಟಲ್ ಸಮಯಕ್ಕೆ ಬಂದಿತು.",
    "ko": "주전자가 제때 왔어요.",
    "lt": "Virdulys atvyko laiku.",
    "lv": "Tējkanna atnāca laikā.",
    "ml": "കെറ്റിൽ കൃത്യസമയത്ത് എത്തി.",
    "my": "ရေနွေးအိုး အချိန်မီ ရောက်လာတယ်။",
    "nl": "De ketel kwam op tijd.",
    "pl": "Czajnik przyszedł na czas.",
    "pt": "A chaleira chegou a tempo.",
    "ro": "Fierbătorul a ajuns la timp.",
    "ru": "Чайник пришёл вовремя.",
    "sk": "Kanvica prišla načas.",
    "sv": "Kitteln kom i tid.",
    "ta": "கெண்டி சரியான நேரத்தில் வந்தது.",
    "th": "กาต้มน้ำมาถึงตรงเวลา",
    "tr": "Su ısıtıcısı zamanında geldi.",
    "uk": "Чайник прийшов вчасно.",
    "ur": "کیتلی وقت پر پہنچی۔",
    "vi": "Ấm nước đến đúng giờ.",
    "zh": "水壶准时到了。",
}
UNSEEN = ("a\x00b", "a\x1bb", "a\u202eb\u202c", "a\u2066b", "a\ufdd0b", "a\ue000b")
SEEN = ("<script>alert(1)</script>", "%(name)s {0} {{ text }}", "' OR 1=1 --", "a\u200db", "👩‍👩‍👧 🫖", "e\u0301" * 100)
SIZES = (1, 2, 3_999, 4_000, 4_001, 100 * KILO, MEGA)


@pytest.fixture
def how(participant: pages_made.Shop) -> Writing:
    """Somebody who is asked for their words."""
    return Writing.about(participant.id).how()


@pytest.fixture
def written(participant: pages_made.Shop) -> Written:
    return mailbox_made.make_published(participant.id)


@pytest.mark.parametrize("size", SIZES)
def test_a_text_of_any_size_goes_on_or_is_said_to_be_too_long(size: int, how: Writing) -> None:
    how.told(text="x" * size)
    if size <= 4_000:
        assert (how.status, how.step, how.fields["text"]) == (200, "2", "x" * size)
    elif size < MEGA:
        assert (how.status, text_shown(how.page)) == (422, "x" * size), "nothing is cut off"
    else:
        assert how.status == 413
        assert "Go back: what you typed still stands there." in how.page
    assert stored() == NOTHING


@pytest.mark.parametrize("text", UNSEEN)
def test_what_nobody_can_see_is_taken_out_and_read_once_more(text: str, how: Writing) -> None:
    how.told(text=text)
    assert (how.status, text_shown(how.page)) == (422, "ab")
    assert stored() == NOTHING


@pytest.mark.parametrize("text", SEEN)
def test_signs_of_all_kinds_are_kept_and_shown_as_signs(text: str, how: Writing) -> None:
    how.told(text=text).looked().send()
    assert "<script>alert" not in how.page
    assert how.status == 200
    assert "".join(stored_texts()) in ("", pytest.approx) or stored()[:2] in ((1, 0), (0, 1))


def stored_texts() -> list[str]:
    return list(WaitingReview.objects.values_list("text", flat=True))


@pytest.mark.parametrize("language", SENTENCES)
def test_every_language_is_shown_as_it_was_written(language: str, participant: pages_made.Shop) -> None:
    assert language in words.LANGUAGES
    writing = Writing.about(participant.id).how().told(text=SENTENCES[language], language=language)
    if writing.step == "1":  # a word that looks like a name: it is wanted as it is
        asked = {name: "keep" for name in map("choice-{}".format, range(1, 9)) if f'name="{name}"' in writing.page}
        writing.told(text=SENTENCES[language], language=language, **asked)
    assert (writing.status, writing.step) == (200, "2")
    assert f'<p lang="{language}" dir="auto" class="body">{SENTENCES[language]}</p>' in writing.page.replace("\n", "")
