import { noteSigner } from '../support/log-fixtures.ts';

const ORIGIN = 'localhost:3000/log';

/** The log of these tests, whose key every process knows. */
export const LOG = { origin: ORIGIN, signers: [noteSigner(ORIGIN)] };
