import type { SsvcFacts } from '#engines/advisory/advisory.ts';
import type { TechnicalImpact } from './decision-points.ts';

/** Where an answer comes from: CISA itself, derived from the CVSS vector, or assumed the worst since nobody says. */
export type Origin = 'cisa' | 'derived' | 'assumed';

export interface TechnicalFacts {
  readonly automatable: { readonly value: 'no' | 'yes'; readonly origin: Origin };
  readonly technicalImpact: { readonly value: TechnicalImpact; readonly origin: Origin };
}

/**
 * « Automatable » and « Technical Impact » of SSVC: as CISA publishes them, else derived from a CVSS vector (2.0 to 4.0):
 * automatable when reached over the network, without difficulty, privilege or a person's help; total when
 * confidentiality, integrity and availability are all lost. Without a vector the worst is assumed.
 */
export function technicalFacts(
  vector: string | null,
  ssvc: Pick<SsvcFacts, 'automatable' | 'technicalImpact'> | null,
): TechnicalFacts {
  const metrics = vector === null ? null : readMetrics(vector);
  return {
    automatable: automatableOf(metrics, ssvc?.automatable ?? null),
    technicalImpact: impactOf(metrics, ssvc?.technicalImpact ?? null),
  };
}

type Metrics = ReadonlyMap<string, string>;

/** Metrics of a vector; null for a text that is none. */
function readMetrics(vector: string): Metrics | null {
  const metrics = new Map<string, string>();
  for (const part of vector.slice(0, 500).toUpperCase().split('/')) {
    const [name, value, ...rest] = part.replace(/[()]/g, '').split(':');
    if (name !== undefined && value !== undefined && rest.length === 0) metrics.set(name, value);
  }
  return metrics.has('AV') ? metrics : null;
}

function automatableOf(metrics: Metrics | null, said: boolean | null): TechnicalFacts['automatable'] {
  if (said !== null) return { value: said ? 'yes' : 'no', origin: 'cisa' };
  if (metrics === null) return { value: 'yes', origin: 'assumed' };
  // CVSS 4.0 asks the very question (§4.2, Automatable).
  const asked = metrics.get('AU');
  if (metrics.has('VC') && (asked === 'Y' || asked === 'N')) {
    return { value: asked === 'Y' ? 'yes' : 'no', origin: 'derived' };
  }
  const easy =
    metrics.get('AV') === 'N' &&
    metrics.get('AC') === 'L' &&
    (metrics.get('AT') ?? 'N') === 'N' &&
    (metrics.get('PR') ?? metrics.get('AU')) === 'N' &&
    (metrics.get('UI') ?? 'N') === 'N';
  return { value: easy ? 'yes' : 'no', origin: 'derived' };
}

const impactMetrics = [
  ['C', 'VC'],
  ['I', 'VI'],
  ['A', 'VA'],
] as const;

function impactOf(metrics: Metrics | null, said: TechnicalImpact | null): TechnicalFacts['technicalImpact'] {
  if (said !== null) return { value: said, origin: 'cisa' };
  if (metrics === null) return { value: 'total', origin: 'assumed' };
  const total = impactMetrics.every(([three, four]) => {
    const loss = metrics.get(three) ?? metrics.get(four);
    return loss === 'H' || loss === 'C';
  });
  return { value: total ? 'total' : 'partial', origin: 'derived' };
}
