// Patterns, goals, decisions and learnings of a tenant's loop.

import { h } from './dom.js';
import { ago, decisionState, isActive, isGood, milliseconds, number, percent, place, span, words } from './format.js';
import { loopPicture } from './loop.js';
import { state, changed } from './state.js';
import { topology } from './topology.js';

const OPEN = ['PROPOSED', 'AWAITING_APPROVAL', 'DISPATCHED', 'SUCCEEDED'];
const SHOWN_DECISIONS = 30;
const SHOWN_ENDED = 6;
const SHOWN_LEARNINGS = 8;

const panel = (id, title, extra, ...content) => h('section', { key: id, id, class: 'panel', 'aria-labelledby': `${id}-title` },
  h('div', { class: 'panel-head' }, h('h2', { id: `${id}-title` }, title), extra), content);

export function panels(actions, now) {
  const { tenant } = state;
  if (!tenant) {
    return null;
  }
  return [
    h('div', { key: 'a' }, panel('loop', 'The loop', h('small', null, 'counts of the last cycle'), loopPicture(tenant, now)), goals(tenant, now), calls(tenant, now)),
    h('div', { key: 'b' }, patterns(tenant, now)),
    h('div', { key: 'c' }, decisions(tenant, actions, now), learned(tenant, now)),
  ];
}

/** Closed at first: whom it concerns looks it up. */
function calls(tenant, now) {
  return panel('topology', 'Who calls whom', null,
    h('details', { key: 'calls' }, h('summary', null, `${tenant.calls.filter((c) => c.origin !== 'denied').length} calls known`), topology(tenant.calls, now)));
}

function patterns(tenant, now) {
  const all = tenant.patterns.sorted();
  const active = all.filter(isActive).filter((p) => !isGood(p));
  const well = all.filter(isActive).filter(isGood);
  const ended = all.filter((p) => !isActive(p));
  return panel('patterns', 'Patterns', h('small', null, `${active.length} to look at`),
    active.length ? h('ul', { class: 'rows' }, active.map((p) => patternRow(p, now))) : h('p', { class: 'empty' }, 'Nothing deviates.'),
    well.length ? h('details', { key: 'well' }, h('summary', null, h('i', { class: 'good-text', 'aria-hidden': 'true' }, '▲'), ` ${well.length} going well: ${[...new Set(well.map(place))].join(', ')}`), h('ul', { class: 'rows' }, well.map((p) => patternRow(p, now)))) : null,
    ended.length ? h('details', { key: 'ended' }, h('summary', null, `${ended.length} abated`), h('ul', { class: 'rows' }, ended.slice(0, SHOWN_ENDED).map((p) => patternRow(p, now)))) : null);
}

function patternRow(p, now) {
  const kind = !isActive(p) ? 'none' : isGood(p) ? 'good' : 'warn';
  const suspect = p.suspected_source && p.suspected_source !== p.source ? `, suspected origin ${p.suspected_source}` : '';
  return h('li', { key: p.pattern_id, class: kind, 'data-pattern': p.pattern_type },
    h('div', { class: 'row-head' },
      h('span', { class: `chip ${kind}` }, h('i', { 'aria-hidden': 'true' }, isGood(p) ? '▲' : '▼'), ` ${words(p.pattern_type)}`),
      h('span', { class: 'where' }, place(p), suspect),
      h('span', { class: 'when' }, isActive(p) ? `for ${span(now - Date.parse(p.onset_at))}` : `ended ${ago(p.abated_at ?? p.last_detected, now)}`)),
    h('p', null, p.pattern_description),
    h('p', { class: 'note' }, `confidence ${percent(p.confidence, 0)}, impact ${percent(p.impact_score, 0)}, onset ${p.onset_number}`,
      p.abated_reason ? `, ended because ${p.abated_reason}` : ''));
}

function measured(goal, value) {
  if (value === null) {
    return 'no data';
  }
  if (/rate$/.test(goal.target_metric)) {
    return percent(value);
  }
  return goal.target_metric.endsWith('_seconds') ? milliseconds(1_000 * value) : number(value, 4);
}

function goals(tenant, now) {
  const all = tenant.goals.sorted();
  const active = all.filter((g) => g.status === 'active').sort((a, b) => b.priority - a.priority);
  const ended = all.filter((g) => g.status !== 'active');
  const row = (g) => h('li', { key: g.goal_id, class: g.status === 'achieved' ? 'good' : g.status === 'failed' ? 'bad' : 'none' },
    h('div', { class: 'row-head' }, h('strong', null, g.description),
      h('span', { class: 'when' }, g.status === 'active' ? `due ${ago(g.deadline, now)}` : `${g.status} ${ago(g.achieved_at ?? g.updated_at, now)}`)),
    h('div', { class: 'progress', role: 'progressbar', 'aria-label': g.description, 'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-valuenow': Math.round(g.progress) },
      h('i', { style: { width: `${g.progress}%` } })),
    h('p', { class: 'note' }, `${g.target_metric}: from ${measured(g, g.baseline_value)}, now ${measured(g, g.current_value)}, target ${measured(g, g.target_value)}, ${Math.round(g.progress)} %, priority ${g.priority}`));
  return panel('goals', 'Goals', h('small', null, `${active.length} active`),
    active.length ? h('ul', { class: 'rows' }, active.map(row)) : h('p', { class: 'empty' }, 'No active goals: no metric is beyond its threshold.'),
    ended.length ? h('details', { key: 'ended' }, h('summary', null, `${ended.length} ended`), h('ul', { class: 'rows' }, ended.slice(0, SHOWN_ENDED).map(row))) : null);
}

/** The buttons of a decision that waits, or what became of pressing one. */
export function answerButtons(d, actions) {
  if (d.state !== 'AWAITING_APPROVAL') {
    return null;
  }
  const answered = state.answered.get(d.decision_id);
  if (answered) {
    return h('span', { class: 'pending', role: 'status' }, Date.now() - answered.at < 15_000 ? `${answered.what} …` : `${answered.what}: no result yet`);
  }
  const what = `${words(d.action)} ${d.target}`;
  const disabled = !state.access?.can_write;
  const title = disabled ? 'Needs a token' : undefined;
  return h('span', { class: 'answer' },
    h('button', { key: 'approve', type: 'button', class: 'approve', disabled, title, 'aria-label': `Approve: ${what}`, onclick: () => actions.approve(d) }, '✓ Approve'),
    h('button', { key: 'reject', type: 'button', class: 'reject', disabled, title, 'aria-label': `Reject: ${what}`, onclick: () => actions.reject(d) }, '✕ Reject'));
}

const why = (d) => (d.pattern_type ? `${words(d.pattern_type)}${d.symptom_source ? ` of ${d.symptom_source}` : ''}` : d.symptom.replace(/^rule:/, ''));

/** Decisions that await approval, above everything else. */
export function waiting(actions, now) {
  const asked = state.tenant?.decisions.sorted().filter((d) => d.state === 'AWAITING_APPROVAL') ?? [];
  if (!asked.length) {
    return null;
  }
  return h('section', { class: 'panel asks-panel', 'aria-labelledby': 'waiting-title' },
    h('div', { class: 'panel-head' }, h('h2', { id: 'waiting-title' }, `Waiting for you: ${asked.length}`),
      state.access?.can_write ? null : h('small', null, 'a token is needed to answer')),
    h('ul', { class: 'asks-list' }, asked.map((d) => h('li', { key: d.decision_id, 'data-decision': d.decision_id },
      h('button', { type: 'button', class: 'open', onclick: () => actions.open(d.decision_id), 'aria-haspopup': 'dialog' },
        h('strong', null, words(d.action)), ' ', d.target,
        h('span', { class: 'note' }, `against ${why(d)}; confidence ${percent(d.confidence, 0)}${d.approval_deadline ? `; expires ${ago(d.approval_deadline, now)}` : ''}`)),
      answerButtons(d, actions)))));
}

function decisions(tenant, actions, now) {
  const all = tenant.decisions.sorted();
  const isOpen = (d) => OPEN.includes(d.state);
  const chosen = state.decisionFilter === 'open' ? all.filter(isOpen) : all;
  const filter = (name, label) => h('button', { type: 'button', 'aria-pressed': String(state.decisionFilter === name), onclick: () => { state.decisionFilter = name; changed(); } }, label);
  return panel('decisions', 'Decisions', h('div', { class: 'choice', role: 'group', 'aria-label': 'Which decisions' },
    filter('open', `open ${all.filter(isOpen).length}`), filter('all', `all ${all.length}`)),
  chosen.length ? h('ul', { class: 'rows decisions' }, chosen.slice(0, SHOWN_DECISIONS).map((d) => {
    const { kind, shape, word } = decisionState(d.state);
    return h('li', { key: d.decision_id, 'data-decision': d.decision_id, 'data-state': d.state },
      h('button', { type: 'button', class: 'open', 'aria-haspopup': 'dialog', onclick: () => actions.open(d.decision_id) },
        h('span', { class: `chip ${kind}` }, h('i', { 'aria-hidden': 'true' }, shape), ` ${word}`),
        h('span', { class: 'what' }, h('strong', null, words(d.action)), ' ', d.target, d.dry_run ? ' (dry run)' : '', h('span', { class: 'note' }, why(d))),
        h('span', { class: 'when' }, ago(d.updated_at, now))));
  })) : h('p', { class: 'empty' }, state.decisionFilter === 'open' ? 'Nothing is open.' : 'No decisions yet.'),
  chosen.length > SHOWN_DECISIONS ? h('p', { class: 'note' }, `${SHOWN_DECISIONS} of ${chosen.length}; ./aurea decisions lists all.`) : null);
}

/** The details of a lesson; `none` stands for nothing. */
const told = (l) => [l.mistake, l.root_cause].filter((text) => text && text !== 'none');

function learned(tenant, now) {
  const known = [...tenant.posteriors].sort((a, b) => (b.successes + b.failures) - (a.successes + a.failures));
  const lessons = tenant.learnings.sorted();
  return panel('learned', 'Learned', h('small', null, 'probability that an action helps, with its 95 % interval'),
    known.length ? h('div', { class: 'posteriors', role: 'list' }, known.map((p) => h('div', { key: `${p.context} ${p.action}`, role: 'listitem', class: p.updated_at ? '' : 'unseen' },
      h('span', { class: 'what' }, h('strong', null, words(p.action)), h('span', { class: 'note' }, p.context.toLowerCase().replaceAll('_', ' '))),
      h('span', { class: 'odds' }, h('b', null, percent(p.confidence, 0)), h('span', { class: 'note' }, p.updated_at ? `${number(p.successes, 2)} helped, ${number(p.failures, 2)} did not` : 'prior only')),
      interval(p)))) : h('p', { class: 'empty' }, 'Nothing tried yet.'),
    h('h3', null, 'Lessons'),
    lessons.length ? h('ul', { class: 'rows' }, lessons.slice(0, SHOWN_LEARNINGS).map((l) => h('li', { key: l.learning_id, class: l.impact === 'high' ? 'warn' : 'none' },
      h('div', { class: 'row-head' }, h('strong', null, l.lesson), h('span', { class: 'when' }, ago(l.created_at, now))),
      told(l).length ? h('p', { class: 'note' }, told(l).join(' · ')) : null))) : h('p', { class: 'empty' }, 'None yet.'));
}

/** A mean with its interval on a line from 0 to 100 %; the mark below is the prior. */
export function interval(p) {
  const at = (fraction) => `${(100 * fraction).toFixed(1)}%`;
  return h('span', { class: 'interval', role: 'img', 'aria-label': `${percent(p.mean, 0)}, between ${percent(p.low, 0)} and ${percent(p.high, 0)}; prior ${percent(p.prior_mean, 0)}` },
    h('i', { class: 'span', style: { left: at(p.low), width: at(p.high - p.low) } }),
    h('i', { class: 'prior', style: { left: at(p.prior_mean) } }),
    h('i', { class: 'mean', style: { left: at(p.mean) } }));
}
