// Server-sent events over fetch, since EventSource sends no headers. Resumes where it was after a reconnect.

import { headers, path, problem, Refused } from './api.js';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
// The server sends a comment after 15 s of silence.
const SILENCE_MS = 40_000;

/** Splits a stream of text into events, each with `event`, `id` and `data`. */
export class EventParser {
  #rest = '';
  #event = {};

  constructor(onEvent) {
    this.onEvent = onEvent;
  }

  push(text) {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop();
    lines.forEach((line) => this.#line(line.endsWith('\r') ? line.slice(0, -1) : line));
  }

  #line(line) {
    if (line === '') {
      if (this.#event.data !== undefined) {
        this.onEvent(this.#event);
      }
      this.#event = {};
      return;
    }
    const colon = line.indexOf(':');
    if (colon > 0) {
      const name = line.slice(0, colon);
      const value = line.slice(colon + 1).replace(/^ /, '');
      this.#event[name] = name === 'data' && this.#event.data !== undefined ? `${this.#event.data}\n${value}` : value;
    }
  }
}

/** One stream, kept open until it is closed or refused for good. */
export class EventStream {
  #listener;
  #last = null;
  #failures = 0;
  #abort = new AbortController();
  #closed = false;
  #wake = () => {};

  /** @param listener `event(type, data)`, `live()`, `broken(reason, waitMs)`, `refused(problem)` */
  constructor(listener) {
    this.#listener = listener;
  }

  async run() {
    while (!this.#closed) {
      let reason = 'the connection was closed';
      try {
        await this.#read();
      } catch (failed) {
        if (failed instanceof Refused && [401, 403].includes(failed.status)) {
          this.#closed = true;
          this.#listener.refused(failed);
          return;
        }
        reason = failed instanceof Refused ? failed.message : 'the app cannot be reached';
      }
      if (this.#closed) {
        return;
      }
      const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures++) * (0.75 + Math.random() / 2);
      this.#listener.broken(reason, wait);
      await this.#pause(wait);
    }
  }

  async #read() {
    this.#abort = new AbortController();
    const abort = this.#abort;
    let timer;
    const watch = () => {
      clearTimeout(timer);
      timer = setTimeout(() => abort.abort(), SILENCE_MS);
    };
    watch();
    try {
      const response = await fetch(path('/events'), {
        headers: headers(this.#last === null ? {} : { 'Last-Event-ID': this.#last }),
        cache: 'no-store',
        signal: abort.signal,
      });
      if (!response.ok) {
        throw await problem(response);
      }
      const parser = new EventParser((event) => {
        this.#last = event.id ?? this.#last;
        this.#listener.event(event.event, JSON.parse(event.data));
      });
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let first = true;
      for (;;) {
        const { value, done } = await reader.read();
        if (done) {
          return;
        }
        watch();
        if (first) {
          first = false;
          this.#failures = 0;
          this.#listener.live();
        }
        parser.push(value);
      }
    } finally {
      clearTimeout(timer);
    }
  }

  #pause(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Reconnects now. */
  retry() {
    this.#failures = 0;
    this.#wake();
  }

  close() {
    this.#closed = true;
    this.#abort.abort();
    this.#wake();
  }
}
