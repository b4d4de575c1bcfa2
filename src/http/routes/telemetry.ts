import { stringify } from 'csv-stringify/sync';
import { type Static, Type } from 'typebox';
import { closed, oneOf } from '../../core/documents/schema.ts';
import { assertThat } from '../../core/errors.ts';
import { INVENTORY_SUM_NAMES, SITE_SUM_NAMES } from '../../core/methodology/sums.ts';
import { readHourProfile } from '../../registry/read-hour-profile.ts';
import { readDayRows, readTelemetry, type TelemetryItem } from '../../registry/read-telemetry.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { answerJson, answerRead, answerText, CACHE } from '../conditional.ts';
import { At } from '../listing-query.ts';
import { limitTiles } from '../rate-limits.ts';
import { described, itemsOf, object, orNull, positionProperties } from '../schemas/common.ts';
import { json, operation } from '../schemas/operation.ts';
import { partyParams } from '../schemas/parameters.ts';

const Day = (description: string) =>
  Type.Optional(
    Type.String({
      pattern: '^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$',
      description,
      examples: ['2026-11-25'],
    }),
  );

const telemetryQuery = closed({
  granularity: Type.Optional({ ...oneOf('day'), description: 'days are the only one' }),
  from: Day('first UTC day; default: 90 days before the last'),
  to: Day('last UTC day; default: the day of the position'),
  at: At,
});

const Item = object({
  day: described('UTC day'),
  site_id: orNull(described('null for the row of the organisation')),
  sums: Type.Record(Type.String(), Type.String(), {
    description: 'sums of a site as exact decimals (kWh, counts), those of the organisation as num/den (GB h, GB)',
  }),
  leaf: Type.Integer({ description: 'the telemetry.day leaf; the exact bytes are at /log/rows/<leaf>.jsonl' }),
});

/** What was measured, by closed day. */
export function telemetryRoutes(app: App, deps: AppDeps): void {
  organisationRoute(app, deps);
  hoursRoute(app, deps);
  rowsRoute(app, deps);
}

function organisationRoute(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'listTelemetry',
      tag: 'listing',
      summary: 'Its accumulator rows by site and closed UTC day, at most 400 days',
      description:
        'A trailing window is the sum of its rows. Days that are not closed are not shown. With .csv as a table.',
      success: json('the rows, by day, the organisation before its sites', itemsOf(Item)),
      codes: ['not_found', 'at_future'],
    }),
    params: partyParams,
    querystring: telemetryQuery,
  };
  app.get('/v1/organisations/:id/telemetry', { schema }, (request, reply) => {
    const { at, ...range } = request.query;
    return answerJson(deps, request, reply, { at }, async (position) => ({
      items: await readTelemetry(deps.registry, request.params.id, position, range),
    }));
  });
  const type = 'text/csv; charset=utf-8; header=present';
  app.get('/v1/organisations/:id/telemetry.csv', { schema: { ...schema, hide: true } }, (request, reply) => {
    const { at, ...range }: Static<typeof telemetryQuery> = request.query;
    return answerRead(deps, request, reply, { at, type }, async (position) =>
      toCsv(await readTelemetry(deps.registry, request.params.id, position, range)),
    );
  });
}

const Profile = object({
  from: described('Monday, UTC day'),
  to: described('Sunday, UTC day'),
  days: Type.Integer({ description: 'days of these with telemetry' }),
  hours: Type.Array(
    object({
      hour: Type.Integer({ description: '0 to 23, UTC' }),
      it_kwh: described('mean per day, kWh'),
      unattributed_kwh: described('mean per day, kWh'),
      unattributed_percent: described('of the hour’s IT energy, one digit'),
    }),
  ),
});

function hoursRoute(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'readHourProfile',
      tag: 'listing',
      summary: 'When in the day its energy goes that nobody answers for',
      description:
        'Means by hour of the day over the last eight whole weeks, all sites together; null before a week was closed. It changes once a week, so that no interval can be told from it.',
      success: json('the profile', object({ profile: orNull(Profile), ...positionProperties })),
      codes: ['not_found', 'at_future'],
    }),
    params: partyParams,
    querystring: closed({ at: At }),
  };
  app.get('/v1/organisations/:id/telemetry/hours', { schema }, (request, reply) =>
    answerJson(deps, request, reply, { at: request.query.at }, async (position) => ({
      profile: await readHourProfile(deps.registry, request.params.id, position),
    })),
  );
}

const SUMS = [...SITE_SUM_NAMES, ...INVENTORY_SUM_NAMES];
const COLUMNS = ['day', 'site_id', ...SUMS, 'leaf'];

/** A column for every sum; those a row does not have are empty. */
const toCsv = (items: readonly TelemetryItem[]): string =>
  stringify(
    items.map(({ sums, ...row }) => ({ ...row, ...sums })),
    { header: true, columns: COLUMNS, escape_formulas: true, record_delimiter: 'windows' },
  );

/** Indexes as they are written: no zero before them, and safe as numbers. */
const INDEX = /^(0|[1-9][0-9]{0,14})$/;

function rowsRoute(app: App, deps: AppDeps): void {
  const schema = {
    ...operation({
      operationId: 'readDayRows',
      tag: 'log',
      summary: 'The exact accumulator rows under a telemetry.day leaf, one a line, in root order',
      description: 'The leaf states the RFC 6962 root over these lines without their line ends, and their number n.',
      success: {
        description: 'RFC 8785 JSON, one row a line, immutable',
        content: { 'application/jsonl': Type.String() },
      },
      codes: ['not_found'],
    }),
    params: closed({ index: Type.String({ description: 'index of the leaf', examples: ['0'] }) }),
  };
  app.get('/log/rows/:index([0-9]{1,20}).jsonl', { schema, config: limitTiles }, async (request, reply) => {
    const { index } = request.params;
    assertThat(INDEX.test(index), 'not_found', 'no leaf has this address');
    const type = 'application/jsonl; charset=utf-8';
    return answerText(request, reply, { type, cache: CACHE.forever }, await readDayRows(deps.registry, Number(index)));
  });
}
