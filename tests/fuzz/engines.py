"""Three ways to make inputs for a target until the time is up."""

import faulthandler
import re
import subprocess
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from random import Random

from fuzz.mutate import again, mutated
from fuzz.samples import samples
from fuzz.targets import Target, execute, targets

_STUCK = 60  # seconds after which a process is ended
_RESULT = re.compile(r"^RESULT (\d+) (\d+)$", re.MULTILINE)
_DONE = re.compile(r"^Done (\d+) runs|^#(\d+)\s", re.MULTILINE)  # of libFuzzer
_RUN = Path(__file__).with_name("run.py")

Once = Callable[[bytes], None]


def fuzz(name: str, engine: str, seconds: float, seed: int, save: Path) -> tuple[int, int]:
    """Fuzz one target in a process of its own, which may crash; return how often it ran, and the defects found."""
    arguments = [
        "--child",
        str(seconds),
        "--target",
        name,
        "--engine",
        engine,
        "--seed",
        str(seed),
        "--save",
        str(save),
    ]
    done = subprocess.run(
        [sys.executable, str(_RUN), *arguments], capture_output=True, text=True, errors="replace", check=False
    )
    result = _RESULT.search(done.stdout)
    if engine == "atheris":
        count, found = max((int(a or b) for a, b in _DONE.findall(done.stderr)), default=0), int(done.returncode != 0)
    else:
        count, found = (int(result[1]), int(result[2])) if result else (0, 1)
    if found:
        print(done.stdout, done.stderr[-4_000:])
    return count, found


def child(name: str, engine: str, seconds: float, seed: int, save: Path) -> None:
    """Fuzz one target here; what fails is saved, and so is the input that is being run, should it end the process."""
    target = targets()[name]
    if engine == "atheris":
        _atheris(target, int(seconds), seed, save)
    seen: set[str] = set()
    count = 0
    running = save / f"{name}.running"

    def once(data: bytes) -> None:
        nonlocal count
        count += 1
        running.write_bytes(data)
        faulthandler.dump_traceback_later(_STUCK, exit=True)
        found = execute(target, data)
        faulthandler.cancel_dump_traceback_later()
        if found and found.defect not in seen:
            seen.add(found.defect)
            (save / f"{name}-{sha256(data).hexdigest()[:12]}").write_bytes(data)
            print(f"{name}: {found.defect}\n{found.story[-3_000:]}")

    (_random if engine == "random" else _hypothesis)(target, once, seconds, seed)
    running.unlink(missing_ok=True)
    print(f"RESULT {count} {len(seen)}")


def _random(target: Target, once: Once, seconds: float, seed: int) -> None:
    end, number = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        once(mutated(Random(f"{seed}/{target.name}/{number}"), target.ending))
        number += 1


def _hypothesis(target: Target, once: Once, seconds: float, seed: int) -> None:
    """Bytes of its own, and mutations that it steers."""
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as seeded
    from hypothesis import strategies as st

    made = st.builds(mutated, st.randoms(use_true_random=False), st.just(target.ending))
    quiet = settings(
        max_examples=200, deadline=None, database=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
    )
    end, number = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        number += 1
        seeded(f"{seed}/{target.name}/{number}")(quiet(given(st.binary(max_size=2_000) | made)(once)))()


def _atheris(target: Target, seconds: int, seed: int, save: Path) -> None:
    """Follow the branches of diplograph, whose modules were instrumented when ``run.py`` imported them."""
    import atheris

    corpus = save / f"{target.name}.corpus"
    corpus.mkdir(exist_ok=True)
    for number, data in enumerate(samples()[target.ending]):
        (corpus / f"sample-{number}").write_bytes(data)

    def once(data: bytes) -> None:
        found = execute(target, data)
        if found:
            raise AssertionError(f"{found.defect}\n{found.story}")

    def mutate(data: bytes, most: int, number: int) -> bytes:
        return again(Random(number), data, target.ending)[:most] if number % 2 else bytes(atheris.Mutate(data, most))

    options = [f"-max_total_time={seconds}", f"-timeout={_STUCK}", "-max_len=20000", "-rss_limit_mb=4096"]
    options += [f"-seed={seed + 1}", f"-artifact_prefix={save / target.name}-", str(corpus)]
    atheris.Setup([sys.argv[0], *options], once, custom_mutator=mutate)
    atheris.Fuzz()
