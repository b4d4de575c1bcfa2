import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { parseGridSeries } from '../../src/core/methodology/grid-series.ts';
import { runCli } from './fake-io.ts';

/* Every export here is invented; only its form is the publisher's. */

const EM_HEADER =
  'Datetime (UTC),Country,Zone name,Zone id,Carbon intensity gCO₂eq/kWh (direct),Carbon intensity gCO₂eq/kWh (Life cycle),Carbon-free energy percentage (CFE%),Renewable energy percentage (RE%),Data source,Data estimated,Data estimation method';
const carbon = (...rows: readonly string[]) => [EM_HEADER, ...rows].join('\n');
const emRow = (time: string, direct: string, life: string, free: string) =>
  `${time},Denmark,West Denmark,DK-DK1,${direct},${life},${free},60.1,"entsoe.eu, other",false,`;
const CARBON = carbon(
  emRow('2026-03-16 00:00:00', '80.5', '101.25', '71.2345678'),
  emRow('2026-03-16 01:00:00', '90', '110', '70'),
);
const prices = (...rows: readonly string[]) =>
  ['\uFEFF"MTU (UTC)","Area","Sequence","Day-ahead Price (EUR/MWh)"', ...rows].join('\r\n');
const price = (from: string, to: string, value: string) =>
  `"16/03/2026 ${from}:00 - 16/03/2026 ${to}:00","BZN|DK1","Without Sequence","${value}"`;
const PRICES = prices(price('00:00', '01:00', '55.12'), price('01:00', '02:00', '-3.5'));

const prepare = (files: Readonly<Record<string, string>>, ...argv: readonly string[]) =>
  runCli(['grid', 'prepare', ...Object.keys(files), '--zone', 'DK1', '-o', 'dk1.csv', ...argv], { files });
const linesOf = (outcome: Awaited<ReturnType<typeof prepare>>) =>
  (outcome.written.get('dk1.csv')?.text ?? '').trimEnd().split('\n').slice(1);

describe('grid prepare', () => {
  test('makes one series of carbon and prices, and says how to put it into force', async () => {
    const outcome = await prepare({ 'c.csv': CARBON, 'p.csv': PRICES });
    const text = outcome.written.get('dk1.csv')?.text ?? '';
    expect(text).toBe(
      'start,grid_cfe_share,carbon_intensity_g_per_kwh,price_per_mwh\n2026-03-16T00:00:00Z,0.712346,101.25,55.12\n2026-03-16T01:00:00Z,0.7,110,-3.5\n',
    );
    expect(parseGridSeries(text)?.size).toBe(2);
    const sha256 = createHash('sha256').update(text).digest('hex');
    expect(outcome).toMatchObject({ exit: 0, requests: [] });
    expect(outcome.out).toContain(`sha256    ${sha256}`);
    expect(outcome.out).toContain(`--set zone=DK1 --set sha256=${sha256}`);
    expect(outcome.out).toContain('2 hours of DK1');
  });

  test('prints the act as JSON', async () => {
    const { out } = await prepare({ 'c.csv': CARBON, 'p.csv': PRICES }, '--json');
    const { sha256, act, gaps } = JSON.parse(out);
    expect(act).toEqual({ action: 'grid_series', subject: 'registry', zone: 'DK1', sha256 });
    expect(gaps).toEqual([]);
  });

  test('takes the direct intensity where asked', async () => {
    const outcome = await prepare({ 'c.csv': CARBON, 'p.csv': PRICES }, '--intensity', 'direct');
    expect(linesOf(outcome)[0]).toBe('2026-03-16T00:00:00Z,0.712346,80.5,55.12');
  });

  test('reports hours that are not complete and leaves them out', async () => {
    const later = carbon(emRow('2026-03-16 00:00:00', '1', '2', '3'), emRow('2026-03-16 03:00:00', '1', '2', ''));
    const outcome = await prepare({ 'c.csv': later, 'p.csv': PRICES });
    expect(outcome.exit).toBe(1);
    expect(linesOf(outcome)).toEqual(['2026-03-16T00:00:00Z,0.03,2,55.12']);
    expect(outcome.out).toContain('2026-03-16T01:00:00Z without grid_cfe_share, carbon_intensity_g_per_kwh');
    expect(outcome.out).toContain(
      '2026-03-16T02:00:00Z without grid_cfe_share, carbon_intensity_g_per_kwh, price_per_mwh',
    );
    expect(outcome.out).toContain('2026-03-16T03:00:00Z without grid_cfe_share, price_per_mwh');
  });

  test('averages quarters of an hour, and does not guess a missing one', async () => {
    const quarters = ['00:00', '00:15', '00:30', '00:45', '01:00', '01:15', '01:30', '01:45', '02:00'];
    const rows = quarters
      .slice(0, -1)
      .map((from, index) => price(from, quarters[index + 1] ?? '', index === 6 ? 'n/e' : `${index}.1`));
    const outcome = await prepare({ 'c.csv': CARBON, 'p.csv': prices(...rows) });
    expect(linesOf(outcome)).toEqual(['2026-03-16T00:00:00Z,0.712346,101.25,1.6']);
    expect(outcome.out).toContain('2026-03-16T01:00:00Z without price_per_mwh');
  });
});

describe('the ENTSO-E clock', () => {
  const local = (day: string, ...hours: readonly (readonly [string, string])[]) =>
    [
      'MTU (CET/CEST);Day-ahead Price [EUR/MWh]',
      ...hours.map(
        ([from, value]) =>
          `${day} ${from} - ${day} ${(Number(from.slice(0, 2)) + 1).toString().padStart(2, '0')}:00;${value}`,
      ),
    ].join('\n');
  const carbonOf = (day: string, hours: readonly string[]) =>
    carbon(...hours.map((hour) => emRow(`${day} ${hour}:00`, '1', '2', '3')));
  const pricesOf = async (file: string, day: string, hours: readonly string[]) =>
    linesOf(await prepare({ 'c.csv': carbonOf(day, hours), 'p.csv': file })).map((line) => [
      line.slice(11, 16),
      line.split(',')[3],
    ]);

  test('goes forward in March', async () => {
    const file = local('29.03.2026', ['01:00', '1'], ['03:00', '2'], ['04:00', '3']);
    expect(await pricesOf(file, '2026-03-29', ['00:00', '01:00', '02:00'])).toEqual([
      ['00:00', '1'],
      ['01:00', '2'],
      ['02:00', '3'],
    ]);
  });

  test('has an hour twice in October', async () => {
    const file = local('25.10.2026', ['01:00', '1'], ['02:00', '2'], ['02:00', '3'], ['03:00', '4']);
    const days = carbon(
      ...['2026-10-24 23:00:00', '2026-10-25 00:00:00', '2026-10-25 01:00:00', '2026-10-25 02:00:00'].map((time) =>
        emRow(time, '1', '2', '3'),
      ),
    );
    const outcome = await prepare({ 'c.csv': days, 'p.csv': file });
    expect(linesOf(outcome).map((line) => [line.slice(0, 16), line.split(',')[3]])).toEqual([
      ['2026-10-24T23:00', '1'],
      ['2026-10-25T00:00', '2'],
      ['2026-10-25T01:00', '3'],
      ['2026-10-25T02:00', '4'],
    ]);
  });
});

describe('JSON exports', () => {
  const free = JSON.stringify({
    zone: 'DK-DK1',
    unit: '%',
    data: [{ datetime: '2026-03-16T00:00:00.000Z', value: 50 }],
  });
  const cost = JSON.stringify({
    zone: 'DK-DK1',
    data: [{ datetime: '2026-03-16T00:00:00.000Z', value: 40.25, unit: 'EUR/MWh' }],
  });

  test.each([
    [
      'Electricity Maps',
      { zone: 'DK-DK1', history: [{ zone: 'DK-DK1', carbonIntensity: 120, datetime: '2026-03-16T00:00:00.000Z' }] },
    ],
    [
      'the Carbon Aware SDK',
      [
        { location: 'DK1', time: '2026-03-16T00:00:00+00:00', rating: 100, duration: '00:30:00' },
        { location: 'DK1', time: '2026-03-16T01:30:00+01:00', rating: 140, duration: '00:30:00' },
      ],
    ],
    [
      'its JSON source',
      { Emissions: [{ Location: 'DK1', Time: '2026-03-16T00:00:00Z', Rating: 120, Duration: '01:00:00' }] },
    ],
  ])('of %s', async (_, body) => {
    const outcome = await prepare({ 'i.json': JSON.stringify(body), 'f.json': free, 'p.json': cost });
    expect(outcome.err).toBe('');
    expect(linesOf(outcome)).toEqual(['2026-03-16T00:00:00Z,0.5,120,40.25']);
  });
});

describe('what cannot be used', () => {
  const twice = carbon(emRow('2026-03-16 00:00:00', '1', '99', '3'));
  test.each<[string, Readonly<Record<string, string>>, string]>([
    [
      'two values of one hour',
      { 'a.csv': CARBON, 'b.csv': twice, 'p.csv': PRICES },
      'two values of carbon_intensity_g_per_kwh at 2026-03-16T00:00:00Z',
    ],
    [
      'several zones',
      { 'a.csv': `${CARBON}\n${emRow('2026-03-16 02:00:00', '1', '2', '3').replace('DK-DK1', 'SE-SE3')}` },
      'several zones: DK-DK1, SE-SE3',
    ],
    ['another table', { 'a.csv': 'time,value\n1,2\n' }, 'no export of'],
    ['broken JSON', { 'a.json': '{"data":' }, 'no JSON'],
    ['an empty list', { 'a.json': '[]' }, 'no emissions'],
    ['no price at all', { 'a.csv': CARBON }, 'no hour has all of'],
    [
      'a share above 100 %',
      { 'a.csv': carbon(emRow('2026-03-16 00:00:00', '1', '2', '101')), 'p.csv': PRICES },
      'outside 0 to 1',
    ],
    [
      'an absurd intensity',
      { 'a.csv': carbon(emRow('2026-03-16 00:00:00', '1', '1501', '10')), 'p.csv': PRICES },
      'outside 0 to 1500',
    ],
    ['a broken time unit', { 'p.csv': prices('"yesterday","BZN|DK1","","1"') }, 'no market time unit "yesterday"'],
  ])('%s', async (_, files, message) => {
    const outcome = await prepare(files);
    expect(outcome.exit).toBe(1);
    expect(outcome.err).toContain(message);
    expect(outcome.written.size).toBe(0);
  });

  test('two exports that agree are one', async () => {
    const outcome = await prepare({ 'a.csv': CARBON, 'b.csv': CARBON, 'p.csv': PRICES });
    expect(outcome.exit).toBe(0);
    expect(linesOf(outcome)).toHaveLength(2);
  });
});
