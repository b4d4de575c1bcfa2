import { inspect } from 'node:util';

const HIDDEN = '[redacted]';

/** A text that must not reach a log: JSON, `inspect` and templates print `[redacted]`, only `reveal()` gives it. */
export interface Secret {
  reveal(): string;
  toJSON(): string;
  toString(): string;
}

/** Wraps a secret. The text lives in a closure, so that no walk over properties finds it. */
export function secret(text: string): Secret {
  const hide = () => HIDDEN;
  const wrapped = { reveal: () => text, toJSON: hide, toString: hide, [inspect.custom]: hide };
  return Object.freeze(wrapped);
}
