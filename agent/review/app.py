"""The routes of the review page: one page, its decisions, the bytes of a page."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from agent.errors import ReadFailed, StateError
from agent.records import content_key
from agent.report.safe import one_line
from agent.report.template import environment
from agent.report.words import Language
from agent.review import view
from agent.review.correcting import Refused, correction, joined
from agent.review.desk import Case, Choice, Desk, Replaced
from agent.review.guard import Guard, Keys, form_of, same
from agent.review.numbers import numbers
from agent.review.passage import visible
from agent.review.question import question
from agent.review.queue import Entry, Filters
from agent.review.view import Asked, Listing
from agent.review.view_finding import finding as shown_finding
from agent.review.words import ui
from agent.store.reviews import Correction, Decision

STATIC = {"app.js": "text/javascript", "app.css": "text/css", "icon.svg": "image/svg+xml"}
LONGEST_NOTE = 2_000
MOST_PAGES = 10_000

Draw = Callable[[bytes, int], bytes]
"""A document and the number of a page of it to a PNG; raises ReadFailed."""


def drawn_apart(body: bytes, number: int) -> bytes:
    """The page drawn in the helper process, which has the parsers and the bounds."""
    from agent.readers.apart import drawn  # noqa: PLC0415 - few pages are pictures

    return drawn(body, number)


@cache
def templates() -> Environment:
    """The templates, compiled once; everything that is put into them is escaped."""
    made = environment("agent.review")
    made.filters |= {"line": one_line, "visible": visible}
    return made


class Site:
    """The page over a desk.

    Args:
        desk: what it works with.
        keys: the secrets of this server.
        language: of the interface, unless the address names another.
        draw: makes a picture of a page of a document.
    """

    def __init__(self, desk: Desk, keys: Keys, language: Language, draw: Draw) -> None:
        self._desk, self._keys, self._language = desk, keys, language
        self._draw = draw

    def page(self, request: Request) -> Response:
        """The queue with one finding open."""
        return self._page(self._asked(request.query_params))

    def numbers(self, request: Request) -> Response:
        """How far reviewers agree, and how often the checks were right."""
        asked = self._asked(request.query_params)
        language = self._language_of(asked.filters)
        told = numbers(self._desk, language)
        return self._render(
            "numbers.html",
            {
                "t": ui(language),
                "lang": language,
                "back": asked.filters.address(key=asked.key),
                "sections": told,
            },
        )

    def static(self, request: Request) -> Response:
        """One of our own files."""
        name = request.path_params["name"]
        if name not in STATIC:
            return Response(status_code=404)
        body = (resources.files("agent.review") / "static" / name).read_bytes()
        return Response(body, media_type=STATIC[name])

    def bytes(self, request: Request) -> Response:
        """The archived bytes of a page, to be kept and never to be run."""
        sha256 = request.path_params["sha256"]
        body = self._desk.cache.bytes(sha256)
        if body is None:
            words = ui(self._language)["no_bytes"]
            return Response(words, 404, media_type="text/plain")
        return Response(
            body,
            media_type="application/octet-stream",
            headers={
                "content-disposition": f'attachment; filename="{sha256[:16]}.bin"',
                "content-security-policy": "sandbox; default-src 'none'",
            },
        )

    def drawn(self, request: Request) -> Response:
        """A page of a document as a picture of our own making; the bytes themselves are never shown."""
        fetched = self._desk.cache.bytes(request.path_params["sha256"])
        number = request.path_params["number"]
        if fetched is None or not 1 <= number <= MOST_PAGES:
            return PlainTextResponse(ui(self._language)["no_bytes"], 404)
        try:
            picture = self._draw(fetched, number)
        except ReadFailed as failed:
            return PlainTextResponse(f"{failed.message}\n{failed.hint}\n", 404)
        headers = {"content-security-policy": "sandbox; default-src 'none'"}
        return Response(picture, media_type="image/png", headers=headers)

    async def decide(self, request: Request) -> Response:
        """Keep a decision and go on to the next finding."""
        form = await form_of(request)
        return await run_in_threadpool(self._decide, form, request.query_params)

    async def undo(self, request: Request) -> Response:
        """Take the last decision back, or the one that is named, and open it again."""
        form = await form_of(request)
        return await run_in_threadpool(self._undo, form, request.query_params)

    def _asked(self, given: Mapping[str, str]) -> Asked:
        return Asked(
            filters=Filters.of(given),
            key=given.get("key", "")[:100],
            document=given.get("document", "")[:100],
            did=given.get("did", "")[:120],
            undone=given.get("undone", "")[:10],
        )

    def _language_of(self, filters: Filters) -> Language:
        named: dict[str, Language] = {"zh": "zh", "en": "en"}
        return named.get(filters.lang, self._language)

    def _page(
        self, asked: Asked, error: str = "", draft: Mapping[str, str] | None = None, code: int = 200
    ) -> Response:
        language = self._language_of(asked.filters)
        listed = view.listing(self._desk, asked)
        context = {
            **view.frame(self._desk, asked, listed, language),
            "form_key": self._keys.form,
            "request": secrets.token_urlsafe(12),
            "error": ui(language).get(error, error),
            "draft": draft or {},
            "did": self._told(asked, language),
            "found": None,
            "missing": False,
        }
        if listed.key:
            try:
                case = self._desk.case(listed.key)
            except Replaced:
                context["missing"], code = True, 404 if code == 200 else code
            else:
                shown = replace(asked, key=listed.key)
                context["found"] = shown_finding(self._desk, case, shown, language)
        return self._render("page.html", context, code)

    def _told(self, asked: Asked, language: Language) -> dict[str, str] | None:
        """What the last act was, beside the button that takes it back."""
        text = ui(language)
        if asked.undone:
            told = text["undone"] if asked.undone != "0" else text["nothing_to_undo"]
            return {"words": told.replace("$n", asked.undone), "request": ""}
        return self._act(asked.did, text) if asked.did else None

    def _act(self, request: str, text: Mapping[str, str]) -> dict[str, str] | None:
        held = self._desk.snapshot().held.values()
        mine = [
            r
            for each in held
            for r in each
            if r.request == request and r.reviewer == self._desk.reviewer
        ]
        if not mine:
            return None
        current = self._desk.snapshot().by_key
        words = text[f"did_{mine[0].decision}"].replace("$n", str(len(mine)))
        if any(r.finding_key not in current for r in mine):
            words += " " + text["did_replaced"]
        return {"words": words, "request": request}

    def _render(self, name: str, context: dict[str, Any], code: int = 200) -> Response:
        return HTMLResponse(templates().get_template(name).render(context), code)

    def _decide(self, form: Mapping[str, str], query: Mapping[str, str]) -> Response:
        asked = replace(self._asked(query), key=form.get("key", ""))
        if not same(form.get("form_key", ""), self._keys.form):
            return self._page(asked, "refused_form", form, 403)
        # Without scripts the button of the page's own value cannot say both things.
        known = form.get("decision") or form.get("suggested", "")
        token = form.get("request", "")
        if known not in set(Decision) - {Decision.WITHDRAWN} or not 8 <= len(token) <= 100:
            return self._page(asked, "refused_decision", form, 400)
        try:
            case = self._desk.case(asked.key)
        except Replaced:
            return self._page(asked, "refused_unknown", form, 404)
        listed = view.listing(self._desk, asked)
        try:
            corrections = self._corrections(Decision(known), form, case)
        except Refused as refusal:
            return self._page(asked, refusal.code, form, 422)
        scope = form.get("scope", "")
        entries = self._settled(case, scope, asked.filters)
        # Several were confirmed by their number: not one more, and not one of what they were.
        unlike = scope and form.get("count") != str(len(entries))
        own = form.get("suggested") or not corrections
        if unlike or (len(entries) > 1 and not own):
            words = ui(self._language_of(asked.filters))["refused_count"]
            return self._page(asked, words.replace("$n", str(len(entries))), form, 409)
        rows = [entry.row for entry in entries] or [case.row]
        puts = {case.row.finding_key: corrections}
        try:
            for row in rows[1:] if corrections else ():
                # Each takes the value of its own page.
                puts[row.finding_key] = self._suggested(self._desk.case(row.finding_key))
        except (Refused, Replaced):
            return self._page(asked, "refused_alike", form, 422)
        fault, note = form.get("fault", ""), one_line(form.get("note", ""))[:LONGEST_NOTE]
        fault = fault if fault in {v.check for v in case.finding.verdicts} else ""
        # A page that the browser brings back may decide otherwise with the token of before.
        told = content_key([known, fault, note, [c.model_dump(mode="json") for c in corrections]])
        request = f"{token} {told[-12:]}"
        self._desk.decide(rows, Choice(Decision(known), request, note, fault), puts)
        return self._next(asked, listed, [row.finding_key for row in rows], request)

    def _settled(self, case: Case, scope: str, filters: Filters) -> tuple[Entry, ...]:
        """The findings that a decision is for: those of the scope, else the one alone."""
        if case.entry is None:
            return ()
        alike = self._desk.alike(case.entry, filters) if scope in ("page", "fault") else {}
        return alike.get(scope, (case.entry,))

    def _corrections(
        self, decision: Decision, form: Mapping[str, str], case: Case
    ) -> tuple[Correction, ...]:
        """The corrections of a form: the page's own value (b), or a passage of the reviewer's."""
        if decision is not Decision.CORRECT:
            return ()
        if form.get("suggested"):
            return self._suggested(case)
        earlier = self._desk.corrected(case.row.finding_key, self._desk.reviewer)
        field, _, rest = form.get("target", "").partition(":")
        claim, _, role = rest.partition(":")
        given = {**form, "field": field, "claim": claim, "role": role}
        return joined(earlier, correction(given, case.finding, case.documents))

    def _suggested(self, case: Case) -> tuple[Correction, ...]:
        """The page's own value with its passage (b). Raises Refused where there is none."""
        answers = question(case.finding, case.dossier, "zh").answers
        put = next((answer.correction for answer in answers if answer.correction), None)
        page = next((d for d in case.documents if put and d.sha256 == put.source), None)
        if put is None or page is None:
            raise Refused("refused_page")
        earlier = self._desk.corrected(case.row.finding_key, self._desk.reviewer)
        quote = page.text[put.span.start : put.span.end]
        return joined(earlier, put.model_copy(update={"quote": quote}))

    def _next(self, asked: Asked, listed: Listing, gone: list[str], request: str) -> Response:
        following = view.after(listed, gone)
        more = {"did": request} | ({"key": following} if following else {})
        return RedirectResponse("/" + asked.filters.address(**more), 303)

    def _undo(self, form: Mapping[str, str], query: Mapping[str, str]) -> Response:
        asked = self._asked(query)
        if not same(form.get("form_key", ""), self._keys.form):
            return self._page(asked, "refused_form", form, 403)
        gone = self._desk.undo(form.get("request") or None)
        more = {"undone": str(len(gone))} | ({"key": gone[0].finding_key} if gone else {})
        return RedirectResponse("/" + asked.filters.address(**more), 303)


def application(
    desk: Desk, keys: Keys, language: Language = "zh", draw: Draw = drawn_apart
) -> Starlette:
    """The review page as an application that answers only to its own browser."""
    site = Site(desk, keys, language, draw)

    def trouble(_request: Request, problem: Exception) -> Response:
        if isinstance(problem, StateError):
            return PlainTextResponse(f"{problem.message}\n{problem.hint}\n", 503)
        told = f"internal error: {type(problem).__name__}: {problem}"
        return PlainTextResponse(
            f"{told}\nwhat was decided before is kept; please report this\n", 500
        )

    return Starlette(
        routes=[
            Route("/", site.page),
            Route("/numbers", site.numbers),
            Route("/static/{name}", site.static),
            Route("/bytes/{sha256}", site.bytes),
            Route("/drawn/{sha256}/{number:int}", site.drawn),
            Route("/decide", site.decide, methods=["POST"]),
            Route("/undo", site.undo, methods=["POST"]),
        ],
        middleware=[Middleware(Guard, keys=keys)],
        exception_handlers={StateError: trouble, Exception: trouble},
    )
