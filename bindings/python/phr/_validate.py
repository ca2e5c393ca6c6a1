"""phr.validate, and FHIR packages as archives."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, Optional, Union

from . import _core


def validate(
    resource: Any,
    profiles: Sequence[str] = (),
    *,
    known: Optional[_core.Profiles] = None,
    known_extensions_only: bool = False,
    self_contained: bool = False,
) -> _core.Outcome:
    """What is wrong with a resource: a JSON or XML text, a dict, or an object of phr.fhir.

    ``profiles`` are canonical URLs that it is to conform to, beside those of its own ``meta.profile`` that are known; they come
    from ``known``, which ``load_package`` fills. ``known_extensions_only`` makes an extension that no package defines an error,
    ``self_contained`` a relative reference that leads out of the text.

        outcome = phr.validate(text)
        if not outcome:
            for issue in outcome.issues:
                print(issue.line, issue.path, issue.message)
    """
    from .fhir._element import Element, to_model  # not before it is needed: importing phr stays quick

    given = to_model(resource) if isinstance(resource, Element) else resource
    return _core.validate_model(given, list(profiles), known, known_extensions_only, self_contained)


def load_package(*paths: Union[str, os.PathLike[str]]) -> _core.Profiles:
    """Profiles, extensions, value sets and code systems of FHIR packages: .tgz files, or the folders they unpack to."""
    import tarfile  # not before it is needed: importing phr stays quick

    made = _core.Profiles()
    for path in paths:
        if os.path.isdir(path):
            inner = os.path.join(path, "package")
            made.load(inner if os.path.isdir(inner) else path)
            continue
        with tarfile.open(path) as archive:
            for member in archive:
                folder, name = os.path.split(member.name)
                if folder == "package" and name.endswith(".json") and not name.startswith((".", "package.json", "ig-r4")):
                    file = archive.extractfile(member)
                    if file is not None:
                        made.add(file.read())
    return made
