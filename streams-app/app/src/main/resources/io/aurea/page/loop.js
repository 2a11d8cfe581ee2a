// A picture of the loop: six stages on a ring, each with what it did in the last cycle. It turns while cycles arrive.

import { h } from './dom.js';
import { count, isActive } from './format.js';
import { LATE_CYCLES, state } from './state.js';

const RADIUS = 112;
const NODE = 44;
const PULSE_MS = 2_500;
const JUDGED = ['VERIFIED', 'INEFFECTIVE', 'ESCALATED'];

/** Position of a stage: the first one on top, then clockwise. */
function at(index, radius = RADIUS) {
  const angle = (index * Math.PI) / 3 - Math.PI / 2;
  return [Math.cos(angle) * radius, Math.sin(angle) * radius];
}

function stages(tenant) {
  const cycle = tenant.cycles.sorted()[0];
  if (!cycle) {
    return [];
  }
  const active = tenant.patterns.sorted().filter(isActive).length;
  const judged = tenant.decisions.sorted().filter((d) => JUDGED.includes(d.state)
    && d.updated_at > cycle.window_start && d.updated_at <= cycle.window_end);
  const verified = judged.filter((d) => d.state === 'VERIFIED').length;
  return [
    ['observe', cycle.observations_count, 'observations', ['cycle'], count(cycle.series_count, 'series', 'series')],
    ['orient', cycle.patterns_detected.length, 'pattern types', ['pattern', 'goal'], count(active, 'active pattern')],
    ['decide', cycle.decisions_count, 'decisions', ['decision.PROPOSED', 'decision.AWAITING_APPROVAL', 'decision.SUPPRESSED'], `${cycle.decisions_count} made`],
    ['act', cycle.actions_executed, 'actions', ['decision.DISPATCHED', 'decision.SUCCEEDED', 'decision.FAILED'], `${cycle.actions_successful} succeeded, ${cycle.actions_failed} failed`],
    ['learn', cycle.learning_insights_generated, 'insights', ['learning'], `${cycle.learning_insights_generated} learned`],
    ['heal', verified, 'verified', ['decision.VERIFIED', 'decision.INEFFECTIVE', 'decision.RECOVERED_BEFORE', 'decision.ESCALATED'], `${verified} of ${judged.length} judged`],
  ];
}

export function loopPicture(tenant, now) {
  const all = stages(tenant);
  if (!all.length) {
    return h('p', { class: 'empty' }, 'No cycle yet.');
  }
  const cycle = tenant.cycles.sorted()[0];
  const told = all.map(([name, number, unit, , detail]) => `${name}: ${number} ${unit} (${detail})`).join('; ');
  const length = Date.parse(cycle.window_end) - Date.parse(cycle.window_start);
  const turns = state.live && !cycle.idle && now - Date.parse(cycle.window_end) < LATE_CYCLES * length + 10_000;
  return h('svg', { class: `loop${turns ? ' turning' : ''}`, viewBox: '-172 -168 344 336', role: 'img', 'aria-label': `Cycle ${cycle.cycle_number}. ${told}.` },
    h('circle', { class: 'ring', r: RADIUS }),
    h('circle', { class: 'flow', r: RADIUS }),
    h('text', { class: 'centre-label', y: -16 }, 'cycle'),
    h('text', { class: 'centre', y: 12 }, cycle.cycle_number.toLocaleString('en')),
    h('text', { class: 'centre-label', y: 32 }, cycle.idle ? 'idle' : cycle.complete ? 'complete' : 'in progress'),
    all.map(([name, number, unit, pulses, detail], i) => {
      const [x, y] = at(i);
      const beats = pulses.some((pulse) => now - (state.pulses.get(pulse) ?? 0) < PULSE_MS);
      return h('g', { key: name, class: `stage${beats ? ' beats' : ''}${number ? ' busy' : ''}`, transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` },
        h('title', null, `${name}: ${detail}`),
        h('circle', { r: NODE }),
        h('text', { class: 'stage-name', y: -16 }, name),
        h('text', { class: 'stage-number', y: 8 }, number.toLocaleString('en')),
        h('text', { class: 'stage-unit', y: 24 }, unit));
    }));
}
