"""``python -m geodata`` is ``dateline``."""

import sys

from geodata.cli import main

sys.exit(main())
