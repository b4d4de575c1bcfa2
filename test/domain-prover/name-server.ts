import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, isIPv4, type Socket } from 'node:net';

/* A name server on loopback that says what a test tells it to, over UDP, and over TCP what is too long for that (RFC 1035). */

const TYPES = { A: 1, TXT: 16, AAAA: 28 } as const;

/** Values of the records asked for; a code in place of them (2 SERVFAIL, 3 NXDOMAIN); bytes that are no answer; or nothing. */
export type Reply =
  | { readonly values: readonly (string | readonly string[])[] }
  | { rcode: number }
  | 'noise'
  | 'silence';

export interface NameServer {
  /** `address:port`, as a resolver wants it. */
  readonly address: string;
  /** What is answered, by `<type> <name>`; NXDOMAIN to everything else. Called with how often it was asked before. */
  readonly zone: Map<string, (before: number) => Reply>;
  /** How often each was asked. */
  readonly asked: Map<string, number>;
  close(): Promise<void>;
}

export async function startNameServer(): Promise<NameServer> {
  const zone: NameServer['zone'] = new Map();
  const asked: NameServer['asked'] = new Map();
  const reply = (query: Buffer): Buffer | undefined => {
    const { question, key } = readQuestion(query);
    const before = asked.get(key) ?? 0;
    asked.set(key, before + 1);
    const what = zone.get(key)?.(before) ?? { rcode: 3 };
    if (what === 'silence') return undefined;
    return what === 'noise' ? Buffer.from('no message at all') : writeMessage(query, question, what);
  };
  const sockets = new Set<Socket>();
  const tcp = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    socket.on('data', (data) => {
      const message = reply(data.subarray(2));
      if (message !== undefined) socket.write(Buffer.concat([uint16(message.length), message]));
    });
  });
  await once(tcp.listen(0, '127.0.0.1'), 'listening');
  const bound = tcp.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  const udp = createSocket('udp4').on('message', (query, { port: to, address }) => {
    const message = reply(query);
    if (message !== undefined) udp.send(message.length > 512 ? truncated(message) : message, to, address);
  });
  udp.bind(port, '127.0.0.1');
  await once(udp, 'listening');
  return {
    address: `127.0.0.1:${port}`,
    zone,
    asked,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      udp.close();
      await Promise.all([once(tcp.close(), 'close'), once(udp, 'close')]);
    },
  };
}

const uint16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);

function readQuestion(query: Buffer): { question: Buffer; key: string } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const type = Object.entries(TYPES).find(([, code]) => code === query.readUInt16BE(at + 1))?.[0] ?? 'other';
  return { question: query.subarray(12, at + 5), key: `${type} ${labels.join('.').toLowerCase()}` };
}

function writeMessage(
  query: Buffer,
  question: Buffer,
  reply: { values: readonly unknown[] } | { rcode: number },
): Buffer {
  const values = 'values' in reply ? reply.values : [];
  const type = question.subarray(-4, -2);
  const records = values.map((value) => {
    const data = dataOf(value);
    // The name is the question's, by pointer; class IN; nobody may keep the answer.
    return Buffer.concat([uint16(0xc00c), type, uint16(1), Buffer.alloc(4), uint16(data.length), data]);
  });
  const flags = 0x8180 | ('rcode' in reply ? reply.rcode : 0);
  const head = [query.subarray(0, 2), uint16(flags), uint16(1), uint16(records.length), Buffer.alloc(4)];
  return Buffer.concat([...head, question, ...records]);
}

/** The data of a record: an address, or the strings of a TXT. */
function dataOf(value: unknown): Buffer {
  if (typeof value === 'string' && isIPv4(value)) return Buffer.from(value.split('.').map(Number));
  if (typeof value === 'string') return ipv6Bytes(value);
  if (!Array.isArray(value)) throw new Error('neither an address nor the strings of a TXT record');
  return Buffer.concat(value.map((text) => Buffer.concat([Buffer.from([Buffer.byteLength(text)]), Buffer.from(text)])));
}

function ipv6Bytes(address: string): Buffer {
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = (text: string | undefined): string[] => (text ? text.split(':') : []);
  const [left, right] = [groups(head), groups(tail)];
  const all = [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
  return Buffer.concat(all.map((group) => uint16(Number.parseInt(group, 16))));
}

/** "Ask again over TCP": the header alone, with its TC bit and no answers. */
function truncated(message: Buffer): Buffer {
  const { question } = readQuestion(message);
  const head = Buffer.from(message.subarray(0, 12));
  head.writeUInt16BE(head.readUInt16BE(2) | 0x0200, 2);
  head.writeUInt16BE(0, 6);
  return Buffer.concat([head, question]);
}
