"""Whatever is typed where reviews are written, changed and masked: kept whole or refused kindly, and never by half."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.html import escape

from reputation.core import clock
from reputation.reviews.models import Act, MaskRequest, WaitingReview
from tests import mailbox_made, pages_made
from tests.mailbox_made import Written
from tests.writing_made import NOTHING, Writing, slip_in, stored, text_shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
KILO, MEGA = 1_000, 1_000_000
FIGURES = {"stars": "4", "outcome": "as-agreed"}
# In each the kettle came on time.
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
UNSEEN = ("a\x1bb", "a\u202eb\u202c", "a\u2066b", "a\ufdd0b", "a\ue000b")
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
    assert (how.status, text_shown(how.page), stored()) == (422, "ab", NOTHING)


def test_a_text_with_null_in_it_is_refused_and_shown(how: Writing) -> None:
    how.told(text="a\0b")
    assert (how.status, text_shown(how.page), stored()) == (422, "a\0b", NOTHING)


@pytest.mark.parametrize("text", SEEN)
def test_signs_of_all_kinds_are_kept_and_shown_as_signs(text: str, how: Writing) -> None:
    how.told(text=text).looked()
    assert "<script>alert" not in how.page
    how.send()
    assert how.status == 200
    assert "<script>alert" not in how.page
    assert stored()[2] == 1
    assert [one for one in texts() if one != text] == []


def texts() -> list[str]:
    return list(WaitingReview.objects.values_list("text", flat=True))


def test_every_language_is_shown_as_it_was_written(participant: pages_made.Shop) -> None:
    wrong = {}
    for language, text in SENTENCES.items():
        writing = Writing.about(participant.id).how().told(text=text, language=language)
        if writing.status == 422:  # a word that looks like a name: it is wanted as it is
            asked = {f"choice-{n}": "keep" for n in range(1, 9) if f'name="choice-{n}"' in writing.page}
            writing.told(text=text, language=language, **asked)
        shown = f'<p class="body" lang="{language}" dir="auto">{escape(text)}</p>'
        if (writing.status, writing.step) != (200, "2") or shown not in writing.page:
            wrong[language] = writing.status
    assert wrong == {}
    assert len(SENTENCES) >= 50
    assert stored() == NOTHING


def test_clocks_that_disagree_give_the_same_answer_to_the_same_review(
    ticket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing = Writing.with_ticket(ticket).how().told().looked()
    slip, now = slip_in(writing.send().page), clock.now()
    for apart in (timedelta(hours=-3), timedelta(days=9)):
        with monkeypatch.context() as patched:
            patched.setattr(clock, "now", lambda apart=apart: now + apart)
            assert slip_in(writing.send().page) == slip
    assert stored() == (1, 0, 1, 1)


def test_whoever_goes_back_and_sends_another_text_is_told_and_loses_neither(ticket: str) -> None:
    writing = Writing.with_ticket(ticket).how().told().looked()
    before = dict(writing.fields)
    slip = slip_in(writing.send().page)
    other = Writing({**before, "text": "Written after going back."}).send()
    assert (other.status, stored()) == (409, (1, 0, 1, 1))
    assert "Written after going back." in other.page
    assert slip_in(Writing(before).send().page) == slip, "the first text again gets its answer again"


@pytest.mark.parametrize("size", SIZES)
def test_a_change_of_any_size_is_noted_or_refused_as_a_whole(size: int, written: Written) -> None:
    answer = mailbox_made.do(mailbox_made.handle_of(written), "send-change", **FIGURES, text="x" * size)
    assert answer.status_code == (200 if size <= 4_000 else 422 if size < MEGA else 413)
    assert Act.objects.count() == (1 if size <= 4_000 else 0)
    if answer.status_code == 422:
        assert text_shown(answer.content.decode()) == "x" * size


@pytest.mark.parametrize("raw", ["a\0b", *UNSEEN, *SEEN, "x" * 201, "x" * 100 * KILO, "x" * MEGA])
def test_words_that_are_none_of_the_review_are_masked_by_nobody(raw: str, written: Written) -> None:
    path = f"/review/{written.review}/words"
    fields = {"words": raw, "kind": "person", "work": mailbox_made.worked(f"{path}/work"), "ticket": ""}
    answer = Client(raise_request_exception=False).post(path, fields)
    assert answer.status_code in (413, 422)
    assert "<script>alert" not in answer.content.decode()
    assert not MaskRequest.objects.exists()


def test_a_form_that_comes_twice_is_one_request(written: Written) -> None:
    handle = mailbox_made.handle_of(written)
    for _ in range(2):
        assert mailbox_made.do(handle, "send-change", **FIGURES, text="A better text.").status_code == 200
    assert Act.objects.count() == 1
    for _ in range(2):
        assert mailbox_made.do(handle, "erase").status_code == 200
    assert [one.kind for one in Act.objects.all()] == ["erase"]
