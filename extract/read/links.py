"""A page's links to other stories, which stand between the paragraphs of its article and are no text of it."""

import re
from typing import Any

_BLOCKS = ("p", "li", "div", "aside", "h2", "h3", "h4", "h5", "h6")
_LEAD = re.compile(
    r"(?:(?:also )?(?:read|see|watch|listen)(?: (?:more|also|next|this|the full (?:story|article)))?|more on this(?: story)?"
    r"|related(?: (?:stories|articles|news|coverage|topics))?|recommended|editor'?s picks?|don'?t miss)"
    r"\s*[:|»›>–—-]*\s*",
    re.IGNORECASE,
)
_LONGEST = 300  # characters of a block that is a link
_PROSE, _ENOUGH = 80, 2  # characters of a paragraph, and how many show that a page is more than a list of links
_SENTENCE = re.compile(r"[.!?…][\"'”’)]{0,2}$")


def without_links(tree: Any) -> Any:
    """Take out of a page the blocks that are links to other stories, and return it.

    Such a block holds a link and nothing else but what opens it ("READ MORE: "), or is a paragraph all of which is a
    link and no sentence; of a page that is hardly more than links, these stay.
    """
    bare = _is_article(tree)
    for block in list(tree.iter(*_BLOCKS)):
        if _is_link(block, bare=bare) and block.getparent() is not None:
            block.drop_tree()
    return tree


def _is_article(tree: Any) -> bool:
    count = 0
    for paragraph in tree.iter("p", "div"):
        linked = sum(len(link.text_content()) for link in paragraph.iter("a"))
        own = len(paragraph.text or "") if paragraph.tag == "div" else len(paragraph.text_content()) - linked
        count += own > _PROSE
        if count >= _ENOUGH:
            return True
    return False


def _is_link(block: Any, *, bare: bool) -> bool:
    links = list(block.iter("a"))
    if not links:
        return False
    text = " ".join(block.text_content().split())
    linked = " ".join(" ".join(link.text_content() for link in links).split())
    if not linked or len(text) > _LONGEST or not text.endswith(linked):
        return False
    lead = text[: len(text) - len(linked)].strip()
    if lead:
        return _LEAD.fullmatch(lead) is not None
    opened = _LEAD.match(text) is not None and ":" in text[:40]
    return opened or (bare and block.tag == "p" and not _SENTENCE.search(text))
