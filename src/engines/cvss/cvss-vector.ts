import type { InputProblem } from '#engines/result.ts';

export type CvssVersion = '2.0' | '3.0' | '3.1' | '4.0';

/** A vector read: its metrics in the order written, each known, none given twice, the base metrics all there. */
export interface ParsedVector {
  readonly version: CvssVersion;
  readonly metrics: ReadonlyMap<string, string>;
}

/** Metrics that every vector of a version must give; the rest of a vector refines its score. */
export const baseMetrics: Readonly<Record<CvssVersion, readonly string[]>> = {
  '2.0': ['AV', 'AC', 'Au', 'C', 'I', 'A'],
  '3.0': ['AV', 'AC', 'PR', 'UI', 'S', 'C', 'I', 'A'],
  '3.1': ['AV', 'AC', 'PR', 'UI', 'S', 'C', 'I', 'A'],
  '4.0': ['AV', 'AC', 'AT', 'PR', 'UI', 'VC', 'VI', 'VA', 'SC', 'SI', 'SA'],
};

const maxVectorLength = 400;

/**
 * Reads a CVSS vector of any version. Also read: the parentheses of version 2, lower case, blanks around, a slash at the
 * end. A vector without prefix is of version 2.
 */
export function parseVector(text: string): ParsedVector | InputProblem {
  if (text.length > maxVectorLength) return vectorProblem(text, 'length');
  const plain = text
    .trim()
    .replace(/^\((.*)\)$/s, '$1')
    .replace(/\/$/, '');
  const prefix = /^CVSS:(2\.0|3\.0|3\.1|4\.0)\//i.exec(plain);
  if (prefix === null && /^CVSS/i.test(plain)) return vectorProblem(text, 'version');
  const version = (prefix?.[1] ?? '2.0') as CvssVersion;
  const metrics = new Map<string, string>();
  for (const metric of plain.slice(prefix?.[0].length ?? 0).split('/')) {
    const [, name, value] = /^([a-z]{1,3}):([a-z]{1,5})$/i.exec(metric) ?? [];
    if (name === undefined || value === undefined) return vectorProblem(text, 'metric');
    const spelled = spelledName(version, name);
    if (metrics.has(spelled)) return vectorProblem(text, 'twice');
    metrics.set(spelled, spelledValue(spelled, value));
  }
  const isGiven = (value: string | undefined): boolean =>
    value !== undefined && value !== 'X' && value !== 'ND';
  if (!baseMetrics[version].every((name) => isGiven(metrics.get(name))))
    return vectorProblem(text, 'incomplete');
  return { version, metrics };
}

/** The vector as its version writes it, of the given metrics only. */
export function formatVector({ version, metrics }: ParsedVector): string {
  const text = [...metrics].map(([name, value]) => `${name}:${value}`).join('/');
  return version === '2.0' ? text : `CVSS:${version}/${text}`;
}

function spelledName(version: CvssVersion, name: string): string {
  const upper = name.toUpperCase();
  return version === '2.0' && upper === 'AU' ? 'Au' : upper;
}

function spelledValue(name: string, value: string): string {
  const upper = value.toUpperCase();
  return name === 'U' && upper.length > 1 ? upper.charAt(0) + upper.slice(1).toLowerCase() : upper;
}

const reasons = {
  length: { fr: 'il est trop long.', en: 'it is too long.' },
  version: {
    fr: 'sa version n’est pas 2.0, 3.0, 3.1 ou 4.0.',
    en: 'its version is not 2.0, 3.0, 3.1 or 4.0.',
  },
  metric: {
    fr: 'une métrique n’a pas la forme NOM:VALEUR.',
    en: 'a metric does not have the form NAME:VALUE.',
  },
  twice: { fr: 'une métrique est donnée deux fois.', en: 'a metric is given twice.' },
  incomplete: { fr: 'il manque une métrique de base.', en: 'a base metric is missing.' },
  value: { fr: 'une métrique ou sa valeur est inconnue.', en: 'a metric or its value is unknown.' },
} as const;

export function vectorProblem(vector: string, reason: keyof typeof reasons): InputProblem {
  const shown = vector.slice(0, 120);
  const { fr, en } = reasons[reason];
  return {
    code: 'cvss.unreadable',
    message: {
      fr: `« ${shown} » n’est pas un vecteur CVSS : ${fr}`,
      en: `“${shown}” is not a CVSS vector: ${en}`,
    },
  };
}
