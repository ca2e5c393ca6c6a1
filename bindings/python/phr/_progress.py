"""A progress bar by tqdm, where that is installed."""

from __future__ import annotations

import importlib
import warnings
from typing import Any, Optional


class _Bar:
    def __init__(self, make: Any) -> None:
        self._make = make
        self._bar: Any = None

    def __call__(self, done: int, total: Optional[int], unit: str) -> None:
        if self._bar is None:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # tqdm's advice on ipywidgets
                self._bar = self._make(total=total, unit=f" {unit}", unit_scale=True, delay=0.5)
        if self._bar.total is None and total is not None:  # not known at the begin
            self._bar.total = total
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()


def bar() -> Any:
    """What takes (done, total, unit); one that shows nothing without tqdm."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _Bar(importlib.import_module("tqdm.auto").tqdm)
    except ImportError:
        return _Silent()


class _Silent:
    def __call__(self, done: int, total: Optional[int], unit: str) -> None:
        pass

    def close(self) -> None:
        pass
