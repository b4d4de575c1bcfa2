/**
 * A bare node:http handler that sends given bytes and headers: what reads are measured against. Answers are read from the file
 * that the first argument names. Prints its address.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [file = ''] = process.argv.slice(2);
const answers: Record<string, { headers: Record<string, string>; body: string }> = JSON.parse(
  readFileSync(file, 'utf8'),
);
const bytes = new Map(
  Object.entries(answers).map(([path, { headers, body }]) => [path, { headers, body: Buffer.from(body, 'base64') }]),
);

function withoutBody(headers: Record<string, string>): Record<string, string> {
  const { 'content-length': _, 'content-type': __, 'content-encoding': ___, ...rest } = headers;
  return rest;
}

const server = createServer((request, response) => {
  const answer = bytes.get(request.url ?? '');
  if (answer === undefined) response.writeHead(404).end();
  else if (request.headers['if-none-match'] === answer.headers['etag'])
    response.writeHead(304, withoutBody(answer.headers)).end();
  else response.writeHead(200, answer.headers).end(answer.body);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.stdout.write(`http://127.0.0.1:${address.port}\n`);
});
