"""A page's links to other stories: between the paragraphs of its article, where they are no text of it, or nothing but these."""

import re
from itertools import islice
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
_ARTICLE = re.compile(r"\"@type\"\s*:\s*\[?\s*\"[A-Za-z]{0,20}Article\"|\"articleBody\"")
_SENTENCE = re.compile(r"[.!?…][\"'”’)]{0,2}$")
_MOST_PROSE, _MOST_TEASER = (
    25,
    80,
)  # words of a block that no list of links has, and of what stands below a linked headline
_MOST_LISTED, _LEAST_HEADLINE = 8, 4  # links of a list, and words of a headline
_BESIDE = ("nav", "footer", "header", "aside", "script", "style", "form")


def list_of_links(tree: Any) -> int:
    """Return how many headlines a page links to, if it holds nothing else; 0 of an article, and of one that says it is one.

    Changes the page.
    """
    if _says_article(tree):
        return 0
    for part in list(tree.iter(*_BESIDE)):
        if part.getparent() is not None:
            part.drop_tree()
    links = list(filter(_is_headline, tree.iter("a")))
    if len(links) < _MOST_LISTED:
        return 0
    for teaser in [_teaser(link) for link in links]:
        if teaser.getparent() is not None:
            teaser.drop_tree()
    return 0 if any(_own_words(block) >= _MOST_PROSE for block in tree.iter("*")) else len(links)


def _says_article(tree: Any) -> bool:
    for meta in tree.iter("meta"):
        name, value = (meta.get("property") or meta.get("name") or "").lower(), (meta.get("content") or "").lower()
        if name.startswith("article:") or (name == "og:type" and value == "article"):
            return True
    return any(_ARTICLE.search(script.text or "") for script in tree.iter("script"))


def _teaser(link: Any) -> Any:
    """Return what belongs to a link: the block around it, or one above with the linked headline and a few words."""
    heading = next((above for above in link.iterancestors() if above.tag in ("h2", "h3", "h4", "li", "p", "td")), link)
    above = heading.getparent()
    if above is None or len(list(islice(filter(_is_headline, above.iter("a")), 2))) > 1:
        return heading
    return above if len(above.text_content().split()) <= _MOST_TEASER else heading


def _is_headline(link: Any) -> bool:
    return len(link.text_content().split()) >= _LEAST_HEADLINE


def _own_words(block: Any) -> int:
    """Return how many words a block has of its own, outside of links and of the blocks within it."""
    texts = [block.text or ""]
    for child in block:
        inner = child.text_content() if child.tag not in _BLOCKS and child.tag != "a" else ""
        texts += [inner, child.tail or ""]
    return len(" ".join(texts).split())


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
