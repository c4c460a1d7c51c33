"""A desk that takes e-mails in until it is killed: ``python -m tests.support.taker STORE CASE``."""

import os
import sys
from pathlib import Path

from dolsdesk.clock import FixedClock
from dolsdesk.domain.incoming import IncomingKind
from dolsdesk.services import incoming
from dolsdesk.services.desk import open_desk
from dolsdesk.services.incoming import Arrival, Dropped
from dolsdesk.store.handle import Location
from tests.support import arriving
from tests.support.desk import TODAY


def main(path: str, case: str) -> None:
    """Take in one e-mail after another, each with two files of its own, and say which is saved."""
    desk = open_desk(Location(Path(path)), FixedClock.at(TODAY))
    ctx = desk.context(next(one for one in desk.staff() if one.name == "Ada Min"))
    noise = os.urandom(400_000)
    for number in range(10_000):
        brought = {"a.pdf": arriving.a_pdf(str(number)), "b.dat": noise + str(number).encode()}
        mail = arriving.a_letter_by_mail(brought, body=f"{os.getpid()} {number}")
        [found] = incoming.look(ctx, [Dropped("mail.eml", content=mail)]).found
        arrival = Arrival(found, IncomingKind.EMAIL, TODAY)
        made = incoming.take_in(ctx, [arrival], int(case)).value.ids[0]
        os.write(1, f"{made}\n".encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
