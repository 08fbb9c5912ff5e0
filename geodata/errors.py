"""The errors that Dateline raises, as one tree.

::

    DatelineError
    ├── ReadError (ValueError)            a report cannot be read
    │   ├── EmptyReportError              it holds no text
    │   ├── NotTextError                  its bytes are no text or no known document
    │   ├── DamagedReportError            it is cut off or broken
    │   ├── ProtectedReportError          it has a password
    │   ├── FetchError                    a link cannot or may not be fetched
    │   └── ReportTooLargeError           it is over the limit of the settings
    ├── GazetteerError (RuntimeError)     the gazetteer is missing, damaged or cannot be built
    │   └── PlacesFileError (ValueError)  a user's own places cannot be read
    ├── RecognitionError (RuntimeError)   the language model cannot be loaded
    ├── StoreError (OSError)              the store cannot be opened, read or written
    │   └── StoreVersionError             the store was written by a newer Dateline
    ├── SchemaError (ValueError)          a GeoDataFrame does not follow the event schema
    ├── QueryError (ValueError)           a filter has a value that it cannot have
    ├── ExportError (OSError)             an export could not be written and checked
    ├── AssetError (LookupError)          a map asks for a file that is not served locally
    └── UsageError (ValueError)           the command line was used wrongly

Each message names what was touched (file, row), what is wrong, and what to do next.
"""

__all__ = [
    "AssetError",
    "DamagedReportError",
    "DatelineError",
    "EmptyReportError",
    "ExportError",
    "FetchError",
    "GazetteerError",
    "NotTextError",
    "PlacesFileError",
    "ProtectedReportError",
    "QueryError",
    "ReadError",
    "RecognitionError",
    "ReportTooLargeError",
    "SchemaError",
    "StoreError",
    "StoreVersionError",
    "UsageError",
]


class DatelineError(Exception):
    """Whatever Dateline raises on purpose."""


class ReadError(DatelineError, ValueError):
    """A report cannot be read."""


class EmptyReportError(ReadError):
    """A report holds no text."""


class NotTextError(ReadError):
    """The bytes are no text and no known document."""


class DamagedReportError(ReadError):
    """A report, or a part of it, is cut off or broken."""


class ProtectedReportError(ReadError):
    """A report has a password."""


class FetchError(ReadError):
    """A link cannot or may not be fetched."""


class ReportTooLargeError(ReadError):
    """A report is over the size limit."""


class GazetteerError(DatelineError, RuntimeError):
    """The gazetteer is missing, damaged or cannot be built."""


class PlacesFileError(GazetteerError, ValueError):
    """A user's own places cannot be read."""


class RecognitionError(DatelineError, RuntimeError):
    """The language model cannot be loaded."""


class StoreError(DatelineError, OSError):
    """The store cannot be opened, read or written."""


class StoreVersionError(StoreError):
    """The store was written by a newer Dateline."""


class SchemaError(DatelineError, ValueError):
    """A GeoDataFrame does not follow the event schema."""


class QueryError(DatelineError, ValueError):
    """A filter has a value that it cannot have."""


class ExportError(DatelineError, OSError):
    """An export could not be written and checked."""


class AssetError(DatelineError, LookupError):
    """A map asks for a script, style or picture that is not served locally."""


class UsageError(DatelineError, ValueError):
    """The command line was used wrongly."""
