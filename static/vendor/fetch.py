"""Fetch the browser libraries named in VENDORED.md, for maintainers who raise a version.

Run `python static/vendor/fetch.py` with npm on the PATH, look at the difference, commit it.
"""

import re
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent

# package, version, {file in the package: file under static/vendor}
LIBRARIES = [
    (
        "bootstrap",
        "5.3.8",
        {
            "dist/css/bootstrap.min.css": "bootstrap/bootstrap.min.css",
            "LICENSE": "bootstrap/LICENSE",
        },
    ),
    (
        "leaflet",
        "1.9.4",
        {
            "dist/leaflet.css": "leaflet/leaflet.css",
            "dist/leaflet.js": "leaflet/leaflet.js",
            "dist/images/layers.png": "leaflet/images/layers.png",
            "dist/images/layers-2x.png": "leaflet/images/layers-2x.png",
            "dist/images/marker-icon.png": "leaflet/images/marker-icon.png",
            "dist/images/marker-icon-2x.png": "leaflet/images/marker-icon-2x.png",
            "dist/images/marker-shadow.png": "leaflet/images/marker-shadow.png",
            "LICENSE": "leaflet/LICENSE",
        },
    ),
    (
        "leaflet.markercluster",
        "1.5.3",
        {
            "dist/MarkerCluster.css": "markercluster/MarkerCluster.css",
            "dist/leaflet.markercluster.js": "markercluster/leaflet.markercluster.js",
            "MIT-LICENCE.txt": "markercluster/LICENSE",
        },
    ),
    (
        "uplot",
        "1.6.32",
        {
            "dist/uPlot.min.css": "uplot/uPlot.min.css",
            "dist/uPlot.iife.min.js": "uplot/uPlot.iife.min.js",
            "LICENSE": "uplot/LICENSE",
        },
    ),
    (
        "@fontsource-variable/inter",
        "5.3.0",
        {
            "files/inter-latin-wght-normal.woff2": "fonts/inter-latin.woff2",
            "files/inter-latin-ext-wght-normal.woff2": "fonts/inter-latin-ext.woff2",
            "files/inter-cyrillic-wght-normal.woff2": "fonts/inter-cyrillic.woff2",
            "LICENSE": "fonts/LICENSE-inter",
        },
    ),
    (
        "@fontsource-variable/noto-sans-armenian",
        "5.3.0",
        {
            "files/noto-sans-armenian-armenian-wght-normal.woff2": "fonts/noto-sans-armenian.woff2",
            "LICENSE": "fonts/LICENSE-noto-sans-armenian",
        },
    ),
]
SOURCE_MAP = re.compile(rb"(//# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ ?\*/)\s*$")


def unpack(name: str, version: str, folder: Path) -> Path:
    """Pack one published version into the folder and return its unpacked root."""
    subprocess.run(["npm", "pack", f"{name}@{version}", "--silent"], cwd=folder, check=True)
    archive = next(folder.glob("*.tgz"))
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / "package"


def copy(source: Path, target: Path) -> None:
    """Copy a file, without the pointer to a source map that is not shipped."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix in {".css", ".js"}:
        target.write_bytes(SOURCE_MAP.sub(b"", source.read_bytes()))
    else:
        shutil.copyfile(source, target)


def fetch() -> None:
    """Fetch every library into its place."""
    for name, version, files in LIBRARIES:
        with tempfile.TemporaryDirectory() as folder:
            package = unpack(name, version, Path(folder))
            for inside, outside in files.items():
                copy(package / inside, HERE / outside)


if __name__ == "__main__":
    fetch()
