// Success rate, errors, latency and health over time, with the lines of goals and the spans of patterns.

import uPlot from './uPlot.esm.js';
import { h, render } from './dom.js';
import { isActive, isGood, milliseconds, number, percent, place, time, words } from './format.js';
import { state, changed } from './state.js';

const HEIGHT = 190;
const LANE = 5;
const LANES = 4;
const LABELS = 3;
const SHORT_S = 600;
const RANGES = [[15, '15 min'], [30, '30 min'], [120, '2 h'], [100_000, 'all']];

const SUCCESS = ['DECLINING_SUCCESS_RATE', 'SUCCESS', 'CONSISTENT_HIGH_PERFORMANCE'];
const rate = (value) => (value === null ? null : 100 * value);

/**
 * What each chart shows. `series`: label, the value in a cycle, colour; the first one leads. `goals`: the metrics whose
 * goals have a line here, and the factor of their unit. `patterns`: whether a pattern belongs here.
 */
const CHARTS = [
  {
    id: 'success',
    title: 'Success rate',
    unit: '%',
    range: (low) => [Math.max(0, Math.floor(low / 5) * 5 - 5), 100],
    least: [80, 100],
    series: [
      ['95 % interval, upper end', (c) => rate(c.success_rate_high), null],
      ['95 % interval, lower end', (c) => rate(c.success_rate_low), null],
      ['success rate', (c) => rate(c.success_rate), '--good-line'],
    ],
    band: [1, 2],
    lead: 2,
    write: (value) => (value === null ? '–' : `${value.toFixed(1)} %`),
    goals: { success_rate: 100 },
    patterns: (p) => SUCCESS.includes(p.pattern_type),
  },
  {
    id: 'errors',
    title: 'Errors',
    unit: 'failed per cycle',
    range: (low, high) => [0, Math.max(1, high * 1.25)],
    least: [0, 4],
    series: [['failed operations', (c) => (c.attempts === 0 ? null : c.attempts - c.successes), '--bad-line']],
    bars: true,
    lead: 0,
    write: (value) => number(value, 4),
    // A rate has no line on an axis of counts; its target is converted with the attempts of the last cycle.
    goals: {},
    rateGoals: ['error_rate'],
    patterns: (p) => p.pattern_type.startsWith('FAILURE_') || p.pattern_type === 'DATABASE_CONNECTION_ISSUES',
  },
  {
    id: 'latency',
    title: 'Latency',
    unit: 'ms',
    range: (low, high) => [0, Math.max(10, high * 1.2)],
    least: [0, 10],
    series: [
      ['p95 of the slowest operation', (c) => c.latency_p95_ms, '--p95-line'],
      ['mean', (c) => c.latency_mean_ms, '--mean-line'],
    ],
    lead: 0,
    write: milliseconds,
    goals: {},
    patterns: (p) => p.pattern_type === 'INCREASING_LATENCY',
  },
  {
    id: 'health',
    title: 'Health',
    unit: 'of 100',
    range: () => [0, 104],
    least: [0, 100],
    series: [['health', (c) => c.health_score, '--health-line']],
    lead: 0,
    write: (value) => number(value, 3),
    goals: { health_score: 1 },
    patterns: () => true,
  },
];

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

class Chart {
  constructor(spec) {
    this.spec = spec;
    this.plot = null;
    this.spans = [];
    this.lines = [];
    this.host = document.createElement('div');
    this.host.className = 'plot';
    this.host.setAttribute('role', 'img');
  }

  #options(width) {
    const { spec } = this;
    const axis = { stroke: css('--muted'), grid: { stroke: css('--grid'), width: 1 }, ticks: { show: false }, font: '11px system-ui, sans-serif' };
    const series = spec.series.map(([label, , colour], i) => ({
      label,
      stroke: colour ? css(colour) : undefined,
      fill: spec.bars ? css('--bad-fill') : undefined,
      width: i === spec.lead ? 2 : 1.25,
      dash: i !== spec.lead && colour ? [4, 3] : undefined,
      spanGaps: false,
      points: { show: false },
      paths: spec.bars ? uPlot.paths.bars({ size: [0.8, 12] }) : undefined,
    }));
    return {
      width,
      height: HEIGHT,
      padding: [LANE * LANES + 6, 8, 0, 0],
      legend: { show: false },
      cursor: { y: false, sync: { key: 'aurea' }, drag: { x: false, y: false }, points: { size: 7 } },
      scales: {
        x: { time: true, range: () => this.window },
        y: { range: (_, low, high) => (low === null ? spec.least : spec.range(Math.min(low, ...this.lines.map((l) => l.at)), Math.max(high, ...this.lines.map((l) => l.at)))) },
      },
      axes: [
        { ...axis, size: 28, values: (_, at) => at.map((s) => this.#clock(s)), space: 70 },
        { ...axis, size: 44, values: (_, at) => at.map((v) => number(v, 4)), space: 34 },
      ],
      bands: spec.band ? [{ series: spec.band, fill: css('--good-fill') }] : undefined,
      series: [{}, ...series],
      hooks: {
        drawClear: [(plot) => this.#drawSpans(plot)],
        draw: [(plot) => this.#drawLines(plot)],
        setCursor: [(plot) => this.#tell(plot)],
      },
    };
  }

  #clock(seconds) {
    const text = new Date(seconds * 1_000).toLocaleTimeString('en-GB');
    return this.window[1] - this.window[0] < SHORT_S ? text : text.slice(0, 5);
  }

  /** Bands over the plot, and above it one bar per pattern. */
  #drawSpans(plot) {
    const { ctx, bbox } = plot;
    const px = uPlot.pxRatio;
    ctx.save();
    this.spans.forEach((s) => {
      const from = Math.max(bbox.left, plot.valToPos(s.from, 'x', true));
      const to = Math.min(bbox.left + bbox.width, plot.valToPos(s.to, 'x', true));
      if (to < from) {
        return;
      }
      const width = Math.max(to - from, 2 * px);
      ctx.fillStyle = css(s.good ? '--good-line' : '--warn-line');
      if (!s.good) {
        ctx.globalAlpha = 0.1;
        ctx.fillRect(from, bbox.top, width, bbox.height);
        ctx.globalAlpha = 1;
      }
      ctx.fillRect(from, bbox.top - (s.lane + 1) * LANE * px, width, (LANE - 2) * px);
    });
    ctx.restore();
  }

  /** A name on its own background, readable over a line. */
  #write(ctx, text, left, top, colour) {
    const px = uPlot.pxRatio;
    ctx.globalAlpha = 0.8;
    ctx.fillStyle = css('--panel');
    ctx.fillRect(left - 3 * px, top - px, ctx.measureText(text).width + 6 * px, 13 * px);
    ctx.globalAlpha = 1;
    ctx.fillStyle = colour;
    ctx.fillText(text, left, top + px);
  }

  /** The names of the last patterns, where they begin or as close as they fit. */
  #drawNames(plot) {
    const { ctx, bbox } = plot;
    const px = uPlot.pxRatio;
    ctx.font = `${10 * px}px system-ui, sans-serif`;
    ctx.textBaseline = 'top';
    ctx.textAlign = 'left';
    const named = this.spans.filter((s) => !s.good).slice(-LABELS);
    named.forEach((s, row) => {
      const from = Math.max(bbox.left, plot.valToPos(s.from, 'x', true));
      const width = ctx.measureText(s.label).width;
      const left = Math.max(bbox.left + 4 * px, Math.min(from + 4 * px, bbox.left + bbox.width - width - 4 * px));
      this.#write(ctx, s.label, left, bbox.top + (3 + 14 * row) * px, css('--text'));
    });
  }

  #drawLines(plot) {
    const { ctx, bbox } = plot;
    const px = uPlot.pxRatio;
    ctx.save();
    this.#drawNames(plot);
    ctx.strokeStyle = css('--goal');
    ctx.setLineDash([6 * px, 4 * px]);
    ctx.lineWidth = 1.5 * px;
    ctx.font = `600 ${10 * px}px system-ui, sans-serif`;
    this.lines.forEach((line) => {
      const y = plot.valToPos(line.at, 'y', true);
      if (y < bbox.top - 1 || y > bbox.top + bbox.height + 1) {
        return;
      }
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
      const below = y - bbox.top < 16 * px;
      const left = bbox.left + 4 * px;
      this.#write(ctx, line.label, left, y + (below ? 4 : -15) * px, css('--goal'));
    });
    ctx.restore();
  }

  #tell(plot) {
    this.pointed = plot.cursor.idx ?? null;
    this.onPoint?.();
  }

  /** The value beside the title: the one under the cursor, or the last. */
  reading(cycles) {
    const cycle = cycles[this.pointed ?? cycles.length - 1];
    const { spec } = this;
    return cycle ? { at: this.pointed === null || this.pointed === undefined ? null : cycle.timestamp, value: spec.write(spec.series[spec.lead][1](cycle)) } : null;
  }

  set(cycles, window, spans, lines) {
    this.window = window;
    this.spans = spans;
    this.lines = lines;
    const data = [cycles.map((c) => Date.parse(c.timestamp) / 1_000), ...this.spec.series.map(([, value]) => cycles.map(value))];
    const width = this.host.clientWidth;
    if (!width) {
      return;
    }
    if (!this.plot) {
      this.plot = new uPlot(this.#options(width), data, this.host);
    } else {
      if (this.plot.width !== width) {
        this.plot.setSize({ width, height: HEIGHT });
      }
      this.plot.setData(data);
    }
  }

  forget() {
    this.plot?.destroy();
    this.plot = null;
  }
}

const charts = CHARTS.map((spec) => new Chart(spec));
let shown = [];

/** A chart takes its colours when it is made, so all are made anew. */
export function recolour() {
  charts.forEach((chart) => chart.forget());
  changed();
}

function spansOf(spec, patterns, window) {
  const inWindow = patterns
    .filter(spec.patterns)
    .map((p) => ({
      from: Date.parse(p.onset_at) / 1_000,
      to: p.abated_at === null ? window[1] : Date.parse(p.abated_at) / 1_000,
      good: isGood(p),
      label: `${words(p.pattern_type)}: ${place(p)}`,
      pattern: p,
    }))
    .filter((s) => s.to >= window[0] && s.from <= window[1])
    .sort((a, b) => a.from - b.from);
  // Good patterns share the lowest lane.
  const ends = inWindow.some((s) => s.good) ? [Infinity] : [];
  inWindow.forEach((s) => {
    if (s.good) {
      s.lane = 0;
      return;
    }
    let lane = ends.findIndex((end) => end <= s.from);
    lane = lane < 0 ? Math.min(ends.length, LANES - 1) : lane;
    ends[lane] = s.to;
    s.lane = lane;
  });
  return inWindow;
}

function linesOf(spec, goals, cycles) {
  const active = goals.filter((g) => g.status === 'active');
  const lines = active
    .filter((g) => g.target_metric in spec.goals)
    .map((g) => ({ at: g.target_value * spec.goals[g.target_metric], label: `goal ${spec.write(g.target_value * spec.goals[g.target_metric])}` }));
  const attempts = cycles.at(-1)?.attempts ?? 0;
  const rates = active
    .filter((g) => spec.rateGoals?.includes(g.target_metric) && attempts > 0)
    .map((g) => ({ at: g.target_value * attempts, label: `goal ${percent(g.target_value)} of attempts` }));
  return [...lines, ...rates];
}

function description(chart, cycles) {
  const { spec } = chart;
  const values = cycles.map(spec.series[spec.lead][1]).filter((v) => v !== null);
  const spans = chart.spans.filter((s) => !s.good).map((s) => `${s.label}${isActive(s.pattern) ? ', active' : ''}`);
  return [
    `${spec.title} (${spec.unit}) over ${cycles.length} cycles:`,
    values.length ? `last ${spec.write(values.at(-1))}, lowest ${spec.write(Math.min(...values))}, highest ${spec.write(Math.max(...values))}.` : 'no data.',
    spans.length ? `Patterns: ${spans.slice(0, 8).join('; ')}.` : 'No pattern.',
    chart.lines.length ? `${chart.lines.map((l) => l.label).join(', ')}.` : '',
    'The table below has the numbers.',
  ].join(' ');
}

function head(cycles) {
  return [
    h('div', { class: 'panel-head' },
      h('h2', { id: 'charts-title' }, 'Over time'),
      h('span', { class: 'legend' }, h('i', { class: 'swatch warn' }), 'pattern', h('i', { class: 'swatch good' }), 'going well', h('i', { class: 'swatch goal' }), 'goal'),
      h('div', { class: 'choice', role: 'group', 'aria-label': 'Time range' },
        RANGES.map(([minutes, label]) => h('button', {
          key: label, type: 'button', 'aria-pressed': String(state.rangeMinutes === minutes),
          onclick: () => { state.rangeMinutes = minutes; changed(); },
        }, label)))),
    cycles.length ? null : h('p', { class: 'empty' }, 'No cycle in this range.'),
  ];
}

const figures = () => charts.map((chart) => {
  const reading = chart.reading(shown);
  return h('div', { class: 'chart-title' },
    h('h3', null, chart.spec.title, h('small', null, ` ${chart.spec.unit}`)),
    h('output', { 'aria-live': 'off' }, reading ? [reading.at ? h('small', null, `${time(reading.at)} `) : null, reading.value] : '–'));
});

function table(cycles) {
  const rows = cycles.slice(-60).reverse();
  return h('details', { key: 'table' },
    h('summary', null, 'The last cycles as a table'),
    h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Cycles' },
      h('table', null,
        h('thead', null, h('tr', null, ['cycle', 'end', 'success rate', '95 % interval', 'attempts', 'errors', 'mean', 'p95', 'health', 'patterns'].map((name) => h('th', { scope: 'col' }, name)))),
        h('tbody', null, rows.map((c) => h('tr', { key: c.cycle_number },
          [c.cycle_number, time(c.timestamp), c.idle ? 'idle' : percent(c.success_rate),
            c.success_rate_low === null ? '–' : `${percent(c.success_rate_low)} to ${percent(c.success_rate_high)}`,
            c.attempts, c.attempts ? c.attempts - c.successes : '–', milliseconds(c.latency_mean_ms), milliseconds(c.latency_p95_ms),
            c.health_score === null ? 'no data' : number(c.health_score), c.patterns_detected.map(words).join(', ')].map((cell) => h('td', null, cell))))))));
}

let titles = [];

export function drawCharts(now) {
  const { tenant } = state;
  const section = document.getElementById('charts');
  section.hidden = !tenant;
  if (!tenant) {
    return;
  }
  const grid = document.getElementById('charts-grid');
  if (!grid.firstChild) {
    titles = charts.map((chart) => {
      const figure = document.createElement('figure');
      const title = document.createElement('figcaption');
      figure.append(title, chart.host);
      figure.id = `chart-${chart.spec.id}`;
      grid.append(figure);
      chart.onPoint = drawTitles;
      return title;
    });
    new ResizeObserver(() => changed()).observe(grid);
  }
  const all = tenant.cycles.sorted().reverse();
  const last = all.length ? Date.parse(all.at(-1).timestamp) : now;
  // Data from long ago is a recording: its own time counts. Otherwise the gap up to now shows.
  const end = now - last > 600_000 ? last : Math.max(last, now);
  const first = all.length ? Date.parse(all[0].timestamp) : end - 1;
  const window = [Math.max(first - 5_000, end - state.rangeMinutes * 60_000) / 1_000, end / 1_000];
  shown = all.filter((c) => Date.parse(c.timestamp) / 1_000 >= window[0]);
  render(document.getElementById('charts-head'), head(shown));
  const patterns = tenant.patterns.sorted();
  const goals = tenant.goals.sorted();
  charts.forEach((chart) => {
    chart.set(shown, window, spansOf(chart.spec, patterns, window), linesOf(chart.spec, goals, shown));
    chart.host.setAttribute('aria-label', description(chart, shown));
  });
  drawTitles();
  render(document.getElementById('charts-text'), table(shown));
}

function drawTitles() {
  figures().forEach((figure, i) => render(titles[i], figure));
}
