import type { AdvisoryRule, RuleFlag } from '#engines/advisory/advisory.ts';
import type { Scheme } from '#engines/version/schemes.ts';
import type { SortKey } from '#engines/version/sort-key.ts';
import type { ComponentName } from './component-name.ts';
import { componentKey } from './component-key.ts';
import { everywhere, indexRules, placeOf, traits } from './rule-index.ts';
import type { RuleGroup, RuleIndex, RuleSource } from './rule-index.ts';

/** What the rules say of one component and one vulnerability, before what stands beside it is looked at. */
export interface Hit {
  readonly vulnerability: string;
  readonly status: 'affected' | 'to-confirm';
  /**
   * Where the fault ends for the stretch that holds the version, on its own branch: as the rule that decides says, else
   * the next that holds it and names a fix.
   */
  readonly fixedIn: string | null;
  readonly flags: readonly RuleFlag[];
  /** The rule that decides; its `pointer` is the evidence in the record `source` names. */
  readonly rule: AdvisoryRule;
  readonly source: RuleSource;
  /** The name it was met by. */
  readonly name: ComponentName;
  /**
   * What the same word says of other platforms, where the component does not tell its own: one vulnerability of Windows
   * and of Linux is two rules, and neither clears the other.
   */
  readonly elsewhere: readonly Pick<Hit, 'rule' | 'source' | 'name' | 'status' | 'flags'>[];
}

export interface Matcher {
  readonly index: RuleIndex;
  /** What is said of a component by its names, in no order. */
  readonly hitsOf: (names: readonly ComponentName[]) => readonly Hit[];
  /**
   * The same for who only counts: numbers of the vulnerabilities in the index, and of the rules that decide. Valid until
   * the next call.
   */
  readonly decide: (names: readonly ComponentName[]) => Decided;
}

/** Parallel lists; `doubts` are 1 (what platform), 2 (what version), or both. */
export interface Decided {
  readonly count: number;
  readonly vulnerabilities: Int32Array;
  readonly rules: Int32Array;
  readonly doubts: Uint8Array;
  readonly names: Uint16Array;
  /** Rules that name a fix where the one that decides names none; -1 for none. */
  readonly fixes: Int32Array;
}

const targetUnknown = 1;
const versionUnknown = 2;
const maxNames = 200;

/** An index in memory of the rules of advisories, and the questions it answers. */
export function createMatcher(sources: Iterable<RuleSource>): Matcher {
  const index = indexRules(sources);
  const keyOf = createKeys();
  const decide = createDecider(index, keyOf);
  const hitsOf = (names: readonly ComponentName[]): readonly Hit[] => {
    const { count, vulnerabilities, rules, doubts, fixes, names: by } = decide(names);
    const hits: Hit[] = [];
    for (let at = 0; at < count; at++) {
      const doubt = doubts[at] ?? 0;
      const told = wordOf(index, rules[at] ?? 0, names[by[at] ?? 0], doubt);
      if (told === null || told.rule.status === 'unaffected') continue;
      const vulnerability = index.vulnerabilities[vulnerabilities[at] ?? 0] ?? '';
      const fixedIn = told.rule.fixedIn ?? index.rules[fixes[at] ?? -1]?.fixedIn ?? null;
      const elsewhere =
        (doubt & targetUnknown) === 0
          ? []
          : othersLike(index, rules[at] ?? 0, meetingsOf(index, names, keyOf)).flatMap(
              (other) => wordOf(index, other.at, names[other.by], other.doubt) ?? [],
            );
      hits.push({ ...told, vulnerability, fixedIn, elsewhere });
    }
    return hits;
  };
  return { index, hitsOf, decide };
}

function wordOf(index: RuleIndex, at: number, name: ComponentName | undefined, doubt: number) {
  const rule = index.rules[at];
  const source = index.sourceList[index.sources[at] ?? 0];
  if (rule === undefined || name === undefined || source === undefined) return null;
  return { rule, source, name, ...judged(rule, doubt) };
}

/** Rules that speak for the same match with the same weight as the one that decides. */
function othersLike(
  index: RuleIndex,
  decided: number,
  meetings: readonly Meeting[],
): readonly { readonly at: number; readonly by: number; readonly doubt: number }[] {
  const { vulnerability, weight, first, last } = index;
  const others: { at: number; by: number; doubt: number }[] = [];
  for (const { group, place, name, by } of meetings)
    for (let at = group.from; at < group.against; at++) {
      if (vulnerability[at] !== vulnerability[decided] || weight[at] !== weight[decided]) continue;
      const [from, to] = [first[at] ?? 0, last[at] ?? 0];
      if (at === decided || (place >= 0 && (place < from || place > to))) continue;
      const doubt = doubtOf(index, at, place < 0 && (from !== 0 || to !== everywhere), name);
      if (doubt >= 0) others.push({ at, by, doubt });
    }
  return others;
}

function judged(rule: AdvisoryRule, doubt: number): Pick<Hit, 'status' | 'flags'> {
  const flags: RuleFlag[] = [...rule.flags];
  if ((doubt & targetUnknown) !== 0) flags.push('target-unknown');
  if ((doubt & versionUnknown) !== 0) flags.push('version-unknown');
  const isSure = rule.status === 'affected' && doubt === 0;
  return { status: isSure ? 'affected' : 'to-confirm', flags: [...new Set(flags)] };
}

/** Best rule of each vulnerability so far; `stamp` tells what is of this call, so that nothing is cleared between. */
interface Board {
  readonly stamp: Int32Array;
  readonly slot: Int32Array;
  serial: number;
  count: number;
  vulnerabilities: Int32Array;
  rules: Int32Array;
  doubts: Uint8Array;
  names: Uint16Array;
  fixes: Int32Array;
}

function createDecider(index: RuleIndex, keyOf: KeyOf): Matcher['decide'] {
  const size = index.vulnerabilities.length;
  const board: Board = {
    stamp: new Int32Array(size),
    slot: new Int32Array(size),
    serial: 0,
    count: 0,
    vulnerabilities: new Int32Array(size),
    rules: new Int32Array(size),
    doubts: new Uint8Array(size),
    names: new Uint16Array(size),
    fixes: new Int32Array(size),
  };
  return (names) => {
    board.serial++;
    board.count = 0;
    const meetings = meetingsOf(index, names, keyOf);
    for (const meeting of meetings) scanFor(index, board, meeting);
    if (board.count > 0) for (const meeting of meetings) scanAgainst(index, board, meeting);
    return board;
  };
}

/** Rules that bear a name of the component, and where its version stands among their ends; -1: it is not known. */
interface Meeting {
  readonly group: RuleGroup;
  readonly place: number;
  readonly name: ComponentName;
  readonly by: number;
}

function meetingsOf(index: RuleIndex, names: readonly ComponentName[], keyOf: KeyOf): readonly Meeting[] {
  const meetings: Meeting[] = [];
  for (let by = 0; by < names.length && by < maxNames; by++) {
    const name = names[by];
    const groups = name === undefined ? undefined : index.groups.get(name.namespace)?.get(name.name);
    if (name === undefined || groups === undefined) continue;
    for (const group of groups) {
      const key = keyOf(group.scheme, name.version);
      meetings.push({ group, place: key === null ? -1 : placeOf(group.bounds, key), name, by });
    }
  }
  return meetings;
}

type KeyOf = (scheme: Scheme, version: string) => SortKey | null;

const maxKeys = 250_000;

/** `componentKey`, kept: the same versions meet the same schemes again and again. */
function createKeys(): KeyOf {
  const kept = new Map<Scheme, Map<string, SortKey | null>>();
  return (scheme, version) => {
    let own = kept.get(scheme);
    if (own === undefined) kept.set(scheme, (own = new Map()));
    let key = own.get(version);
    if (key === undefined) {
      if (own.size >= maxKeys) own.clear();
      own.set(version, (key = componentKey(scheme, version)));
    }
    return key;
  };
}

/** What speaks for a match: “affected”, and “unknown”. */
function scanFor(index: RuleIndex, board: Board, { group, place, name, by }: Meeting): void {
  const { first, last } = index;
  for (let at = group.from; at < group.against; at++) {
    const from = first[at] ?? 0;
    const to = last[at] ?? 0;
    if (place >= 0 && (place < from || place > to)) continue;
    const doubt = doubtOf(index, at, place < 0 && (from !== 0 || to !== everywhere), name);
    if (doubt >= 0) put(index, board, at, doubt, by);
  }
}

/** What a rule leaves in doubt about a component; -1 when it is of another part or platform. */
function doubtOf(index: RuleIndex, at: number, isVersionUnknown: boolean, name: ComponentName): number {
  const doubt = isVersionUnknown ? versionUnknown : 0;
  if (name.part !== 'h' && ((index.traits[at] ?? 0) & traits.isNarrow) === 0) return doubt;
  const narrowed = narrowingOf(index.rules[at], name);
  return narrowed < 0 ? -1 : doubt | narrowed;
}

/** What speaks against, where something speaks for; what is in doubt never does. */
function scanAgainst(index: RuleIndex, board: Board, { group, place, name, by }: Meeting): void {
  const { first, last, vulnerability, traits: columns } = index;
  const isHardware = name.part === 'h';
  for (let at = group.against; at < group.to; at++) {
    const from = first[at] ?? 0;
    const to = last[at] ?? 0;
    if (place < 0 ? from !== 0 || to !== everywhere : place < from || place > to) continue;
    if (board.stamp[vulnerability[at] ?? 0] !== board.serial) continue;
    const own = columns[at] ?? 0;
    if ((own & traits.isConditional) !== 0) continue;
    if ((isHardware || (own & traits.isNarrow) !== 0) && narrowingOf(index.rules[at], name) !== 0) continue;
    put(index, board, at, 0, by);
  }
}

/** `targetUnknown` when the component does not tell its platform; -1 when the rule is of another part or platform. */
function narrowingOf(rule: AdvisoryRule | undefined, name: ComponentName): number {
  if (rule === undefined) return -1;
  // Applications and systems are told apart at will: ASA is one here and the other there. Hardware is neither.
  if (rule.part !== null && name.part !== null && (rule.part === 'h') !== (name.part === 'h')) return -1;
  if (rule.target === null || rule.target === name.target) return 0;
  return name.target === null ? targetUnknown : -1;
}

function put(index: RuleIndex, board: Board, at: number, doubt: number, by: number): void {
  const vulnerability = index.vulnerability[at] ?? 0;
  const hasFix = ((index.traits[at] ?? 0) & traits.hasFix) !== 0;
  if (board.stamp[vulnerability] !== board.serial) {
    board.stamp[vulnerability] = board.serial;
    const slot = board.count++;
    board.slot[vulnerability] = slot;
    board.vulnerabilities[slot] = vulnerability;
    board.fixes[slot] = hasFix ? at : -1;
    set(board, slot, at, doubt, by);
    return;
  }
  const slot = board.slot[vulnerability] ?? 0;
  const own = index.weight[at] ?? 0;
  const fix = board.fixes[slot] ?? -1;
  if (hasFix && (fix < 0 || own < (index.weight[fix] ?? 0))) board.fixes[slot] = at;
  const before = board.rules[slot] ?? 0;
  const other = index.weight[before] ?? 0;
  if (own < other || (own === other && isPlainer(index, at, doubt, before, board.doubts[slot] ?? 0)))
    set(board, slot, at, doubt, by);
}

/** Of two rules of one weight: what leaves no doubt, then what names a fix. */
function isPlainer(index: RuleIndex, at: number, doubt: number, before: number, otherDoubt: number): boolean {
  if (doubt !== otherDoubt) return doubt < otherDoubt;
  return index.rules[before]?.fixedIn === null && index.rules[at]?.fixedIn !== null;
}

function set(board: Board, slot: number, at: number, doubt: number, by: number): void {
  board.rules[slot] = at;
  board.doubts[slot] = doubt;
  board.names[slot] = by;
}
