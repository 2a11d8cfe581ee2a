// Formats numbers, times and names. No data is a dash, never a zero.

export const NOTHING = '–';

export function number(value, digits = 3) {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return NOTHING;
  }
  return value.toLocaleString('en', { maximumSignificantDigits: Math.max(digits, String(Math.trunc(Math.abs(value))).length) });
}

export function percent(fraction, digits = 1) {
  return fraction === null || fraction === undefined ? NOTHING : `${(100 * fraction).toFixed(digits)} %`;
}

export function milliseconds(value) {
  if (value === null || value === undefined) {
    return NOTHING;
  }
  return value < 1_000 ? `${number(value)} ms` : `${number(value / 1_000)} s`;
}

/** A span of time, in the largest unit that fits. */
export function span(ms) {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 120) {
    return `${seconds} s`;
  }
  if (seconds < 7_200) {
    return `${Math.round(seconds / 60)} min`;
  }
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} d`;
}

/** How long ago, or how far ahead. */
export function ago(iso, now) {
  const ms = now - Date.parse(iso);
  return ms >= -1_000 ? `${span(ms)} ago` : `in ${span(-ms)}`;
}

/** Local time of day, with the date unless it is today. */
export function time(iso) {
  const at = new Date(iso);
  const clock = at.toLocaleTimeString('en-GB');
  return at.toDateString() === new Date().toDateString() ? clock : `${at.toISOString().slice(0, 10)} ${clock}`;
}

/** `DECLINING_SUCCESS_RATE` as "declining success rate". */
export function words(name) {
  return name.toLowerCase().replaceAll('_', ' ');
}

export function count(number, one, many = `${one}s`) {
  return `${number} ${number === 1 ? one : many}`;
}

/** A health score as a word; the shape beside it says the same without colour. */
export function health(score) {
  if (score === null || score === undefined) {
    return { word: 'no data', kind: 'none', shape: '○' };
  }
  if (score >= 80) {
    return { word: 'healthy', kind: 'good', shape: '●' };
  }
  return score >= 50 ? { word: 'degraded', kind: 'warn', shape: '▲' } : { word: 'failing', kind: 'bad', shape: '■' };
}

const GOOD_PATTERNS = new Set(['SUCCESS', 'CONSISTENT_HIGH_PERFORMANCE']);

export const isGood = (pattern) => GOOD_PATTERNS.has(pattern.pattern_type);
export const isActive = (pattern) => pattern.state === 'ONSET' || pattern.state === 'ONGOING';

export function place(pattern) {
  return pattern.source === null ? 'the whole tenant' : pattern.series === null ? pattern.source : `${pattern.source}/${pattern.series}`;
}

const STATES = {
  PROPOSED: ['none', '○'],
  AWAITING_APPROVAL: ['warn', '?'],
  REJECTED: ['none', '✕'],
  EXPIRED: ['none', '⌛'],
  SUPPRESSED: ['none', '⊘'],
  DISPATCHED: ['busy', '▶'],
  SUCCEEDED: ['busy', '✓'],
  FAILED: ['bad', '✕'],
  TIMED_OUT: ['bad', '⌛'],
  VERIFIED: ['good', '✓'],
  INEFFECTIVE: ['bad', '≈'],
  ESCALATED: ['bad', '!'],
  RECOVERED_BEFORE: ['none', '↺'],
};

export function decisionState(state) {
  const [kind, shape] = STATES[state] ?? ['none', '·'];
  return { kind, shape, word: words(state) };
}
