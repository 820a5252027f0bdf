"""Keep the site's programs running, and end them all together."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence

TETHER = "NOV_TETHER"
PATIENCE = 10  # seconds that a program gets to finish what it is doing


class Supervisor:
    """A few programs that run until we end: one that falls is started again, and none outlives us, not even by kill -9."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.commands: dict[str, tuple[Sequence[str], Sequence[int]]] = {}
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.since: dict[str, float] = {}
        self.held, self.kept = os.pipe()  # the kernel closes `kept` when we die; who holds the other end notices

    def start(self, name: str, command: Sequence[str], sockets: Sequence[int] = ()) -> None:
        """Start a program under a name; it takes over the open sockets."""
        self.commands[name] = command, sockets
        self.since[name] = time.monotonic()
        self.running[name] = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            env=os.environ | {TETHER: str(self.held)},
            pass_fds=(self.held, *sockets),
            start_new_session=True,  # Ctrl-C reaches us only: we end them in order
        )

    def watch(self) -> None:
        """Start what falls again, for ever; raises RuntimeError when a program cannot stay up."""
        while True:
            self.look()
            time.sleep(0.5)

    def look(self) -> None:
        """Start what fell; raises RuntimeError when it fell at once."""
        for name, process in list(self.running.items()):
            if process.poll() is None:
                continue
            if time.monotonic() - self.since[name] < PATIENCE:
                raise RuntimeError(f"{name} stopt meteen na het starten (code {process.returncode}).")
            self.say(f"{name} viel om (code {process.returncode}) en begint opnieuw.")
            self.start(name, *self.commands[name])

    def end(self) -> None:
        """End every program: asked first, killed with all its own when it does not."""
        for process in self.running.values():
            process.terminate()
        until = time.monotonic() + PATIENCE
        for process in self.running.values():
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def follow_supervisor() -> None:
    """End this program when its supervisor is gone, however that went; does nothing without a supervisor."""
    if not (handle := os.environ.pop(TETHER, "")):
        return

    def wait() -> None:
        os.read(int(handle), 1)  # nobody ever writes: this returns when the other end is closed
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()
