"""The blanks of the legal papers, from the environment. Odd values stop the start; gaps stop it in production alone."""

from django.core.exceptions import ImproperlyConfigured

from reputation.papers import blanks


def filled(text: str) -> blanks.Filled:
    """The blanks that are filled.

    Raises:
        ImproperlyConfigured: the text is not what `manage.py papers --example` prints.
    """
    try:
        return blanks.read(text)
    except blanks.WrongPapers as error:
        raise ImproperlyConfigured(f"PAPERS_FILE cannot be used: {error}.") from error
