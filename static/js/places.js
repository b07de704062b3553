// Places by any name: choosing one from the list fills its code and, if empty, its position.

const WAIT = 250;

function start(field) {
  const list = document.getElementById(field.getAttribute("list"));
  const [code, lat, lon] = field.dataset.fills.split(" ").map((id) => document.getElementById(id));
  let timer = 0;
  let found = [];
  const choose = () => {
    const place = found.find(({ label }) => label === field.value);
    code.value = place?.code ?? "";
    if (!place || (lat.value && lon.value)) return;
    lat.value = place.lat;
    lon.value = place.lon;
    lat.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const look = async () => {
    const answer = await fetch(`${field.dataset.lookup}?q=${encodeURIComponent(field.value)}`);
    if (!answer.ok) return;
    found = (await answer.json()).places;
    list.replaceChildren(...found.map(({ label, also }) => new Option(also, label)));
    choose();
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    choose();
    if (field.value.trim().length > 1) timer = setTimeout(look, WAIT);
  });
}

for (const field of document.querySelectorAll("[data-lookup]")) start(field);
