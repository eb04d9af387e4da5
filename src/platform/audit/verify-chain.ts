import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Text } from '#engines/text.ts';
import type { DB } from '#platform/database-types.ts';

export interface Broken {
  /** The first entry that does not hold. */
  readonly seq: number;
  readonly reason: Text;
}

export interface ChainState {
  readonly entries: number;
  readonly broken: Broken | null;
  /** The last entry that holds. */
  readonly head: ChainHead;
}

export interface ChainHead {
  readonly seq: number;
  readonly hash: Buffer;
}

const batchRows = 2000;
/** What the first entry follows. */
const chainStart: ChainHead = { seq: 0, hash: Buffer.alloc(1) };

interface EntryText {
  readonly seq: string;
  readonly parts: readonly string[];
  readonly previous_hash: Buffer;
  readonly hash: Buffer;
}

/**
 * Recomputes the log from its columns, without the functions and triggers of the database that a forger could have
 * replaced: a changed byte, an entry removed or slipped in, an order changed each break the chain at a named entry.
 * @param from where to start, an entry known to hold; the beginning when absent
 */
export async function verifyChain(db: Kysely<DB>, from: ChainHead = chainStart): Promise<ChainState> {
  const last = await lastSeq(db);
  let head = from;
  let entries = 0;
  for (;;) {
    const rows = await readBatch(db, head.seq, last);
    for (const row of rows) {
      const broken = checkEntry(row, head);
      if (broken !== null) return { entries, broken, head };
      head = { seq: Number(row.seq), hash: row.hash };
      entries += 1;
    }
    if (rows.length < batchRows) return { entries, broken: null, head };
  }
}

async function lastSeq(db: Kysely<DB>): Promise<string> {
  const row = await db
    .selectFrom('platform.audit_entry')
    .select((is) => is.fn.max('seq').as('last'))
    .executeTakeFirst();
  return String(row?.last ?? 0);
}

/** The columns as text, in the order in which the entry was hashed. */
async function readBatch(db: Kysely<DB>, after: number, last: string): Promise<readonly EntryText[]> {
  const { rows } = await sql<EntryText>`
    select seq, previous_hash, hash, array[
      seq::text,
      to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
      actor_kind, coalesce(actor_id::text, ''), actor_name, action,
      coalesce(subject_kind, ''), coalesce(subject_id, ''), coalesce(subject_name, ''),
      outcome, detail::text, coalesce(host(ip), '')
    ] as parts
    from platform.audit_entry where seq > ${after} and seq <= ${last} order by seq limit ${batchRows}`.execute(
    db,
  );
  return rows;
}

function checkEntry(row: EntryText, head: ChainHead): Broken | null {
  const seq = Number(row.seq);
  if (seq !== head.seq + 1) return { seq: head.seq + 1, reason: removed(head.seq + 1, seq - 1) };
  if (!hashOf(row).equals(row.hash)) return { seq, reason: changed(seq) };
  if (!row.previous_hash.equals(head.hash)) return { seq, reason: unlinked(seq) };
  return null;
}

/** Each part is preceded by its number of letters, so that no two entries share a text. */
function hashOf(row: EntryText): Buffer {
  const parts = [...row.parts, row.previous_hash.toString('hex')];
  const text = parts.map((part) => `${countLetters(part)}:${part}`).join('|');
  return createHash('sha256').update(text, 'utf8').digest();
}

/** PostgreSQL counts code points, JavaScript halves of them. */
function countLetters(text: string): number {
  let count = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 0xd800 && unit < 0xdc00) count -= 1;
  }
  return count;
}

function removed(first: number, last: number): Text {
  if (first === last)
    return {
      fr: `L’entrée ${first} manque : elle a été retirée du journal.`,
      en: `Entry ${first} is missing: it was removed from the log.`,
    };
  return {
    fr: `Les entrées ${first} à ${last} manquent : elles ont été retirées du journal.`,
    en: `Entries ${first} to ${last} are missing: they were removed from the log.`,
  };
}

function changed(seq: number): Text {
  return {
    fr: `L’entrée ${seq} ne correspond pas à son empreinte : elle a été modifiée après son écriture.`,
    en: `Entry ${seq} does not match its hash: it was changed after it was written.`,
  };
}

function unlinked(seq: number): Text {
  return {
    fr: `L’entrée ${seq} ne suit pas celle d’avant : des entrées ont été remplacées, déplacées ou récrites.`,
    en: `Entry ${seq} does not follow the one before: entries were replaced, moved or rewritten.`,
  };
}
