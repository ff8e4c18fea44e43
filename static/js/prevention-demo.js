// Only a new post goes to the site, to be looked at; all else happens in the page's own memory.
const demo = document.querySelector("[data-demo]");
const at = (id, page = document) => page.getElementById(id);
const AREAS = ["answer", "undo", "places"];
const still = matchMedia("(prefers-reduced-motion: reduce)").matches || navigator.connection?.saveData;

function play(root) {
  if (!still) for (const video of root.querySelectorAll("video")) video.play().catch(() => {});
}

// Covered media leave the document: nothing of them plays, takes focus or is read aloud.
function put(id, nodes) {
  for (const video of at(id).querySelectorAll("video")) video.pause();
  at(id).replaceChildren(...nodes);
}

function remember(name, value) {
  for (const input of demo.querySelectorAll(`input[name=${name}]`)) {
    input.value = [...new Set([...input.value.split(",").filter(Boolean), value])].join(",");
  }
}

function state(from) {
  const form = demo.querySelector("form");
  for (const name of ["uses", "shown", "fewer"]) form[name].value = from ? from.querySelector(`input[name=${name}]`).value : "";
}

if (demo) {
  const fresh = new Map(AREAS.map((id) => [id, at(id).cloneNode(true)]));
  const original = new Map([...demo.querySelectorAll("[data-post]")].map((post) => [post.dataset.post, post.cloneNode(true)]));
  let waiting = false;
  play(demo);

  const actions = {
    show(id) {
      remember("shown", id);
      for (const covered of demo.querySelectorAll(`[data-post="${id}"]:has(.cover)`)) {
        const had = covered.contains(document.activeElement);
        const post = original.get(id).cloneNode(true); // and not played
        post.dataset.topic = covered.dataset.topic;
        covered.replaceWith(post);
        if (had) {
          post.tabIndex = -1;
          post.focus();
        }
      }
    },
    less(topic) {
      remember("fewer", topic);
      for (const post of demo.querySelectorAll(`[data-topic="${topic}"]`)) (post.closest("blockquote") ?? post).remove();
      at("feed").focus();
    },
    clear() {
      state();
      for (const id of AREAS) put(id, fresh.get(id).cloneNode(true).childNodes);
      at("text").value = "";
      at("text").focus();
      play(demo);
    },
  };

  demo.addEventListener("submit", async (event) => {
    const button = event.submitter;
    const data = new FormData(event.target);
    event.preventDefault();
    if (actions[button?.name]) return actions[button.name](button.value);
    if (waiting) return;
    waiting = true;
    try {
      const answer = await fetch(event.target.action, { method: "POST", body: data, credentials: "omit" });
      if (!answer.ok) throw answer;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      state(page);
      for (const id of AREAS) put(id, at(id, page).childNodes);
      play(at("places"));
      at("answer").scrollIntoView({ block: "nearest" });
    } catch {
      event.target.submit();
    }
    waiting = false;
  });
}
