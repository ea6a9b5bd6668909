"""The network in the settings: the open internet, or servers on this machine and no others."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import outside
from reputation.outbound.addresses import is_loopback, is_public
from reputation.outbound.networks import OPEN_INTERNET


def test_without_a_text_it_is_the_open_internet() -> None:
    assert outside.network("") is outside.network(" \n") is OPEN_INTERNET
    assert OPEN_INTERNET.permits is is_public


def test_a_network_on_this_machine_permits_this_machine_only() -> None:
    network = outside.network("nameserver=127.0.0.1 nameserver_port=5300 http_port=8080")
    assert (network.nameserver_port, network.http_port, network.https_port) == (5300, 8080, 443)
    assert network.permits is is_loopback


@pytest.mark.parametrize("text", ["yes", "nameserver=192.168.1.1", "nameserver=127.0.0.1 permits=all", "http_port=80"])
def test_anything_else_stops_the_start(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="OUTBOUND_NETWORK is for tests and development"):
        outside.network(text)
