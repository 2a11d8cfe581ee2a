// Incidents of a tenant: what belongs together, where it most likely began, what was done about it, and its story.

import { get } from './api.js';
import { h } from './dom.js';
import { ago, count, decisionState, percent, place, span, time, words } from './format.js';
import { changed, state } from './state.js';

const SHOWN_ENDED = 5;
const SEVERE = 0.7;

/** Incidents in full, by tenant and id. */
const details = new Map();
const opened = new Set();
const loading = new Set();

const keyOf = (i) => `${i.tenant_id}/${i.incident_id}`;

/** Reads an incident in full, unless that is what is known of it. */
async function load(i) {
  const key = keyOf(i);
  if (loading.has(key) || details.get(key)?.revision >= i.revision) {
    return;
  }
  loading.add(key);
  try {
    details.set(key, (await get(`/incidents/${encodeURIComponent(i.incident_id)}`, { tenant: i.tenant_id })).json);
  } catch {
    // What is known stays; the next change asks again.
  }
  loading.delete(key);
  changed();
}

function toggle(i, event) {
  if (event.currentTarget.open) {
    opened.add(keyOf(i));
    load(i);
  } else {
    opened.delete(keyOf(i));
  }
}

export function incidents(actions, now) {
  const { tenant } = state;
  if (!tenant) {
    return null;
  }
  const all = tenant.incidents.sorted();
  const open = all.filter((i) => i.state !== 'ENDED').sort((a, b) => b.escalated - a.escalated || b.severity - a.severity);
  const ended = all.filter((i) => i.state === 'ENDED' && i.ended_how !== 'MERGED');
  return h('section', { id: 'incidents-panel', class: 'panel', 'aria-labelledby': 'incidents-title' },
    h('div', { class: 'panel-head' }, h('h2', { id: 'incidents-title' }, open.length ? `Incidents: ${open.length} open${open.some((i) => i.state === 'OPEN') ? '' : ', acknowledged'}` : 'Incidents')),
    open.length ? h('ul', { class: 'rows incidents' }, open.map((i) => row(actions, i, now))) : h('p', { class: 'empty' }, 'None is open.'),
    ended.length ? h('details', { key: 'ended' }, h('summary', null, `${ended.length} ended`), h('ul', { class: 'rows incidents' }, ended.slice(0, SHOWN_ENDED).map((i) => row(actions, i, now)))) : null);
}

function row(actions, i, now) {
  const isOpen = i.state !== 'ENDED';
  const acknowledged = i.state === 'ACKNOWLEDGED';
  const kind = !isOpen || acknowledged ? 'none' : i.escalated || i.severity >= SEVERE ? 'bad' : 'warn';
  const known = details.get(keyOf(i));
  if (opened.has(keyOf(i))) {
    load(i);
  }
  return h('li', { key: i.incident_id, class: kind, 'data-incident': i.incident_id },
    h('details', { ontoggle: (event) => toggle(i, event) },
      h('summary', null,
        h('span', { class: `chip ${kind}` }, h('i', { 'aria-hidden': 'true' }, isOpen ? '▼' : '▲'), ` ${isOpen ? (acknowledged ? `acknowledged by ${i.acknowledged_by}` : i.escalated ? 'for you to look at' : 'open') : words(i.ended_how ?? 'ended')}`),
        ' ', h('strong', null, i.suspected_origin ?? 'the whole tenant'), ` · ${count(i.patterns_count, 'pattern')}`,
        i.success_worst === null ? '' : ` · success ${percent(i.success_before, 0)}, at worst ${percent(i.success_worst, 0)}`,
        h('span', { class: 'when' }, isOpen ? ` · for ${span(now - Date.parse(i.opened_at))}` : ` · ended ${ago(i.ended_at, now)}`)),
      known ? story(actions, known) : h('p', { class: 'note' }, 'Loading …')));
}

function changeText(c) {
  const version = c.version === null ? '' : `, ${c.version_before === null ? '' : `${c.version_before} → `}${c.version}`;
  return `${words(c.kind)} of ${c.source}${version}${c.who === null ? '' : `, by ${c.who}`}`;
}

function story(actions, i) {
  const suspects = Object.entries(i.candidates).sort(([, a], [, b]) => b - a).map(([name, score]) => `${name} ${percent(score, 0)}`);
  return h('div', { class: 'story' },
    h('p', { class: 'note' }, `incident ${i.incident_id}, severity ${percent(i.severity, 0)}`, suspects.length > 1 ? `; suspects: ${suspects.join(', ')}` : ''),
    answers(actions, i),
    i.changes.length ? [h('h3', null, 'Changed before'), h('ul', null, i.changes.map((c) => h('li', { key: `${c.source}/${c.name}` }, h('span', { class: 'when' }, time(c.at)), ` ${changeText(c)}, suspected ${percent(c.score, 0)}`)))] : null,
    h('h3', null, 'Patterns'),
    h('ul', null, i.patterns.map((p) => h('li', { key: p.pattern_id }, h('span', { class: 'when' }, time(p.onset_at)), ` ${words(p.pattern_type)} of ${place(p)}`, p.on ? '' : `, over (${p.abated_reason})`)),
      i.patterns_count > i.patterns.length ? h('li', { key: 'more' }, `and ${i.patterns_count - i.patterns.length} more`) : null),
    i.decisions.length ? [h('h3', null, 'Decisions'), h('ul', null, i.decisions.map((d) => h('li', { key: d.decision_id }, h('span', { class: 'when' }, time(d.updated_at)), ` ${words(d.action)} ${d.target}: ${decisionState(d.state).word}`)))] : null,
    i.denials.length ? [h('h3', null, 'Not done'), h('ul', null, i.denials.map((d) => h('li', { key: `${d.guard} ${d.what}` }, h('span', { class: 'when' }, time(d.last_at)), ` ${d.what.replace('@', ' ')}: ${d.reason}`, d.count > 1 ? ` (${d.count} times)` : '')))] : null,
    h('h3', null, 'What happened'),
    h('ol', null, i.timeline.map((s, n) => h('li', { key: `${n} ${s.at}` }, h('span', { class: 'when' }, time(s.at)), ` ${s.what}`))));
}

/** Who looks at it, and the buttons with which a person says so, or closes it. */
function answers(actions, i) {
  if (i.state === 'ENDED') {
    return null;
  }
  const disabled = !state.access?.can_write;
  const title = disabled ? 'Needs a token' : undefined;
  return h('p', { class: 'answer' },
    i.state === 'ACKNOWLEDGED'
      ? h('span', { class: 'note' }, `${i.acknowledged_by} looks at it${i.acknowledged_until ? ` until ${time(i.acknowledged_until)}` : ''}: ${i.acknowledged_why}`)
      : h('button', { key: 'acknowledge', type: 'button', disabled, title, onclick: () => actions.acknowledge(i) }, 'Acknowledge'),
    i.escalated ? h('button', { key: 'close', type: 'button', class: 'quiet', disabled, title, onclick: () => actions.close(i) }, 'Close') : null);
}
