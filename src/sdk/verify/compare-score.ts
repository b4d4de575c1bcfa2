import { isJsonObject } from '../../core/json.ts';
import type { JsonValue } from '../../core/json-value.ts';
import { MIRROR_IDS, SUBMETRIC_IDS } from '../../core/methodology/cms-1.ts';
import type { ScoreJson } from '../../core/methodology/score-json.ts';

/** One figure of a score, twice. */
export interface Figure {
  /** Member names from the score down, joined by dots. */
  readonly name: string;
  readonly computed: string | null;
  /** Undefined where what was published lacks it. */
  readonly published: string | null | undefined;
  readonly isEqual: boolean;
}

const PATHS: readonly (readonly string[])[] = [
  ['composite_pow4'],
  ['composite_6'],
  ['composite_percent'],
  ['coverage'],
  ...MIRROR_IDS.map((id) => ['mirrors', id, 'value']),
  ...SUBMETRIC_IDS.flatMap((id) =>
    ['value', 'numerator', 'denominator', 'status'].map((member) => ['submetrics', id, member]),
  ),
  ...['visibility', 'measured_share', 'min_site_coverage'].map((member) => ['facts', member]),
];

/** Every exact figure of a score beside the same one as somebody publishes it. */
export function compareScores(computed: ScoreJson, published: JsonValue | undefined): readonly Figure[] {
  const own: JsonValue = JSON.parse(JSON.stringify(computed));
  return PATHS.map((path) => {
    const [a, b] = [textAt(own, path) ?? null, textAt(published, path)];
    return { name: path.join('.'), computed: a, published: b, isEqual: a === b };
  });
}

function textAt(value: JsonValue | undefined, path: readonly string[]): string | null | undefined {
  const found = path.reduce<JsonValue | undefined>(
    (node, name) => (isJsonObject(node) ? node[name] : undefined),
    value,
  );
  return typeof found === 'string' || found === null ? found : undefined;
}
