"""A very small shop that gives every buyer a voucher, with Python's standard library alone. See docs/vouchers.md.

    API=https://…/api/v1 BUSINESS=… KEY=or_… python3 shop.py FOLDER buyer@mail.example "Copper kettle"

The folder keeps a stock of codes, so that no sale waits for the service, and the service does not learn when you sell.
A code leaves the stock for good when it goes into a mail: this shop does not remember who got which.
"""

# ruff: noqa: INP001, S310 - a script of its own, which asks the address that its owner gave it

import fcntl
import json
import os
import sys
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

LOW = 10
"""With fewer codes than this, others are fetched."""
FILL = 50
"""So many at once."""
TIME_TO_USE = timedelta(days=14)
"""A code that ends sooner is thrown away: a buyer needs some days."""
PATIENCE_S = 10.0


@dataclass
class Service:
    """The API, as far as a shop needs it. The key needs the scope `answer`."""

    api: str
    business: str
    key: str

    def vouchers(self, count: int, once: str) -> list[dict[str, str]]:
        """New vouchers: each with `code`, `link` and `good_until`. The same `once` again gets the same ones.

        Raises:
            OSError: the service is away, or refused.
            ValueError: what came was cut short.
        """
        headers = {
            "Authorization": f"Bearer {self.key}",
            "Content-Type": "application/json",
            "Idempotency-Key": once,
        }
        body = json.dumps({"count": count}).encode()
        asked = urllib.request.Request(f"{self.api}/businesses/{self.business}/vouchers", body, headers, method="POST")
        with urllib.request.urlopen(asked, timeout=PATIENCE_S) as answer:
            made = json.load(answer)
        return [{**voucher, "good_until": made["good_until"]} for voucher in made["vouchers"]]


class Shop:
    """Everything the shop remembers is in files: codes in stock, mails to send, and mails that wait for a code."""

    def __init__(self, folder: Path, service: Service) -> None:
        self.folder, self.service = folder, service
        (folder / "outbox").mkdir(parents=True, exist_ok=True)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """No other sale at the same moment, so that no code is given twice."""
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def sell(self, buyer: str, item: str, today: date) -> None:
        """The order is paid: write the mail, with a code. Without one in stock, the mail waits; the sale does not."""
        with self.alone():
            waiting = [*self.read("waiting", []), {"order": str(uuid.uuid4())[:8], "buyer": buyer, "item": item}]
            self.write("waiting", waiting)
            self.refill(today)
            stock = self.usable(today)
            while waiting and stock:
                voucher = stock.pop(0)
                # Out of the stock first: should the machine stop here, a code is lost, and none is given twice.
                self.write("stock", stock)
                self.send(waiting.pop(0), voucher)
                self.write("waiting", waiting)

    def usable(self, today: date) -> list[dict[str, str]]:
        """The codes in stock that a buyer still has time to use."""
        least = (today + TIME_TO_USE).isoformat()
        return [voucher for voucher in self.read("stock", []) if voucher["good_until"] >= least]

    def refill(self, today: date) -> None:
        """Fetch codes when few are left. What the service is asked with is kept until the codes are safe here."""
        stock = self.usable(today)
        if len(stock) >= LOW:
            return
        once = self.read("asking", "") or str(uuid.uuid4())
        self.write("asking", once)
        try:
            stock += self.service.vouchers(FILL, once)
        except (OSError, ValueError) as error:
            print(f"no codes just now: {error}", file=sys.stderr)
            return
        self.write("stock", stock)
        self.write("asking", "")

    def send(self, order: dict[str, str], voucher: dict[str, str]) -> None:
        """Write the order mail. Your mail server signs it by DKIM: let it sign the header Review-Receipt as well."""
        mail = EmailMessage()
        mail["From"], mail["To"] = "Kettle & Moss <orders@kettle.example>", order["buyer"]
        mail["Subject"] = f"Your order {order['order']}"
        mail["Date"] = datetime.now(UTC)
        mail["Message-ID"] = f"<{order['order']}@kettle.example>"
        mail["Review-Receipt"] = voucher["code"]
        mail.set_content(
            f"Thank you for your order: {order['item']}.\n\n"
            "How did it go? With this link you can review your purchase, and nobody can trace the review back to this\n"
            f"mail. It is good until {voucher['good_until']}:\n\n{voucher['link']}\n"
        )
        (self.folder / "outbox" / f"{order['order']}.eml").write_bytes(bytes(mail))

    def read(self, name: str, otherwise: Any) -> Any:
        """What a file of ours holds."""
        file = self.folder / f"{name}.json"
        return json.loads(file.read_text(encoding="utf-8")) if file.exists() else otherwise

    def write(self, name: str, value: Any) -> None:
        """Write a file of ours whole or not at all, for nobody else to read."""
        draft = self.folder / f"{name}.draft"
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(value), encoding="utf-8")
        draft.replace(self.folder / f"{name}.json")


if __name__ == "__main__":
    folder, buyer, item = sys.argv[1:]
    service = Service(os.environ["API"], os.environ["BUSINESS"], os.environ["KEY"])
    Shop(Path(folder), service).sell(buyer, item, datetime.now(UTC).date())
