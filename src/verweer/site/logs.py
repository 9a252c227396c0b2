# SPDX-License-Identifier: Apache-2.0
"""What may stand in the log: never a path, an address or what a visitor typed."""

import logging


class WithoutPaths(logging.Filter):
    """Keep the place in the code where something failed; drop the request it failed on."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean records of Django's; its messages carry paths and its errors may quote input."""
        if record.name.startswith("django"):
            record.msg, record.args = f"a request failed{_where(record)}", ()
            record.exc_info, record.exc_text = None, None
        return True


def _where(record: logging.LogRecord) -> str:
    if not record.exc_info or record.exc_info[2] is None:
        return ""
    trace = record.exc_info[2]
    while trace.tb_next is not None:
        trace = trace.tb_next
    kind = record.exc_info[0].__name__ if record.exc_info[0] else "error"
    return f": {kind} in {trace.tb_frame.f_globals.get('__name__')} line {trace.tb_lineno}"
