import { nameKey, nameWords, plainWords } from './plain-words.ts';

export type SubscriptionKind = 'vendor' | 'product' | 'word';

export interface Subscription {
  readonly id: string;
  readonly kind: SubscriptionKind;
  /** As the person wrote it; a product may be `vendor:product`. */
  readonly value: string;
}

/** An advisory or a notice, as far as subscriptions look at it. */
export interface Subject {
  readonly title: string;
  readonly description: string;
  /** Affected systems in words, where the source lists them. */
  readonly systems: readonly string[];
  /** Names its rules are about: `vendor:product`, or a package. */
  readonly names: readonly string[];
}

export type FoundIn = 'name' | 'title' | 'systems' | 'description';

export interface FollowHit {
  readonly id: string;
  readonly by: FoundIn;
  /** The name or the words that answer. */
  readonly text: string;
}

export type Follower = (subject: Subject) => readonly FollowHit[];

/** Texts are looked through up to here. */
const mostText = 100_000;
const mostNames = 2000;

interface Wanted {
  readonly id: string;
  readonly kind: SubscriptionKind;
  /** Between spaces, so that it is found as whole words only. */
  readonly phrase: string;
  readonly key: string;
  /** `vendor:product` was asked for, both parts squeezed. */
  readonly pair: string | null;
}

/**
 * @param aliases of each `vendor:product` name the other names of the same product
 */
export function createFollower(
  subscriptions: readonly Subscription[],
  aliases: ReadonlyMap<string, readonly string[]>,
): Follower {
  const wanted = subscriptions.map(want).filter(({ key }) => key !== '');
  return (subject) => {
    if (wanted.length === 0) return [];
    const names = namesOf(subject.names.slice(0, mostNames), aliases);
    const texts = (['title', 'systems', 'description'] as const).map((by) => ({
      by,
      words: wordsOf(subject, by),
    }));
    return wanted.flatMap((one): readonly FollowHit[] => {
      if (one.kind !== 'word') {
        const name = names.find((known) => answers(one, known));
        if (name !== undefined) return [{ id: one.id, by: 'name', text: name.shown }];
        // What names its products is taken at its word.
        if (names.length > 0) return [];
      }
      const place = texts.find(({ words }) => words.includes(one.phrase));
      return place === undefined ? [] : [{ id: one.id, by: place.by, text: one.phrase.trim() }];
    });
  };
}

function want({ id, kind, value }: Subscription): Wanted {
  const [vendor = '', ...rest] = value.split(':');
  const product = rest.join(':');
  const isPair = kind === 'product' && product.trim() !== '';
  return {
    id,
    kind,
    phrase: ` ${kind === 'word' ? plainWords(value) : nameWords(isPair ? product : value)} `,
    key: nameKey(isPair ? product : value),
    pair: isPair ? `${nameKey(vendor)}:${nameKey(product)}` : null,
  };
}

interface Named {
  readonly shown: string;
  readonly vendor: string;
  readonly product: string;
}

function namesOf(
  names: readonly string[],
  aliases: ReadonlyMap<string, readonly string[]>,
): readonly Named[] {
  const all = new Set(names.flatMap((name) => [name, ...(aliases.get(name) ?? [])]));
  return [...all].filter((name) => !/^(n\/a|unknown)?:(n\/a|unknown)?$/.test(name)).map(named);
}

function named(shown: string): Named {
  const at = shown.indexOf(':');
  if (at < 0) return { shown, vendor: '', product: nameKey(shown.slice(shown.lastIndexOf('/') + 1)) };
  return { shown, vendor: nameKey(shown.slice(0, at)), product: nameKey(shown.slice(at + 1)) };
}

function answers({ kind, key, pair }: Wanted, { vendor, product }: Named): boolean {
  if (kind === 'vendor') return vendor === key;
  if (pair !== null) return `${vendor}:${product}` === pair;
  // « Fortinet FortiOS » is asked for as people say it.
  return product === key || `${vendor}${product}` === key;
}

function wordsOf(subject: Subject, by: Exclude<FoundIn, 'name'>): string {
  const text = by === 'systems' ? subject.systems.join(' | ') : subject[by];
  return ` ${plainWords(text.slice(0, mostText))} `;
}
