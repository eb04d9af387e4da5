import { compareOids, isUnder } from '#engines/snmprec/oid.ts';
import type { Varbind } from '#engines/snmprec/varbind.ts';
import { exceptionTags } from '#engines/snmp/pdu.ts';
import type { PduVarbind } from '#engines/snmp/pdu.ts';
import type { SnmpSession } from './snmp-session.ts';
import { SnmpError } from './snmp-target.ts';

export interface WalkOptions {
  /** Values after which a walk stops, told as `too-many`. */
  readonly mostValues?: number;
  /** Values asked at once, at most; the size of answers may keep it lower. */
  readonly mostAtOnce?: number;
}

export interface Walked {
  readonly varbinds: readonly Varbind[];
  /** What stopped a column before its end. */
  readonly faults: readonly { readonly root: string; readonly fault: WalkFault }[];
  /** Values at once that the device was found to bear; to be kept for next time. */
  readonly mostAtOnce: number;
}

export type WalkFault =
  /** The agent answered an OID that does not come after the one asked: going on would never end. */
  | 'not-increasing'
  | 'too-many'
  /** The agent refuses the column (genErr, authorizationError…). */
  | 'refused';

const columnsAtOnce = 8;
/** An answer should hold no more octets than this: beyond, it comes in fragments, which firewalls lose. */
const answerOctets = 1350;
const octetsOfFirstValue = 27;

/** Columns or subtrees, whole: several at a time by GetBulk, by GetNext where the device does not bear it. */
export async function walkAll(
  session: SnmpSession,
  roots: readonly string[],
  { mostValues = 200_000, mostAtOnce: most = 100 }: WalkOptions = {},
  isBulkSafe = true,
): Promise<Walked> {
  const varbinds: Varbind[] = [];
  const faults: Walked['faults'][number][] = [];
  const left = roots.map((root) => ({ root, last: root }));
  let mostAtOnce = most;
  const useBulk = isBulkSafe && session.version !== 'v1';
  while (left.length > 0) {
    const asked = left.slice(0, columnsAtOnce);
    const fitting = answerOctets / (session.octetsPerValue ?? octetsOfFirstValue);
    const rows = useBulk ? Math.max(1, Math.floor(Math.min(mostAtOnce, fitting) / asked.length)) : 1;
    let answer: readonly PduVarbind[];
    try {
      const oids = asked.map((column) => column.last);
      answer = useBulk ? await session.getBulk(oids, rows) : await session.getNext(oids);
    } catch (error) {
      if (!(error instanceof SnmpError)) throw error;
      // Too much for its buffer, or lost on the way because it came in fragments: half as much.
      if (useBulk && rows > 1 && (error.status === 'tooBig' || error.failure === 'timeout')) {
        mostAtOnce = (rows >> 1) * asked.length;
        continue;
      }
      if (error.failure !== 'refused') throw error;
      const [first] = left.splice(0, 1);
      if (first !== undefined) faults.push({ root: first.root, fault: 'refused' });
      continue;
    }
    const done = take(answer, asked, varbinds, faults);
    for (const column of done) left.splice(left.indexOf(column), 1);
    if (varbinds.length < mostValues) continue;
    for (const { root } of left) faults.push({ root, fault: 'too-many' });
    break;
  }
  return { varbinds, faults, mostAtOnce };
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
