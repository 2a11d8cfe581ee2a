// One decision with everything it rests on: why this action, the alternatives, the guards, the outcome.

import { get } from './api.js';
import { h, render } from './dom.js';
import { ago, decisionState, number, percent, place, time, words } from './format.js';
import { answerButtons } from './panels.js';
import { state } from './state.js';

const dialog = () => document.getElementById('evidence');
let shown = null;
let revision = null;
let failure = null;

export async function openEvidence(id) {
  shown = { id, tenant: state.selected, detail: null };
  revision = null;
  failure = null;
  drawEvidence({}, Date.now());
  dialog().showModal();
  await read();
}

async function read() {
  const asked = shown;
  try {
    const { json } = await get(`/decisions/${encodeURIComponent(asked.id)}`, { tenant: asked.tenant });
    if (shown === asked) {
      asked.detail = json;
      revision = json.decision.revision;
      failure = null;
    }
  } catch (failed) {
    failure = failed.message;
  }
  asked.draw?.();
}

/** Reads again when an event brought a newer revision. */
export function drawEvidence(actions, now) {
  if (!shown || (!dialog().open && shown.detail)) {
    return;
  }
  shown.draw = () => drawEvidence(actions, Date.now());
  const newer = state.tenant?.decisions.get(shown.id)?.revision;
  if (revision !== null && newer > revision) {
    revision = newer;
    read();
  }
  render(dialog(), content(actions, now));
}

function content(actions, now) {
  const close = h('button', { type: 'button', class: 'quiet close', 'aria-label': 'Close', onclick: () => dialog().close() }, '✕');
  if (failure) {
    return [h('div', { class: 'dialog-head' }, h('h2', { id: 'evidence-title' }, shown.id), close), h('p', { class: 'notice bad', role: 'alert' }, failure)];
  }
  if (!shown.detail) {
    return [h('div', { class: 'dialog-head' }, h('h2', { id: 'evidence-title' }, 'Loading …'), close)];
  }
  const { decision: d } = shown.detail;
  const { kind, shape, word } = decisionState(d.state);
  return [
    h('div', { class: 'dialog-head' },
      h('div', null, h('h2', { id: 'evidence-title' }, h('strong', null, words(d.action)), ' ', d.target),
        h('p', { class: 'note' }, `${d.decision_id}, cycle ${d.cycle_number}, rule ${d.rule}, policy version ${d.policy_version}`)),
      h('span', { class: `chip ${kind}`, id: 'evidence-state' }, h('i', { 'aria-hidden': 'true' }, shape), ` ${word}`), close),
    h('div', { class: 'dialog-body', tabindex: '0', role: 'region', 'aria-label': 'Evidence' },
      answerButtons(d, actions),
      why(shown.detail, now), sureness(d), possible(d), guards(d), outcome(shown.detail)),
  ];
}

const block = (title, ...content) => h('section', { class: 'block', key: title }, h('h3', null, title), content);
const facts = (pairs) => h('dl', null, pairs.filter(([, value]) => value !== null && value !== undefined && value !== '').map(([name, value]) => h('div', { key: name }, h('dt', null, name), h('dd', null, value))));

function why({ decision: d, patterns, goals }, now) {
  return block('Why this action',
    d.description ? h('p', null, d.description) : null,
    patterns.map((p) => h('div', { key: p.pattern_id, class: 'quote' }, h('strong', null, words(p.pattern_type)), ` at ${place(p)}, ${words(p.state)}, since ${time(p.onset_at)}`, h('p', null, p.pattern_description),
      Object.keys(p.pattern_data).length ? facts(Object.entries(p.pattern_data).map(([name, value]) => [words(name), value])) : null)),
    goals.map((g) => h('div', { key: g.goal_id, class: 'quote' }, h('strong', null, 'goal'), ` ${g.description}: ${Math.round(g.progress)} %`)),
    patterns.length + goals.length ? null : h('p', { class: 'note' }, `It responds to ${d.symptom}${d.patterns.length + d.goals.length ? ', which is no longer kept in memory' : ''}.`),
    d.trends.length ? [h('p', { class: 'note' }, 'Rests on these windows'), h('ul', { class: 'mono' }, d.trends.map((t, i) => h('li', { key: i }, t)))] : null,
    facts([
      ['Meant to move', d.effect_metric ? `${d.effect_metric} ${d.effect_direction}, by ${percent(d.effect_size, 0)} of the way to its baseline` : null],
      ['Before', d.effect_metric ? `${number(d.effect_before, 4)}; baseline ${number(d.effect_baseline, 4)}, spread ${number(d.effect_spread, 3)}` : null],
      ['Parameters', Object.entries(d.parameters).map(([name, value]) => `${name} = ${value}`).join(', ')],
      ['Reversible', d.reversible ? 'yes' : 'no'],
      ['Made', `${time(d.created_at)} (${ago(d.created_at, now)}), attempt ${d.attempt}${d.retry_of ? `, after ${d.retry_of}` : ''}`],
    ]));
}

/** The terms of the score. Unknown ones, from a newer app, are shown as they are. */
function addends(t) {
  const known = ['confidence', 'impact', 'risk', 'risk_weight', 'opportunity', 'opportunity_weight', 'priority', 'priority_weight'];
  if (known.some((name) => !(name in t)) || Object.keys(t).length !== known.length) {
    return Object.entries(t);
  }
  return [
    [`impact × confidence = ${number(t.impact, 3)} × ${number(t.confidence, 3)}`, t.impact * t.confidence],
    [`risk ${number(t.risk, 2)} × ${number(t.risk_weight, 2)}`, -t.risk * t.risk_weight],
    [`opportunity ${number(t.opportunity, 2)} × ${number(t.opportunity_weight, 2)}`, t.opportunity * t.opportunity_weight],
    [`priority ${number(t.priority, 2)} × ${number(t.priority_weight, 2)}`, t.priority * t.priority_weight],
  ];
}

function sureness(d) {
  const terms = addends(d.score_terms);
  const greatest = Math.max(0.001, ...terms.map(([, value]) => Math.abs(value)));
  return block('Confidence and score',
    facts([
      ['Confidence', `${percent(d.confidence, 0)}${d.confidence_threshold === null ? '; at this level a person is always asked' : `; to act without asking it needs ${percent(d.confidence_threshold, 0)}`}`],
      ['Prior', `${percent(d.prior_mean, 0)}, worth ${number(d.prior_weight, 3)} outcomes`],
      ['Chosen with probability', d.propensity === null ? null : `${percent(d.propensity, 0)}${d.propensity_draws ? ` (${d.propensity_draws} draws)` : ''}`],
      ['Impact', percent(d.impact, 0)],
      ['Autonomy at the time', String(d.autonomy_level)],
    ]),
    h('p', { class: 'note' }, `Score ${number(d.score, 3)}, the sum of`),
    h('div', { class: 'terms', role: 'list' }, terms.map(([name, value]) => h('div', { key: name, role: 'listitem' },
      h('span', null, words(name)),
      h('span', { class: 'term' }, h('i', { class: value < 0 ? 'bad' : 'good', style: value < 0 ? { right: '50%', width: `${(-50 * value) / greatest}%` } : { left: '50%', width: `${(50 * value) / greatest}%` } })),
      h('b', null, `${value > 0 ? '+' : ''}${number(value + 0, 2)}`)))));
}

function possible(d) {
  return block('Alternatives', d.alternatives.length
    ? h('div', { class: 'scroll' }, h('table', null,
      h('thead', null, h('tr', null, ['action', 'target', 'score', 'why not'].map((name) => h('th', { scope: 'col' }, name)))),
      h('tbody', null, d.alternatives.map((a, i) => h('tr', { key: i }, h('td', null, words(a.action)), h('td', null, a.target), h('td', null, number(a.score, 2)), h('td', null, a.reason))))))
    : h('p', { class: 'empty' }, 'No other rule proposed an action.'));
}

function guards(d) {
  const denied = d.guards.filter((g) => !g.allowed).length;
  return block('Guards', d.guards.length
    ? [h('p', { class: 'note' }, denied ? `${denied} of ${d.guards.length} denied it.` : `All ${d.guards.length} allowed it.`),
      h('ul', { class: 'guards' }, [...d.guards].sort((a, b) => a.allowed - b.allowed).map((g) => h('li', { key: g.guard, class: g.allowed ? 'good' : 'bad' },
        h('i', { 'aria-hidden': 'true' }, g.allowed ? '✓' : '✕'), h('strong', null, words(g.guard)), h('span', { class: 'sr' }, g.allowed ? ' allowed' : ' denied'), h('span', null, g.reason))))]
    : h('p', { class: 'empty' }, 'None asked yet: they are asked before a dispatch.'));
}

function outcome({ decision: d, learnings, retries }) {
  return block('Outcome',
    h('ol', { class: 'history' }, d.history.map((step, i) => {
      const { kind, shape, word } = decisionState(step.state);
      return h('li', { key: i }, h('span', { class: `chip ${kind}` }, h('i', { 'aria-hidden': 'true' }, shape), ` ${word}`), h('span', { class: 'when' }, time(step.entered_at)), h('span', null, step.reason));
    })),
    facts([
      ['Approved by', d.approved_by],
      ['Expires unapproved', d.state === 'AWAITING_APPROVAL' && d.approval_deadline ? time(d.approval_deadline) : null],
      ['Outcome due', d.state === 'DISPATCHED' && d.outcome_deadline ? time(d.outcome_deadline) : null],
      ['Judged by the symptom', d.settle_until && d.judged ? time(d.settle_until) : null],
      ['Symptom gone', d.symptom_gone_at ? time(d.symptom_gone_at) : null],
      ['Failed as', d.failure_class],
    ]),
    learnings.map((l) => h('div', { key: l.learning_id, class: 'quote' }, h('strong', null, 'learned: '), l.lesson)),
    retries.map((r) => h('p', { key: r.decision_id, class: 'note' }, `Retried as ${words(r.action)} ${r.target}: ${words(r.state)}`)));
}
