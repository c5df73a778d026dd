"""A graph whose every text is made to harm whatever tool reads it."""

import json
from pathlib import Path

from graph import session

# What claim files let through: they refuse controls.
EVIL = (
    "=CMD()\"'`]}|;--></script><b>[x](http://x) \\u0060 \\u0027 \\ #quot; %% end & \u202e\u2028 "
    "DETACH DELETE \U0001f600"
)
QUOTE = '=SUM(1) "owns" <b>Bex</b> \\u0027}) DETACH DELETE'
CLAIM_FILE = f"""
inroads: "1"
document: {{id: evil, text: evil.txt, title: %, publisher: %, url: "https://x.example/a_b*c?d=[e]"}}
entities:
  aldo: {{kind: Company, label: %, also: {{en: [%]}}}}
  bex: {{kind: Brand, label: end}}
statements:
  - quote: {QUOTE!r}
    speaker: {{unnamed: %}}
    claims:
      - aldo owns bex share="=1+1"
"""


def opened(folder: Path) -> session.Session:
    """Return the graph of the hostile claim file, written into ``folder``."""
    (folder / "evil.txt").write_text(QUOTE, "utf-8")
    text = CLAIM_FILE.replace(repr(QUOTE), json.dumps(QUOTE)).replace("%,", f"{_written(EVIL)},")
    for mark in ("%}", "%]"):
        text = text.replace(mark, _written(EVIL) + mark[1])
    (folder / "evil.yaml").write_text(text, "utf-8")
    return session.open(str(folder / "evil.yaml"))


def _written(text: str) -> str:
    """Return ``text`` as YAML and JSON both read it: YAML knows no pairs of surrogates."""
    return json.dumps(text).replace("\\ud83d\\ude00", "\U0001f600")
