"""Is Pango on this machine? Asked without importing WeasyPrint, which takes a second and prints when it fails."""

import ctypes
import sys
from functools import cache

INSTALL = "apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

_ENDINGS = {"linux": "lib{}.so.{}", "darwin": "lib{}.{}.dylib", "win32": "lib{}-{}.dll"}
_WANTED = (("gobject-2.0", 0), ("pango-1.0", 0), ("pangoft2-1.0", 0), ("harfbuzz", 0), ("fontconfig", 1))


@cache
def available() -> bool:
    """True where every library that WeasyPrint loads can be loaded."""
    pattern = _ENDINGS.get(sys.platform, _ENDINGS["linux"])
    try:
        for name, version in _WANTED:
            ctypes.CDLL(pattern.format(name, version))
    except OSError:
        return False
    return True
