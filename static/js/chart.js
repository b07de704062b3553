// A chart of days or months, drawn from the same numbers as its table twin.

/* global uPlot */

const HEIGHT = 230;
const DAY = 86_400;

function colour(name) {
  const probe = document.createElement("span");
  probe.className = `colour-${name}`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

function options(width, data, readout) {
  const [bars, ink, grid] = ["accent", "ink-soft", "line"].map(colour);
  const font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const axis = { font, stroke: ink, grid: { stroke: grid, width: 1 }, ticks: { show: false } };
  return {
    width,
    height: HEIGHT,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"),
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: { x: { time: true, range: (_, min, max) => [min - data.step / 2, max + data.step / 2] } },
    axes: [
      { ...axis, grid: { show: false }, values: data.step > DAY ? months : days, space: 70, size: 32 },
      { ...axis, size: 44, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] },
    ],
    series: [
      {},
      {
        label: data.label,
        stroke: bars,
        fill: bars,
        paths: uPlot.paths.bars({ size: [0.72, 48] }),
        points: { show: false },
      },
    ],
    hooks: { setCursor: [(plot) => tell(plot, data, readout)] },
  };
}

function format(seconds, how) {
  const language = document.documentElement.lang;
  return new Date(seconds * 1000).toLocaleDateString(language, { timeZone: "UTC", ...how });
}

const days = (_, ticks) => ticks.map((at) => format(at, { day: "numeric", month: "short" }));
const months = (_, ticks) => ticks.map((at) => format(at, { month: "short", year: "numeric" }));

function tell(plot, data, readout) {
  const at = plot.cursor.idx;
  readout.textContent = at === null || at === undefined ? "" : `${data.names[at]}: ${data.counts[at]}`;
}

function start(box) {
  const data = JSON.parse(document.getElementById(box.dataset.chart).textContent);
  const readout = box.nextElementSibling;
  let plot = null;
  const draw = () => {
    plot?.destroy();
    plot = new uPlot(options(box.clientWidth, data, readout), [data.at, data.counts], box);
  };
  draw();
  new ResizeObserver(() => plot.setSize({ width: box.clientWidth, height: HEIGHT })).observe(box);
  document.addEventListener("themechange", draw);
}

for (const box of document.querySelectorAll("[data-chart]")) start(box);
