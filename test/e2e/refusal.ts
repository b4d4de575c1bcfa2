import { expect } from 'vitest';
import { ERROR_CODES } from '../../src/core/errors.ts';
import { type Answer, call, jsonOf, type Request } from './client.ts';
import { problemFaults } from './contract.ts';
import { stateDigest, type World } from './world.ts';

/** A second by promise, three when the machine has other work. */
const PROMPT_MS = 3_000;

/** What every refusal must be, whatever was asked: a problem document of the closed union, in time. @returns its code */
export function expectProblem(answer: Answer): string {
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json(; charset=utf-8)?$/);
  const problem = jsonOf(answer);
  expect(problemFaults(problem)).toEqual([]);
  expect(problem['status']).toBe(answer.status);
  expect(ERROR_CODES).toContain(problem['code']);
  expect(answer.text).not.toMatch(/node_modules|\.ts:\d|select |insert into|postgres|ECONN/i);
  return String(problem['code']);
}

/**
 * The rule for hostile requests: refused with a problem document in time, the same again on retry, nothing stored, the
 * process alive.
 *
 * @param before the state digest to hold against; taken now when absent
 * @returns the code and status
 */
export async function expectRefused(
  { server, registry }: World,
  request: Request,
  before?: string,
): Promise<{ code: string; status: number; answer: Answer }> {
  const state = before ?? (await stateDigest(registry));
  const answer = await call(server.address, request);
  expect(answer.status, `${request.path.slice(0, 200)} ${answer.text.slice(0, 300)}`).toBeGreaterThanOrEqual(400);
  expect(answer.status, answer.text.slice(0, 300)).toBeLessThan(500);
  expect(answer.ms).toBeLessThan(PROMPT_MS);
  const code = expectProblem(answer);
  const again = await call(server.address, request);
  expect([again.status, expectProblem(again)]).toEqual([answer.status, code]);
  expect(await stateDigest(registry)).toBe(state);
  expect((await call(server.address, { path: '/health/live' })).status).toBe(200);
  return { code, status: answer.status, answer };
}
