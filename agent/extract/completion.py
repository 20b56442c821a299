"""The step both twins end in: what the page's own metadata says and the extractor left out.

Only for the document that the page itself is: of several things on one page, the metadata tells
of the one that bears the page's title. A date is put under the role that the paper gives it, and where it gives none stays as the extractor said.
The day a page was put on the web is never put in.
"""

from __future__ import annotations

from agent.extract.quoting import Documents
from agent.facts.document import facts_of
from agent.facts.paper import RoleDate, issuers_of
from agent.policy import DateRole, Policy, PolicyKind, Quoted, QuotedDate
from agent.publishers import Publishers
from agent.records import Page, Stated
from agent.text.dates import iso
from agent.text.fold import locate
from agent.text.names import NameRelation, relation

DOCUMENT_KINDS = (PolicyKind.POLICY, PolicyKind.RECURRING)


def completed(
    policies: tuple[Policy, ...], documents: Documents, publishers: Publishers
) -> tuple[Policy, ...]:
    """Fill in what the metadata says and a policy does not.

    Args:
        policies: What was extracted from the page.
        documents: The page and its attachments.
        publishers: Splits joint issuers, and knows who issues under a code.
    """
    papers = [policy for policy in policies if policy.kind in DOCUMENT_KINDS]
    return tuple(
        _completed(policy, documents, publishers)
        if policy in papers
        and (len(papers) == 1 or any(_bears(one, policy.name.value) for one in documents.all))
        else policy
        for policy in policies
    )


def in_their_roles(
    policies: tuple[Policy, ...], page: Page
) -> tuple[tuple[Policy, ...], tuple[str, ...]]:
    """Days that a paper has in another role than was said, under their own; and what was put right.

    落款 is the day of signing and not of issue: a day that the paper gives one role is in that role.
    A day that it gives several, or none, stays as it was said.
    """
    found, notes = list[Policy](), list[str]()
    for policy in policies:
        stated = {
            (date.role, iso(date.interval))
            for document in own_documents(policy.name.value, page)
            for date in facts_of(document).paper.dates
            if policy.kind in DOCUMENT_KINDS and date.firm and date.role is not DateRole.UPLOAD
        }
        dates = list[QuotedDate]()
        for date in policy.dates:
            roles = {role for role, value in stated if value == date.value}
            if len(roles) == 1 and date.role not in roles:
                (own,) = roles
                notes.append(f"{policy.name.value}: {date.value} is {own}, not {date.role}")
                dates.append(date.model_copy(update={"role": own}))
            else:
                dates.append(date)
        found.append(policy.model_copy(update={"dates": tuple(dict.fromkeys(dates))}))
    return tuple(found), tuple(notes)


def _bears(document: Page, *names: str) -> bool:
    """True when a document has one of some names as its title, or is linked by it."""
    titles = [title for title in (document.title, document.label) if title]
    return any(relation(n, title) is NameRelation.SAME for n in names if n for title in titles)


def own_documents(name: str, page: Page) -> tuple[Page, ...]:
    """The documents whose metadata tell of the thing with that name, the page first.

    An attachment counts when it is the thing: when it bears the name, or the page's title.
    """
    return page, *(one for one in page.attachments if _bears(one, name, page.title))


def agencies_of(document: Page, publishers: Publishers) -> tuple[Quoted, ...]:
    """The issuers of a document, one by one, each with its own words."""
    stated = document.meta.agency or document.meta.document_number
    words = _words(document, stated) if stated else None
    return tuple(
        Quoted(
            value=one.agency,
            quote=_stands(document, one.agency) or words,
            source=document.sha256,
        )
        for one in issuers_of(document, publishers)
    )


def date_of(document: Page, date: RoleDate) -> QuotedDate:
    """A date of a paper as a policy's, with the words it was read from."""
    span = date.at.span if date.at else None
    words = document.text[span.start : span.end] if span else None
    sha = document.sha256
    return QuotedDate(value=iso(date.interval), quote=words, source=sha, role=date.role)


def _completed(policy: Policy, documents: Documents, publishers: Publishers) -> Policy:
    given = {date.role for date in policy.dates}
    dates = list(policy.dates)
    agencies = policy.agencies
    number = policy.document_number
    for document in own_documents(policy.name.value, documents.page):
        for date in facts_of(document).paper.dates:
            told = date.firm and date.bounded and date.role is not DateRole.UPLOAD
            if told and date.role not in given:
                dates.append(date_of(document, date))
                given.add(date.role)
        agencies = agencies or agencies_of(document, publishers)
        stated_number = document.meta.document_number
        if number is None and stated_number:
            words = _words(document, stated_number)
            number = Quoted(value=stated_number.value, quote=words, source=document.sha256)
    return policy.model_copy(
        update={"dates": tuple(dates), "agencies": agencies, "document_number": number}
    )


def _words(document: Page, stated: Stated) -> str | None:
    """The words as they stand in the text; None when they stand only in markup."""
    if stated.span:
        return document.text[stated.span.start : stated.span.end]
    return _stands(document, stated.value)


def _stands(document: Page, words: str) -> str | None:
    """Words as they are written in a document; None where they are not."""
    span = locate(words, facts_of(document).folded)
    return document.text[span.start : span.end] if span else None
