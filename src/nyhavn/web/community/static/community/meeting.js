// A meeting on one shared device: one page for each item, kept in this tab until it is sent, and nowhere after that.
// Without this script the same form stands on one page.
"use strict";
(() => {
  const PREFIX = "nyhavn-meeting-", RETRY = 5000, TOKEN = "csrfmiddlewaretoken";
  const kept = () => Object.keys(sessionStorage).filter(key => key.startsWith(PREFIX));
  const forget = () => kept().forEach(key => sessionStorage.removeItem(key));
  let form, steps, at, timer, isSent = false, isChanged = false;

  const note = (name, shown) => {
    const found = document.querySelector(`[data-meeting-note="${name}"]`);
    if (found) found.hidden = !shown;
  };

  // What stands in the form, as a list of name and value. The token of the session is none of it.
  const written = () => [...new FormData(form)].filter(([name]) => name !== TOKEN);

  const keep = () => {
    isChanged = true;
    sessionStorage.setItem(PREFIX + form.dataset.meeting, JSON.stringify({ at, written: written() }));
  };

  const putBack = () => {
    const text = sessionStorage.getItem(PREFIX + form.dataset.meeting);
    if (!text) return 0;
    const before = JSON.parse(text);
    const said = new Map();
    for (const [name, value] of before.written) said.set(name, [...(said.get(name) || []), value]);
    for (const field of form.elements) {
      if (!field.name || field.name === TOKEN) continue;
      const values = said.get(field.name) || [];
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
      else if (values.length) field.value = values[0];
    }
    isChanged = true;
    note("again", true);
    return before.at;
  };

  const readBack = () => {
    const list = form.querySelector("[data-meeting-read]");
    list.replaceChildren();
    for (const step of steps.slice(1, -1)) {
      const title = step.querySelector("h2");
      const typed = step.querySelector('input[type=text][name$="-title"]');
      const chosen = step.querySelector('input[type=radio]:checked');
      if (typed && !typed.value.trim()) continue;
      const line = document.createElement("li");
      line.dir = "auto";
      const result = chosen ? chosen.closest(".choice").querySelector("label").textContent : "";
      const numbers = chosen && chosen.value === "counted"
        ? [...step.querySelectorAll('input[inputmode=numeric]')]
          .map(field => `${step.querySelector(`label[for="${field.id}"]`).textContent.trim()}: ${field.value}`) : [];
      line.textContent = [(typed ? typed.value : title.textContent).trim(), result, ...numbers].join(" · ");
      list.append(line);
    }
  };

  const show = (number, moves) => {
    at = Math.min(Math.max(number, 0), steps.length - 1);
    steps.forEach((step, place) => { step.hidden = place !== at; });
    if (at === steps.length - 1) readBack();
    if (moves) {
      steps[at].querySelector("h2").focus();
      window.scrollTo(0, 0);
      keep();
    }
  };

  const button = (words, by) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.addEventListener("click", () => show(at + by, true));
    return made;
  };

  const turning = () => steps.forEach((step, place) => {
    const row = document.createElement("div");
    row.className = "turning";
    if (place > 0) { row.append(button(form.dataset.back, -1)); row.firstChild.className = "quiet"; }
    if (place < steps.length - 1) row.append(button(form.dataset.next, 1));
    step.append(row);
  });

  const over = () => {
    isSent = true;
    forget();
    clearTimeout(timer);
    form.remove();
    ["offline", "again", "refused"].forEach(name => note(name, false));
    document.querySelector(".errors")?.remove();
    const said = document.querySelector("[data-meeting-sent]");
    said.hidden = false;
    said.focus();
  };

  const wrong = html => {
    const found = new DOMParser().parseFromString(html, "text/html").querySelector("main");
    if (!found || !found.querySelector("form[data-meeting]")) return note("refused", true);
    document.querySelector("main").replaceWith(found);
    begin(false);
    found.querySelector(".errors")?.focus();
  };

  // Somebody may have signed in anew in another window: the form then needs the token of that session.
  const token = async () => {
    const page = await (await fetch(location.href, { cache: "no-store" })).text();
    const found = new DOMParser().parseFromString(page, "text/html").querySelector(`form[data-meeting] [name=${TOKEN}]`);
    if (found) form.elements[TOKEN].value = found.value;
  };

  const send = async () => {
    clearTimeout(timer);
    note("refused", false);
    form.setAttribute("aria-busy", "true");
    try {
      let answer = await fetch(location.href, { method: "POST", body: new FormData(form) });
      if (answer.status === 403) {
        await token();
        answer = await fetch(location.href, { method: "POST", body: new FormData(form) });
      }
      note("offline", false);
      if (answer.redirected && answer.ok && answer.url.endsWith("/board/meetings/")) over();
      else if (answer.status >= 400 && answer.status < 500) wrong(await answer.text());
      else note("refused", true);
    } catch {
      note("offline", true);
      timer = setTimeout(send, RETRY);
    } finally {
      form.removeAttribute("aria-busy");
    }
  };

  const begin = isNew => {
    form = document.querySelector("form[data-meeting]");
    if (!form) return forget();
    steps = [...form.querySelectorAll(".step")];
    const hasMistakes = document.querySelector(".errors") !== null;
    const before = isNew && !hasMistakes ? putBack() : 0;
    if (hasMistakes) readBack();  // everything is seen at once, with each mistake at its place
    else { turning(); show(before, false); }
    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
    form.addEventListener("submit", event => { event.preventDefault(); send(); });
    form.addEventListener("keydown", event => {
      const isLine = event.target.matches("input") && event.key === "Enter";
      if (!isLine || hasMistakes) return;
      event.preventDefault();
      show(at + 1, true);
    });
  };

  begin(true);
  window.addEventListener("offline", () => { if (form && !isSent) note("offline", true); });
  window.addEventListener("online", () => {
    if (!form || isSent) return;
    note("offline", false);
    if (timer) send();
  });
  window.addEventListener("beforeunload", event => { if (form && isChanged && !isSent) event.preventDefault(); });
  // Whoever leaves, leaves nothing. A tab that a phone drops from memory does not get here, and finds its words again.
  window.addEventListener("pagehide", () => { forget(); form?.reset(); });
})();
