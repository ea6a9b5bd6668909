"""Neutral words for a passage, in the language of the text. Pure."""

from reputation.screening.findings import Kind

UNSAID = "[…]"
"""What stands in a language without words here."""

_WORDS: dict[str, dict[Kind, str]] = {
    "en": {
        Kind.PERSON: "somebody from the business",
        Kind.ROLE: "somebody from the business",
        Kind.EMAIL: "their e-mail address",
        Kind.PHONE: "a phone number",
        Kind.ADDRESS: "an address",
        Kind.ACCOUNT: "an account number",
        Kind.IDENTITY: "a number",
        Kind.PLATE: "a number plate",
        Kind.HANDLE: "a page",
    },
    "de": {
        Kind.PERSON: "jemand vom Geschäft",
        Kind.ROLE: "jemand vom Geschäft",
        Kind.EMAIL: "eine E-Mail-Adresse",
        Kind.PHONE: "eine Telefonnummer",
        Kind.ADDRESS: "eine Adresse",
        Kind.ACCOUNT: "eine Kontonummer",
        Kind.IDENTITY: "eine Nummer",
        Kind.PLATE: "ein Kennzeichen",
        Kind.HANDLE: "eine Seite",
    },
    "fr": {
        Kind.PERSON: "quelqu’un du magasin",
        Kind.ROLE: "quelqu’un du magasin",
        Kind.EMAIL: "une adresse e-mail",
        Kind.PHONE: "un numéro de téléphone",
        Kind.ADDRESS: "une adresse",
        Kind.ACCOUNT: "un numéro de compte",
        Kind.IDENTITY: "un numéro",
        Kind.PLATE: "une plaque d’immatriculation",
        Kind.HANDLE: "une page",
    },
    "es": {
        Kind.PERSON: "alguien del negocio",
        Kind.ROLE: "alguien del negocio",
        Kind.EMAIL: "un correo electrónico",
        Kind.PHONE: "un número de teléfono",
        Kind.ADDRESS: "una dirección",
        Kind.ACCOUNT: "un número de cuenta",
        Kind.IDENTITY: "un número",
        Kind.PLATE: "una matrícula",
        Kind.HANDLE: "una página",
    },
    "nl": {
        Kind.PERSON: "iemand van het bedrijf",
        Kind.ROLE: "iemand van het bedrijf",
        Kind.EMAIL: "een e-mailadres",
        Kind.PHONE: "een telefoonnummer",
        Kind.ADDRESS: "een adres",
        Kind.ACCOUNT: "een rekeningnummer",
        Kind.IDENTITY: "een nummer",
        Kind.PLATE: "een kenteken",
        Kind.HANDLE: "een pagina",
    },
    "it": {
        Kind.PERSON: "qualcuno del negozio",
        Kind.ROLE: "qualcuno del negozio",
        Kind.EMAIL: "un indirizzo e-mail",
        Kind.PHONE: "un numero di telefono",
        Kind.ADDRESS: "un indirizzo",
        Kind.ACCOUNT: "un numero di conto",
        Kind.IDENTITY: "un numero",
        Kind.PLATE: "una targa",
        Kind.HANDLE: "una pagina",
    },
    "pt": {
        Kind.PERSON: "alguém da loja",
        Kind.ROLE: "alguém da loja",
        Kind.EMAIL: "um endereço de e-mail",
        Kind.PHONE: "um número de telefone",
        Kind.ADDRESS: "um endereço",
        Kind.ACCOUNT: "um número de conta",
        Kind.IDENTITY: "um número",
        Kind.PLATE: "uma matrícula",
        Kind.HANDLE: "uma página",
    },
    "zh": {
        Kind.PERSON: "一位工作人员",
        Kind.ROLE: "一位工作人员",
        Kind.EMAIL: "一个邮箱",
        Kind.PHONE: "一个电话号码",
        Kind.ADDRESS: "一个地址",
        Kind.ACCOUNT: "一个账号",
        Kind.IDENTITY: "一个号码",
        Kind.PLATE: "一个车牌号",
        Kind.HANDLE: "一个账号",
    },
}


def suggest(kind: Kind, language: str, words: str) -> str:
    """What could stand instead of these words. Reads well in the middle of a sentence; never empty."""
    neutral = _WORDS.get(language, {}).get(kind, UNSAID)
    return neutral[0].upper() + neutral[1:] if words[:1].isupper() and kind is Kind.ROLE else neutral
