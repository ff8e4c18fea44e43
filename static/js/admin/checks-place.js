// Where a remark stands in the form, and the way there.
export const place = (anchor) => document.querySelector(`form [data-contentpath="${CSS.escape(anchor)}"]`);

export function show(target) {
  target.dispatchEvent(new CustomEvent("w-focus:focus", { bubbles: true }));
  for (let panel = target.closest("[data-panel]"); panel; panel = panel.parentElement.closest("[data-panel]"))
    panel.querySelector('[data-panel-toggle][aria-expanded="false"]')?.click();
  settle(target.querySelector("[data-safety-mark]") ?? target, 20);
}

function settle(mark, tries) {
  if (!mark.offsetParent && tries) return setTimeout(settle, 25, mark, tries - 1);
  mark.tabIndex = -1;
  mark.focus({ preventScroll: true });
  mark.scrollIntoView({ block: "center", behavior: "instant" }); // a smooth one over a long form is cut short
}
