"""Toponyms and candidates to resolutions: evidence, ranking, calibration, reasons."""

from geodata.resolution.base import Home, Resolver
from geodata.resolution.outlets import OutletHomes
from geodata.resolution.resolver import EvidenceResolver

__all__ = ["EvidenceResolver", "Home", "OutletHomes", "Resolver"]
