"""Former keys, and who else signs checkpoints: witnesses. Odd values stop the start."""

from django.core.exceptions import ImproperlyConfigured

from reputation.tlog import policies, witnessing


def former_key(name: str, former: bytes | None, present: bytes | None) -> bytes | None:
    """The key that was in use before it was changed, None when not set. `name`: of the setting of the present one.

    Raises:
        ImproperlyConfigured: it is the present one.
    """
    if former is not None and former == present:
        raise ImproperlyConfigured(f"{name}_BEFORE is the same as {name}; it is for the key that {name} replaces.")
    return former


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
