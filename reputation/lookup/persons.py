"""Numbers that are a person's: telephone numbers and personal numbers. They are recognised only to be refused. Pure."""

import importlib
import re

from stdnum.exceptions import ValidationError

FEWEST, MOST = 7, 15
INTERNATIONAL = re.compile(r"\+[\d\s().-]{7,20}|00[1-9]\d{0,3}[\s().-]+[\d\s().-]{5,18}", re.ASCII)
NATIONAL = re.compile(
    r"\(?0\d{1,5}\)?[\s/-]+\d[\d\s/-]{3,14}|\(\d{3}\)\s*\d{3}[\s-]?\d{4}|\d{3}[-. ]\d{3}[-. ]\d{4}", re.ASCII
)
LABELLED = re.compile(r"(?i)(?:tel|phone|mobile|mob|fax|handy|telefon|whatsapp)[.:\s]+[+\d][\d\s()./-]{5,}", re.ASCII)

# Shapes that no business number has. Names are those of python-stdnum, or of the number itself.
BY_SHAPE = tuple(
    re.compile(shape, re.ASCII | re.IGNORECASE)
    for shape in (
        r"\d{3}-\d{2}-\d{4}",  # us.ssn
        r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]",  # GB national insurance number
        r"\d{8}-?[A-HJ-NP-TV-Z]",  # es.dni
        r"[XYZ]-?\d{7}-?[A-Z]",  # es.nie
        r"[A-Z]{6}\d{2}[A-EHLMPR-T]\d{2}[A-Z]\d{3}[A-Z]",  # it.codicefiscale
        r"[A-Z]{4}\d{6}[HMX][A-Z]{5}[0-9A-Z]\d",  # mx.curp
        r"[A-Z]{3}P[A-Z]\d{4}[A-Z]",  # in_.pan of a person
        r"\d{3}\.\d{3}\.\d{3}-\d{2}",  # br.cpf
        r"[0-3]\d[01]\d{3}[-+A-FU-Y]\d{3}[0-9A-Y]",  # fi.hetu
        r"756\.\d{4}\.\d{4}\.\d{2}",  # ch.ssn
        r"\d{6}/\d{3,4}",  # cz.rc, sk.rc
        r"[STFGM]\d{7}[A-Z]",  # Singapore NRIC
        r"\d{6}-[1-8]\d{6}",  # kr.rrn
        r"92[0-9A-HJ-NPQRTUWXY]{16}",  # cn.uscc of a sole trader
        r"[KLM]-?\d{7}-?[A-Z]",  # es.nif of a person without a DNI
        r"[1-4]?\d\.\d{3}\.\d{3}-[0-9K]",  # cl.rut of a person
        r"[A-Z][1289]\d{8}",  # Taiwan identity number
        r"\d{6}-\d{2}-\d{4}",  # my.nric
        r"\d{5}-\d{7}-\d",  # pk.cnic
    )
)
DATED = re.compile(r"(?:19|20)?(\d{2})([0-9]\d)([0-3]\d)[-+]\d{4}", re.ASCII)  # se.personnummer, dk.cpr
BY_CHECK = (
    ("cn.ric", r"\d{17}[\dX]"),
    ("fr.nir", r"[12]\d{14}"),
    ("be.nn", r"\d{11}"),
    ("pl.pesel", r"\d{11}"),
    ("ee.ik", r"[1-8]\d{10}"),
    ("lt.asmens", r"[1-6]\d{10}"),
    ("tr.tckimlik", r"[1-9]\d{10}"),
    ("no.fodselsnummer", r"\d{11}"),
    ("br.cpf", r"\d{11}"),
    ("de.idnr", r"\d{11}"),
    ("ro.cnp", r"[1-8]\d{12}"),
    ("bg.egn", r"\d{10}"),
    ("nl.bsn", r"\d{9}"),
    ("se.personnummer", r"\d{10}|\d{12}"),
    ("dk.cpr", r"\d{10}"),
    ("in_.aadhaar", r"\d{12}"),
    ("za.idnr", r"\d{13}"),
    ("gb.nhs", r"\d{10}"),
    ("ch.ssn", r"756\d{10}"),
    ("cz.rc", r"\d{9,10}"),
    ("sk.rc", r"\d{9,10}"),
    ("at.vnr", r"\d{10}"),
    ("ua.rntrc", r"\d{10}"),
    ("is_.kennitala", r"[0-3]\d{9}"),
    ("kr.brn", r"\d{3}[0-79]\d{6}"),
    ("ec.ci", r"\d{10}"),
    ("ec.ruc", r"\d{2}[0-5]\d{7}001"),
    ("do.cedula", r"\d{11}"),
    ("gr.amka", r"\d{11}"),
    ("lv.pvn", r"[0-3]\d{10}"),
    ("ar.cuit", r"2\d{10}"),
    ("pe.ruc", r"10\d{9}"),
    ("ru.inn", r"\d{12}"),
    ("my.nric", r"\d{12}"),
    ("kr.rrn", r"\d{13}"),
    ("si.emso", r"\d{13}"),
    ("th.pin", r"[1-8]\d{12}"),
    ("pk.cnic", r"\d{13}"),
    ("ru.ogrn", r"3\d{14}"),
    ("id.nik", r"\d{16}"),
)


def is_telephone_by_shape(plain: str) -> bool:
    """Whether it is written as nobody writes anything but a telephone number."""
    count = sum(sign.isdigit() for sign in plain)
    shaped = INTERNATIONAL.fullmatch(plain) or NATIONAL.fullmatch(plain) or LABELLED.fullmatch(plain)
    return shaped is not None and FEWEST <= count <= MOST


def is_telephone(plain: str) -> bool:
    """Whether plain digits that are no business's number could be a telephone's."""
    return FEWEST <= sum(sign.isdigit() for sign in plain) <= MOST


def is_personal_by_shape(plain: str) -> bool:
    """Whether it has a shape that only personal numbers have; dates of birth before the dash among them."""
    if any(shape.fullmatch(plain) for shape in BY_SHAPE):
        return True
    dated = DATED.fullmatch(plain)
    if dated is None:
        return False
    a, b, c = (int(part) for part in dated.groups())
    return (1 <= b <= 12 and 1 <= c <= 31) or (1 <= a <= 31 and 1 <= b <= 12)


def is_personal_by_check_digits(plain: str) -> bool:
    """Whether some country's check digits make it a personal number."""
    compact = re.sub(r"[\s./-]+", "", plain).upper()
    for module, shape in BY_CHECK:
        if not re.fullmatch(shape, compact, re.ASCII):
            continue
        try:
            importlib.import_module(f"stdnum.{module}").validate(compact)
        except (ValidationError, ValueError):
            continue
        return True
    return False
