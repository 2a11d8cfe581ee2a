// Calls the API with this tab's token. A token comes in the fragment of the address, which is never sent, and is removed
// from it at once; it is kept for this tab only.

const KEY = 'aurea.token';

/** Why the API refused, or could not be reached (status 0). */
export class Refused extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

/** Removes `#token=...` from the address. Returns whether there was one. */
export function takeToken() {
  const given = new URLSearchParams(location.hash.slice(1));
  const token = given.get('token');
  if (token === null) {
    return false;
  }
  given.delete('token');
  history.replaceState(null, '', location.pathname + (given.size ? `#${given}` : ''));
  setToken(token);
  return true;
}

export function setToken(token) {
  if (token) {
    sessionStorage.setItem(KEY, token);
  } else {
    sessionStorage.removeItem(KEY);
  }
}

export function hasToken() {
  return sessionStorage.getItem(KEY) !== null;
}

/** Headers of every request. A token that no header can hold is sent as one that is certainly wrong. */
export function headers(more = {}) {
  const token = sessionStorage.getItem(KEY);
  if (token === null) {
    return more;
  }
  return { ...more, Authorization: `Bearer ${/^[\x21-\x7e]+$/.test(token) ? token : 'not-a-token'}` };
}

/** A path with its parameters, without those that are null. */
export function path(name, parameters = {}) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined));
  return query.size ? `${name}?${query}` : name;
}

export async function problem(response) {
  let detail = `${response.status} ${response.statusText}`;
  try {
    detail = (await response.json()).detail ?? detail;
  } catch {
    // Not from the app, but from something in front of it.
  }
  return new Refused(response.status, detail);
}

async function ask(method, url, body) {
  let response;
  try {
    response = await fetch(url, {
      method,
      headers: headers(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: 'no-store',
      signal: AbortSignal.timeout(15_000),
    });
  } catch (failed) {
    throw new Refused(0, failed.name === 'TimeoutError' ? 'the app does not answer' : 'the app cannot be reached');
  }
  if (!response.ok) {
    throw await problem(response);
  }
  const stale = response.headers.get('Aurea-Stale-Ms');
  return { json: await response.json(), staleMs: stale === null ? null : Number(stale) };
}

export const get = (name, parameters) => ask('GET', path(name, parameters));

export const post = (name, parameters, body) => ask('POST', path(name, parameters), body);

/** Up to `max` items of a list, page by page. */
export async function list(name, parameters, max) {
  const items = [];
  let staleMs = null;
  let cursor = null;
  do {
    const page = await get(name, { ...parameters, limit: Math.min(1_000, max - items.length), cursor });
    items.push(...page.json.items);
    staleMs = page.staleMs ?? staleMs;
    cursor = page.json.next_cursor;
  } while (cursor !== null && items.length < max);
  return { items, staleMs };
}
