import { isJsonObject } from '../../core/json.ts';
import type { JsonValue } from '../../core/json-value.ts';
import type { Fetch } from '../../sdk/client.ts';
import { networkFault } from '../../sdk/network-fault.ts';
import { SourceFault } from '../measurements.ts';
import { secondsOf } from '../span.ts';

/** One series of an instant vector. */
export interface Sample {
  readonly labels: ReadonlyMap<string, string>;
  /** As Prometheus wrote it; may be `NaN` or `+Inf`. */
  readonly value: string;
}

export interface PrometheusApi {
  /** The instant vector of an expression at an instant. @throws SourceFault */
  query(expression: string, at: Date): Promise<readonly Sample[]>;
}

const TIMEOUT_MS = 30_000;

/** The HTTP API of the Prometheus at `url` (`/api/v1/query`), or of what speaks like it. */
export function createPrometheusApi(url: string, fetchOne: Fetch): PrometheusApi {
  const address = `${url.replace(/\/+$/, '')}/api/v1/query`;
  return {
    query: async (expression, at) => {
      const body = new URLSearchParams({ query: expression, time: String(secondsOf(at)) });
      return readVector(await ask(fetchOne, address, body), expression);
    },
  };
}

async function ask(fetchOne: Fetch, address: string, body: URLSearchParams): Promise<JsonValue> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const init = { method: 'POST', headers, body: body.toString(), signal: AbortSignal.timeout(TIMEOUT_MS) };
  try {
    const response = await fetchOne(address, init);
    return JSON.parse(await response.text());
  } catch (error) {
    throw new SourceFault(
      error instanceof SyntaxError ? 'what answers is no Prometheus' : `Prometheus: ${networkFault(error)}`,
      false,
    );
  }
}

function readVector(answer: JsonValue, expression: string): Sample[] {
  if (!isJsonObject(answer) || answer['status'] !== 'success') {
    const reason = isJsonObject(answer) ? String(answer['error'] ?? 'no reason given') : 'no JSON object';
    throw new SourceFault(`Prometheus refuses ${expression}: ${reason}`, false);
  }
  const data = answer['data'];
  const result = isJsonObject(data) ? data['result'] : undefined;
  if (!isJsonObject(data) || !Array.isArray(result))
    throw new SourceFault('Prometheus answers without a result', false);
  // A scalar is [time, value]; a number in a query is one.
  if (data['resultType'] === 'scalar') return [readSample({ metric: {}, value: result })];
  if (data['resultType'] !== 'vector') throw new SourceFault(`${expression} is no instant vector`, false);
  return result.map(readSample);
}

function readSample(series: JsonValue): Sample {
  const metric = isJsonObject(series) ? series['metric'] : undefined;
  const pair = isJsonObject(series) ? series['value'] : undefined;
  const value = Array.isArray(pair) ? pair[1] : undefined;
  if (!isJsonObject(metric) || typeof value !== 'string') throw new SourceFault('Prometheus answers oddly', false);
  const labels = Object.entries(metric).flatMap(([name, text]): [string, string][] =>
    typeof text === 'string' ? [[name, text]] : [],
  );
  return { labels: new Map(labels), value };
}
