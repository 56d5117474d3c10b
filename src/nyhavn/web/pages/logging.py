"""Log lines that hold no value of a person, whatever an exception or a library says."""

import logging


class WithoutValues(logging.Filter):
    """Replaces the message of an exception, which may quote a row, by its type; the place in the code stays."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, without values."""
        if record.exc_info and record.exc_info[1] is not None:
            kind, error, trace = record.exc_info
            record.exc_info = (kind, RuntimeError(type(error).__name__), trace)
        return True
