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

/** What a public service needs, DICP 0–4 each. */
export interface ServiceNeeds {
  readonly confidentiality: number;
  readonly integrity: number;
  readonly availability: number;
}

/** Version 4 takes a millisecond a vector, and a feed repeats few thousand vectors: answers are kept. */
const maxKept = 20_000;
const kept = new Map<string, Result<CvssScore | null>>();

/**
 * The score of a vector as it is published: of its base metrics alone in versions 2 and 3, of all its metrics in version
 * 4, which has one score. Null with a problem when it is no vector.
 */
export function scoreCvss(vector: string): Result<CvssScore | null> {
  return remembered(vector, () => {
    const parsed = parseVector(vector);
    if ('code' in parsed) return { value: null, problems: [parsed] };
    if (parsed.version === '4.0') return scored(vector, parsed);
    const metrics = baseMetrics[parsed.version].map(
      (name) => [name, parsed.metrics.get(name) ?? ''] as const,
    );
    return scored(vector, { version: parsed.version, metrics: new Map(metrics) });
  });
}

/**
 * The score of a vector for one service (CVSS-BTE): its own threat metrics are kept, the three requirements are the
 * service's needs: 0–1 low, 2 medium, 3–4 high.
 */
export function scoreCvssFor(vector: string, needs: ServiceNeeds): Result<CvssScore | null> {
  const requirements = [
    ['CR', requirementOf(needs.confidentiality)],
    ['IR', requirementOf(needs.integrity)],
    ['AR', requirementOf(needs.availability)],
  ] as const;
  return remembered(`${requirements.flat().join(' ')} ${vector}`, () => {
    const parsed = parseVector(vector);
    if ('code' in parsed) return { value: null, problems: [parsed] };
    return scored(vector, { ...parsed, metrics: new Map([...parsed.metrics, ...requirements]) });
  });
}

export function severityOf(version: CvssVersion, score: number): CvssSeverity {
  if (score <= 0) return 'none';
  if (score < 4) return 'low';
  if (score < 7) return 'medium';
  return score < 9 || version === '2.0' ? 'high' : 'critical';
}

function requirementOf(need: number): 'L' | 'M' | 'H' {
  if (need >= 3) return 'H';
  return need >= 2 ? 'M' : 'L';
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

function remembered(key: string, compute: () => Result<CvssScore | null>): Result<CvssScore | null> {
  const known = kept.get(key);
  if (known !== undefined) return known;
  const result = compute();
  if (kept.size >= maxKept) kept.clear();
  if (key.length <= 500) kept.set(key, result);
  return result;
}
