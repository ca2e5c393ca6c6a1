"""A picture as SVG."""

from __future__ import annotations

import os
from typing import Union


class Chart:
    """An SVG picture: notebooks show it, ``save`` writes it. It scales, and needs nothing from elsewhere."""

    def __init__(self, svg: str) -> None:
        self.svg = svg

    def save(self, path: Union[str, os.PathLike[str]]) -> None:
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(self.svg)

    def _repr_svg_(self) -> str:
        return self.svg

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Chart) and self.svg == other.svg

    def __hash__(self) -> int:
        return hash(self.svg)

    def __repr__(self) -> str:
        return f"<phr.Chart, {len(self.svg)} characters of SVG>"


Chart.__module__ = "phr"
