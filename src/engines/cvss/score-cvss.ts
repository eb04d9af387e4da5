import calculator from 'ae-cvss-calculator';
import type { Result } from '#engines/result.ts';
import { baseMetrics, formatVector, parseVector, vectorProblem } from './cvss-vector.ts';
import type { CvssVersion, ParsedVector } from './cvss-vector.ts';

export type CvssSeverity = 'none' | 'low' | 'medium' | 'high' | 'critical';

export interface CvssScore {
  readonly version: CvssVersion;
  /** 0–10, one decimal. */
  readonly score: number;
  readonly severity: CvssSeverity;
}

/** Version 4 takes a millisecond a vector, and a feed repeats few thousand vectors: answers are kept. */
const maxKept = 20_000;
const kept = new Map<string, Result<CvssScore | null>>();

/**
 * The score of a vector as it is published: of its base metrics alone in versions 2 and 3, of all its metrics in version
 * 4, which has one score. Null with a problem when it is no vector.
 */
export function scoreCvss(vector: string): Result<CvssScore | null> {
  const known = kept.get(vector);
  if (known !== undefined) return known;
  const result = scoreAnew(vector);
  if (kept.size >= maxKept) kept.clear();
  if (vector.length <= 500) kept.set(vector, result);
  return result;
}

function scoreAnew(vector: string): Result<CvssScore | null> {
  const parsed = parseVector(vector);
  if ('code' in parsed) return { value: null, problems: [parsed] };
  if (parsed.version === '4.0') return scored(vector, parsed);
  const metrics = baseMetrics[parsed.version].map((name) => [name, parsed.metrics.get(name) ?? ''] as const);
  return scored(vector, { version: parsed.version, metrics: new Map(metrics) });
}

export function severityOf(version: CvssVersion, score: number): CvssSeverity {
  if (score <= 0) return 'none';
  if (score < 4) return 'low';
  if (score < 7) return 'medium';
  return score < 9 || version === '2.0' ? 'high' : 'critical';
}

const calculators = {
  '2.0': calculator.Cvss2,
  '3.0': calculator.Cvss3P0,
  '3.1': calculator.Cvss3P1,
  '4.0': calculator.Cvss4P0,
} as const;

function scored(asked: string, parsed: ParsedVector): Result<CvssScore | null> {
  const { version } = parsed;
  try {
    const Calculator = calculators[version];
    const score = new Calculator(formatVector(parsed)).calculateScores().overall;
    if (!Number.isFinite(score)) return { value: null, problems: [vectorProblem(asked, 'value')] };
    return { value: { version, score, severity: severityOf(version, score) }, problems: [] };
  } catch {
    // The library throws at a metric or a value that the version does not know.
    return { value: null, problems: [vectorProblem(asked, 'value')] };
  }
}
