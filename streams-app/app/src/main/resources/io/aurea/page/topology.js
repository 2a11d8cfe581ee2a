// Who calls whom, as a list that is indented by the calls. Each source shows its own calls once, so circles end.

import { h } from './dom.js';
import { ago, count } from './format.js';

const OLD_MS = 3_600_000;
const MAX_SHOWN = 100;

const why = (call, now) => (call.origin === 'declared' ? 'declared' : now - Date.parse(call.last_seen) > OLD_MS ? `last seen ${ago(call.last_seen, now)}` : null);

/** The content of the panel: a list of calls, or that there are none. */
export function topology(calls, now) {
  const counted = calls.filter((c) => c.origin !== 'denied');
  const denied = calls.filter((c) => c.origin === 'denied');
  const of = new Map();
  counted.forEach((c) => of.set(c.caller, [...(of.get(c.caller) ?? []), c]));
  const called = new Set(counted.map((c) => c.callee));
  const told = new Set();
  let left = MAX_SHOWN;
  const branch = (source) => {
    if (told.has(source) || !of.has(source)) {
      return null;
    }
    told.add(source);
    return h('ul', null, of.get(source).map((c) => {
      if (left <= 0) {
        return null;
      }
      left -= 1;
      const note = [of.has(c.callee) && told.has(c.callee) ? 'see there' : null, why(c, now)].filter((text) => text);
      return h('li', { key: c.callee }, `→ ${c.callee}`, note.length ? h('span', { class: 'note' }, ` ${note.join(', ')}`) : null, branch(c.callee));
    }));
  };
  // Those that nobody calls first; what is left then is part of circles.
  const first = [...of.keys()].filter((source) => !called.has(source));
  const trees = [...first, ...of.keys()].map((source) => (told.has(source) || left <= 0 ? null : h('li', { key: source }, h('strong', null, source), branch(source))));
  return [
    counted.length ? h('ul', { class: 'calls' }, trees) : h('p', { class: 'empty' }, 'No calls are known: operations with a peer show them.'),
    left <= 0 ? h('p', { class: 'note' }, `${count(MAX_SHOWN, 'call')} of ${counted.length} or more; ./aurea topology lists all.`) : null,
    denied.length ? h('p', { class: 'note' }, `Not counted, as the policy says: ${denied.slice(0, MAX_SHOWN).map((c) => `${c.caller} → ${c.callee}`).join(', ')}`) : null,
  ];
}
