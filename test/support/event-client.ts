import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';

/** An event with a name; `id` is undefined where the cursor stays where it is. */
export interface Named {
  readonly name: string | undefined;
  readonly id: string | undefined;
  readonly data: unknown;
}

/** A stream of server-sent events as a test follows it. */
export interface Followed {
  readonly headers: IncomingHttpHeaders;
  /** Ids of the unnamed events, in order of arrival. */
  readonly ids: readonly number[];
  /** Their data. */
  readonly events: readonly unknown[];
  /** Ids of the next events, once so many have come. */
  take(count: number): Promise<readonly number[]>;
  /** Events with a name that were not taken. */
  readonly named: readonly Named[];
  /** The next event of a name, beside the log. */
  takeNamed(name: string): Promise<Named>;
  /** Data of `event: close`. */
  readonly ended: Promise<unknown>;
  pause(): void;
  resume(): void;
  close(): Promise<void>;
}

/** Opens a stream over a socket of its own. */
export async function followEvents(
  base: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Followed> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const options = { agent: false, headers: { accept: 'text/event-stream', ...headers } };
    request(new URL(path, base), options, resolve).on('error', reject).end();
  });
  const ids: number[] = [];
  const events: unknown[] = [];
  const named: Named[] = [];
  let taken = 0;
  let wake: () => void = () => undefined;
  let tellEnd: (data: unknown) => void = () => undefined;
  const ended = new Promise<unknown>((resolve) => {
    tellEnd = resolve;
  });
  const next = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });
  const hear = (frame: string): void => {
    const fields = new Map(
      frame.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
    );
    const data: unknown = fields.has('data') ? JSON.parse(fields.get('data') ?? '') : undefined;
    if (fields.get('event') === 'close') tellEnd(data);
    const [id, name] = [fields.get('id'), fields.get('event')];
    if (name !== undefined) named.push({ name, id, data });
    if (id === undefined) return;
    ids.push(Number(id));
    events.push(data);
  };
  let rest = '';
  response.setEncoding('utf8').on('data', (chunk: string) => {
    const frames = `${rest}${chunk}`.split('\n\n');
    rest = frames.pop() ?? '';
    frames.forEach(hear);
    wake();
  });
  response.on('error', () => undefined);
  return {
    headers: response.headers,
    ids,
    events,
    named,
    ended,
    take: async (count) => {
      while (ids.length < taken + count) await next();
      taken += count;
      return ids.slice(taken - count, taken);
    },
    takeNamed: async (name) => {
      for (;;) {
        const found = named.find((one) => one.name === name);
        if (found !== undefined) return named.splice(named.indexOf(found), 1)[0] ?? found;
        await next();
      }
    },
    pause: () => void response.pause(),
    resume: () => void response.resume(),
    close: async () => void response.destroy(),
  };
}
