"""Who signs checkpoints beside the log's key: its former key for a while, and witnesses. Odd values stop the start."""

from django.core.exceptions import ImproperlyConfigured

from reputation.tlog import policies, witnessing


def former_key(seed: bytes | None, present: bytes | None) -> bytes | None:
    """The seed the log signed with before its key was changed, None when not set.

    Raises:
        ImproperlyConfigured: it is the present one.
    """
    if seed is not None and seed == present:
        raise ImproperlyConfigured("LOG_KEY_BEFORE is the same as LOG_KEY; it is for the key that LOG_KEY replaces.")
    return seed


def witnesses(text: str) -> policies.Policy:
    """The witnesses that are asked, and their quorum; without a text nobody is.

    Raises:
        ImproperlyConfigured: the text is no policy, names a log, or a witness lacks its address.
    """
    if not text.strip():
        return policies.Policy()
    try:
        policy = policies.decode(text.encode("utf-8", "surrogateescape"))
    except policies.PolicyError as error:
        raise ImproperlyConfigured(f"LOG_WITNESSES is no policy after c2sp.org/tlog-policy: {error}.") from error
    if policy.logs:
        raise ImproperlyConfigured("LOG_WITNESSES has a log line. Leave it out: these witnesses are for this log.")
    for witness in policy.witnesses:
        try:
            witnessing.address(witness.url or "")
        except ValueError as error:
            raise ImproperlyConfigured(f"LOG_WITNESSES: of the witness {witness.name}, {error}.") from error
    return policy
