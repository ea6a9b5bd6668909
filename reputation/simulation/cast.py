"""The invented businesses. Their names are made up, their addresses end in .example, their numbers begin with EX."""

from dataclasses import dataclass
from enum import StrEnum

from reputation.simulation import shapes
from reputation.simulation.shapes import Phase, Rates, Shape, burst, steady

SUMMER = (30, 40, 90, 150, 190, 180, 140, 100, 80, 60, 40, 50)
SPRING = (40, 80, 200, 240, 190, 110, 80, 60, 90, 60, 30, 20)
SOUTHERN = (190, 150, 110, 80, 50, 30, 30, 40, 70, 120, 160, 200)
LAST_QUARTER = (70, 60, 70, 80, 80, 80, 80, 80, 90, 110, 200, 220)


class Shows(StrEnum):
    """What a business is an example of."""

    INDEPENDENT = "independent"
    OWN_RECEIPTS = "own-receipts"
    SEASONAL = "seasonal"
    GROWING = "growing"
    TOO_FEW = "too-few"
    OWN_PRAISE = "own-praise"
    SMEARED = "smeared"
    SURGE = "surge"
    MONEY_LOST = "money-lost"
    WORSE = "worse"
    NO_RECEIPT_GIVEN = "no-receipt-given"
    SUSPENDED = "alert-suspended"
    LEFT = "left"
    RETURNED = "returned"
    CASES = "cases"
    OTHER_SCRIPT = "other-script"
    NOT_PARTICIPATING = "not-participating"
    ORDINARY = "ordinary"


@dataclass(frozen=True, slots=True)
class Member:
    """An invented business. `joined`, `left`, `returned`: months before the last one."""

    number: int
    name: str
    domains: tuple[str, ...]
    country: str
    place: str
    trade: str
    languages: tuple[str, ...]
    shape: Shape
    shows: tuple[Shows, ...] = (Shows.ORDINARY,)
    trading_names: tuple[str, ...] = ()
    joined: int = 25
    left: int | None = None
    returned: int | None = None
    replies: int = 25

    @property
    def registry_number(self) -> str:
        return f"EX{self.number:08d}"


@dataclass(frozen=True, slots=True)
class Stranger:
    """An invented legal entity that never joined. `stem` is its LEI without check digits, of an issuer that is none."""

    stem: str
    name: str
    country: str
    place: str

    @property
    def lei(self) -> str:
        return self.stem + f"{98 - int(''.join(str(int(sign, 36)) for sign in self.stem) + '00') % 97:02d}"


def _shape(*phases: Phase, season: tuple[int, ...] = (100,) * 12) -> Shape:
    return Shape(phases, season)


EN, DE, FR, ES = ("en",), ("de",), ("fr",), ("es",)

CAST = (
    Member(1, "Kettle & Moss Ltd", ("kettle-and-moss.example", "moss-kitchen.example"), "GB", "Ludlow", "kitchen",
           EN, _shape(steady(2.2, 2.0, 0.7)), (Shows.INDEPENDENT, Shows.CASES), ("Kettle & Moss",), replies=60),
    Member(2, "Brightharbour Travel Ltd", ("brightharbour.example",), "GB", "Plymouth", "travel", EN,
           _shape(steady(1.4, 3.0, 0.4), burst(2, 0, shapes.LOST, 2, 3)), (Shows.SURGE,)),
    Member(3, "Quillon Cycles Ltd", ("quillon-cycles.example",), "GB", "Kendal", "bikes", EN,
           _shape(), (Shows.TOO_FEW,), joined=3),
    Member(4, "Orrin Electronics Ltd", ("orrin-electronics.example",), "GB", "Swindon", "electronics", EN,
           _shape(Phase(24, 9, Rates(1.0, 2.4, 0.6, shapes.FAIR))), (Shows.LEFT,), left=8),
    Member(5, "Haushaltsgerätewerkstatt Fichtelgebirge GmbH", ("haushaltsgeraetewerkstatt-fichtelgebirge.example",),
           "DE", "Wunsiedel", "repair", DE, _shape(steady(0, 3.2, 0.3)), (Shows.OWN_RECEIPTS,), replies=60),
    Member(6, "Northgate Garden Supplies Ltd", ("northgate-garden.example",), "GB", "Chester", "garden", EN,
           _shape(steady(1.2, 2.4, 0.5), season=SPRING), (Shows.SEASONAL,)),
    Member(7, "Northgate Bikes Ltd", ("northgate-bikes.example",), "GB", "York", "bikes", EN,
           _shape(steady(0.8, 2.2, 0.4))),
    Member(8, "Northgate Optics B.V.", ("northgate-optics.example",), "NL", "Utrecht", "optics", EN,
           _shape(steady(0, 2.6, 0.3)), (Shows.OWN_RECEIPTS,)),
    Member(9, "Northgate Tiles Ltd", ("northgate-tiles.example",), "GB", "Hexham", "tiles", EN,
           _shape(steady(0.3, 1.3, 0.3, shapes.FAIR))),
    Member(10, "Blue Lantern Books Ltd", ("blue-lantern-books.example",), "IE", "Galway", "books", EN,
           _shape(steady(3.0, 1.2, 0.5), season=LAST_QUARTER), (Shows.INDEPENDENT,), replies=50),
    Member(11, "Möbelhaus Lindenquell GmbH", ("lindenquell-moebel.example",), "DE", "Detmold", "furniture",
           ("de", "de", "en"), _shape(steady(1.6, 2.4, 0.4), burst(2, 0, shapes.DISPLEASED, 3, 4)),
           (Shows.WORSE,)),
    Member(12, "Kaffeeversand Morgenrot GmbH", ("morgenrot-kaffee.example",), "DE", "Bremen", "coffee",
           ("de", "de", "de", "en"), _shape(steady(2.0, 1.4, 0.3)), (Shows.INDEPENDENT,)),
    Member(13, "Fahrradkontor Elbwinkel GmbH", ("fahrradkontor-elbwinkel.example",), "DE", "Dresden", "bikes", DE,
           _shape(steady(0.7, 2.0, 0.3), season=SUMMER), (Shows.SEASONAL,)),
    Member(14, "Librairie du Pont Imaginaire SARL", ("pont-imaginaire.example",), "FR", "Nantes", "books", FR,
           _shape(steady(1.2, 1.6, 0.3))),
    Member(15, "Atelier Verrebleu SAS", ("atelier-verrebleu.example",), "FR", "Limoges", "kitchen",
           ("fr", "fr", "en"), _shape(steady(1.9, 0.9, 0.3)), (Shows.INDEPENDENT,)),
    Member(16, "Jardins de Valfictif SARL", ("jardins-valfictif.example",), "FR", "Angers", "garden", FR,
           _shape(steady(0.4, 1.8, 0.3), season=SPRING), (Shows.SEASONAL,)),
    Member(17, "Calzados Nubeblanca S.L.", ("calzados-nubeblanca.example",), "ES", "Elche", "shoes",
           ("es", "es", "en"), _shape(steady(1.1, 1.9, 0.4))),
    Member(18, "Viajes Mar Inventado S.L.", ("mar-inventado.example",), "ES", "Alicante", "travel",
           ("es", "es", "en"), _shape(steady(1.3, 1.4, 0.2), Phase(5, 3, Rates(none=6.0, mix=shapes.BAD, style="smear",
           none_given=0, is_exact=True))), (Shows.SMEARED,)),
    Member(19, "Electrodomésticos Tresluces S.L.", ("tresluces.example",), "ES", "Zaragoza", "appliances",
           ("es", "es", "en"), _shape(steady(0.6, 2.0, 0.4, shapes.FAIR))),
    Member(20, "Velvet Otter Toys Ltd", ("velvet-otter.example",), "GB", "Bristol", "toys", EN,
           _shape(steady(1.2, 1.8, 0.3), Phase(3, 1, Rates(none=9, mix=shapes.BAD, style="smear", none_given=0)),
           season=LAST_QUARTER), (Shows.SMEARED,)),
    Member(21, "Larkspur Mattress Company Ltd", ("larkspur-mattress.example",), "GB", "Leeds", "mattress", EN,
           _shape(steady(0.1, 1.0, 0.5, shapes.POOR), Phase(24, 0, Rates(seller=5.0, mix=shapes.PRAISE,
           style="praise"))), (Shows.OWN_PRAISE,)),
    Member(22, "GigaBazaar Outlet LLC", ("gigabazaar-outlet.example",), "US", "Wilmington", "electronics", EN,
           _shape(steady(0.2, 1.2, 0.8, shapes.LOSSES), Phase(20, 0, Rates(seller=6.5, mix=shapes.PRAISE,
           style="praise"))), (Shows.OWN_PRAISE,), replies=0),
    Member(23, "Silverpine Outdoor Inc", ("silverpine-outdoor.example",), "US", "Boulder", "outdoor", EN,
           _shape(steady(4.2, 2.4, 0.8)), (Shows.INDEPENDENT,), replies=50),
    Member(24, "Maple & Thimble Ltd", ("maple-and-thimble.example",), "CA", "Halifax", "clothes", EN,
           _shape(steady(0.9, 2.1, 0.4))),
    Member(25, "株式会社ほしぞら電機", ("hoshizora-denki.example",), "JP", "Osaka", "electronics", EN,
           _shape(steady(1.4, 1.6, 0.3)), (Shows.OTHER_SCRIPT,), ("Hoshizora Denki",)),
    Member(26, "Ελαιώνας του Παραμυθιού Α.Ε.", ("elaionas-paramythiou.example",), "GR", "Kalamata", "food", EN,
           _shape(steady(1.2, 1.2, 0.2)), (Shows.OTHER_SCRIPT,), ("Paramythi Olive Grove",)),
    Member(27, "Skogsdröm Möbler AB", ("skogsdrom.example",), "SE", "Växjö", "furniture", EN,
           _shape(steady(1.4, 1.4, 0.3))),
    Member(28, "Fjordlys Strikk AS", ("fjordlys-strikk.example",), "NO", "Ålesund", "clothes", EN,
           _shape(Phase(15, 0, Rates(0.6, 0.7, 0.1), growth=123), burst(2, 0, shapes.LOST, 1, 2)),
           (Shows.GROWING, Shows.SURGE), joined=16, replies=80),
    Member(29, "Porta Celeste Ceramiche S.r.l.", ("porta-celeste.example",), "IT", "Faenza", "kitchen", EN,
           _shape(steady(0, 2.0, 0.4)), (Shows.OWN_RECEIPTS,)),
    Member(30, "Papírový Drak s.r.o.", ("papirovy-drak.example",), "CZ", "Brno", "toys", EN,
           _shape(steady(0.2, 1.8, 0.2), season=LAST_QUARTER)),
    Member(31, "Bursztynowa Zatoka Sp. z o.o.", ("bursztynowa-zatoka.example",), "PL", "Gdynia", "jewellery", EN,
           _shape(steady(1.8, 1.0, 0.2)), (Shows.INDEPENDENT,)),
    Member(32, "Quay & Quarter Coffee Ltd", ("quay-and-quarter.example",), "IE", "Cork", "coffee", EN,
           _shape(Phase(24, 15, Rates(0.9, 1.8, 0.3)), Phase(9, 0, Rates(1.1, 1.6, 0.3))), (Shows.RETURNED,),
           left=14, returned=10),
    Member(33, "Tessellate Flooring B.V.", ("tessellate-flooring.example",), "NL", "Eindhoven", "tiles", EN,
           _shape(steady(1.5, 2.6, 0.5, shapes.FAIR), burst(24, 0, shapes.LOST, 0, 1)), (Shows.MONEY_LOST,),
           replies=10),
    Member(34, "Umbra Ticket House Ltd", ("umbra-tickets.example",), "GB", "Manchester", "tickets", EN,
           _shape(steady(0.3, 1.2, 0.5), Phase(3, 0, Rates(none=5, mix=shapes.LOST, none_given=100, is_exact=True))),
           (Shows.NO_RECEIPT_GIVEN,), replies=5),
    Member(35, "Pocketful of Stars Jewellery Ltd", ("pocketful-of-stars.example",), "GB", "Whitby", "jewellery", EN,
           _shape(Phase(6, 0, Rates(0.8, 1.2, 0.2))), joined=7),
    Member(36, "Redfern Instruments Ltd", ("redfern-instruments.example",), "GB", "Cardiff", "music", EN,
           _shape(steady(1.2, 1.2, 0.3))),
    Member(37, "Sundial Language School Ltd", ("sundial-school.example",), "MT", "Sliema", "courses",
           EN, _shape(steady(1.3, 1.6, 0.3), season=SUMMER), (Shows.SEASONAL,)),
    Member(38, "Copper Finch Phone Parts Ltd", ("copper-finch.example",), "GB", "Derby", "parts", EN,
           _shape(steady(1.8, 2.4, 0.3), burst(2, 0, shapes.DISPLEASED, 3, 5)), (Shows.SUSPENDED,),
           replies=90),
    Member(39, "Tidewater Camping Pty Ltd", ("tidewater-camping.example",), "AU", "Hobart", "outdoor", EN,
           _shape(steady(0.9, 1.8, 0.3), season=SOUTHERN), (Shows.SEASONAL,)),
    Member(40, "Blumen Sternschnuppe GmbH", ("blumen-sternschnuppe.example",), "AT", "Graz", "flowers", DE,
           _shape(steady(0.9, 1.5, 0.3))),
    Member(41, "Garagenwerk Nebelhorn AG", ("garagenwerk-nebelhorn.example",), "CH", "Thun", "car",
           ("de", "de", "en"), _shape(steady(0.5, 1.5, 0.3, shapes.FAIR))),
)  # fmt: skip

STRANGERS = (
    Stranger("999900DEMOTANNENBE", "Tannenberg Sofa Works Ltd", "GB", "Hull"),
    Stranger("999900DEMONORTHGAT", "Northgate Lamps Ltd", "GB", "Selby"),
    Stranger("999900DEMOWOLKENKU", "Wolkenkuckuck Versand GmbH", "DE", "Hameln"),
    Stranger("999900DEMOCHIMERES", "Compagnie des Chimères SARL", "FR", "Sète"),
)
