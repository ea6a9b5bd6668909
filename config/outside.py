"""Where the outside world is: the open internet, or servers on this machine for tests and development."""

from django.core.exceptions import ImproperlyConfigured

from reputation.outbound.networks import OPEN_INTERNET, Network, on_loopback


def network(text: str) -> Network:
    """The network that domains are looked up in.

    Raises:
        ImproperlyConfigured: the text names anything but servers on this machine.
    """
    if not text.strip():
        return OPEN_INTERNET
    try:
        return on_loopback(text)
    except ValueError as error:
        raise ImproperlyConfigured(
            "OUTBOUND_NETWORK is for tests and development and names servers on this machine, such as "
            "'nameserver=127.0.0.1 nameserver_port=5300 http_port=8080 https_port=8443 authorities=/path/of/ca.pem'."
        ) from error
