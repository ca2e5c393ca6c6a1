"""phr.open, and what is left open at the end of a program."""

from __future__ import annotations

import atexit
import os
import weakref
from collections.abc import Callable
from typing import Optional, Union

from ._core import Store, open_store

_open: weakref.WeakSet[Store] = weakref.WeakSet()


def open(
    path: Union[str, os.PathLike[str]],
    passphrase: Union[str, bytes, None] = None,
    *,
    host_key: Optional[bytes] = None,
    recovery_code: Optional[str] = None,
    create: bool = False,
    argon2: Optional[tuple[int, int, int]] = None,
    page_bytes: int = 8192,
    busy_milliseconds: int = 5000,
    use_spare_header: bool = False,
    progress: Union[None, bool, Callable[[int, Optional[int], str], Optional[bool]]] = None,
    read_only: bool = False,
) -> Store:
    """Opens a store with exactly one of passphrase, host_key (32 bytes) and recovery_code.

    With ``create`` the file is made where it is not there; a file that is there is opened, never replaced. ``argon2``
    is (memory in KiB, passes, lanes), the cost of the passphrase of a new file; the default is right for people, and
    (64, 1, 1), which protects nothing, for tests. ``page_bytes`` (4096, 8192 or 16384) also counts for a new file only.
    ``use_spare_header`` reads the header's second copy where the first is damaged. ``progress`` as for Session.import_file: a file of an
    earlier version of PHR is brought up to date when it is opened, which takes time; stopped, it stays as it was and is not opened.

    With ``read_only`` nothing is ever written: writes, sessions of others and files of an earlier format are refused with ``read_only``, and the
    owner's reads leave no row in the trail. It works beside a writer of another process, and on a medium that cannot be written.

    Python may keep copies of a str or bytes that nothing wipes: a program that minds gives a host_key from a keystore.

    Errors: wrong_key, damaged_header, damaged_page, newer_format, locked, not_a_phr_file; no_such_file and the like.
    """
    store = open_store(
        path, passphrase, host_key, recovery_code, create, argon2, page_bytes, busy_milliseconds, use_spare_header, progress, read_only
    )
    _open.add(store)
    return store


def _close_all(process: int = os.getpid()) -> None:
    """Writes what waits where a program ends without closing; not in a process forked from it."""
    for store in list(_open) if os.getpid() == process else ():
        store.close()


atexit.register(_close_all)
open.__module__ = "phr"
