import { compareOids, isUnder } from '#engines/snmprec/oid.ts';
import type { Varbind } from '#engines/snmprec/varbind.ts';
import { exceptionTags } from '#engines/snmp/pdu.ts';
import type { PduVarbind } from '#engines/snmp/pdu.ts';
import type { SnmpSession } from './snmp-session.ts';
import { SnmpError } from './snmp-target.ts';

export interface WalkOptions {
  /** Values after which a walk stops, told as `too-many`. */
  readonly mostValues?: number;
}

export interface Walked {
  readonly varbinds: readonly Varbind[];
  /** What stopped a column before its end. */
  readonly faults: readonly { readonly root: string; readonly fault: WalkFault }[];
}

export type WalkFault =
  /** The agent answered an OID that does not come after the one asked: going on would never end. */
  | 'not-increasing'
  | 'too-many'
  /** The agent refuses the column (genErr, authorizationError…). */
  | 'refused';

const columnsAtOnce = 8;
/** The size of answers may keep it lower. */
const valuesAtOnce = 100;
/** An answer should hold no more octets than this: beyond, it comes in fragments, which firewalls lose. */
const answerOctets = 1350;
const octetsOfFirstValue = 27;

/**
 * Columns or subtrees, whole: several at a time by GetBulk, in answers of the size of a datagram. What is too much for
 * the device is asked in smaller shares, then without GetBulk, which some agents never answer.
 */
export async function walkAll(
  session: SnmpSession,
  roots: readonly string[],
  { mostValues = 200_000 }: WalkOptions = {},
): Promise<Walked> {
  const varbinds: Varbind[] = [];
  const faults: Walked['faults'][number][] = [];
  const left = roots.map((root) => ({ root, last: root }));
  const pace: Pace = { columns: columnsAtOnce, values: valuesAtOnce, useBulk: session.version !== 'v1' };
  while (left.length > 0) {
    const asked = left.slice(0, pace.columns);
    const fitting = answerOctets / (session.octetsPerValue ?? octetsOfFirstValue);
    const rows = pace.useBulk ? Math.max(1, Math.floor(Math.min(pace.values, fitting) / asked.length)) : 1;
    const oids = asked.map((column) => column.last);
    try {
      const answer = await (pace.useBulk ? session.getBulk(oids, rows) : session.getNext(oids));
      const done = take(answer, asked, varbinds, faults);
      for (const column of done) left.splice(left.indexOf(column), 1);
    } catch (error) {
      if (!(error instanceof SnmpError)) throw error;
      if (slowDown(pace, error, asked.length, rows)) continue;
      const [refused] = left.splice(0, 1);
      if (refused !== undefined) faults.push({ root: refused.root, fault: 'refused' });
    }
    if (varbinds.length < mostValues) continue;
    for (const { root } of left) faults.push({ root, fault: 'too-many' });
    break;
  }
  return { varbinds, faults };
}

interface Pace {
  /** Columns asked at once. */
  columns: number;
  /** Values asked at once. */
  values: number;
  useBulk: boolean;
}

/** Asks for less from now on; false when a column asked by itself is refused. Throws what no smaller question mends. */
function slowDown(pace: Pace, error: SnmpError, columns: number, rows: number): boolean {
  const isRefused = error.failure === 'refused' && error.status !== 'tooBig';
  if (!isRefused && error.failure !== 'timeout' && error.status !== 'tooBig') throw error;
  if (isRefused) {
    if (columns === 1) return false;
    // One of them is refused, and the others pay for it: each is asked by itself.
    pace.columns = 1;
  } else if (pace.useBulk && rows > 1) pace.values = Math.max(1, rows >> 2) * columns;
  else if (pace.useBulk) pace.useBulk = false;
  else if (columns > 1) pace.columns = columns >> 1;
  else throw error;
  return true;
}

interface Column {
  readonly root: string;
  last: string;
}

/** Shares an answer out among its columns; returns those that have ended. */
function take(
  answer: readonly PduVarbind[],
  asked: readonly Column[],
  varbinds: Varbind[],
  faults: { root: string; fault: WalkFault }[],
): Set<Column> {
  const done = new Set<Column>();
  // An agent with nothing to say ends every column.
  if (answer.length === 0) return new Set(asked);
  for (const [at, { oid, tag, raw }] of answer.entries()) {
    const column = asked[at % asked.length];
    if (column === undefined || done.has(column)) continue;
    if (isException(tag) || !isUnder(oid, column.root)) {
      done.add(column);
      continue;
    }
    if (compareOids(oid, column.last) <= 0) {
      faults.push({ root: column.root, fault: 'not-increasing' });
      done.add(column);
      continue;
    }
    column.last = oid;
    varbinds.push({ oid, tag, raw });
  }
  return done;
}

export function isException(tag: number): tag is (typeof exceptionTags)[keyof typeof exceptionTags] {
  return (
    tag === exceptionTags.noSuchObject ||
    tag === exceptionTags.noSuchInstance ||
    tag === exceptionTags.endOfMibView
  );
}
