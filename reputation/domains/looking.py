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
NOT_THERE = "not-there"
SERVER_FAILED = "server-failed"


def look(domain: str, token: str, network: Network) -> Look:
    """Look for the proof by name, then by file. Opens connections: never within a transaction."""
    value = rules.value_of(token).encode()
    faults: dict[Method, str] = {}
    passing: set[Method] = set()
    for method, fault_of in ((Method.DNS, _by_name), (Method.FILE, _by_file)):
        try:
            fault = fault_of(domain, value, network)
            may_pass = fault == SERVER_FAILED
        except Failed as failed:
            fault, may_pass = str(failed.reason), failed.may_pass
        if not fault:
            return Look(method)
        faults[method] = fault
        if may_pass:
            passing.add(method)
    return Look(faults=faults, passing=frozenset(passing))


def _by_name(domain: str, value: bytes, network: Network) -> str:
    """Why no record has the value; empty when one has."""
    try:
        found = resolving.texts(f"{rules.TXT_LABEL}.{domain}", network)
    except Failed as failed:
        if failed.reason is Reason.NO_SUCH_HOST:
            return NOT_THERE
        raise
    return "" if value in (text.strip() for text in found) else NOT_THERE


def _by_file(domain: str, value: bytes, network: Network) -> str:
    """Why the file does not have the value on a line; empty when it has."""
    limits = replace(network.limits, most_body=MOST_BYTES)
    answer = fetching.get(f"https://{domain}{rules.FILE_PATH}", network=network, limits=limits, follows=True)
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return SERVER_FAILED
    is_there = answer.status == HTTPStatus.OK and value in (line.strip() for line in answer.body.splitlines())
    return "" if is_there else NOT_THERE
