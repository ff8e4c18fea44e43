// Was it helpful, and questions to ask oneself. Loaded at the first answer; ticks are never stored or sent.
// A word at random for this page, gone with the tab: one answer a tab, and a class behind one address is heard.
function tab(page) {
  try { return (sessionStorage[page] ??= crypto.randomUUID()); } catch { return ""; }
}

export async function submit(form) {
  const says = form.parentElement.querySelector("[data-vote-said]");
  const body = new URLSearchParams(new FormData(form));
  body.set("tab", tab(`answer ${body.get("token").split(":")[0]}`));
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    says.textContent = (await answer.json()).message;
    if (answer.ok || answer.status === 429) form.remove();
  } catch { form.submit(); }
}

export function change(section) {
  const ticked = section.querySelectorAll("input:checked").length;
  const result = section.querySelector(".check__result");
  const words = ticked === 0 ? result.dataset.none : ticked < 3 ? result.dataset.some : result.dataset.many;
  if (result.textContent !== words) result.textContent = words;
}
