"""Work on bytes that nobody should trust, in a process that can be ended without harm.

`call` runs a function of this package on some bytes in a worker process: with limits of time and
memory, no network (where the system allows it), no files written, no new privileges and none of
the environment's secrets. One worker serves many calls; after a fault the next call gets a fresh
one. What is promised is isolation, not that a parser is free of faults.

A function that can be called so takes ``(data: bytes, options: dict)`` and returns bytes; it is
named as ``"package.module:function"``. Readers need not call it: those with ``risky = True`` are
read in a worker by `geodata.readers` itself.
"""

from geodata.isolation.calling import call, warm_up
from geodata.isolation.limits import Limits

__all__ = ["Limits", "call", "warm_up"]
