"""The step both twins end in: what the page's own metadata says and the extractor left out.

Only for the document that the page itself is: of several things on one page, the metadata tells
of the one that bears the page's title. A date whose role the extractor gave stays as it gave it.
The day a page was put on the web is never put in.
"""

from __future__ import annotations

from agent.extract.quoting import Documents
from agent.policy import DateRole, Policy, PolicyKind, Quoted, QuotedDate
from agent.publishers import Publishers
from agent.records import Page, Stated, StatedDate
from agent.text.dates import iso
from agent.text.document_numbers import document_numbers
from agent.text.names import NameRelation, relation

DOCUMENT_KINDS = (PolicyKind.POLICY, PolicyKind.RECURRING)

_ROLES = (
    (DateRole.SIGNED, "signed"),
    (DateRole.ISSUED, "issued"),
    (DateRole.EFFECTIVE, "effective"),
    (DateRole.IN_FORCE, "in_force"),
)


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
        if policy in papers and (len(papers) == 1 or bears_title(policy.name.value, documents.page))
        else policy
        for policy in policies
    )


def bears_title(name: str, page: Page) -> bool:
    """True when the page or one of its attachments has that name as its title."""
    titles = [title for document in page.documents() for title in (document.title, document.label)]
    return any(relation(name, title) is NameRelation.SAME for title in titles if title)


def own_documents(name: str, page: Page) -> tuple[Page, ...]:
    """The documents whose metadata tell of the thing with that name, the page first.

    An attachment counts when it is the thing: when it bears the name, or the page's title.
    """
    names = [given for given in (name, page.title) if given]
    return (
        page,
        *(
            attachment
            for attachment in page.attachments
            if any(
                relation(given, title) is NameRelation.SAME
                for given in names
                for title in (attachment.title, attachment.label)
                if title
            )
        ),
    )


def agencies_of(document: Page, publishers: Publishers) -> tuple[Quoted, ...]:
    """The issuers that a document's metadata name, one by one, each with its own words.

    省财政厅 belongs to the province of the page's host. Where nobody is named, the code of the
    document number tells (晋政发 is 山西省人民政府).
    """
    stated = document.meta.agency
    documents = Documents(document.model_copy(update={"attachments": ()}))
    if stated is None:
        return _issuer_by_number(document, publishers)
    named = publishers.agencies(stated.value, home_province(document, publishers))
    words = _words(document, stated)
    return tuple(
        Quoted(
            value=name,
            quote=place.quote if (place := documents.find(name)) else words,
            source=document.sha256,
        )
        for name in named or (stated.value,)
    )


def home_province(page: Page, publishers: Publishers) -> str | None:
    """The province whose bodies a page means by 省财政厅: that of its host, if it has one."""
    return publishers.of(page.answered_url).province


def _issuer_by_number(document: Page, publishers: Publishers) -> tuple[Quoted, ...]:
    stated = document.meta.document_number
    for number in document_numbers(stated.value) if stated else ():
        issuer = publishers.issuer_of_code(number.code)
        if stated and issuer:
            words = _words(document, stated)
            return (Quoted(value=issuer.agency, quote=words, source=document.sha256),)
    return ()


def date_of(document: Page, role: DateRole, stated: StatedDate) -> QuotedDate:
    """A stated date as a policy's date, with the words it was read from."""
    return QuotedDate(
        value=iso(stated.interval),
        quote=_words(document, stated),
        source=document.sha256,
        role=role,
    )


def _completed(policy: Policy, documents: Documents, publishers: Publishers) -> Policy:
    given = {date.role for date in policy.dates}
    dates = list(policy.dates)
    agencies = policy.agencies
    number = policy.document_number
    for document in own_documents(policy.name.value, documents.page):
        for role, field in _ROLES:
            stated: StatedDate | None = getattr(document.meta, field)
            if stated and role not in given:
                dates.append(date_of(document, role, stated))
                given.add(role)
        agencies = agencies or agencies_of(document, publishers)
        stated_number = document.meta.document_number
        if number is None and stated_number:
            words = _words(document, stated_number)
            number = Quoted(value=stated_number.value, quote=words, source=document.sha256)
    return policy.model_copy(
        update={"dates": tuple(dates), "agencies": agencies, "document_number": number}
    )


def _words(document: Page, stated: Stated | StatedDate) -> str | None:
    """The words as they stand in the text; None when they stand only in markup."""
    if stated.span:
        return document.text[stated.span.start : stated.span.end]
    place = Documents(document.model_copy(update={"attachments": ()})).find(stated.value)
    return place.quote if place else None
