import type { Cause } from './api-shared.ts';

const channels: readonly Cause['channel'][] = ['availability', 'integrity', 'confidentiality'];
/** A harm that was announced goes after one a level lower that was not. */
const plannedDiscount = 1.5;

/**
 * True when another cause explains this one: it lies on the way from the other to the asset that both hurt, and is hurt
 * no more than the other is. Two that lie on each other's way (a ring) explain nothing of each other.
 */
export function isSymptom(cause: Cause, causes: readonly Cause[]): boolean {
  return causes.some(
    (other) =>
      other.channel === cause.channel &&
      other.asset.id !== cause.asset.id &&
      other.level >= cause.level &&
      onTheWay(other, cause.asset.id) &&
      !onTheWay(cause, other.asset.id),
  );
}

function onTheWay(cause: Cause, assetId: string): boolean {
  return cause.path.some((step) => step.id === assetId);
}

/** What to tell first: causes before symptoms, the worst first, what nobody announced before what was. */
export function orderCauses(causes: readonly Cause[], announced: ReadonlySet<string>): Cause[] {
  const weight = (cause: Cause) => cause.level - (announced.has(cause.asset.id) ? plannedDiscount : 0);
  const symptoms = new Set(causes.filter((cause) => isSymptom(cause, causes)));
  return causes.toSorted(
    (a, b) =>
      Number(symptoms.has(a)) - Number(symptoms.has(b)) ||
      weight(b) - weight(a) ||
      channels.indexOf(a.channel) - channels.indexOf(b.channel) ||
      a.path.length - b.path.length ||
      a.asset.name.localeCompare(b.asset.name, 'fr'),
  );
}
