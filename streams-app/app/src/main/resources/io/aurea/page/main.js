// Puts the page together: the token, the initial load, the event stream, the buttons' actions.

import { get, hasToken, post, setToken, takeToken } from './api.js';
import { drawCharts, recolour } from './charts.js';
import { h, render } from './dom.js';
import { drawEvidence, openEvidence } from './evidence.js';
import { words } from './format.js';
import { notices, summary, tenantList, topBar } from './head.js';
import { incidents } from './incidents.js';
import { panels, waiting } from './panels.js';
import { changed, loadTenants, onChange, select, state, take } from './state.js';
import { EventStream } from './stream.js';
import { startTheme, switchTheme } from './theme.js';

const LONGEST_REASON = 512;
const RETRY_MS = 2_000;
const element = (id) => document.getElementById(id);
let stream = null;
let behind = false;
let lastTry = 0;

const actions = {
  switchTheme() {
    switchTheme();
    recolour();
  },
  retry: () => stream?.retry(),
  open: (id) => openEvidence(id),
  approve: (decision) => answer(decision, 'approve', 'approving', null),
  reject: (decision) => ask({
    title: `Reject: ${words(decision.action)} ${decision.target}`,
    label: 'Reason; it is kept with the decision.',
    required: true,
    confirm: 'Reject',
    then: (reason) => answer(decision, 'reject', 'rejecting', reason),
  }),
  acknowledge: (incident) => ask({
    title: `Acknowledge incident ${incident.incident_id}`,
    label: 'Reason; nobody is reminded of it until it ends.',
    required: true,
    confirm: 'Acknowledge',
    then: (reason) => tell(incident, 'acknowledge', reason),
  }),
  close: (incident) => ask({
    title: `Close incident ${incident.incident_id}`,
    label: 'Reason; it ends, although its patterns may go on.',
    required: true,
    confirm: 'Close it',
    then: (reason) => tell(incident, 'close', reason),
  }),
  askToken: () => ask({
    title: 'Token',
    label: './aurea up prints it as part of the page address. It is kept for this tab only; leave it empty to forget it.',
    secret: true,
    confirm: 'Use it',
    then: (token) => {
      setToken(token.trim());
      start();
    },
  }),
};

async function answer(decision, verb, what, reason) {
  const id = decision.decision_id;
  state.answered.set(id, { what, at: Date.now() });
  changed();
  try {
    await post(`/decisions/${encodeURIComponent(id)}/${verb}`, { tenant: decision.tenant_id }, reason === null ? {} : { reason });
  } catch (failed) {
    state.answered.delete(id);
    say(`${verb}: ${failed.message}`);
  }
  changed();
}

async function tell(incident, verb, reason) {
  try {
    await post(`/incidents/${encodeURIComponent(incident.incident_id)}/${verb}`, { tenant: incident.tenant_id }, { reason });
  } catch (failed) {
    say(`${verb}: ${failed.message}`);
  }
}

let said = null;

function say(text) {
  clearTimeout(said?.timer);
  said = { text, timer: setTimeout(() => { said = null; changed(); }, 12_000) };
  changed();
}

/** Asks for one line of text. */
function ask({ title, label, required = false, secret = false, confirm, then }) {
  const dialog = element('question');
  const submit = (event) => {
    event.preventDefault();
    const value = element('answer').value;
    dialog.close();
    then(value);
  };
  render(dialog, h('form', { key: title + Date.now(), onsubmit: submit },
    h('h2', { id: 'question-title' }, title),
    h('label', { for: 'answer' }, label),
    h('input', { id: 'answer', type: secret ? 'password' : 'text', required, maxlength: LONGEST_REASON, autocomplete: 'off', autofocus: true }),
    h('div', { class: 'dialog-foot' },
      h('button', { type: 'button', class: 'quiet', onclick: () => dialog.close() }, 'Cancel'),
      h('button', { type: 'submit', class: 'approve' }, confirm))));
  dialog.showModal();
}

function draw() {
  const now = Date.now();
  render(element('top'), topBar(actions, now));
  render(element('notices'), notices(actions, now), said ? h('p', { key: 'said', class: 'notice bad', role: 'alert' }, said.text) : null);
  render(element('tenants'), tenantList(actions, now));
  render(element('summary'), summary(now));
  render(element('waiting'), waiting(actions, now));
  render(element('incidents'), incidents(actions, now));
  drawCharts(now);
  render(element('panels'), panels(actions, now));
  drawEvidence(actions, now);
  const asked = state.tenants?.reduce((sum, tenant) => sum + tenant.awaiting_approval, 0) ?? 0;
  document.title = `${asked ? `(${asked}) ` : ''}${state.live ? '' : 'not live: '}${state.selected ?? 'AUREA'} · AUREA Streams`;
}

/** The tenant in the address, else the one shown, else the least healthy. */
function wanted() {
  const named = new URLSearchParams(location.hash.slice(1)).get('tenant');
  if (named || state.selected) {
    return named || state.selected;
  }
  const least = [...(state.tenants ?? [])].sort((a, b) => (a.health_score ?? 101) - (b.health_score ?? 101));
  return least[0]?.tenant_id ?? null;
}

async function show() {
  const tenant = wanted();
  if (tenant) {
    await select(tenant);
  }
}

async function readAll() {
  await loadTenants();
  await show();
}

/** Starts, or starts over, with the current token. */
async function start() {
  stream?.close();
  Object.assign(state, { refused: null, access: null, live: false, brokenSince: null });
  changed();
  try {
    state.access = (await get('/access')).json;
    await readAll();
  } catch (failed) {
    if (failed.status === 401 || failed.status === 403) {
      refused(failed);
      return;
    }
    state.brokenSince = Date.now();
    state.brokenWhy = failed.message;
    behind = true;
  }
  follow();
}

/** A wrong token is forgotten; where reading needs none, the page continues without. */
async function refused(failed) {
  const had = hasToken();
  setToken(null);
  if (had) {
    await start();
  }
  state.refused = { hadToken: had, why: failed.message };
  changed();
}

function follow() {
  stream?.close();
  stream = new EventStream({
    event(type, data) {
      if (type === 'reset') {
        catchUp();
      } else {
        take(type, data);
      }
    },
    live() {
      const missed = behind || state.tenants === null;
      Object.assign(state, { live: true, brokenSince: null, brokenWhy: null });
      if (missed) {
        catchUp();
      }
      changed();
    },
    broken(reason) {
      Object.assign(state, { live: false, brokenSince: state.brokenSince ?? Date.now(), brokenWhy: reason });
      behind = true;
      changed();
    },
    refused,
  });
  stream.run();
}

/** Reads everything again, since the stream does not resend all that was missed. */
async function catchUp() {
  try {
    state.access ??= (await get('/access')).json;
    await readAll();
    behind = false;
  } catch (failed) {
    say(failed.message);
  }
}

addEventListener('hashchange', () => {
  if (takeToken()) {
    start();
  } else if (wanted() !== state.selected) {
    show();
  }
});
for (const id of ['evidence', 'question']) {
  element(id).addEventListener('click', (event) => {
    if (event.target === event.currentTarget) {
      event.currentTarget.close();
    }
  });
}
document.querySelector('.skip').addEventListener('click', (event) => {
  // The fragment is taken: it names the tenant.
  event.preventDefault();
  element('tenant-view').focus();
});
startTheme(recolour);
takeToken();
onChange(draw);
onChange(() => {
  // The tenant has appeared since, or could not be read before.
  const known = state.tenants?.some((tenant) => tenant.tenant_id === wanted());
  if (known && (state.selected === null || state.failure !== null) && Date.now() - lastTry > RETRY_MS) {
    lastTry = Date.now();
    show();
  }
});
draw();
// Keeps the ages current.
setInterval(changed, 1_000);
start();
