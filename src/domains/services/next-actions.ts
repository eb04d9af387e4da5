import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { durationWords } from '#engines/duration-words.ts';
import type { Text } from '#engines/text.ts';
import type { Finding } from '#map/api-findings.ts';
import type { State } from '#map/api-shared.ts';
import type { LiveImpact } from '#map/live-impact.ts';
import { joined, servicesHurt } from '#map/priority.ts';
import { onlyAsset } from '#map/only-asset.ts';
import type { Rule } from '#map/rule.ts';
import { bareRef, okState, readRefs } from '#map/sql-asset.ts';
import { quiet, readFindings } from '#map/store-findings.ts';
import { seen } from '#map/visibility.ts';
import type { DB } from '#platform/database-types.ts';
import type { Actor } from '#platform/rights.ts';
import type { Weather } from './api.ts';
import type { DescribedService } from './store-weather.ts';

type Action = Weather['actions'][number];

const mostActions = 5;
/** Looked at before those of one root cause are folded into one. */
const mostCandidates = 60;

/** The most useful things to do now: the most urgent open findings that nobody put off, one for each root cause. */
export async function readNextActions(
  db: Kysely<DB>,
  actor: Actor,
  impact: LiveImpact,
  rules: ReadonlyMap<string, Rule>,
  services: readonly DescribedService[],
  now: Date,
): Promise<Action[]> {
  const secondsLeft = new Map(services.map(({ row }) => [row.id, row.secondsLeft]));
  const where = sql`finding.closed_at is null and ${seen(actor)} and not ${quiet(now)}`;
  const candidates = await readFindings(db, actor, where, rules, now, { limit: mostCandidates, offset: 0 });
  const rootOf = new Map(candidates.map((finding) => [finding.id, rootCause(finding, impact)]));
  const dealtWith = await readDealtWith(db, new Set([...rootOf.values()].filter((id) => id !== null)), now);
  const chosen = oneForEachCause(candidates, rootOf, dealtWith).slice(0, mostActions);
  const refs = await readRefs(
    db,
    chosen.flatMap((finding) => onlyAsset(finding)?.id ?? []),
  );
  return chosen.map((finding) => {
    const asset = onlyAsset(finding);
    const state = stateOf(finding, refs.get(asset?.id ?? '')?.state);
    const left = shortest(finding.services.map((service) => secondsLeft.get(service.id) ?? null));
    const blinded = services.filter(
      ({ blindedBy }) => blindedBy !== null && blindedBy === finding.source?.id,
    );
    return {
      findingId: finding.id,
      title: finding.title,
      asset,
      state,
      since: finding.openedAt,
      reason: reasonOf(finding, left, blinded.length),
      deadline: finding.deadline,
      secondsLeft: left,
      services: [...finding.services, ...blinded.map(({ row }) => row)].map(bareRef),
      assignedTo: finding.assignedTo,
    };
  });
}

/** The asset at fault: another one when what it does explains all that the finding says of its own asset. */
function rootCause(finding: Finding, impact: LiveImpact): string | null {
  const own = onlyAsset(finding)?.id;
  if (own === undefined) return null;
  const channel = (['availability', 'confidentiality', 'integrity'] as const).find(
    (name) => finding[name] > 0,
  );
  if (channel === undefined) return own;
  const upstream = impact
    .causes(own)
    .filter((cause) => cause.channel === channel && cause.assetId !== own && cause.level >= finding[channel]);
  return upstream[0]?.assetId ?? own;
}

/** Assets all of whose open findings are put off, decided or planned: what follows from them needs nobody now. */
async function readDealtWith(
  db: Kysely<DB>,
  assetIds: ReadonlySet<string>,
  now: Date,
): Promise<ReadonlySet<string>> {
  if (assetIds.size === 0) return new Set();
  const { rows } = await sql<{ asset_id: string }>`
    select bearer.asset_id from map.finding as finding
    join map.finding_bearer as bearer on bearer.finding_id = finding.id
    left join map.decision as decision on decision.id = finding.decision_id and decision.revoked_at is null
      and decision.expires_at > ${now}::timestamptz
    where finding.closed_at is null and bearer.asset_id = any(${[...assetIds]}::uuid[])
    group by bearer.asset_id having bool_and(${quiet(now)})
  `.execute(db);
  return new Set(rows.map((row) => row.asset_id));
}

function oneForEachCause(
  candidates: readonly Finding[],
  rootOf: ReadonlyMap<string, string | null>,
  dealtWith: ReadonlySet<string>,
): Finding[] {
  const chosen = new Map<string, Finding>();
  for (const finding of candidates) {
    const root = rootOf.get(finding.id) ?? null;
    const own = onlyAsset(finding)?.id ?? null;
    if (root !== null && root !== own && dealtWith.has(root)) continue;
    const key = root ?? finding.id;
    const before = chosen.get(key);
    // The finding on the very asset at fault says the cause; those of what it hurts say symptoms.
    const saysCause = own === root && before !== undefined && onlyAsset(before)?.id !== root;
    if (before === undefined || saysCause) chosen.set(key, finding);
  }
  return [...chosen.values()];
}

function stateOf(finding: Finding, assetState: State | undefined): State {
  const { availability, integrity, confidentiality, makesUnknown } = finding;
  if (availability + integrity + confidentiality > 0 || makesUnknown) {
    return { availability, integrity, confidentiality, unknown: makesUnknown, planned: false };
  }
  return assetState ?? { ...okState, unknown: true };
}

function shortest(times: readonly (number | null)[]): number | null {
  const known = times.filter((seconds) => seconds !== null);
  return known.length === 0 ? null : Math.min(...known);
}

function stateUnknownOf(services: number): Text {
  return services === 1
    ? { fr: 'état inconnu pour 1 service', en: 'state unknown for 1 service' }
    : { fr: `état inconnu pour ${services} services`, en: `state unknown for ${services} services` };
}

/** « 3 services touchés, reste 3 h 48, personne n’a pris ». */
function reasonOf(finding: Finding, secondsLeft: number | null, blinded: number): Text {
  const parts: Text[] = [
    blinded > 0 ? stateUnknownOf(blinded) : (finding.priorityReason ?? servicesHurt(finding.services.length)),
  ];
  if (secondsLeft !== null && secondsLeft > 0) {
    const left = durationWords(secondsLeft);
    parts.push({ fr: `reste ${left.fr}`, en: `${left.en} left` });
  }
  if (finding.assignedTo !== null) {
    parts.push({
      fr: `pris par ${finding.assignedTo.displayName}`,
      en: `taken by ${finding.assignedTo.displayName}`,
    });
  } else if (finding.acknowledgedAt !== null) parts.push({ fr: 'pris en compte', en: 'acknowledged' });
  else parts.push({ fr: 'personne n’a pris', en: 'nobody has it' });
  return joined(parts);
}
