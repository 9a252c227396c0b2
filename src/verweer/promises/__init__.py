# SPDX-License-Identifier: Apache-2.0
"""A promise with a due moment in; the same promise kept out, however often a worker was killed.

The values stand here. What needs the database stands in `verweer.promises.book` (make, withdraw,
look up) and `verweer.promises.worker` (keep), since Django must be set up before they can be imported.
"""

from verweer.promises.model import Handler, Kept, LeaseLost, Payload, Promise, ToCome

__all__ = ["Handler", "Kept", "LeaseLost", "Payload", "Promise", "ToCome"]
