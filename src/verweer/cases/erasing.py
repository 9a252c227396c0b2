# SPDX-License-Identifier: Apache-2.0
"""A case folder erased: every file goes but the custody log with its timestamps, which tell digests and dates only."""

import shutil

from verweer.cases.folder import CaseFolder
from verweer.proof import Actor, Custody, stamps_of


def erase_folder(case: CaseFolder, custody: Custody) -> None:
    """Remove every file of a case; done again after a kill, it goes on. Noted before and after."""
    kept = {case.custody, stamps_of(case.custody), case.lock}
    custody.append("erasing-begun", actor=Actor.OPERATOR)
    # 1. `case.json` goes last, so that a folder that was half erased is still known as a case.
    for path in sorted(case.path.iterdir(), key=lambda path: path.name == "case.json"):
        if path in kept:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    custody.append("erased", actor=Actor.OPERATOR)
    case.lock.unlink(missing_ok=True)
