# SPDX-License-Identifier: Apache-2.0
import subprocess
import sys

ASKED_IN_THE_MIDST = """
import signal, sys, threading
from verweer.kernel.stopping import stopped_by

def ask(frame, event, argument):
    if frame.f_code.co_filename == threading.__file__:
        signal.raise_signal(signal.SIGTERM)
    return ask

with stopped_by(signal.SIGTERM, signal.SIGINT) as stop:
    sys.settrace(ask)
    heard = stop.wait(0.01) or stop.wait(5)
    sys.settrace(None)
    print("heard" if heard else "not heard")
print("back" if signal.getsignal(signal.SIGTERM) == signal.SIG_DFL else "not back")
"""


def test_a_signal_is_heard_even_while_the_main_thread_holds_the_lock_of_the_event() -> None:
    told = subprocess.run(
        [sys.executable, "-c", ASKED_IN_THE_MIDST], check=True, capture_output=True, text=True, timeout=30
    )

    assert told.stdout.split() == ["heard", "back"]


def test_without_a_signal_nothing_stops() -> None:
    code = (
        "import signal; from verweer.kernel.stopping import stopped_by\n"
        "with stopped_by(signal.SIGINT) as stop: print(stop.wait(0.05))"
    )
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=30)

    assert told.stdout == "False\n"
