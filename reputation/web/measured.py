"""What the formula withstands, as measured in simulation. `python -m bench.integrity` measures it again."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Row(NamedTuple):
    """An attack, and how well each method still tells a scam from an honest shop, in hundredths: 50 is a coin."""

    attack: Words
    says: Words
    values: tuple[int, ...]


COLUMNS: tuple[Words, ...] = (
    _("Plain average"),
    _("Usual review sites"),
    _("Here, nobody independent"),
    _("Here, 1 in 20 independent"),
    _("Here, 1 in 10"),
    _("Here, 1 in 5"),
    _("Here, 1 in 2"),
)
ROWS: tuple[Row, ...] = (
    Row(_("No attack"), _("Everybody reviews as they fared."), (100, 100, 100, 100, 100, 100, 100)),
    Row(
        _("Own praise, threefold"),
        _("A scam writes three good reviews for each real one."),
        (14, 9, 75, 90, 93, 96, 98),
    ),
    Row(_("Own praise, tenfold"), _("A scam writes ten good reviews for each real one."), (0, 0, 32, 77, 88, 94, 97)),
    Row(_("A burst"), _("A scam writes much praise in one month."), (92, 25, 99, 99, 99, 99, 99)),
    Row(
        _("Smear without a receipt"),
        _("Somebody writes bad reviews of honest shops, without buying."),
        (87, 59, 99, 98, 98, 97, 97),
    ),
    Row(
        _("Smear by six real purchases"),
        _("Somebody buys six times at each honest shop and lies."),
        (99, 96, 75, 83, 86, 89, 93),
    ),
    Row(_("Exit scam"), _("An honest shop turns and takes the money."), (81, 97, 96, 93, 92, 92, 92)),
)
