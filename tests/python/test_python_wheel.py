"""The wheel that pip makes. Without the network: scikit-build-core must be there already."""

import importlib.util
import os
import subprocess
import sys
import zipfile

import pytest
from python_package import PACKAGE, ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    for needed in ("scikit_build_core", "pybind11", "pip"):
        if importlib.util.find_spec(needed) is None:
            pytest.skip(f"{needed} is not installed: no wheel is built")
    folder = tmp_path_factory.mktemp("wheel")
    # The flags of the preset `release`, so that a compiler cache knows the files.
    settings = {
        "build-dir": folder / "build",
        "cmake.build-type": "RelWithDebInfo",
        "install.strip": "true",
        "cmake.define.CMAKE_CXX_FLAGS_RELWITHDEBINFO": "-O2 -g1",
        "cmake.define.CMAKE_C_FLAGS_RELWITHDEBINFO": "-O2",
    }
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-build-isolation",
        "--no-deps",
        "--no-index",
        "--wheel-dir",
        folder,
        *(f"--config-settings={name}={value}" for name, value in settings.items()),
        ROOT / "bindings" / "python",
    ]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"})
    return next(folder.glob("phr-*.whl"))


def test_a_wheel_holds_the_package_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as packed:
        names = {name for name in packed.namelist() if ".dist-info/" not in name}
    assert names == {f"phr/{path.name}" for path in PACKAGE.iterdir() if path.is_file()}


def test_an_unpacked_wheel_works(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path)
    program = (
        "import phr, sys; s = phr.open(sys.argv[1], 'x', create=True, argon2=(64, 1, 1)); "
        "s.session().update({'resourceType': 'Patient', 'id': 'p1'}); print(phr.__file__, s.info.counts)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, tmp_path / "me.phr"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout == f"{tmp_path / 'phr' / '__init__.py'} {{'Patient': 1}}\n"
