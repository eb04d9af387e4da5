import { nameKey } from '#engines/matching/rule-index.ts';
import type { ComponentName } from '#engines/matching/component-name.ts';

/** The names an inventory answers to, in the forms that records are looked through for. */
export interface WantedNames {
  /** `nameKey` of each. */
  readonly keys: ReadonlySet<string>;
  /** `deb`, `rpm`, `npm`, `product`…: namespaces without their release. */
  readonly kinds: ReadonlySet<string>;
  /** Products without their vendor, and packages, as `foldedName` folds them. */
  readonly folded: ReadonlySet<string>;
  /** Source packages of distributions. */
  readonly sources: ReadonlySet<string>;
  /** A run of letters and digits that a text with such a name holds, lower case; null for a name without one. */
  readonly words: readonly (string | null)[];
}

const distributions: readonly string[] = ['deb', 'rpm', 'apk'];

export function wantedNames(components: readonly (readonly ComponentName[])[]): WantedNames {
  const keys = new Set<string>();
  const kinds = new Set<string>();
  const folded = new Set<string>();
  const sources = new Set<string>();
  const words = new Set<string | null>();
  for (const names of components)
    for (const { namespace, name } of names) {
      const key = nameKey(namespace, name);
      if (keys.has(key)) continue;
      keys.add(key);
      const kind = namespace.split(':', 1)[0] ?? '';
      kinds.add(kind);
      const own = kind === 'product' ? name.slice(name.indexOf(':') + 1) : name;
      folded.add(foldedName(own));
      if (distributions.includes(kind)) sources.add(own.slice(own.lastIndexOf('/') + 1));
      else words.add(longestWord(own));
    }
  return { keys, kinds, folded, sources, words: [...words] };
}

/** Two spellings of one name, in any of the ways names are compared, are folded to the same text. */
export function foldedName(name: string): string {
  return name
    .normalize('NFC')
    .trim()
    .toLowerCase()
    .replaceAll('\\', '')
    .replaceAll(/[\s_.:/-]+/g, '-')
    .slice(0, 150);
}

function longestWord(name: string): string | null {
  let longest = '';
  for (const word of name.toLowerCase().match(/[a-z0-9]+/g) ?? [])
    if (word.length > longest.length) longest = word;
  return longest.length < 2 ? null : longest;
}
