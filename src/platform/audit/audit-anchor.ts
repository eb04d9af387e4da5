import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Text } from '#engines/text.ts';
import type { DB } from '#platform/database-types.ts';
import type { KeyRing } from '#platform/secrets/key-ring.ts';
import type { Broken, ChainState } from './verify-chain.ts';
import { verifyChain } from './verify-chain.ts';

const key = 'audit_anchor';
const purpose = 'audit-anchor';

const anchorSchema = z.object({
  seq: z.number().int().min(1),
  hash: z.string(),
  at: z.string(),
  keyId: z.string(),
  mac: z.string(),
});
type Anchor = z.output<typeof anchorSchema>;

export interface ChainReport {
  readonly entries: number;
  readonly broken: Broken | null;
  /** Up to which entry the signed mark goes, and when it was signed. */
  readonly anchor: { readonly seq: number; readonly at: string } | null;
}

/**
 * The whole chain and its mark. The chain alone cannot tell that its end was cut, or that all of it was rewritten by
 * someone who has the database; the mark can, because its key is not in the database.
 */
export async function verifyAuditLog(db: Kysely<DB>, keys: KeyRing): Promise<ChainReport> {
  // The mark first: entries written meanwhile come after it.
  const anchor = await readAnchor(db);
  const chain = await verifyChain(db);
  const broken = chain.broken ?? (await checkAnchor(db, keys, anchor, chain));
  const known = anchor === null || anchor === 'unreadable' ? null : { seq: anchor.seq, at: anchor.at };
  return { entries: chain.entries, broken, anchor: known };
}

/**
 * Signs the present end of the log, after checking everything since the last mark: a mark never covers up a break.
 * @returns what is broken, in which case the former mark stays
 */
export async function refreshAnchor(db: Kysely<DB>, keys: KeyRing): Promise<Broken | null> {
  const anchor = await readAnchor(db);
  const found = await checkAnchor(db, keys, anchor, null);
  if (found !== null) return found;
  const from =
    anchor === null || anchor === 'unreadable'
      ? undefined
      : { seq: anchor.seq, hash: Buffer.from(anchor.hash, 'hex') };
  const chain = await verifyChain(db, from);
  if (chain.broken !== null || chain.head.seq === 0) return chain.broken;
  const body = { seq: chain.head.seq, hash: chain.head.hash.toString('hex'), at: new Date().toISOString() };
  const value = JSON.stringify({ ...body, ...keys.sign(purpose, textOf(body)) });
  await db
    .insertInto('platform.setting')
    .values({ key, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value, updated_at: new Date() }))
    .execute();
  return null;
}

async function readAnchor(db: Kysely<DB>): Promise<Anchor | 'unreadable' | null> {
  const row = await db
    .selectFrom('platform.setting')
    .select('value')
    .where('key', '=', key)
    .executeTakeFirst();
  if (row === undefined) return null;
  const parsed = anchorSchema.safeParse(row.value);
  return parsed.success ? parsed.data : 'unreadable';
}

function textOf(anchor: Pick<Anchor, 'seq' | 'hash' | 'at'>): string {
  return `${anchor.seq} ${anchor.hash} ${anchor.at}`;
}

async function checkAnchor(
  db: Kysely<DB>,
  keys: KeyRing,
  anchor: Anchor | 'unreadable' | null,
  chain: ChainState | null,
): Promise<Broken | null> {
  if (anchor === null) return null;
  if (anchor === 'unreadable') return { seq: chain?.head.seq ?? 0, reason: forged };
  if (!keys.has(anchor.keyId)) return { seq: anchor.seq, reason: keyLost(anchor) };
  if (!keys.verify(purpose, textOf(anchor), anchor)) return { seq: chain?.head.seq ?? 0, reason: forged };
  const row = await db
    .selectFrom('platform.audit_entry')
    .select('hash')
    .where('seq', '=', String(anchor.seq))
    .executeTakeFirst();
  if (row === undefined) return { seq: (chain?.head.seq ?? anchor.seq - 1) + 1, reason: cut(anchor) };
  return row.hash.toString('hex') === anchor.hash ? null : { seq: anchor.seq, reason: rewritten(anchor) };
}

const forged: Text = {
  fr: 'La marque signée qui tient la fin du journal a été modifiée : on ne peut plus dire si des entrées ont été coupées.',
  en: 'The signed mark that holds the end of the log was changed: whether entries were cut can no longer be told.',
};

function keyLost(anchor: Anchor): Text {
  return {
    fr: `La fin du journal a été signée avec la clé ${anchor.keyId}, absente du fichier de clé : on ne peut plus dire si des entrées ont été coupées. Remettez le fichier de clé complet.`,
    en: `The end of the log was signed with the key ${anchor.keyId}, absent from the key file: whether entries were cut can no longer be told. Put the whole key file back.`,
  };
}

function cut(anchor: Anchor): Text {
  return {
    fr: `La fin du journal a été coupée : il allait au moins jusqu’à l’entrée ${anchor.seq} le ${anchor.at}.`,
    en: `The end of the log was cut: it went at least to entry ${anchor.seq} on ${anchor.at}.`,
  };
}

function rewritten(anchor: Anchor): Text {
  return {
    fr: `Le journal a été récrit jusqu’à l’entrée ${anchor.seq} : elle n’est plus celle qui a été signée le ${anchor.at}.`,
    en: `The log was rewritten up to entry ${anchor.seq}: it is no longer the one signed on ${anchor.at}.`,
  };
}

/** Hours between the mark (or the first entry, without one) and the last entry of the log. */
export async function readAnchorAge(db: Kysely<DB>): Promise<number> {
  const anchor = await readAnchor(db);
  const row = await db
    .selectFrom('platform.audit_entry')
    .select((is) => [is.fn.min('at').as('first'), is.fn.max('at').as('last')])
    .executeTakeFirst();
  if (!row?.last || !row.first) return 0;
  const from = anchor === null || anchor === 'unreadable' ? row.first : new Date(anchor.at);
  return (new Date(row.last).getTime() - new Date(from).getTime()) / 3_600_000;
}
