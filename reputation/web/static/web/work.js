// Does the work that an attempt costs, while somebody types, and sends the form once it is done.
// What it cannot do it leaves out: the form then waits for its turn, as it does without a script.

for (const form of document.querySelectorAll("form[data-work]")) prepare(form);

function prepare(form) {
  const name = form.querySelector("[name=login], [name=email]");
  const shown = form.querySelector("[data-work-shown]");
  const bar = shown.querySelector("progress");
  let started = null;

  const start = () => {
    const asked = name ? name.value.trim().toLowerCase() : "";
    if (started && started.asked === asked) return started;
    if (started) started.stop();
    started = begin(form, asked, (part) => { bar.value = part; });
    return started;
  };

  if (name) name.addEventListener("change", () => { if (name.value) start(); });
  else start();

  form.addEventListener("submit", async (event) => {
    if (event.submitter?.name === "back") return; // going back costs nothing
    event.preventDefault();
    const button = form.querySelector("button");
    if (button.disabled) return;
    button.disabled = true;
    const late = setTimeout(() => { shown.hidden = false; }, 300);
    const solved = await start().done.catch(() => "");
    clearTimeout(late);
    form.elements.work.value = solved;
    form.submit();
  });
}

function begin(form, asked, tell) {
  const workers = [];
  const stop = () => workers.forEach((worker) => worker.terminate());
  const done = (async () => {
    // Forms that nobody signs in for have no token; their address says what the work is for.
    const body = new URLSearchParams({ name: asked, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken?.value ?? "" });
    const answer = await fetch(form.dataset.work, { method: "POST", body, credentials: "same-origin" });
    if (!answer.ok) throw new Error("no work was given");
    const challenge = await answer.json();
    const solution = await solve(challenge.parameters, workers, tell);
    stop();
    return btoa(JSON.stringify({ challenge, solution }));
  })();
  done.catch(stop);
  return { asked, stop, done };
}

// Shared among a few workers, so that the page stays responsive: each tries every so-manyth counter.
function solve(parameters, workers, tell) {
  const many = Math.max(1, Math.min(4, (navigator.hardwareConcurrency || 2) - 1));
  const tried = new Array(many).fill(0);
  return new Promise((resolve, reject) => {
    for (let at = 0; at < many; at += 1) {
      const worker = new Worker(new URL("work-worker.js", import.meta.url));
      workers.push(worker);
      worker.onerror = () => reject(new Error("no worker"));
      worker.onmessage = ({ data }) => {
        if (data.failed) reject(new Error(data.failed));
        if (data.solution) { tell(1); resolve(data.solution); }
        tried[at] = data.tried || tried[at];
        tell(tried.reduce((sum, one) => sum + one, 0) / parameters.data.most);
      };
      worker.postMessage({ parameters, first: at, step: many });
    }
  });
}
