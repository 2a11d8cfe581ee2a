// Everything above and beside a tenant: the top bar, notices, the list of tenants, the summary of the selected one.

import { h } from './dom.js';
import { ago, count, health, number, percent, milliseconds, span, time, words } from './format.js';
import { LATE_CYCLES, state } from './state.js';
import { isDark } from './theme.js';

const RECORDING_MS = 86_400_000;
/** Figures of a tenant in the list are old after this. */
const OLD_MS = 300_000;

export function topBar(actions, now) {
  const { access } = state;
  const live = state.live
    ? h('span', { class: 'live on' }, h('i', { 'aria-hidden': 'true' }), 'live')
    : h('span', { class: 'live off' }, h('i', { 'aria-hidden': 'true' }), state.brokenSince ? `not live for ${span(now - state.brokenSince)}` : 'connecting');
  const who = access?.can_write ? access.name ?? 'token' : 'read only';
  return [
    h('h1', null, h('img', { src: 'icon.svg', alt: '', width: 24, height: 24 }), h('span', null, 'AUREA'), h('small', null, 'Streams')),
    glance(),
    h('div', { class: 'tools' },
      live,
      h('button', { type: 'button', id: 'token-button', class: 'quiet', onclick: actions.askToken, title: access?.can_write ? 'Change or forget the token' : 'A token is needed to approve, reject and steer' },
        who),
      h('button', { type: 'button', class: 'quiet', onclick: actions.switchTheme, 'aria-label': isDark() ? 'Switch to light' : 'Switch to dark' }, isDark() ? 'Light' : 'Dark')),
  ];
}

function glance() {
  if (!state.tenants) {
    return h('p', { class: 'glance' });
  }
  const total = (name) => state.tenants.reduce((sum, tenant) => sum + tenant[name], 0);
  const unwell = state.tenants.filter((t) => ['warn', 'bad'].includes(health(t.health_score).kind)).length;
  return h('p', { class: 'glance' },
    h('span', null, count(state.tenants.length, 'tenant')),
    h('span', { class: unwell ? 'warn-text' : '' }, unwell ? `${unwell} not healthy` : 'none unhealthy'),
    h('span', null, count(total('active_patterns'), 'active pattern')),
    h('span', null, count(total('open_decisions'), 'open decision')),
    total('unacknowledged_incidents') ? h('strong', { class: 'asks', id: 'unacknowledged' }, `${count(total('unacknowledged_incidents'), 'incident')} to look at`) : null,
    total('awaiting_approval') ? h('strong', { class: 'asks' }, `${total('awaiting_approval')} awaiting approval`) : null);
}

export function notices(actions, now) {
  const list = [];
  if (state.refused) {
    list.push(h('p', { key: 'refused', class: 'notice bad', role: 'alert', id: 'refused' }, h('strong', null, state.refused.hadToken ? 'The token is refused: ' : 'A token is needed: '), state.refused.why, ' ',
      h('button', { type: 'button', onclick: actions.askToken }, 'Enter one')));
  }
  if (state.brokenSince && !state.live) {
    list.push(h('p', { key: 'broken', class: 'notice warn', id: 'broken' },
      h('strong', null, `Not live since ${time(state.brokenSince)}: `), `${state.brokenWhy}. The page shows data as of then and keeps trying. `,
      h('button', { type: 'button', onclick: actions.retry }, 'Try now')));
  }
  if (!state.complete) {
    list.push(h('p', { key: 'incomplete', class: 'notice warn' }, 'An instance could not be reached: some tenants may be missing.'));
  }
  if (state.tenant?.staleMs !== null && state.tenant?.staleMs !== undefined) {
    list.push(h('p', { key: 'stale', class: 'notice warn' }, `The instance that owns this tenant does not answer; this copy is ${span(state.tenant.staleMs)} old.`));
  }
  const late = state.tenant && lateness(state.tenant, now);
  if (late) {
    list.push(h('p', { key: 'late', class: 'notice warn' }, late));
  }
  return list;
}

/** Why the tenant's figures are old; null when they are not, or come from a recording. */
function lateness(tenant, now) {
  const cycle = tenant.cycles.sorted()[0];
  const entry = state.tenants?.find((t) => t.tenant_id === tenant.id);
  if (!cycle || entry?.dormant) {
    return null;
  }
  const length = Date.parse(cycle.window_end) - Date.parse(cycle.window_start);
  const age = now - Date.parse(cycle.window_end);
  return age > LATE_CYCLES * length + 10_000 && age < RECORDING_MS ? `No cycle for ${span(age)}: the figures are old. One is due every ${span(length)}.` : null;
}

export function tenantList(actions, now) {
  if (!state.tenants) {
    return h('p', { class: 'empty' }, 'Loading …');
  }
  if (!state.tenants.length) {
    return h('p', { class: 'empty' }, 'No tenants yet: each appears with its first observations.');
  }
  return h('ul', null, state.tenants.map((t) => {
    const { word, kind, shape } = health(t.health_score);
    const age = t.last_cycle_at === null ? 0 : now - Date.parse(t.last_cycle_at);
    const old = !t.dormant && age > OLD_MS && age < RECORDING_MS;
    const rests = t.dormant ? 'dormant' : t.paused ? 'paused' : null;
    return h('li', { key: t.tenant_id },
      h('a', { href: `#tenant=${encodeURIComponent(t.tenant_id)}`, class: `card ${kind}${old ? ' stale' : ''}`, 'aria-current': t.tenant_id === state.selected ? 'true' : undefined },
        h('span', { class: 'card-head' }, h('span', { class: 'card-name' }, t.tenant_id),
          t.awaiting_approval ? h('strong', { class: 'asks' }, `${t.awaiting_approval} to approve`) : null),
        h('span', { class: `health ${kind}` }, h('b', null, t.health_score === null ? '–' : number(t.health_score, 3)), h('span', null, h('i', { 'aria-hidden': 'true' }, shape), ` ${word}${old ? ', old' : ''}`)),
        h('span', { class: 'card-facts' },
          h('span', null, t.success_rate === null ? 'no attempts' : `${percent(t.success_rate)} success`),
          h('span', null, t.open_incidents ? h('strong', null, count(t.open_incidents, 'incident')) : 'no incident'),
          h('span', null, `${t.open_decisions} open`)),
        h('span', { class: 'card-foot' },
          h('span', null, rests ? h('em', null, rests) : t.last_cycle_at ? `cycle ${t.cycles_completed}, ${ago(t.last_cycle_at, now)}` : 'no cycle yet'))));
  }));
}

const PARTS = ['success', 'errors', 'latency', 'availability', 'backlog', 'freshness'];

export function summary(now) {
  const { tenant } = state;
  if (!tenant) {
    return state.selected && !state.failure ? h('p', { class: 'empty' }, `Loading ${state.selected} …`)
      : state.failure ? h('p', { class: 'notice bad', role: 'alert' }, `${state.selected}: ${state.failure}`) : null;
  }
  const { status, controls } = tenant;
  const cycle = tenant.cycles.sorted()[0];
  // A cycle that came as an event is newer than the status that was read.
  const score = cycle ? cycle.health_score : status.system_health.overall_score;
  const { word, kind, shape } = health(score);
  const old = (state.live || !state.brokenSince) && !lateness(tenant, now) ? '' : ', old';
  const parts = cycle?.health_components ?? status.system_health.components;
  const names = [...PARTS.filter((p) => p in parts), ...Object.keys(parts).filter((p) => !PARTS.includes(p))];
  return [
    h('div', { class: 'title' },
      h('h2', { id: 'tenant-name' }, tenant.id),
      h('span', { class: 'tag' }, words(status.autonomy_level), ` (${status.autonomy_value})`),
      status.running ? null : h('span', { class: 'tag warn' }, 'not running'),
      controls.dry_run ? h('span', { class: 'tag warn' }, 'dry run') : null,
      controls.pauses.map((p) => h('span', { key: `pause-${p.pattern_type}`, class: 'tag warn', title: p.reason }, `paused${p.pattern_type ? `: ${words(p.pattern_type)}` : ''} by ${p.by}`)),
      controls.maintenance.filter((m) => Date.parse(m.ends_at) > now).map((m) => h('span', { key: m.starts_at, class: 'tag warn', title: m.reason }, `maintenance until ${time(m.ends_at)}`)),
      h('span', { class: 'when' }, cycle ? `last cycle ${ago(cycle.window_end, now)}` : 'no cycle yet')),
    (controls.limits ?? []).map((limit) => h('p', { key: limit, class: 'notice warn', role: 'status' }, limit)),
    controls.policy_problem ? h('p', { class: 'notice bad', role: 'alert' }, controls.policy_problem) : null,
    h('div', { class: `figures panel${old ? ' stale' : ''}` },
      h('div', { class: `figure big ${kind}`, id: 'health' },
        h('span', { class: 'label' }, 'Health'),
        h('b', null, score === null ? '–' : number(score, 3)),
        h('span', { class: 'state' }, h('i', { 'aria-hidden': 'true' }, shape), ` ${score === null ? 'insufficient data' : word}${old}`)),
      h('div', { class: 'parts', role: 'list', 'aria-label': 'Health components' },
        names.length ? names.map((name) => h('div', { key: name, role: 'listitem', class: health(parts[name]).kind },
          h('span', null, name), h('span', { class: 'bar' }, h('i', { style: { width: `${parts[name]}%` } })), h('b', null, number(parts[name], 3))))
          : h('p', { class: 'empty' }, 'Insufficient data to judge any component.')),
      figure('Success rate', percent(cycle?.success_rate), cycle?.attempts
        ? `${percent(cycle.success_rate_low)} to ${percent(cycle.success_rate_high)}, n = ${cycle.attempts}` : 'no attempts in the last cycle'),
      figure('Errors', cycle?.attempts ? number(cycle.attempts - cycle.successes, 4) : '–', cycle?.attempts ? `of ${cycle.attempts} in the last cycle` : 'insufficient data'),
      figure('Latency p95', milliseconds(cycle?.latency_p95_ms ?? null), cycle?.latency_mean_ms !== null && cycle ? `mean ${milliseconds(cycle.latency_mean_ms)}` : 'insufficient data'),
      figure('Decisions', number(status.decisions_made, 9), `${number(status.learning_insights, 9)} insights, ${number(status.cycles_completed, 9)} cycles`)),
  ];
}

const figure = (label, value, note) => h('div', { class: 'figure' }, h('span', { class: 'label' }, label), h('b', null, value), h('span', { class: 'note' }, note));
