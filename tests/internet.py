"""An internet on loopback: a name server by UDP and TCP, web servers with and without TLS, and ways to lie."""

import datetime as dt
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import dns.flags
import dns.message
import dns.query
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from reputation.outbound.addresses import Address
from reputation.outbound.networks import Limits, Network

HERE = "127.0.0.1"
"""The one address that the tests' network takes for public; all others of loopback are private to it."""
QUICK = Limits(deadline_s=5.0, lookup_s=2.0)


def is_here(address: Address) -> bool:
    return str(address) == HERE


@dataclass
class Names:
    """What the name server says. A list of answers is said one after the other, the last one for ever."""

    port: int = 0
    answers: dict[tuple[str, str], list[tuple[str, ...]]] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    cut: set[str] = field(default_factory=set)
    asked: list[tuple[str, str, str]] = field(default_factory=list)

    def put(self, name: str, kind: str, *values: str) -> None:
        self.answers[name, kind] = [values]

    def put_in_turn(self, name: str, kind: str, *answers: tuple[str, ...]) -> None:
        self.answers[name, kind] = list(answers)

    def remove(self, name: str) -> None:
        self.answers = {key: said for key, said in self.answers.items() if key[0] != name}

    def host(self, name: str) -> None:
        """Let a name lead to the tests' own servers."""
        self.put(name, "A", HERE)

    def _said(self, name: str, kind: str) -> tuple[str, ...]:
        said = self.answers.get((name, kind), [()])
        return said.pop(0) if len(said) > 1 else said[0]

    def reply(self, raw: bytes, way: str) -> bytes | None:
        question = dns.message.from_wire(raw)
        asked = question.question[0]
        name, kind = asked.name.to_text(omit_final_dot=True).lower(), dns.rdatatype.to_text(asked.rdtype)
        self.asked.append((name, kind, way))
        if name in self.silent:
            return None
        reply = dns.message.make_response(question)
        reply.flags |= dns.flags.RA
        if name in self.broken:
            reply.set_rcode(dns.rcode.SERVFAIL)
            return reply.to_wire()
        if name in self.cut and way == "udp":
            reply.flags |= dns.flags.TC
            return reply.to_wire()
        for _ in range(20):
            if not any(known == name for known, _ in self.answers):
                reply.set_rcode(dns.rcode.NXDOMAIN)
                break
            if values := self._said(name, kind):
                reply.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", kind, *values))
                break
            alias = self._said(name, "CNAME")
            if not alias:
                break
            reply.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", "CNAME", f"{alias[0]}."))
            name = alias[0]
        return reply.to_wire(max_size=65_535)


@contextmanager
def running(serve: Callable[[], None], end: Callable[[], None]) -> Iterator[None]:
    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield
    finally:
        end()
        thread.join()


@contextmanager
def name_server() -> Iterator[Names]:
    """A name server on one free port, by UDP and by TCP."""
    names = Names()
    datagrams, stream = _pair()
    names.port = stream.getsockname()[1]

    def serve_udp() -> None:
        with suppress(OSError):
            while True:
                raw, sender = datagrams.recvfrom(65_535)
                if not raw:
                    return
                if (reply := names.reply(raw, "udp")) is not None:
                    datagrams.sendto(reply, sender)

    def answer_tcp(connection: socket.socket) -> None:
        with connection, suppress(OSError, EOFError):
            question, _ = dns.query.receive_tcp(connection, None)
            if (reply := names.reply(question.to_wire(), "tcp")) is not None:
                connection.sendall(len(reply).to_bytes(2, "big") + reply)
            else:
                connection.recv(1)  # until the other side has had enough

    def end_udp() -> None:
        datagrams.sendto(b"", datagrams.getsockname())

    with ExitStack() as stack:
        stack.enter_context(datagrams)
        stack.enter_context(running(serve_udp, end_udp))
        stack.enter_context(accepting(stream, answer_tcp))
        yield names


def _pair() -> tuple[socket.socket, socket.socket]:
    """Two sockets on the same free port."""
    while True:
        stream = socket.create_server((HERE, 0))
        datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            datagrams.bind(stream.getsockname())
        except OSError:
            stream.close()
            datagrams.close()
        else:
            return datagrams, stream


@contextmanager
def accepting(server: socket.socket, answer: Callable[[socket.socket], None]) -> Iterator[None]:
    """Let a listening socket answer each connection in a thread of its own."""

    def serve() -> None:
        with suppress(OSError):
            while True:
                connection, _ = server.accept()
                threading.Thread(target=answer, args=(connection,), daemon=True).start()

    def end() -> None:
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        server.close()

    with running(serve, end):
        yield


@dataclass(frozen=True)
class Heard:
    """A request as it came in."""

    method: str
    host: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Site:
    """A web server for all names that lead to it. `pages` are whole answers; a test may speak in their place."""

    port: int = 0
    tls: ssl.SSLContext | None = None
    pages: dict[str, bytes] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)
    connections: int = 0
    instead: Callable[[socket.socket], None] | None = None
    let_go: threading.Event = field(default_factory=threading.Event)

    def put(self, url: str, body: bytes, *, status: str = "200 OK", headers: str = "") -> None:
        """The answer to a host and path, such as `shop.example/file.txt`."""
        self.pages[url] = b"HTTP/1.1 %s\r\n%sContent-Length: %d\r\n\r\n%s" % (
            status.encode(),
            headers.encode(),
            len(body),
            body,
        )

    def answer(self, plain: socket.socket) -> None:
        self.connections += 1
        with suppress(OSError, ValueError), plain:
            plain.settimeout(30)
            with self.tls.wrap_socket(plain, server_side=True) if self.tls else plain as connection:
                request = _read(connection)
                self.heard.append(request)
                if self.instead is not None:
                    self.instead(connection)
                    return
                missing = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
                connection.sendall(self.pages.get(request.host + request.path, missing))


def _read(connection: socket.socket) -> Heard:
    with connection.makefile("rb") as stream:
        method, path, _ = stream.readline().decode().split(" ")
        headers = {}
        while line := stream.readline().strip().decode():
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        body = stream.read(int(headers.get("content-length", "0")))
    return Heard(method, headers.get("host", ""), path, headers, body)


@contextmanager
def web_server(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A web server on a free port."""
    site = Site(tls=tls)
    server = socket.create_server((HERE, 0))
    site.port = server.getsockname()[1]
    with accepting(server, site.answer):
        try:
            yield site
        finally:
            site.let_go.set()


class Authority:
    """An authority that vouches for names, and its certificate in a file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "An authority of the tests")])
        self.file = folder / "authority.pem"
        own = self._certificate(self._name, self._key, [], is_authority=True)
        self.file.write_bytes(own.public_bytes(serialization.Encoding.PEM))

    def _certificate(
        self, name: x509.Name, key: ec.EllipticCurvePrivateKey, hosts: list[str], *, is_authority: bool
    ) -> x509.Certificate:
        now = dt.datetime.now(dt.UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        )
        if hosts:
            builder = builder.add_extension(
                x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts]), critical=False
            )
        return builder.sign(self._key, hashes.SHA256())

    def context(self, *hosts: str) -> ssl.SSLContext:
        """What a server needs to speak for these hosts."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "A server of the tests")])
        certificate = self._certificate(name, key, list(hosts), is_authority=False)
        file = self._folder / f"{hosts[0].strip('*.')}-{certificate.serial_number}.pem"
        file.write_bytes(
            certificate.public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(file)
        return context


@dataclass
class Internet:
    """Names, a web server without TLS, one with it for `hosts`, and the network that leads to them and nowhere else."""

    names: Names
    plain: Site
    secure: Site
    network: Network


@contextmanager
def internet(folder: Path, *hosts: str, limits: Limits = QUICK) -> Iterator[Internet]:
    """All of it, running."""
    authority = Authority(folder)
    with ExitStack() as stack:
        names = stack.enter_context(name_server())
        plain = stack.enter_context(web_server())
        secure = stack.enter_context(web_server(authority.context(*hosts)))
        for host in hosts:
            names.host(host)
        network = Network(
            nameservers=(HERE,),
            nameserver_port=names.port,
            http_port=plain.port,
            https_port=secure.port,
            permits=is_here,
            authorities=authority.file,
            limits=limits,
        )
        yield Internet(names, plain, secure, network)
