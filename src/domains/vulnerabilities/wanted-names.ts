import { nameKey } from '#engines/matching/rule-index.ts';
import type { ComponentName } from '#engines/matching/component-name.ts';

/** The names an inventory answers to, in the forms that records are looked through for. */
export interface WantedNames {
  /** `nameKey` of each. */
  readonly keys: ReadonlySet<string>;
  /** `deb`, `rpm`, `npm`, `product`…: namespaces without their release. */
  readonly kinds: ReadonlySet<string>;
  /** Products without their vendor, and packages, as `foldedName` folds them. */
  readonly folded: () => ReadonlySet<string>;
  /** Source packages of distributions. */
  readonly sources: ReadonlySet<string>;
  /** Of each name, the runs of letters and digits that a text with it holds, lower case. */
  readonly words: () => readonly (readonly string[])[];
}

const distributions: readonly string[] = ['deb', 'rpm', 'apk'];

export function wantedNames(components: readonly (readonly ComponentName[])[]): WantedNames {
  const keys = new Set<string>();
  const kinds = new Set<string>();
  const sources = new Set<string>();
  const others = new Set<string>();
  for (const names of components)
    for (const { namespace, name } of names) {
      const key = nameKey(namespace, name);
      if (keys.has(key)) continue;
      keys.add(key);
      const kind = namespace.split(':', 1)[0] ?? '';
      kinds.add(kind);
      const own = kind === 'product' ? name.slice(name.indexOf(':') + 1) : name;
      if (distributions.includes(kind)) sources.add(own.slice(own.lastIndexOf('/') + 1));
      else others.add(own);
    }
  // Tens of thousands of packages of Debian are never looked for in these forms.
  const folded = once(() => new Set([...sources, ...others].map(foldedName)));
  const words = once(() => [...sources, ...others].map(wordsOf));
  return { keys, kinds, sources, folded, words };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
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

/** The longest first: it is the rarest, mostly. */
function wordsOf(name: string): readonly string[] {
  const words = new Set(name.toLowerCase().match(/[a-z0-9]{2,}/g) ?? []);
  return [...words].toSorted((a, b) => b.length - a.length);
}
