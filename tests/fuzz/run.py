"""Fuzz everything for some minutes, or read thousands of broken files; what fails is saved, and the exit code is 1.

python tests/fuzz/run.py [--minutes N] [--engine random|hypothesis|atheris] [--target NAME]... [--seed N] [--save FOLDER]
python tests/fuzz/run.py --broken 10000

``atheris`` must be installed beside diplograph; it follows which branches an input takes, where the others only know
what parsers dislike.
"""

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


def main() -> int:
    """Do what the arguments ask for."""
    asked = _arguments()
    if asked.broken:
        from fuzz.broken import run

        return run(asked.broken, extract=not asked.no_extraction)
    asked.save.mkdir(parents=True, exist_ok=True)
    if asked.child is not None:
        return _child(asked)
    from fuzz.engines import fuzz
    from fuzz.targets import targets

    chosen = asked.target or list(targets())
    failed = 0
    for name in chosen:
        begun = time.monotonic()
        count, found = fuzz(name, asked.engine, asked.minutes * 60 / len(chosen), asked.seed, asked.save)
        failed += found
        print(f"{name:20} {count:9,} executions {time.monotonic() - begun:6.0f} s {found:4} findings", flush=True)
    print(f"{failed} findings" + (f", saved in {asked.save}" if failed else ""))
    return 1 if failed else 0


def _child(asked: argparse.Namespace) -> int:
    if asked.engine == "atheris":
        import atheris

        with atheris.instrument_imports(include=["diplograph"]):
            from fuzz.engines import child
    else:
        from fuzz.engines import child
    child(asked.target[0], asked.engine, asked.child, asked.seed, asked.save)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Fuzz diplograph's readers and writers.")
    parser.add_argument("--minutes", type=float, default=5, help="for all targets together")
    parser.add_argument("--engine", choices=["random", "hypothesis", "atheris"], default="random")
    parser.add_argument("--target", action="append", help="one of the targets; may be repeated")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--save", type=Path, default=Path("build/fuzz"), help="where inputs that fail are put")
    parser.add_argument("--broken", type=int, metavar="COUNT", help="read so many broken files instead")
    parser.add_argument("--no-extraction", action="store_true", help="with --broken: only read")
    parser.add_argument("--child", type=float, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
