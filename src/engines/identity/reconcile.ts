import { identityKinds, type Identity, type IdentityKind } from '#engines/imports/types.ts';
import type { Text } from '#engines/text.ts';
import { swapUuid } from './normalise-serial.ts';
import { severalAgree, sharedName, strongContradiction, weakContradiction } from './reconcile-reasons.ts';
import { compatibleTypes, sameFamily } from './type-family.ts';

/** What a source says of one asset, as far as recognising it goes. Identities are canonical (`normaliseIdentity`). */
export interface ClaimedIdentities {
  readonly type: string;
  readonly identities: readonly Identity[];
  /** Two makers may use the same serial number. */
  readonly vendor?: string;
}

/** An asset of the map with all that its sources say it is. */
export interface KnownAsset {
  readonly id: string;
  readonly type: string;
  readonly identities: readonly { readonly kind: string; readonly value: string }[];
  readonly vendor?: string;
}

/** Every asset that carries this identity, whatever its type. */
export type IdentityLookup = (kind: IdentityKind, value: string) => readonly KnownAsset[];

export type Reconciliation =
  | { readonly kind: 'match'; readonly assetId: string; readonly by: Identity }
  | { readonly kind: 'new' }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly string[]; readonly reasons: readonly Text[] };

/** All the values under which the map may hold this identity: a UUID is also looked for in the other byte order. */
export function spellingsOf(identity: Identity): readonly Identity[] {
  return identity.kind === 'uuid'
    ? [identity, { kind: 'uuid', value: swapUuid(identity.value) }]
    : [identity];
}

/**
 * Decides which asset of the map a claim is about. The strongest identity that agrees decides (uuid, serial, MAC, FQDN,
 * code); a host name or an address alone only joins machines of compatible types and only when nothing stronger speaks
 * against it. Whatever is contradictory is a question to a person, never a guess.
 */
export function reconcile(claim: ClaimedIdentities, lookup: IdentityLookup): Reconciliation {
  const candidates = gather(claim, lookup);
  const strong = candidates.filter((candidate) => isStrong(candidate.by.kind));
  return strong.length > 0 ? decideStrong(claim, strong) : decideWeak(claim, candidates);
}

interface Candidate {
  readonly asset: KnownAsset;
  /** The strongest identity that agrees. */
  readonly by: Identity;
  readonly kinds: Set<IdentityKind>;
}

const rank = (kind: IdentityKind): number => identityKinds.indexOf(kind);
const isStrong = (kind: IdentityKind): boolean => rank(kind) <= rank('code');

function gather(claim: ClaimedIdentities, lookup: IdentityLookup): Candidate[] {
  const found = new Map<string, Candidate>();
  const ordered = claim.identities.toSorted((one, other) => rank(one.kind) - rank(other.kind));
  for (const identity of ordered) {
    for (const asset of spellingsOf(identity).flatMap(({ kind, value }) => lookup(kind, value))) {
      if (!sameFamily(claim.type, asset.type)) continue;
      if (identity.kind === 'serial' && differs(claim.vendor, asset.vendor)) continue;
      const candidate = found.get(asset.id);
      if (candidate) candidate.kinds.add(identity.kind);
      else found.set(asset.id, { asset, by: identity, kinds: new Set([identity.kind]) });
    }
  }
  return [...found.values()];
}

function decideStrong(claim: ClaimedIdentities, candidates: readonly Candidate[]): Reconciliation {
  const against = (candidate: Candidate): IdentityKind[] =>
    contradictions(claim, candidate, ['uuid', 'serial']).filter((kind) => !candidate.kinds.has(kind));
  const clean = candidates.filter((candidate) => against(candidate).length === 0);
  if (clean.length === 0) {
    const reasons = candidates.flatMap((candidate) =>
      against(candidate).map((kind) => strongContradiction(candidate.by, kind)),
    );
    return { kind: 'ambiguous', candidates: candidates.map(({ asset }) => asset.id), reasons };
  }
  const [only] = clean;
  if (only && clean.length === 1) return { kind: 'match', assetId: only.asset.id, by: only.by };
  const best = Math.min(...clean.map(({ by }) => rank(by.kind)));
  const bearers = clean.filter(({ by }) => rank(by.kind) === best);
  const confirmed = bearers.filter(({ kinds }) => [...kinds].filter(isStrong).length > 1);
  const [first] = confirmed;
  // Cloned machines share a UUID or a serial: a second strong identity tells them apart.
  if (first && confirmed.length === 1 && bearers.length === clean.length) {
    return { kind: 'match', assetId: first.asset.id, by: first.by };
  }
  const reasons = clean.map(({ by, kinds }) => severalAgree(by, [...kinds]));
  return { kind: 'ambiguous', candidates: clean.map(({ asset }) => asset.id), reasons };
}

function decideWeak(claim: ClaimedIdentities, found: readonly Candidate[]): Reconciliation {
  const candidates = found.filter(({ asset }) => compatibleTypes(claim.type, asset.type));
  const byName = candidates
    .filter(({ kinds }) => kinds.has('hostname'))
    .filter((one) => !otherDomain(claim, one));
  const contradicted = byName.filter(
    (one) => contradictions(claim, one, ['uuid', 'serial', 'mac', 'code']).length > 0,
  );
  const agreed = byName.filter((one) => !contradicted.includes(one));
  const both = agreed.filter(({ kinds }) => kinds.has('ip'));
  const chosen = both.length === 1 ? both : agreed;
  if (chosen.length > 1) {
    const reasons = chosen.map(({ by }) => sharedName(by));
    return { kind: 'ambiguous', candidates: chosen.map(({ asset }) => asset.id), reasons };
  }
  const [named] = chosen;
  if (named) return { kind: 'match', assetId: named.asset.id, by: named.by };
  if (contradicted.length > 0) {
    const reasons = contradicted.flatMap((one) =>
      contradictions(claim, one, ['uuid', 'serial', 'mac', 'code']).map((kind) =>
        weakContradiction(one.by, kind),
      ),
    );
    return { kind: 'ambiguous', candidates: contradicted.map(({ asset }) => asset.id), reasons };
  }
  return decideByAddress(claim, candidates);
}

/** Addresses move from machine to machine: the slightest contradiction means that this is another one. */
function decideByAddress(claim: ClaimedIdentities, candidates: readonly Candidate[]): Reconciliation {
  const strongerKinds = identityKinds.filter((kind) => kind !== 'ip');
  const plausible = candidates.filter(
    (one) => !one.kinds.has('hostname') && contradictions(claim, one, strongerKinds).length === 0,
  );
  const [only] = plausible;
  if (!only) return { kind: 'new' };
  if (plausible.length === 1) return { kind: 'match', assetId: only.asset.id, by: only.by };
  const reasons = plausible.map(({ by }) => sharedName(by));
  return { kind: 'ambiguous', candidates: plausible.map(({ asset }) => asset.id), reasons };
}

/** `srv1.a.nc` and `srv1.b.nc` are two machines that share their short name. */
function otherDomain(claim: ClaimedIdentities, candidate: Candidate): boolean {
  return contradictions(claim, candidate, ['fqdn']).length > 0;
}

/** Among these kinds, those of which both sides have values and none in common. */
function contradictions(
  claim: ClaimedIdentities,
  { asset }: Candidate,
  kinds: readonly IdentityKind[],
): IdentityKind[] {
  return kinds.filter((kind) => {
    const ours = claim.identities.filter((identity) => identity.kind === kind).flatMap(spellingsOf);
    const theirs = asset.identities.filter((identity) => identity.kind === kind);
    if (ours.length === 0 || theirs.length === 0) return false;
    return !theirs.some(({ value }) => ours.some((identity) => identity.value === value));
  });
}

function differs(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one.toLowerCase() !== other.toLowerCase();
}
