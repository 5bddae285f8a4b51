"""Fetch DKFDS (Det Fælles Designsystem) from npm and put the few files that we use into static/vendor/dkfds/.

    python tools/vendor_dkfds.py

Run by hand when the pinned version changes; the result is committed and never edited by hand. What is taken: the neutral style sheet with
its fonts cut to four woff2 files, without source map and without rules for pictures that we do not have; those pictures; the licence.
No JavaScript and no logos. static/img/icons.svg is made from the same package. VERSION.json says what was fetched and what came out.
"""

import base64
import hashlib
import io
import json
import re
import tarfile
import urllib.request
from pathlib import Path

VERSION = "11.2.0"
REGISTRY = f"https://registry.npmjs.org/dkfds/{VERSION}"
STATIC = Path(__file__).resolve().parent.parent / "static"
TARGET = STATIC / "vendor" / "dkfds"
FONTS = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}
FONT_PATH = "fonts/IBMPlexSans/complete/woff2/IBMPlexSans-{}.woff2"
# Pictures named by rules of the style sheet that we keep; a rule that names any other picture is left out.
CSS_ICONS = ("check", "check-white", "chevron-down", "chevron-down-gray-200", "chevron-up", "minus", "minus-white", "plus")
# Symbols of our own sprite, for {% icon "name" %}.
SPRITE_ICONS = (
    "assignment calendar-month check chevron-down chevron-left chevron-right edit error flag help info menu minus more-vert person "
    "person-add persons plus search success sync time warning"
).split()
# Not in DKFDS: the empty ring of "is missing", drawn in the same grid.
OWN_ICONS = {
    "circle": (
        "M480-80q-83 0-156-31.5T197-197q-54-54-85.5-127T80-480q0-83 31.5-156T197-763q54-54 127-85.5T480-880q83 0 156 31.5T763-763q54 54 "
        "85.5 127T880-480q0 83-31.5 156T763-197q-54 54-127 85.5T480-80Zm0-80q134 0 227-93t93-227q0-134-93-227t-227-93q-134 0-227 93t-93 "
        "227q0 134 93 227t227 93Z"
    )
}


def fetch(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=120) as answer:  # noqa: S310 (a fixed https address)
        return bytes(answer.read())


def package() -> tuple[tarfile.TarFile, dict[str, str]]:
    """The package as npm publishes it, its integrity checked against the registry's."""
    dist = json.loads(fetch(REGISTRY))["dist"]
    data = fetch(dist["tarball"])
    algorithm, _, expected = dist["integrity"].partition("-")
    if base64.b64encode(hashlib.new(algorithm, data).digest()).decode() != expected:
        raise SystemExit("The package does not match its published checksum.")
    source = {"tarball": dist["tarball"], "integrity": dist["integrity"], "sha256": hashlib.sha256(data).hexdigest()}
    return tarfile.open(fileobj=io.BytesIO(data), mode="r:gz"), source


def font_faces() -> str:
    return "".join(
        "@font-face{font-display:swap;font-family:IBM Plex Sans;font-style:normal;"
        f'font-weight:{weight};src:url(../{FONT_PATH.format(name)}) format("woff2")}}'
        for weight, name in FONTS.items()
    )


def trimmed(css: str) -> str:
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = re.sub(r"/\*#\s*sourceMappingURL=.*?\*/", "", css)
    kept = {f"../img/svg-icons/{name}.svg" for name in CSS_ICONS}

    def rule(match: re.Match[str]) -> str:
        return match[0] if set(re.findall(r"url\(([^)]*)\)", match[0])) <= kept else ""

    return font_faces() + re.sub(r"[^{}]+\{[^{}]*url\([^{}]*\}", rule, css).strip() + "\n"


def symbol(name: str, svg: str) -> str:
    box = re.search(r'viewBox="([^"]+)"', svg)
    body = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)
    if not (box and body):
        raise SystemExit(f"Icon {name} is not the kind of file we know.")
    return f'<symbol id="{name}" viewBox="{box[1]}">{body[1].strip()}</symbol>'


def main() -> None:
    tar, source = package()

    def read(path: str) -> bytes:
        file = tar.extractfile(f"package/{path}")
        if file is None:
            raise SystemExit(f"The package has no {path}.")
        return file.read()

    files = {"LICENSE.md": read("LICENSE.md"), "css/dkfds.min.css": trimmed(read("dist/css/dkfds.min.css").decode()).encode()}
    files |= {f"img/svg-icons/{name}.svg": read(f"dist/img/svg-icons/{name}.svg") for name in CSS_ICONS}
    files |= {FONT_PATH.format(name): read("dist/" + FONT_PATH.format(name)) for name in FONTS.values()}
    for name, data in files.items():
        target = TARGET / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)

    symbols = [symbol(name, read(f"dist/img/svg-icons/{name}.svg").decode()) for name in SPRITE_ICONS]
    symbols += [f'<symbol id="{name}" viewBox="0 -960 960 960"><path d="{path}"/></symbol>' for name, path in OWN_ICONS.items()]
    sprite = '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(sorted(symbols)) + "\n</svg>\n"
    (STATIC / "img").mkdir(exist_ok=True)
    (STATIC / "img" / "icons.svg").write_text(sprite, encoding="utf-8")

    record = {"name": "dkfds", "version": VERSION, **source, "files": {n: hashlib.sha256(d).hexdigest() for n, d in sorted(files.items())}}
    (TARGET / "VERSION.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    print(f"dkfds {VERSION}: {len(files)} files, {sum(map(len, files.values())) // 1024} kB, {len(symbols)} icons")


if __name__ == "__main__":
    main()
