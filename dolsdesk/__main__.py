"""``python -m dolsdesk``: a command when one is named, otherwise the window."""

import sys
from collections.abc import Sequence

#: What the window's own code answers to; anything else that comes first is another command.
_OF_THE_WINDOW = ("--profile", "--database", "pictures", "glimpse")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run dolsdesk and return its exit code (0 done, 1 refused, 2 wrong usage)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0].startswith(_OF_THE_WINDOW):
        from dolsdesk import app

        return app.main(given)
    from dolsdesk import cli

    return cli.run(given)


if __name__ == "__main__":
    sys.exit(main())
