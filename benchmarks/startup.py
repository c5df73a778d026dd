"""CPU time of whole commands on the shipped graph, as ratios to ``import click``.

``python benchmarks/startup.py`` runs each command and ``python -c "import click"`` in turns and
prints the median ratio with its spread, as a Markdown table. Run it with an installed inroads.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys

PEER = [sys.executable, "-c", "import click"]
RUN = [sys.executable, "-c", "from cli import main; main()"]
COMMANDS = {
    "inroads --help": (["--help"], 1.5),
    "inroads query 'SELECT ...'": (["query", "SELECT ?b { kg:geely rel:owns ?b }"], 2),
    "inroads query owners": (["query", "owners"], 2),
    'inroads ask "how does CATL reach Michigan"': (["ask", "how does CATL reach Michigan"], 6),
}
PAIRS = 15


def cpu(command: list[str]) -> float:
    """Return the user and system seconds of one run of ``command``."""
    before = os.times()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after = os.times()
    user = after.children_user - before.children_user
    return user + after.children_system - before.children_system


def main() -> None:
    """Print the table."""
    print("| command | CPU, times `import click` | lowest to highest | goal |")
    print("|---|---|---|---|")
    for name, (arguments, goal) in COMMANDS.items():
        cpu([*RUN, *arguments]), cpu(PEER)  # warm the caches
        ratios = [cpu([*RUN, *arguments]) / cpu(PEER) for _ in range(PAIRS)]
        middle, low, high = statistics.median(ratios), min(ratios), max(ratios)
        print(f"| `{name}` | {middle:.1f} | {low:.1f} to {high:.1f} | at most {goal} |")


if __name__ == "__main__":
    main()
