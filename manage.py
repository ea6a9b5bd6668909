#!/usr/bin/env python3
"""Command line of the service; see `manage.py help`."""

import os
import sys

from config import command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    command_line.run(sys.argv)


if __name__ == "__main__":
    main()
