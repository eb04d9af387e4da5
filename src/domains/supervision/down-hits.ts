import type { Cause, RootCauses } from '#engines/rootcause/types.ts';
import type { Text } from '#engines/text.ts';
import type { Hit } from '#map/rule.ts';

/** A failed check whose asset is silent or answers otherwise, as its own hit. */
export interface DownCheck {
  readonly assetId: string;
  readonly hit: Hit;
}

type NameOf = (assetId: string) => string;

/**
 * One finding for each cause, none for what it hides. What is silent behind the cause bears the same finding, so that
 * the services that stand on it are hurt by the cause and name it. What waits for a second look says nothing yet.
 */
export function downHits(
  checks: readonly DownCheck[],
  { states, causes }: RootCauses,
  nameOf: NameOf,
): Hit[] {
  const own = checks.filter(({ assetId }) => (states.get(assetId) ?? 'up') === 'up');
  const hitsOf = Map.groupBy(checks, (check) => check.assetId);
  return [
    // What hid others before and does no more says so.
    ...own.map(({ hit }) => ({ ...hit, assetIds: [] })),
    ...causes.flatMap((cause) => {
      const [first, ...others] = hitsOf.get(cause.frontier[0] ?? '') ?? [];
      if (first === undefined) return [];
      if (cause.frontier.length > 1) return [sharedHit(cause, first.hit, nameOf)];
      return [withBehind(cause, first.hit, nameOf), ...others.map(({ hit }) => hit)];
    }),
  ];
}

/** Everything is silent: the checks themselves are cut off, and nothing is known of what they watch. */
export function cutOffHit(checks: readonly DownCheck[], silent: readonly string[]): Hit {
  const since = earliest(checks.map(({ hit }) => hit.since));
  return {
    assetIds: silent,
    key: 'cut-off',
    title: {
      fr: `Plus aucun des ${silent.length} actifs sondés ne répond : la panne est sans doute du côté de Vigie`,
      en: `None of the ${silent.length} checked assets answers: the fault is likely on the side of Vigie`,
    },
    evidence: { silent: silent.length },
    ...(since === undefined ? {} : { since }),
    ...(checks.some(({ hit }) => hit.demonstration === true) ? { demonstration: true } : {}),
  };
}

function withBehind(cause: Cause, hit: Hit, nameOf: NameOf): Hit {
  if (cause.behind.length === 0) return { ...hit, assetIds: [] };
  const count = cause.behind.length;
  const more: Text =
    count === 1
      ? { fr: `, un équipement injoignable derrière`, en: `, one device unreachable behind it` }
      : {
          fr: `, ${count} équipements injoignables derrière`,
          en: `, ${count} devices unreachable behind it`,
        };
  return {
    ...hit,
    assetIds: cause.behind,
    title: { fr: hit.title.fr + more.fr, en: hit.title.en + more.en },
    evidence: { ...hit.evidence, ...evidenceOf(cause, nameOf) },
  };
}

function sharedHit(cause: Cause, first: Hit, nameOf: NameOf): Hit {
  const count = cause.frontier.length + cause.behind.length;
  const place = cause.common === null ? nameOf(cause.at) : nameOf(cause.common.value);
  return {
    ...first,
    key: `together ${cause.common?.value ?? cause.at}`,
    assetIds: [...cause.frontier, ...cause.behind].filter((id) => id !== first.assetId),
    title: {
      fr: `${place} : ${count} équipements ne répondent plus`,
      en: `${place}: ${count} devices no longer answer`,
    },
    since: new Date(cause.since),
    evidence: evidenceOf(cause, nameOf),
  };
}

const mostNames = 20;

function evidenceOf(cause: Cause, nameOf: NameOf): Record<string, unknown> {
  const [neighbour] = cause.evidence.filter((one) => one.kind === 'neighbour-answers');
  return {
    frontier: cause.frontier.slice(0, mostNames).map(nameOf),
    behind: cause.behind.slice(0, mostNames).map(nameOf),
    behindCount: cause.behind.length,
    ...(neighbour === undefined ? {} : { neighbourAnswering: nameOf(neighbour.neighbour) }),
  };
}

function earliest(dates: readonly (Date | undefined)[]): Date | undefined {
  return dates.filter((date) => date !== undefined).toSorted((a, b) => a.getTime() - b.getTime())[0];
}
