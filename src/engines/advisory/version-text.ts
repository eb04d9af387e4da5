/** A range as a text says it; versions as written. */
export interface TextRange {
  readonly low: { readonly version: string; readonly inclusive: boolean } | null;
  readonly high: { readonly version: string; readonly inclusive: boolean } | null;
}

/** What a `version` without bounds says: all versions, nothing, ranges in words, or versions by name. */
export type VersionText =
  | { readonly kind: 'any' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'ranges'; readonly ranges: readonly TextRange[] }
  | { readonly kind: 'named'; readonly names: readonly string[] };

const silent =
  /^(?:n\/?a|none|null|unspecified|unknown|undefined|various|multiple|tbd|see (?:the )?(?:references?|description|advisory).*|not specified|[-?. ]*)$/i;

const all =
  /^(?:\*|any|vers:all\/\*|all(?: (?:supported|released|known|previous|prior|current|available|firmware|software))?(?: versions?| releases?| builds?)?|(?:firmware|software) all versions?|(?:all )?(?:previous|prior|earlier) versions?)$/i;

const version = String.raw`\(?\s*([vVrR]?\d[\w.()+~:*/-]*(?: (?:sp|hf|up|uc|cu|r|u|p|patch|update|hotfix|build) ?\d\w*){0,3})\s*\)?`;
const only = (pattern: string): RegExp => new RegExp(`^${pattern}$`, 'i');
const below = String.raw`(?:before|prior to|earlier than|lower than|older than|below|less than|<)`;
const upTo = String.raw`(?:up to and including|prior to and including|before and including|up to|upto|through at least|through|thru|until|till|to|<=|=<|≤|-|–|—)`;
const andBelow = String.raw`(?:,? ?(?:and|or) )?\(?(?:earlier|prior|below|before|older|lower|previous|under)(?: (?:versions?|releases?|builds?))?\)?`;
const andAbove = String.raw`(?:,? ?(?:and|or) )?\(?(?:later|above|newer|up|upwards?|onwards?|higher|after|greater)(?: (?:versions?|releases?|builds?))?\)?`;

type Reading = (a: string, b: string) => TextRange;

const at = (version: string, inclusive: boolean) => ({ version, inclusive });

/** First match wins. */
const forms: readonly (readonly [pattern: RegExp, reading: Reading])[] = [
  [
    only(`(?:>=|=>|≥) ?${version}[, ]*(?:<=|=<|≤) ?${version}`),
    (a, b) => ({ low: at(a, true), high: at(b, true) }),
  ],
  [only(`(?:>=|=>|≥) ?${version}[, ]*< ?${version}`), (a, b) => ({ low: at(a, true), high: at(b, false) })],
  [only(`> ?${version}[, ]*(?:<=|=<|≤) ?${version}`), (a, b) => ({ low: at(a, false), high: at(b, true) })],
  [only(`> ?${version}[, ]*< ?${version}`), (a, b) => ({ low: at(a, false), high: at(b, false) })],
  [
    only(`(?:from |between )?${version},? (?:and )?${below} ?${version}`),
    (a, b) => ({ low: at(a, true), high: at(b, false) }),
  ],
  [only(`between ${version} and ${version}`), (a, b) => ({ low: at(a, true), high: at(b, true) })],
  [
    only(`${version}[.x*]*: ?${version} ${andBelow}\\.?`),
    (a, b) => ({ low: at(a, true), high: at(b, true) }),
  ],
  [
    only(`(?:from )?${version},? ${upTo} (?:before|prior to) ${version}`),
    (a, b) => ({ low: at(a, true), high: at(b, false) }),
  ],
  [only(`(?:from )?${version},? ${upTo} ${version}`), (a, b) => ({ low: at(a, true), high: at(b, true) })],
  [
    only(`(?:all )?(?:versions? )?(?:${below}|fixed in|patched in|until fixed in) ?${version}`),
    (b) => ({ low: null, high: at(b, false) }),
  ],
  [
    only(`(?:all )?(?:versions? )?${below} and including ${version}`),
    (b) => ({ low: null, high: at(b, true) }),
  ],
  [only(`(?:all )?(?:versions? )?${upTo} ?${version}`), (b) => ({ low: null, high: at(b, true) })],
  [only(`${version},? ?${andBelow}\\.?`), (b) => ({ low: null, high: at(b, true) })],
  [
    only(`(?:all )?(?:versions? )?(?:>=|=>|≥|from|since|starting (?:with|from|in)) ?${version}`),
    (a) => ({ low: at(a, true), high: null }),
  ],
  [only(`${version},? ?${andAbove}\\.?`), (a) => ({ low: at(a, true), high: null })],
  [
    only(`(?:>|after|later than|next of|newer than|above) ?${version}`),
    (a) => ({ low: at(a, false), high: null }),
  ],
];

/** Words of a range: a name that holds one is a range nobody could read. */
export const rangeWords =
  /\b(?:before|prior|below|earlier|later|above|newer|older|through|until|up to|from)\b|[<>]/i;

const maxTextLength = 2000;
/** Longer texts are prose: no range is looked for in them. */
const maxRangeLength = 300;
const maxNames = 200;

/** Reads what stands in `version` when the entry has no other bound. */
export function readVersionText(text: string): VersionText {
  const plain = text.slice(0, maxTextLength).trim().replaceAll(/\s+/g, ' ');
  if (/^v?\d[\w.]*$/i.test(plain)) return { kind: 'named', names: [plain] };
  if (silent.test(plain)) return { kind: 'nothing' };
  if (all.test(plain)) return { kind: 'any' };
  const ranges = plain.length > maxRangeLength ? null : rangesOf(plain);
  if (ranges !== null) return { kind: 'ranges', ranges };
  return { kind: 'named', names: namesOf(plain) };
}

function rangesOf(text: string): readonly TextRange[] | null {
  const whole = rangeOf(text);
  if (whole !== null) return [whole];
  const parts = text.split(/[;,]| and | or |\|\|/i).map((part) => part.trim());
  if (parts.length < 2 || parts.length > maxNames) return null;
  const ranges = parts.map((part) => rangeOf(part) ?? versionAlone(part));
  const isRange = (range: TextRange | null): boolean =>
    range !== null && range.low?.version !== range.high?.version;
  return ranges.every((range) => range !== null) && ranges.some(isRange)
    ? ranges.filter((range) => range !== null)
    : null;
}

function rangeOf(text: string): TextRange | null {
  const dashed = /^v?(\d+)((?:\.\d+)+)-v?(\d+)((?:\.\d+)+)$/i.exec(text);
  if (dashed !== null && dashed[1] === dashed[3])
    return { low: at(`${dashed[1]}${dashed[2]}`, true), high: at(`${dashed[3]}${dashed[4]}`, true) };
  const own = withoutTitle(text);
  for (const [pattern, reading] of forms) {
    const match = pattern.exec(own);
    if (match !== null) return reading(match[1] ?? '', match[2] ?? '');
  }
  return null;
}

const firstWords = new RegExp(
  `(?:all |from |between |since |starting (?:with|from|in) |fixed in |patched in |next of )?(?:versions? |releases? )?(?:(?:${below}|${upTo}|>=|=>|≥|>|after|above|later than|newer than|and)\\s*){0,3}(?:versions? |releases? )?[vVrR]?\\d`,
  'i',
);

/** Words of the product before what is said of its versions: `ArubaOS 10.5.x.x: 10.5.0.0 and below`. */
function withoutTitle(text: string): string {
  const first = firstWords.exec(text);
  const own = first === null ? text : text.slice(first.index);
  return own.replaceAll(/\b(?:(?:versions?|releases?) |ver\.? ?)(?=v?\d)/gi, '').trim();
}

function versionAlone(text: string): TextRange | null {
  return /^=?\s*v?\d[\w.()+~:-]*$/i.test(text)
    ? { low: at(text.replace(/^[=\s]+/, ''), true), high: at(text.replace(/^[=\s]+/, ''), true) }
    : null;
}

/** A list of versions, or the text itself. `5,0,0` is one version. */
function namesOf(text: string): readonly string[] {
  if (/^\d+(?:,\d+){1,3}$/.test(text)) return [text.replaceAll(',', '.')];
  const separator = /^[a-z]+\d+(?:\/[a-z]+\d+)+$/i.test(text) ? /\// : /[,;]|\band\b/i;
  const parts = text.split(separator).map((part) => part.trim().replace(/^=\s*/, ''));
  return parts.length <= maxNames && parts.every((part) => /\d/.test(part)) ? parts : [text];
}
