// What the page knows: loaded once, then kept up to date by events. A record with a higher revision replaces the previous
// one.

import { get, list } from './api.js';

/** After this many cycle lengths without a cycle, the figures are old. */
export const LATE_CYCLES = 4;

const CYCLES = 1_000;
const RECORDS = 500;
const CALLS = 500;
const CALLS_EVERY_MS = 60_000;

/** Records by id, the newest revision of each; bounded. */
class Records {
  #items = new Map();

  constructor(idOf, timeOf) {
    this.idOf = idOf;
    this.timeOf = timeOf;
  }

  put(record) {
    const id = this.idOf(record);
    const before = this.#items.get(id);
    if (before && before.revision > record.revision) {
      return;
    }
    this.#items.set(id, record);
    if (this.#items.size > CYCLES + RECORDS) {
      this.sorted().slice(CYCLES).forEach((old) => this.#items.delete(this.idOf(old)));
    }
  }

  get(id) {
    return this.#items.get(id);
  }

  /** The newest first. */
  sorted() {
    const time = (record) => String(this.timeOf(record));
    return [...this.#items.values()].sort((a, b) => time(b).localeCompare(time(a), 'en', { numeric: true }));
  }
}

const LISTS = {
  cycle: { path: '/cycles', max: CYCLES, idOf: (r) => r.cycle_number, timeOf: (r) => r.cycle_number },
  pattern: { path: '/patterns', max: RECORDS, idOf: (r) => r.pattern_id, timeOf: (r) => r.onset_at },
  goal: { path: '/goals', max: RECORDS, idOf: (r) => r.goal_id, timeOf: (r) => r.created_at },
  incident: { path: '/incidents', max: 200, idOf: (r) => r.incident_id, timeOf: (r) => r.opened_at },
  decision: { path: '/decisions', max: RECORDS, idOf: (r) => r.decision_id, timeOf: (r) => r.created_at },
  learning: { path: '/learnings', max: 100, idOf: (r) => r.learning_id, timeOf: (r) => r.created_at },
};

/** One tenant in full. */
class TenantState {
  status = null;
  controls = null;
  posteriors = [];
  calls = [];
  #callsReadAt = 0;
  staleMs = null;

  constructor(id) {
    this.id = id;
    for (const [type, { idOf, timeOf }] of Object.entries(LISTS)) {
      this[`${type}s`] = new Records(idOf, timeOf);
    }
  }

  /** Reads everything, for the first time or again. */
  async load() {
    const lists = Object.entries(LISTS).map(async ([type, { path, max }]) => {
      const { items, staleMs } = await list(path, { tenant: this.id }, max);
      items.forEach((item) => this[`${type}s`].put(item));
      return staleMs;
    });
    const stale = await Promise.all([...lists, this.loadHead()]);
    this.staleMs = stale.reduce((a, b) => (b === null ? a : Math.max(a ?? 0, b)), null);
  }

  /** Loads what no event carries. */
  async loadHead() {
    const [status, controls, posteriors] = await Promise.all(
      ['/status', '/controls', '/posteriors'].map((path) => get(path, { tenant: this.id })),
    );
    this.status = status.json;
    this.controls = controls.json;
    this.posteriors = posteriors.json.items;
    // They rarely change.
    if (Date.now() - this.#callsReadAt > CALLS_EVERY_MS) {
      this.#callsReadAt = Date.now();
      this.calls = (await list('/topology', { tenant: this.id }, CALLS)).items;
    }
    this.staleMs = status.staleMs;
    return status.staleMs;
  }
}

export const state = {
  access: null,
  /** Why the token, or its absence, was refused: `{ hadToken, why }`; null when it was not. */
  refused: null,
  tenants: null,
  complete: true,
  selected: null,
  tenant: null,
  /** Why the tenant cannot be shown. */
  failure: null,
  live: false,
  brokenSince: null,
  brokenWhy: null,
  /** Decisions that were answered here and have not changed yet, with the answer and its time. */
  answered: new Map(),
  /** When an event of a type last arrived, for the picture of the loop. */
  pulses: new Map(),
  rangeMinutes: 30,
  decisionFilter: 'open',
};

const watchers = new Set();
let drawing = null;

export function onChange(watcher) {
  watchers.add(watcher);
}

/** Redraws soon, once for all changes until then. */
export function changed() {
  drawing ??= setTimeout(() => {
    drawing = null;
    watchers.forEach((watcher) => watcher());
  }, 60);
}

export async function loadTenants() {
  const { json } = await get('/tenants');
  state.tenants = json.items;
  state.complete = json.complete;
  changed();
}

/** Shows another tenant, or reloads the same one. */
export async function select(id) {
  const again = state.tenant?.id === id ? state.tenant : null;
  state.selected = id;
  state.failure = null;
  const tenant = again ?? new TenantState(id);
  if (!again) {
    state.tenant = null;
    changed();
  }
  try {
    await tenant.load();
    if (state.selected === id) {
      state.tenant = tenant;
    }
  } catch (failed) {
    if (state.selected === id) {
      state.failure = failed.message;
    }
  }
  changed();
}

export function take(type, record) {
  if (!(type in LISTS)) {
    return;
  }
  if (record.tenant_id === state.tenant?.id) {
    state.tenant[`${type}s`].put(record);
    state.pulses.set(type === 'decision' ? `decision.${record.state}` : type, Date.now());
    refreshHead();
  }
  if (type === 'decision') {
    const answered = state.answered.get(record.decision_id);
    if (answered && record.state !== 'AWAITING_APPROVAL') {
      state.answered.delete(record.decision_id);
    }
  }
  if (type === 'cycle') {
    glance(record);
  }
  refreshTenants();
  changed();
}

/** Updates the tenant's entry in the list from a cycle, before the list is read again. */
function glance(cycle) {
  const entry = state.tenants?.find((tenant) => tenant.tenant_id === cycle.tenant_id);
  if (entry && cycle.cycle_number % 1e9 >= entry.cycles_completed) {
    Object.assign(entry, {
      health_score: cycle.health_score,
      health_components: cycle.health_components,
      success_rate: cycle.success_rate,
      // After a loss of state, numbers continue from the next multiple of 1e9.
      cycles_completed: cycle.cycle_number % 1e9,
      last_cycle_at: cycle.window_end,
    });
  }
}

/** At most every `ms`, and once more after the last call. */
function sparingly(ms, action) {
  let timer = null;
  return () => {
    timer ??= setTimeout(async () => {
      timer = null;
      try {
        await action();
      } catch {
        // The next event asks again; the stream reports when the app is gone.
      }
    }, ms);
  };
}

const refreshTenants = sparingly(1_500, loadTenants);
const refreshHead = sparingly(1_500, async () => {
  await state.tenant?.loadHead();
  changed();
});
