"""Names of documents, and what makes a title another document.

山西省人民政府办公厅关于印发《山西省…实施细则》的通知 and 《山西省…实施细则》 name one document; 关于贯彻落实
《山西省…实施细则》的意见, its 解读 and its 废止 are others. No name is ever near another: equal or not.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache, lru_cache

from agent.lazy import lazy_pattern
from agent.text.document_numbers import document_numbers
from agent.text.fold import contains, fold
from agent.text.lexicon import lexicon

_DECORATION = '()《》"'
_BEHIND_ISSUER = "关于|印发|发布|公布|《|转发|批转|贯彻"
"""What stands right behind the issuer in a title."""


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    """Expressions made from the lists of the lexicon, by name."""
    issue, notice, bodies = (
        "|".join(lexicon().words(name)) for name in ("issue.words", "issue.notice", "body.issuers")
    )
    plain = lexicon().expression("issue.does_with_plain")
    last = "".join({word[0] for word in lexicon().words("body.issuers")})
    return {
        "issuer": lazy_pattern(
            # What must follow is looked for first: it nearly always decides, and costs less.
            rf"(?:(?=.{{2,100}}?(?:{_BEHIND_ISSUER}))"
            rf"(?:(?!转发|批转|贯彻|落实|废止|印发)[^关《》]){{2,80}}?(?=[{last}])(?:{bodies})(?:\d{{4}}年)?"
            rf"|[两二三四五六七八九十]{{1,4}}(?:个)?部(?:门|委))(?={_BEHIND_ISSUER})"
        ),
        "issued": lazy_pattern(
            rf"(?:关于|(?=印发))(?:修订|调整|重新|联合)?(?:{issue})(?:实施)?(?P<name>.{{1,300}}?)"
            rf"(?=[的{''.join({word[0] for word in lexicon().words('issue.notice')})}])的?(?:{notice})"
        ),
        "news": lazy_pattern(
            rf"(?:[^《》,:;。拟将]{{0,40}}?)(?:日前|近日|正式|联合|已)?(?:{issue})(?:实施)?"
            r"(?P<name>《[^《》]+》(?:(?:和|及|与|、)?《[^《》]+》)*)"
        ),
        "derived": lexicon().any_of("issue.draft", "issue.asks", "issue.about", "issue.hands_on"),
        "without_a_quote": lazy_pattern(
            rf"关于(?P<word>{plain}).{{4,300}}(?:意见|通知|措施|方案|决定|公告|细则|办法)"
        ),
    }


_QUOTED = lazy_pattern(r"[《«]((?:[^《》«»]|《[^《》]*》)+)[》»]")
"""A name in its marks; the fonts of some PDFs have « and » for them."""
_TRAILER = lazy_pattern(
    r"\((?:全文|附全文|附件|此件公开发布|公开发布|图表|最新|word版|pdf版)\)$", re.IGNORECASE
)


class NameRelation(StrEnum):
    """How a claimed name stands to a title."""

    SAME = "same"
    CONTAINS = "contains"
    OTHER = "other"


@lru_cache(maxsize=1024)
def _folded_title(name: str) -> str:
    """The folded name without a document number or a note such as (全文) around it."""
    for number in document_numbers(name):
        before, after = name[: number.span.start], name[number.span.end :]
        if not before.strip(" \t\n(（[【") or not after.strip(" \t\n)）]】"):
            name = f"{before.rstrip(' (（[【')}\n{after.lstrip(' )）]】')}"
            break
    return _TRAILER.sub("", fold(name).text.strip(",;:。."))


_UNDECORATED = {ord(character): None for character in _DECORATION}


def _bare(name: str) -> str:
    return name.translate(_UNDECORATED)


def _without_issuer(title: str) -> str:
    match = _rules()["issuer"].match(title)
    return title[match.end() :] if match else title


@lru_cache(maxsize=1024)
def _cores(name: str) -> tuple[str, ...]:
    """The core of a name; several when one notice issues several documents."""
    title = _without_issuer(_folded_title(name))
    issued = _rules()["issued"].fullmatch(title) or _rules()["news"].fullmatch(title)
    inner = issued["name"] if issued else title
    quoted = _QUOTED.findall(inner)
    rest = _QUOTED.sub("", inner)
    if len(quoted) > 1 and len(rest) <= (8 if issued else 2):
        return tuple(_bare(part) for part in quoted)
    return (_bare(inner),)


@lru_cache(maxsize=4096)
def core_name(name: str) -> str:
    """The name without issuer, 关于印发…的通知, brackets, 《》, quotes, spaces and document number.

    关于…的通知 that is itself the document keeps its name without the issuer. Of a notice that
    issues several documents, their names joined.
    """
    return "".join(_cores(name))


_VERSION = lazy_pattern(r"\((?:\d{4}年?)?(?:修订|修正|修改)(?:版|稿)?\)$")


_LEADS_IN = lazy_pattern(
    r"(?:关于)?(?:联合|修订|调整|重新)?(?:印发|发布|公布|下发|颁布|出台)?(?:实施)?$"
)


def issuer_of(name: str) -> str:
    """What stands before the core of a name, folded: of 甲省交通运输厅关于印发《甲办法》的通知 the 甲省交通运输厅.

    Nothing where the core is the whole name.
    """
    whole, core = fold(name.strip()).text, core_name(name)
    head, found, _ = _bare(whole).partition(core)
    return _LEADS_IN.sub("", head if found else re.split(_BEHIND_ISSUER, whole)[0])


def is_draft(text: str) -> bool:
    """True when a title, or the word by which it is about another document, is that of a draft for comment."""
    asked = lexicon().pattern("issue.asks").search(_QUOTED.sub("", text).replace("《》", ""))
    return bool(asked or lexicon().pattern("issue.draft").search(text))


def own_names(title: str) -> tuple[str, ...]:
    """What a title calls the document that it is, in its own words: of 关于印发《甲办法》的通知 it is 甲办法.

    Several where a notice issues several. The title itself where no 《》 says where a name begins and ends.
    """
    quoted = tuple(_QUOTED.findall(title))
    cores = _cores(title)
    same = len(quoted) == len(cores) and all(map(_is_core, quoted, cores))
    return quoted if quoted and same else (title,)


def handed_on(title: str, text: str) -> str | None:
    """The paper that a notice issues, as its text calls it in 《》 where its title leaves a 的 out; or None.

    关于印发甲市绿色发展实施方案的通知: 现将《甲市绿色发展的实施方案》印发给你们. Two cores that differ in more are two names.

    Args:
        title: the title of the notice, without 《》.
        text: the beginning of its text.
    """
    issued = (
        None
        if "《" in title
        else _rules()["issued"].fullmatch(_without_issuer(_folded_title(title)))
    )
    if issued is None:
        return None
    core = _bare(issued["name"])
    named = (match.group(1).replace("\n", "") for match in _QUOTED.finditer(text))
    cores = ((name, core_name(name)) for name in named)
    return next((n for n, c in cores if c != core and _without_de(c) == _without_de(core)), None)


def _without_de(core: str) -> str:
    return core.replace("的", "")


def _is_core(name: str, core: str) -> bool:
    return core_name(name) == core


def derived_from(title: str) -> str | None:
    """The word by which a title says it is about another document (解读, 转发, 废止 …), or None.

    Words inside 《》 belong to the name of that document and do not count, nor does a version in
    brackets at the end (2024年修订).
    """
    folded = _VERSION.sub("", _folded_title(title))
    outside = _QUOTED.sub("《》", folded)
    always = _rules()["derived"].search(outside) or lexicon().pattern("issue.draft").search(folded)
    if always:
        return always.group()
    subject = _without_issuer(outside)
    if _rules()["issued"].fullmatch(subject) and not re.search("《》[^和及与、的等《]", subject):
        return None
    plain = _rules()["without_a_quote"].match(subject)
    if plain:
        return plain["word"]
    around = lexicon().pattern("issue.does_with").search(subject) if "《》" in subject else None
    return around.group() if around else None


def relation(claimed: str, title: str) -> NameRelation:
    """How a claimed name stands to the title of a page or attachment.

    SAME only by equality of the core names (or of one of several that the title issues).
    CONTAINS when the title only contains the claimed name: another document.
    """
    wanted, found = _cores(claimed), _cores(title)
    core, whole = "".join(wanted), _bare(_folded_title(title))
    if not core:
        return NameRelation.OTHER
    if _bare(_folded_title(claimed)) == whole:
        return NameRelation.SAME
    equal = wanted == found or (len(wanted) == 1 and wanted[0] in found)
    if equal and derived_from(claimed) == derived_from(title):
        return NameRelation.SAME
    if len(core) >= 4 and contains(whole, core):
        return NameRelation.CONTAINS
    return NameRelation.OTHER
