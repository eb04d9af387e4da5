import type { Text } from '#engines/text.ts';

/** A name that advisories use, `vendor:product` as `productName` writes it. */
export interface KnownName {
  readonly name: string;
  /** How many advisories speak of it: of two alike, the one that many use is likelier meant. */
  readonly advisories: number;
}

/** Another name that a component may go by: for a person to accept or refuse, never a match by itself. */
export interface AliasProposal {
  readonly from: string;
  readonly to: string;
  /** 0–1; from 0.6 on it is worth a look, 1 is the same but for spelling. */
  readonly score: number;
  readonly reason: Text;
}

export interface AliasProposer {
  /** The likeliest names of a product that advisories do not know under its own name, best first. */
  readonly propose: (name: string) => readonly AliasProposal[];
}

const leastScore = 0.6;
const mostProposals = 3;
const mostCandidates = 2000;
const maxNameLength = 420;

/** Words that tell nothing of who a vendor is. */
const legalForms = new Set(
  'inc incorporated ltd limited llc corp corporation co company gmbh ag sa sas sarl bv nv ab oy spa srl plc pty group holding holdings technologies technology systems software networks foundation project team community the and of'.split(
    ' ',
  ),
);
/** Words that tell nothing of which product it is. */
const fillers = new Set(
  'software server edition for the and of by version project application app suite firmware'.split(' '),
);

interface Parts {
  readonly name: string;
  readonly vendor: string;
  readonly vendorWords: readonly string[];
  readonly product: string;
  readonly productWords: readonly string[];
  readonly advisories: number;
}

/** Finds alike names among those that advisories use: by common words, weighed by how rare they are. */
export function createAliasProposer(known: Iterable<KnownName>): AliasProposer {
  const byWord = new Map<string, Parts[]>();
  const bySqueezed = new Map<string, Parts[]>();
  for (const { name, advisories } of known) {
    const parts = partsOf(name, advisories);
    if (parts === null) continue;
    for (const word of new Set(parts.productWords)) push(byWord, word, parts);
    push(bySqueezed, parts.product, parts);
  }
  const rarity = (word: string): number => 1 / Math.log2(2 + (byWord.get(word)?.length ?? 0));
  return {
    propose: (name) => {
      const own = partsOf(name, 0);
      if (own === null) return [];
      const found: { proposal: AliasProposal; advisories: number }[] = [];
      for (const other of candidates(own, byWord, bySqueezed)) {
        if (other.name === name) continue;
        const proposal = compare(own, other, rarity);
        if (proposal !== null) found.push({ proposal, advisories: other.advisories });
      }
      return found
        .toSorted((a, b) => b.proposal.score - a.proposal.score || b.advisories - a.advisories)
        .slice(0, mostProposals)
        .map(({ proposal }) => proposal);
    },
  };
}

function push(index: Map<string, Parts[]>, key: string, parts: Parts): void {
  const list = index.get(key);
  if (list === undefined) index.set(key, [parts]);
  else list.push(parts);
}

/** Those that share the rarest words first, so that a common word cannot crowd them out. */
function candidates(
  own: Parts,
  byWord: ReadonlyMap<string, readonly Parts[]>,
  bySqueezed: ReadonlyMap<string, readonly Parts[]>,
): ReadonlySet<Parts> {
  const found = new Set(bySqueezed.get(own.product) ?? []);
  const lists = [...new Set(own.productWords)].map((word) => byWord.get(word) ?? []);
  for (const list of lists.toSorted((a, b) => a.length - b.length)) {
    for (const one of list) {
      if (found.size >= mostCandidates) return found;
      found.add(one);
    }
  }
  return found;
}

function compare(own: Parts, other: Parts, rarity: (word: string) => number): AliasProposal | null {
  // Who names nobody as vendor mostly puts the vendor before the product.
  const words = other.productWords.filter((word) => other.vendor !== '' || !own.vendorWords.includes(word));
  const sameVendor = words.length < other.productWords.length ? 0.9 : vendorLikeness(own, other);
  const sameProduct = own.product === words.join('') ? 1 : overlap(own.productWords, words, rarity);
  if (sameProduct < 0.5) return null;
  const score = rounded(sameProduct * (0.6 + 0.4 * sameVendor));
  if (score < leastScore) return null;
  return { from: own.name, to: other.name, score, reason: reasonOf(sameVendor, sameProduct) };
}

/** 1: the same but for legal forms and spelling; between: words in common, or one the abbreviation of the other. */
function vendorLikeness(a: Parts, b: Parts): number {
  if (a.vendor === b.vendor) return 1;
  if (a.vendor === '' || b.vendor === '') return 0.5;
  const [short, long] = a.vendor.length < b.vendor.length ? [a, b] : [b, a];
  if (short.vendor.length >= 4 && long.vendor.startsWith(short.vendor)) return 0.9;
  const initials = long.vendorWords.map((word) => word.charAt(0)).join('');
  if (long.vendorWords.length > 1 && initials === short.vendor) return 0.8;
  return overlap(a.vendorWords, b.vendorWords, () => 1);
}

/** Share of the words, by weight, that both have. */
function overlap(a: readonly string[], b: readonly string[], weigh: (word: string) => number): number {
  const [left, right] = [new Set(a), new Set(b)];
  let common = 0;
  let all = 0;
  for (const word of new Set([...a, ...b])) {
    const weight = weigh(word);
    all += weight;
    if (left.has(word) && right.has(word)) common += weight;
  }
  return all === 0 ? 0 : common / all;
}

function partsOf(name: string, advisories: number): Parts | null {
  const at = name.indexOf(':');
  if (at < 0 || name.length > maxNameLength) return null;
  const vendorName = wordsOf(name.slice(0, at));
  const told = wordsOf(name.slice(at + 1));
  if (told.length === 0) return null;
  const vendorWords = vendorName.filter((word) => !legalForms.has(word));
  const vendors = new Set(vendorWords);
  // `cisco:cisco_ios_xe_software` and `cisco:ios_xe` name one product.
  const own = told.filter((word) => !vendors.has(word) && !fillers.has(word));
  const productWords = own.length > 0 ? own : told;
  const known = vendorWords.length > 0 ? vendorWords : vendorName;
  return {
    name,
    vendor: isNobody(known) ? '' : known.join(''),
    vendorWords: known,
    product: productWords.join(''),
    productWords,
    advisories,
  };
}

/** Who writes `n/a` names nobody. */
function isNobody(words: readonly string[]): boolean {
  return words.join('') === 'na' || words.join('') === 'unknown';
}

function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFKD')
      .replaceAll(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).slice(0, 20);
}

function rounded(score: number): number {
  return Math.round(score * 100) / 100;
}

function reasonOf(sameVendor: number, sameProduct: number): Text {
  const product =
    sameProduct === 1
      ? { fr: 'même produit à l’écriture près', en: 'same product but for spelling' }
      : { fr: 'mots communs dans le nom du produit', en: 'words in common in the product’s name' };
  const vendor =
    sameVendor === 1
      ? { fr: 'même éditeur à l’écriture près', en: 'same vendor but for spelling' }
      : sameVendor >= 0.5
        ? { fr: 'éditeurs proches', en: 'vendors alike' }
        : { fr: 'éditeurs différents', en: 'different vendors' };
  return { fr: `${product.fr}, ${vendor.fr}`, en: `${product.en}, ${vendor.en}` };
}
