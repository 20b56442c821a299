// Keys, selection and scrolling. Everything works by clicking without this file, but for the
// selection of a passage: it can be pasted instead.
"use strict";

const byId = (id) => document.getElementById(id);
const form = byId("decide");
const text = byId("text");

// Show the passage in question.
function scrollToMark(anchor, asked) {
  // Several passages may begin at one place: their anchors stand side by side before the mark.
  let mark = anchor && byId(anchor);
  while (mark && mark.tagName === "A") mark = mark.nextElementSibling;
  if (!mark) return;
  document.querySelectorAll("mark.now").forEach((each) => each.classList.remove("now"));
  mark.classList.add("now");
  // On a narrow screen the question stands above the text: only who asks is taken there.
  if (asked) text.scrollIntoView({ block: "nearest" });
  settle(mark, 8);
}
// Blocks out of sight have only a guessed height until they are laid out: scroll until it holds.
function settle(mark, tries) {
  const pane = text.getBoundingClientRect(), box = mark.getBoundingClientRect();
  text.scrollTop += (box.top + box.bottom - pane.top - pane.bottom) / 2;
  if (!tries) return;
  requestAnimationFrame(() => {
    const pane = text.getBoundingClientRect(), box = mark.getBoundingClientRect();
    if (box.top < pane.top || box.bottom > pane.bottom) settle(mark, tries - 1);
    else if (tries > 2) settle(mark, 2);
  });
}
if (text) {
  scrollToMark(text.dataset.focus);
  document.querySelectorAll("a.show").forEach((link) =>
    link.addEventListener("click", (event) => {
      event.preventDefault();
      scrollToMark(link.getAttribute("href").slice(1), true);
    }));
}
const openRow = document.querySelector(".rows .open");
if (openRow) openRow.scrollIntoView({ block: "nearest" });
for (const id of ["open-correct", "open-help"]) if (byId(id)) byId(id).hidden = false;

// What is selected on the right becomes the passage of a correction, with its place in the text.
const length = (string) => [...string].length;
function takeSelection() {
  const selection = window.getSelection();
  if (!text || !form || selection.isCollapsed || !selection.rangeCount) return false;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return false;
  const quote = range.toString();
  if (!quote.trim()) return false;
  const before = document.createRange();
  before.selectNodeContents(text);
  before.setEnd(range.startContainer, range.startOffset);
  const start = length(before.toString());
  byId("quote").value = quote;
  byId("start").value = String(start);
  byId("end").value = String(start + length(quote));
  return true;
}
if (text && form) {
  document.addEventListener("selectionchange", takeSelection);
  byId("quote").addEventListener("input", () => {
    byId("start").value = "";
    byId("end").value = "";
  });
}
function openCorrection() {
  byId("correct").open = true;
  byId("correct").scrollIntoView({ block: "nearest" });
  const taken = takeSelection() || byId("quote").value.trim();
  byId(taken ? "value" : "quote").focus();
}

// Answers. A decision on several findings is confirmed first.
const scope = byId("scope");
function count() {
  return scope ? Number(scope.selectedOptions[0].dataset.count) : 1;
}
if (scope) scope.addEventListener("change", () => { byId("count").value = String(count()); });
let sent = false;
// A page that comes back from the browser's memory is stale.
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
function submit(button) {
  if (sent) return;
  sent = true;
  const add = (name, value) => {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  };
  if (button.dataset.suggested) add("suggested", "yes");
  add("decision", button.value);
  form.submit();
}
// One listener for good: the event of a dialog that was just left may come after it is opened again.
const dialog = byId("confirm");
let asked = null;
if (dialog) dialog.addEventListener("close", () => { if (dialog.returnValue === "yes") submit(asked); });
function answer(button) {
  const many = count();
  const typed = button.value === "correct" && !button.dataset.suggested;
  if (many === 1 || typed) {
    if (scope && typed) { scope.value = ""; byId("count").value = "1"; }
    submit(button);
    return;
  }
  asked = button;
  const words = button.querySelector("span").textContent;
  byId("confirm-words").textContent =
    dialog.dataset.words.replace("$decision", words).replace("$n", String(many));
  dialog.returnValue = "";
  dialog.showModal();
  byId("confirm-yes").focus();
}
if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter && event.submitter.value) answer(event.submitter);
  });
  byId("open-correct").addEventListener("click", openCorrection);
}
if (byId("open-help")) byId("open-help").addEventListener("click", () => byId("help").showModal());

// Keys.
let mark = -1;
function nextMark() {
  const marks = [...document.querySelectorAll("#text mark")];
  if (!marks.length) return;
  mark = (mark + 1) % marks.length;
  document.querySelectorAll("mark.now").forEach((each) => each.classList.remove("now"));
  marks[mark].classList.add("now");
  text.scrollIntoView({ block: "nearest" });
  settle(marks[mark], 8);
}
function choose(key, page) {
  const button = form && form.querySelector(`button[data-key="${key}"]`);
  if (!button) return;
  if (page && scope && scope.querySelector('option[value="page"]')) {
    scope.value = "page";
    byId("count").value = String(count());
  }
  answer(button);
}
const follow = (id) => { const link = byId(id); if (link) location.assign(link.href); };
const actions = {
  j: () => follow("following"),
  k: () => follow("before"),
  a: () => choose("a"),
  b: () => choose("b"),
  r: () => choose("r"),
  u: () => choose("u"),
  A: () => choose("a", true),
  B: () => choose("b", true),
  R: () => choose("r", true),
  U: () => choose("u", true),
  c: () => form && openCorrection(),
  n: () => byId("note") && byId("note").focus(),
  f: nextMark,
  z: () => { const button = byId("undo") || byId("undo-last"); if (button && !sent) { sent = true; button.form.submit(); } },
  "/": () => byId("search").focus(),
  "?": () => byId("help").showModal(),
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const within = event.target.closest("input, textarea, select");
  if (event.key === "Escape" && within) { within.blur(); return; }
  if (within) {
    // Enter in the note would press the first button: it must not decide by accident.
    if (event.key === "Enter" && within.id === "note") { event.preventDefault(); within.blur(); }
    if (event.key === "Enter" && within.id === "value") { event.preventDefault(); answer(byId("save-correction")); }
    return;
  }
  if (document.querySelector("dialog[open]")) return;
  const action = actions[event.key];
  if (action) { event.preventDefault(); action(); }
});
