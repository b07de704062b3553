// Choosing a period: drawn over the chart, or with the two sliders below it.

const DAY = 86_400_000;
const form = document.querySelector("[data-room-filters]");

function choose(period) {
  if (!form) return;
  for (const [name, day] of Object.entries(period)) form.elements[name].value = day;
  form.requestSubmit();
}

function startSlider(box) {
  const origin = Date.parse(box.dataset.first);
  const said = box.querySelector("output");
  const inputs = [...box.querySelectorAll("input")];
  const dayOf = (input) => new Date(origin + input.value * DAY).toISOString().slice(0, 10);
  const inWords = (day) =>
    new Date(day).toLocaleDateString(document.documentElement.lang, { timeZone: "UTC" });
  const tell = () => {
    for (const input of inputs) input.setAttribute("aria-valuetext", inWords(dayOf(input)));
    said.textContent = inputs.map((input) => inWords(dayOf(input))).join(" – ");
  };
  for (const input of inputs) {
    const numberOf = (day) => Math.round((Date.parse(day) - origin) / DAY);
    input.max = Math.max(numberOf(input.dataset.last), numberOf(input.dataset.day));
    input.value = numberOf(input.dataset.day);
    input.addEventListener("input", tell);
    input.addEventListener("change", () => {
      const days = inputs.map(dayOf).sort();
      choose({ day_after: days[0], day_before: days[1] });
    });
  }
  box.hidden = false;
  tell();
}

document.addEventListener("periodchosen", ({ detail }) => choose(detail));
const slider = document.querySelector("[data-slider]");
if (slider && form) startSlider(slider);
