"""``python -m dolsdesk``: a command when one is named, otherwise the window."""

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run dolsdesk and return its exit code (0 done, 1 refused, 2 wrong usage)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    from dolsdesk import cli

    return cli.run(given)


if __name__ == "__main__":
    sys.exit(main())
