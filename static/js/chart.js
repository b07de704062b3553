// A chart of days or months, drawn from the same numbers as its table twin. Where it knows
// the days of its bars, a stretch of it can be drawn over to choose a period.

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
    cursor: { y: false, points: { show: false }, drag: { x: Boolean(data.days), y: false, setScale: false } },
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
    hooks: {
      setCursor: [(plot) => tell(plot, data, readout)],
      setSelect: [(plot) => choose(plot, data)],
      drawAxes: [(plot) => hatch(plot, data, ink)],
    },
  };
}

function format(seconds, how) {
  const language = document.documentElement.lang;
  return new Date(seconds * 1000).toLocaleDateString(language, { timeZone: "UTC", ...how });
}

const days = (_, ticks) => ticks.map((at) => format(at, { day: "numeric", month: "short" }));
const months = (_, ticks) => ticks.map((at) => format(at, { month: "short", year: "numeric" }));

// Days of which nobody was heard to be watching: none there is not zero.
function hatch(plot, data, ink) {
  const { ctx, bbox } = plot;
  const wide = Math.max(2, bbox.width / data.at.length);
  ctx.save();
  ctx.strokeStyle = ink;
  ctx.globalAlpha = 0.35;
  ctx.lineWidth = devicePixelRatio;
  ctx.beginPath();
  for (const at of data.unwatched ?? []) {
    const left = Math.max(bbox.left, plot.valToPos(data.at[at], "x", true) - wide / 2);
    const right = Math.min(bbox.left + bbox.width, left + wide);
    slant(ctx, left, right, bbox);
  }
  ctx.stroke();
  ctx.restore();
}

function slant(ctx, left, right, { top, height }) {
  const gap = 7 * devicePixelRatio;
  const width = right - left;
  const phase = gap - (left % gap);
  for (let rise = phase; rise < height + width; rise += gap) {
    const from = Math.min(rise, height);
    const to = Math.max(0, rise - width);
    ctx.moveTo(left + rise - from, top + from);
    ctx.lineTo(left + rise - to, top + to);
  }
}

function choose(plot, data) {
  const { left, width } = plot.select;
  if (width < 3) return;
  const [first, last] = [plot.posToIdx(left), plot.posToIdx(left + width)];
  const detail = { day_after: data.days[first][0], day_before: data.days[last][1] };
  document.dispatchEvent(new CustomEvent("periodchosen", { detail }));
}

function tell(plot, data, readout) {
  const at = plot.cursor.idx;
  readout.textContent = at === null || at === undefined ? "" : said(data, at);
}

function said(data, at) {
  const number = data.unwatched?.includes(at) ? data.noObservation : data.counts[at];
  return `${data.names[at]}: ${number}`;
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
