import { readVersionText } from '#engines/advisory/version-text.ts';
import type { TextRange } from '#engines/advisory/version-text.ts';

/** What a version or a version range of a product tree says; versions as written. */
export type VersionSays =
  | { readonly kind: 'all' | 'nothing' | 'unread' }
  | { readonly kind: 'versions'; readonly versions: readonly string[] }
  | {
      readonly kind: 'ranges';
      readonly ranges: readonly TextRange[];
      /** Further ends of the last range, each for its own branch (`< 1.99 | 2.20 | 2.40`). */
      readonly others: readonly string[];
    };

export interface CsafVersion {
  readonly says: VersionSays;
  /** True when words limit it to something that Vigie cannot look at: an option, a module, a default configuration. */
  readonly isConditional: boolean;
}

const maxLength = 500;
const maxParts = 60;

/** Words after which a text speaks of what else must be true. */
const conditional =
  /\b(?:with|without|only|if|when|using|unless|in connection|in default|installed|excluding|except|enabled|including affected|on)\b/i;

/** Bounds that are no versions: numbers of devices, days of manufacture. */
const otherNumbers =
  /\b(?:serial|digits|manufactured|distributed|shipped|january|february|march|april|may|june|july|august|september|october|november|december)\b/i;

/**
 * Reads the name of a branch `product_version` or `product_version_range`: `vers:` ranges (also those that name no
 * scheme that exists, `vers:all/>=V7.80<V9.40`), comparators (`>= 1.0 | < 2.0`, `All versions < V2.1 SP1`), ranges in
 * words, lists. Siemens writes spaces as `_`.
 */
export function readCsafVersion(text: string): CsafVersion {
  const whole = text
    .slice(0, maxLength)
    .replaceAll(/[\s_]+/g, ' ')
    .trim();
  const plain = decoded(whole.replace(/^vers:[a-z0-9.-]+\//i, '')).trim();
  const { own, isConditional } = withoutCondition(plain);
  // With an option, and no version: all versions, with that option.
  if (isConditional && own === '') return { says: { kind: 'all' }, isConditional };
  return { says: saysOf(own), isConditional };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Parentheses after a space hold remarks; those that follow a version (`15.2(6)E2a`) are a part of it. */
function withoutCondition(text: string): { own: string; isConditional: boolean } {
  let isConditional = false;
  const bare = text.replaceAll(/(?:^| )\([^()]*\)/g, (remark) => {
    isConditional ||= conditional.test(remark);
    return ' ';
  });
  const at = bare.search(conditional);
  if (at < 0) return { own: bare.trim(), isConditional };
  const [before, after] = [bare.slice(0, at), bare.slice(at)];
  // All versions with U-Boot < V2020.05: the version is that of the part.
  const own = /[<>]/.test(before) || !/[<>]/.test(after) ? before : after.slice(after.search(/[<>]/));
  return { own: own.replace(/[\s|,;-]+$/, '').trim(), isConditional: true };
}

function saysOf(text: string): VersionSays {
  if (/^(?:no version|none|n\/?a|-|)$/i.test(text)) return { kind: 'nothing' };
  if (/^(?:\*|all|all [\w ]{0,20}versions?|versions?)$/i.test(text)) return { kind: 'all' };
  if (otherNumbers.test(text)) return { kind: 'unread' };
  return /[<>≤≥]/.test(text) ? compared(text) : inWords(text);
}

/** Texts without operators: by name, in lists, or ranges in words. */
function inWords(text: string): VersionSays {
  const listed = text.split(/\s*\|\s*/).filter((part) => part !== '');
  if (listed.length > 1 && listed.length <= maxParts && listed.every((part) => /\d/.test(part)))
    return { kind: 'versions', versions: listed };
  const dashed = /^[vV]?(\d+(?:\.\d+)?) ?- ?[vV]?(\d+(?:\.\d+)?)$/.exec(text);
  const [, low = '', high = ''] = dashed ?? [];
  // 20-33 and 2.0 - 2.6 are ranges; 7.00-20121012 is a version and its date.
  if (dashed !== null && low.includes('.') === high.includes('.') && Number(low) < Number(high))
    return {
      kind: 'ranges',
      ranges: [{ low: { version: low, inclusive: true }, high: { version: high, inclusive: true } }],
      others: [],
    };
  const upTo =
    /^(.{1,60}?),? (?:and|or) (?:all )?(?:prior|earlier|below|previous|older)(?: versions?)?$/i.exec(text);
  const last = upTo === null ? null : versionIn(upTo[1] ?? '', false);
  if (last !== null && /^[vV]?\d/.test(last))
    return { kind: 'ranges', ranges: [{ low: null, high: { version: last, inclusive: true } }], others: [] };
  const read = readVersionText(text.replace(/^(?:all )?(?:firmware|software|bios) /i, ''));
  if (read.kind === 'any') return { kind: 'all' };
  if (read.kind === 'nothing') return { kind: 'nothing' };
  if (read.kind === 'ranges') return { kind: 'ranges', ranges: read.ranges, others: [] };
  return { kind: 'versions', versions: read.names };
}

const comparator = /(>=|=>|≥|<=|=<|≤|>|<|!=)\s*([^<>=≤≥!|]*)/g;

interface Building {
  readonly ranges: TextRange[];
  low: TextRange['low'];
  readonly others: string[];
}

/** Comparators, with `|`, `and` or nothing between them; a version alone before one is where its range begins. */
function compared(text: string): VersionSays {
  const building: Building = { ranges: [], low: null, others: [] };
  const parts = text.split('|').map((part) => part.trim());
  if (parts.length > maxParts) return { kind: 'unread' };
  for (const part of parts) if (part !== '' && !addPart(building, part)) return { kind: 'unread' };
  if (building.low !== null) building.ranges.push({ low: building.low, high: null });
  return building.ranges.length === 0
    ? { kind: 'unread' }
    : { kind: 'ranges', ranges: building.ranges, others: building.others };
}

function addPart(building: Building, part: string): boolean {
  const first = part.search(/[<>=≤≥!]/);
  const before = versionIn(first < 0 ? part : part.slice(0, first), true);
  if (first < 0) {
    if (before === null) return false;
    const last = building.ranges.at(-1);
    if (last?.high !== undefined && last.high !== null && !last.high.inclusive) building.others.push(before);
    else building.low = { version: before, inclusive: true };
    return true;
  }
  if (before !== null && building.low === null) building.low = { version: before, inclusive: true };
  for (const [, operator = '', written = ''] of part.slice(first).matchAll(comparator)) {
    if (operator === '!=') continue;
    const version = versionIn(written, false);
    if (version === null) return false;
    const inclusive = operator !== '<' && operator !== '>';
    if (operator.includes('>') || operator === '≥') {
      if (building.low !== null) building.ranges.push({ low: building.low, high: null });
      building.low = { version, inclusive };
      continue;
    }
    const [own = version, ...more] = severalIn(version);
    building.ranges.push({ low: building.low, high: { version: own, inclusive } });
    building.others.push(...more);
    building.low = null;
  }
  return true;
}

const titles =
  /^(?:all |the )?(?:(?:firmware|software|bios|versions?|ver\.?|releases?|rev\.?|revisions?) ?)*/i;

/** The version that a bound names, or null when it is prose. Before an operator, words are a title. */
function versionIn(text: string, isBefore: boolean): string | null {
  const plain = text
    .trim()
    .replace(titles, '')
    .replace(/(?:\s*(?:,|;|-|\band\b|\bor\b))+$/i, '')
    .replace(/^['"(]+|['")]+$/g, '')
    .trim();
  if (isBefore)
    return /^[vVrR]?\d[\w.()-]*(?: (?:sp|upd(?:ate)?|hf|r) ?\d+\w*)*$/i.test(plain) ? plain : null;
  if (plain.split(' ').length > 8 || plain.length > 80) return null;
  // A part with a number in its name before the version: CPCI85 V05.11, UN31 1.76.
  const ofPart = /^[A-Za-z]{2,}\d+\w* ([vV]?\d+(?:\.\d+)+)$/.exec(plain)?.[1];
  if (ofPart !== undefined) return ofPart;
  // Editions are letters in the order of the alphabet (<=N, <=AD).
  return /\d/.test(plain) || /^[A-Z]{1,2}$/.test(plain) ? plain : null;
}

/** `V33.017 V34.014 V35.013`: one end for each branch. */
function severalIn(version: string): readonly string[] {
  const words = version.split(/ \/? ?|\//);
  return words.length > 1 && words.every((word) => /^[vV]?\d+\.\d[\w.]*$/.test(word)) ? words : [version];
}
