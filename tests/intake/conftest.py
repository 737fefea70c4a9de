"""Lets the tests of this folder import `made`, their maker of small files."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
