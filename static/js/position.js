// Where and when as typed: say at once what is read, and offer names.

const WAIT = 300;
const SOUND_AT_FREEZING = 331.3;

function echo(field) {
  const region = document.getElementById(`${field.id}_echo`);
  const typedAt = field.name === "time_text" && document.getElementById("id_typed_at");
  let timer = 0;
  let asked = null;
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const query = new URLSearchParams({
      q: field.value,
      post: document.getElementById("id_post")?.value ?? "",
      at: typedAt?.value ?? "",
    });
    try {
      const answer = await fetch(`${field.dataset.echo}?${query}`, { signal: asked.signal });
      if (!answer.ok) return;
      const read = await answer.json();
      region.innerHTML = read.html;
      field.dispatchEvent(new CustomEvent("positionread", { detail: read }));
    } catch {
      region.replaceChildren(); // no line: the server says it when the report is filed
    }
  };
  field.addEventListener("input", () => {
    if (typedAt) typedAt.value = new Date().toISOString();
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  document.getElementById("id_post")?.addEventListener("change", () => field.value && ask());
  field.addEventListener("positionask", () => field.value && ask());
  if (field.value) ask();
}

function offerNames(field) {
  const list = document.getElementById(field.getAttribute("list"));
  let timer = 0;
  const look = async () => {
    const answer = await fetch(`${field.dataset.lookupWords}?q=${encodeURIComponent(field.value)}`);
    if (!answer.ok) return;
    const { places } = await answer.json();
    list.replaceChildren(...places.map(({ label, also }) => new Option(also, label)));
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    if (/^\p{L}[^\d;]+$/u.test(field.value)) timer = setTimeout(() => look().catch(() => {}), WAIT);
  });
}

function tellDistance(output) {
  const [seconds, celsius] = ["seconds", "celsius"].map((name) =>
    document.querySelector(`[data-flash-${name}]`),
  );
  const number = (field) => Number(field.value.replace(",", ".").replace("−", "-"));
  const tell = () => {
    const metres = number(seconds) * SOUND_AT_FREEZING * Math.sqrt(1 + number(celsius) / 273.15);
    output.textContent = metres > 0 ? output.dataset.flashKm.replace("{km}", (metres / 1000).toFixed(1)) : "";
  };
  for (const field of [seconds, celsius]) field.addEventListener("input", tell);
}

const position = document.getElementById("id_position_text");
const time = document.getElementById("id_time_text");
if (time) echo(time);
if (position) {
  echo(position);
  offerNames(position);
}
for (const output of document.querySelectorAll("[data-flash-km]")) tellDistance(output);
