"""Reports into the store: behind `dateline ingest` and the dashboard's intake.

One broken file is one line in the summary, never the end of the run.
"""

from __future__ import annotations

from geodata.ingest.files import Manner, ingest_files
from geodata.ingest.folders import FileState, Walk, walk
from geodata.ingest.running import geoparse_sources, ingest, ingest_source
from geodata.ingest.saving import redate, reread
from geodata.ingest.sources import Source, expand, from_file, from_link, paste, upload
from geodata.ingest.steps import Ingested, Outcome, Step, Summary, Tally
from geodata.workers import cores

__all__ = [
    "FileState",
    "Ingested",
    "Manner",
    "Outcome",
    "Source",
    "Step",
    "Summary",
    "Tally",
    "Walk",
    "cores",
    "expand",
    "from_file",
    "from_link",
    "geoparse_sources",
    "ingest",
    "ingest_files",
    "ingest_source",
    "paste",
    "redate",
    "reread",
    "upload",
    "walk",
]
