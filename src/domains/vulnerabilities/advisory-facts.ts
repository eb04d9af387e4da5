import type { Advisory, CvssVector, KevEntry, SsvcFacts } from '#engines/advisory/advisory.ts';
import type { FeedKind } from './feed-record.ts';
import { isCve } from './vulnerability-names.ts';

/** What `advisory.facts` keeps of a record: all that it says but its rules. */
export interface AdvisoryFacts {
  readonly state: Advisory['state'];
  readonly description: string;
  readonly cvss: readonly CvssVector[];
  readonly ssvc: SsvcFacts | null;
  readonly weaknesses: readonly string[];
  readonly references: Advisory['references'];
  readonly remedies: readonly string[];
  readonly kev?: KevEntry;
}

export function factsOf(advisory: Advisory, kev: KevEntry | null): AdvisoryFacts {
  const { state, description, cvss, ssvc, weaknesses, references, remedies } = advisory;
  return {
    state,
    description,
    cvss,
    ssvc,
    weaknesses,
    references,
    remedies,
    ...(kev === null ? {} : { kev }),
  };
}

/** One advisory of a vulnerability, beside the others. */
export interface ToldFacts {
  readonly kind: FeedKind;
  readonly title: string;
  readonly publishedAt: string | null;
  readonly modifiedAt: string | null;
  readonly withdrawn: boolean;
  readonly facts: AdvisoryFacts;
}

/** A score of `vulnerability.cvss`. */
export interface ScoredVector extends CvssVector {
  /** Computed from the vector; null when it cannot be. */
  readonly score: number | null;
  readonly severity: string | null;
}

/** What `vulnerability` holds of all its advisories together. */
export interface MergedFacts {
  readonly state: 'published' | 'rejected';
  readonly title: string;
  readonly description: string;
  readonly publishedAt: string | null;
  readonly modifiedAt: string | null;
  readonly cvss: readonly ScoredVector[];
  readonly ssvc: SsvcFacts | null;
  readonly weaknesses: readonly string[];
  readonly links: readonly { readonly url: string; readonly tags: readonly string[] }[];
  readonly kev: KevEntry | null;
}

/** Whose words name and describe a vulnerability first: who numbered it, then who catalogues, then who republishes. */
const voices: Readonly<Record<FeedKind, number>> = {
  cve: 10,
  ossa: 20,
  osv: 30,
  nvd: 40,
  csaf: 50,
  kev: 60,
  certfr: 70,
  debian: 80,
  'debian-changelog': 90,
  epss: 99,
};

/** Who scores: the vendor and the CNA know the product, CISA and NVD come after. */
const scorers: readonly string[] = ['vendor', 'cna', 'cisa', 'adp', 'nvd'];
const newestCvss: readonly string[] = ['4.0', '3.1', '3.0', '2.0'];

const maxLinks = 60;
const maxVectors = 12;

/**
 * What the advisories of one vulnerability say together. Whether a CVE is rejected, its record decides, or NVD that
 * repeats it: others withdraw their own advisory and no number of the program. Any other number is rejected when all say
 * so. What was withdrawn counts only when nothing else is left.
 * @param score the score that a vector has, whatever was published beside it
 */
export function mergeFacts(
  name: string,
  told: readonly ToldFacts[],
  score: (vector: string) => { readonly score: number; readonly severity: string } | null,
): MergedFacts {
  const standing = told.filter((one) => !one.withdrawn);
  const heard = (standing.length > 0 ? standing : told).toSorted((a, b) => voices[a.kind] - voices[b.kind]);
  const first = <T>(of: (one: ToldFacts) => T | null): T | null => {
    for (const one of heard) {
      const value = of(one);
      if (value !== null && value !== '') return value;
    }
    return null;
  };
  const links = new Map(heard.flatMap(({ facts }) => facts.references).map((link) => [link.url, link]));
  return {
    state: stateOf(name, standing),
    title: first(({ title }) => title) ?? '',
    description: first(({ facts }) => facts.description) ?? '',
    publishedAt: first(({ publishedAt, kind }) => (kind === 'kev' ? null : publishedAt)),
    modifiedAt: latest(heard.map(({ modifiedAt }) => modifiedAt)),
    cvss: scored(
      heard.flatMap(({ facts }) => facts.cvss),
      score,
    ),
    ssvc: first(({ facts }) => facts.ssvc),
    weaknesses: [...new Set(heard.flatMap(({ facts }) => facts.weaknesses))].slice(0, maxLinks),
    links: [...links.values()].slice(0, maxLinks),
    kev: standing.find(({ facts }) => facts.kev !== undefined)?.facts.kev ?? null,
  };
}

function stateOf(name: string, standing: readonly ToldFacts[]): 'published' | 'rejected' {
  const of = (judge: FeedKind) => standing.filter(({ kind }) => kind === judge);
  const judges = !isCve(name) ? standing : of('cve').length > 0 ? of('cve') : of('nvd');
  return judges.length > 0 && judges.every(({ facts }) => facts.state === 'rejected')
    ? 'rejected'
    : 'published';
}

function latest(dates: readonly (string | null)[]): string | null {
  const known = dates.filter((date) => date !== null).toSorted();
  return known.at(-1) ?? null;
}

function scored(
  vectors: readonly CvssVector[],
  score: Parameters<typeof mergeFacts>[2],
): readonly ScoredVector[] {
  const distinct = new Map<string, CvssVector>();
  for (const one of vectors) {
    const key = `${one.source} ${one.vector}`;
    if (!distinct.has(key)) distinct.set(key, one);
  }
  const place = (list: readonly string[], value: string) => {
    const at = list.indexOf(value);
    return at < 0 ? list.length : at;
  };
  return [...distinct.values()]
    .toSorted(
      (a, b) =>
        place(scorers, a.source) - place(scorers, b.source) ||
        place(newestCvss, a.version) - place(newestCvss, b.version),
    )
    .slice(0, maxVectors)
    .map((one) => {
      const own = score(one.vector);
      return { ...one, score: own?.score ?? null, severity: own?.severity ?? null };
    });
}
