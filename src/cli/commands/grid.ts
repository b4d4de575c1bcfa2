import { createHash } from 'node:crypto';
import { type Command, Option } from 'commander';
import { formatUtcInstant } from '../../core/instant.ts';
import { isJsonObject } from '../../core/json.ts';
import type { JsonValue } from '../../core/json-value.ts';
import type { Context } from '../context.ts';
import { Failure } from '../failure.ts';
import { readBytes } from '../files.ts';
import { readCarbonAwareJson } from '../grid/carbon-aware-sdk.ts';
import { type Intensity, readElectricityMapsCsv, readElectricityMapsJson } from '../grid/electricity-maps.ts';
import { readEntsoeCsv } from '../grid/entsoe.ts';
import { type Gap, mergeReadings, type PreparedSeries } from '../grid/merge-readings.ts';
import { ExportError, type Reading } from '../grid/reading.ts';
import { examples, type Invoke } from '../host.ts';
import type { Exit } from '../io.ts';

const SOURCES = ['electricitymaps', 'entsoe', 'carbon-aware-sdk'] as const;
type Source = (typeof SOURCES)[number];

interface PrepareOptions {
  readonly from?: Source;
  readonly zone: string;
  readonly output: string;
  readonly intensity: Intensity;
}

export function addGridCommands(program: Command, invoke: Invoke): void {
  const grid = program.command('grid').description('reference series of grid zones');
  grid
    .command('prepare')
    .description('make a grid_series file from exports; fetches nothing, several files become one series')
    .argument('<files...>', 'exports of Electricity Maps (CSV, JSON), ENTSO-E (CSV), Carbon Aware SDK (JSON)')
    .requiredOption('--zone <zone>', 'grid zone the series is for, as audits name it')
    .requiredOption('-o, --output <file>', 'the series as CSV; its digest becomes its name in DATA_DIR/grid')
    .addOption(
      new Option('--from <source>', 'what all files come from; default: told by their content').choices([...SOURCES]),
    )
    .addOption(
      new Option('--intensity <kind>', 'carbon intensity to take from Electricity Maps')
        .choices(['lifecycle', 'direct'])
        .default('lifecycle'),
    )
    .addHelpText(
      'after',
      `\nExit code 1 where hours are missing: the file holds those that are complete.\n${examples('carbon-mirror grid prepare carbon.csv prices.csv --zone DK1 -o dk1.csv')}`,
    )
    .action((files: readonly string[], options: PrepareOptions, command: Command) =>
      invoke(command, (context) => prepare(context, files, options)),
    );
}

async function prepare(context: Context, files: readonly string[], options: PrepareOptions): Promise<Exit> {
  const readings: Reading[] = [];
  for (const file of files) {
    const text = Buffer.from(await readBytes(context, file)).toString('utf8');
    readings.push(...explained(file, () => readExport(text, options)));
  }
  const series = explained('the series', () => mergeReadings(readings));
  await context.io.replaceFile(options.output, series.csv);
  const sha256 = createHash('sha256').update(series.csv).digest('hex');
  context.io.out(context.json ? asJson(series, sha256, options) : asText(context, series, sha256, options));
  return series.gaps.length === 0 ? 0 : 1;
}

function explained<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ExportError) throw new Failure(1, `${what}: ${error.message}`);
    throw error;
  }
}

function readExport(text: string, { from, intensity }: PrepareOptions): readonly Reading[] {
  const body = /^\s*[[{]/.test(text) ? parseJson(text) : undefined;
  const source = from ?? recognise(text, body);
  if (source === 'entsoe') return readEntsoeCsv(text);
  if (source === 'carbon-aware-sdk') return readCarbonAwareJson(body ?? null);
  return isJsonObject(body) ? readElectricityMapsJson(body) : readElectricityMapsCsv(text, intensity);
}

function parseJson(text: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch {
    throw new ExportError('it is no JSON');
  }
}

function recognise(text: string, body: JsonValue | undefined): Source {
  if (body !== undefined) {
    const isList =
      Array.isArray(body) || (isJsonObject(body) && Object.keys(body).some((key) => /^emissions$/i.test(key)));
    return isList ? 'carbon-aware-sdk' : 'electricitymaps';
  }
  const [header = ''] = text.split('\n', 1);
  if (/\bmtu\b/i.test(header)) return 'entsoe';
  if (/datetime \(utc\)/i.test(header)) return 'electricitymaps';
  throw new ExportError(`it is no export of ${SOURCES.join(', ')}`);
}

const actOf = (zone: string, sha256: string) => ({ action: 'grid_series', subject: 'registry', zone, sha256 });

function asJson({ gaps, hours, from, to }: PreparedSeries, sha256: string, { zone, output }: PrepareOptions): string {
  const lacking = gaps.map(({ hour, missing }) => ({ start: formatUtcInstant(hour), missing }));
  const span = { from: formatUtcInstant(from), to: formatUtcInstant(to) };
  return `${JSON.stringify({ file: output, sha256, hours, ...span, gaps: lacking, act: actOf(zone, sha256) }, null, 2)}\n`;
}

/** Gaps printed one by one. */
const SHOWN_GAPS = 20;

function asText({ paint }: Context, series: PreparedSeries, sha256: string, { zone, output }: PrepareOptions): string {
  const { gaps, hours, from, to } = series;
  const more = gaps.length - SHOWN_GAPS;
  const lines = [
    `${paint.good('Prepared')}  ${output}: ${hours} hours of ${zone}, ${formatUtcInstant(from)} to ${formatUtcInstant(to)}`,
    `${paint.dim('sha256')}    ${sha256}`,
    ...gaps.slice(0, SHOWN_GAPS).map((gap) => `${paint.warn('gap')}       ${gapText(gap)}`),
    ...(more > 0 ? [`${paint.warn('gap')}       and ${more} more hours`] : []),
    '',
    'To put it into force: copy the file, then have officers sign the act.',
    `  cp ${output} "$DATA_DIR/grid/${sha256}.csv"`,
    `  carbon-mirror act --action grid_series --subject registry \\`,
    `      --set zone=${zone} --set sha256=${sha256} --reason "…" --key officer.jwk.json`,
  ];
  return `${lines.join('\n')}\n`;
}

const gapText = ({ hour, missing }: Gap): string => `${formatUtcInstant(hour)} without ${missing.join(', ')}`;
