import type { JsonValue } from '#engines/json-value.ts';
import { listOf, objectOf, textOf, textsOf, wordOf } from './fields.ts';

export interface CsafRemedies {
  /** Each once, fixes before what only helps; the address after the words. */
  readonly texts: readonly string[];
  /** The version that a vendor fix tells to go to, by `product_id`. */
  readonly versions: ReadonlyMap<string, string>;
}

const order: readonly string[] = [
  'vendor_fix',
  'workaround',
  'mitigation',
  'no_fix_planned',
  'none_available',
];
const maxTexts = 60;
const maxTextLength = 2000;

/** Product groups of a document: `group_id` to product ids. */
export function csafGroups(document: JsonValue): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, readonly string[]>();
  for (const group of listOf(objectOf(document, 'product_tree'), 'product_groups')) {
    const id = wordOf(group, 'group_id');
    if (id !== null) groups.set(id, textsOf(group, 'product_ids'));
  }
  return groups;
}

/** Remediations of a vulnerability (CSAF 2.0 §3.2.3.12). */
export function csafRemedies(
  vulnerability: JsonValue,
  groups: ReadonlyMap<string, readonly string[]>,
): CsafRemedies {
  const all = listOf(vulnerability, 'remediations').slice(0, 5000);
  const rank = (one: JsonValue): number => {
    const at = order.indexOf(textOf(one, 'category', 40));
    return at < 0 ? order.length : at;
  };
  const texts = new Set<string>();
  const versions = new Map<string, string>();
  for (const one of all.toSorted((a, b) => rank(a) - rank(b))) {
    const details = textOf(one, 'details', maxTextLength).trim();
    const url = wordOf(one, 'url');
    const text = [details, url !== null && !details.includes(url) ? url : ''].filter(Boolean).join(' ');
    if (text !== '' && texts.size < maxTexts) texts.add(text);
    const version = rank(one) === 0 ? versionToGoTo(details) : null;
    if (version === null) continue;
    const ids = [
      ...textsOf(one, 'product_ids'),
      ...textsOf(one, 'group_ids').flatMap((id) => groups.get(id) ?? []),
    ];
    for (const id of ids) if (!versions.has(id)) versions.set(id, version);
  }
  return { texts: [...texts], versions };
}

const goTo =
  /\b(?:updat|upgrad)(?:e|es|ing)\b[^.;:]{0,80}? to (?:at least )?(?:the )?(?:(?:latest|new|firmware|software) ){0,2}(?:version |release )?([vV]?\d[\w.]{0,30}(?: (?:SP|HF|Upd|Update|Hotfix|Patch|P) ?\d{1,4}[a-z]?){0,3})/i;

/** `Update to V3.1 SP2 or later version`: V3.1 SP2. Null when the text names no version, or several. */
function versionToGoTo(details: string): string | null {
  const match = goTo.exec(details.slice(0, 500));
  if (match === null) return null;
  const rest = details.slice(match.index + match[0].length);
  return goTo.test(rest) ? null : (match[1] ?? '').replace(/\.$/, '');
}
