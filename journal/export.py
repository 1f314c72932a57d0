"""The journal as a file that outsiders can check without this program."""

import json
import os
from pathlib import Path

from .queries import entries_after


def export(path: Path) -> int:
    """Write one JSON object a line (seq, prev, hash, body) and return how many.

    `body` is a JSON string holding the exact text that was hashed. The file appears whole or
    not at all; OSError when it cannot be written.
    """
    count = 0
    partial = path.with_name(path.name + ".partial")
    try:
        with partial.open("w", encoding="utf-8", newline="\n") as lines:
            for row in entries_after(0, "prev", "hash", "body"):
                lines.write(json.dumps(row._asdict(), ensure_ascii=False) + "\n")
                count += 1
            lines.flush()
            os.fsync(lines.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return count
