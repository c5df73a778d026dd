"""An answer in a notebook: whole, and harmless whatever the sources say."""

from html.parser import HTMLParser

import pytest

from graph import session

HOSTILE = """
inroads: "1"
document: {id: bad, title: "<script>alert(1)</script>", publisher: "<img src=x onerror=alert(2)>"}
entities:
  acme: {kind: Company, label: "Acme <b onclick='x'>& Co"}
  bolt: {kind: Company, label: "Bolt\\"></div><script>"}
  cog: {kind: Company, label: Cog}
statements:
  - {record: "row <script>1</script>", claims: [acme owns bolt]}
  - {record: "<i>row 2", stance: denies, claims: [acme owns cog]}
"""
TAGS = {"div", "p", "strong", "ol", "li", "ul", "small", "blockquote", "br"}


class Tags(HTMLParser):
    """Collects the tags of a page, with those left open, and its text."""

    def __init__(self, page):
        super().__init__()
        self.found, self.attributes, self.open, self.text = set(), [], [], ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.found.add(tag)
        self.attributes += attributes
        self.open += [tag] if tag != "br" else []

    def handle_endtag(self, tag):
        assert tag == self.open.pop()

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("ends", [("Acme <b onclick='x'>& Co", "bolt"), ("acme", "cog")])
def test_nothing_of_a_source_becomes_markup(tmp_path, ends):
    """Found or not, only our own tags are in it, closed in order, and the text is all there."""
    (tmp_path / "bad.yaml").write_text(HOSTILE, "utf-8")
    page = session.open(str(tmp_path)).path(*ends)._repr_html_()
    tags = Tags(page)
    assert (set(), [], [("class", "inroads")]) == (tags.found - TAGS, tags.open, tags.attributes)
    assert "row" in tags.text


def test_an_answer_shows_sentence_words_standing_policies_and_sources(seed):
    """What the terminal shows, the notebook shows."""
    answer = seed.path("Geely", "in:US")
    text = Tags(answer._repr_html_()).text
    for expected in (
        answer.answer,
        "may open a US factory in South Carolina",
        "gate conditional",
        "restrictions on connected vehicles",
        "undated",
        "title unknown",
        *(hop.claims[0].id for path in answer.paths for hop in path.hops),
    ):
        assert expected in text


def test_a_list_shows_its_entities(seed):
    """Who owns Volvo, with the claim."""
    text = Tags(seed.ask("who owns Volvo")._repr_html_()).text
    assert "Geely, which owns Volvo and Polestar" in text
