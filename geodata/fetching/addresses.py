"""Which addresses are the public internet's: everything else is somebody's own network."""

from __future__ import annotations

import ipaddress

__all__ = ["is_public"]

# Addresses in which others are wrapped: a way around every rule about the inner one.
_WRAPPING = tuple(
    ipaddress.ip_network(network)
    for network in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")
)


def is_public(address: str) -> bool:
    """Say whether an address is one of the public internet.

    Private, loopback, link-local, shared, reserved and multicast ones are not, nor is what is
    no address at all.
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return is_public(str(found.ipv4_mapped))
        if any(found in network for network in _WRAPPING):
            return False
    return found.is_global and not found.is_multicast
