"""Looking for a proof where a business publishes it: under a name in the domain name system, or in a file.

The file is asked for by https alone: without TLS anybody on the way could answer, and a shop has it.
"""

from dataclasses import replace
from http import HTTPStatus

from reputation.businesses.rules import Method
from reputation.domains import rules
from reputation.domains.rules import Look
from reputation.outbound import fetching, resolving
from reputation.outbound.failures import Failed, Reason
from reputation.outbound.networks import Network

MOST_BYTES = 4096
"""So large a file may be; it holds a line or two."""


def look(domain: str, token: str, network: Network) -> Look:
    """Look for the proof by name, then by file. Opens connections: never within a transaction."""
    value = rules.value_of(token).encode()
    faults: dict[Method, str] = {}
    passing: set[Method] = set()
    for method, is_there in ((Method.DNS, _in_names), (Method.FILE, _in_file)):
        try:
            if is_there(domain, value, network):
                return Look(method)
            faults[method] = "not-there"
        except Failed as failed:
            faults[method] = str(failed.reason)
            if failed.may_pass:
                passing.add(method)
    return Look(faults=faults, passing=frozenset(passing))


def _in_names(domain: str, value: bytes, network: Network) -> bool:
    try:
        return value in (text.strip() for text in resolving.texts(f"{rules.TXT_LABEL}.{domain}", network))
    except Failed as failed:
        if failed.reason is Reason.NO_SUCH_HOST:
            return False
        raise


def _in_file(domain: str, value: bytes, network: Network) -> bool:
    limits = replace(network.limits, most_body=MOST_BYTES)
    answer = fetching.get(f"https://{domain}{rules.FILE_PATH}", network=network, limits=limits, follows=True)
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise Failed(Reason.SERVER_FAILED)
    return answer.status == HTTPStatus.OK and value in (line.strip() for line in answer.body.splitlines())
