import type { Text } from '#engines/text.ts';
import type { Deadline } from './api-shared.ts';
import type { GivenDeadline } from './rule.ts';

export interface PriorityInput {
  /** The finding's own severity, 0 information to 4 critical. */
  readonly severity: number;
  /** Levels of its effect, 0–3 each. */
  readonly availability: number;
  readonly integrity: number;
  readonly confidentiality: number;
  /** Somebody is known to use the flaw (its evidence says `exploited: true`). */
  readonly exploited: boolean;
  /** Present severity (0–4) of each service that the finding hurts. */
  readonly services: readonly { readonly severity: number }[];
  /** Shortest time before a hurt service reaches its tolerable outage; negative once past; null when none runs out. */
  readonly secondsLeft: number | null;
  /** A group still holds but has lost members because of it: the next loss hurts. */
  readonly redundancyLost: boolean;
}

export interface Priority {
  /** 0–100 */
  readonly priority: number;
  readonly deadline: Deadline;
  readonly reason: Text;
}

/** Points of the finding by itself, by its severity 0–4. */
const findingPoints = [0, 10, 20, 35, 55] as const;
/** Points of the worst service it hurts, by the severity of that service 0–4. */
const servicePoints = [0, 30, 55, 80, 90] as const;
const exploitedPoints = 20;
const redundancyPoints = 10;
const confirmedPoints = 15;
/** One for each further service, up to this. */
const mostFurtherServices = 5;
const soonSeconds = 4 * 3600;

/**
 * How urgent a finding is. The larger of two tables, plus what makes it worse, 100 at most:
 *
 * | severity      | 0 | 1  | 2  | 3  | 4  |
 * | finding alone | 0 | 10 | 20 | 35 | 55 |
 * | worst service | 0 | 30 | 55 | 80 | 90 |
 *
 * exploited +20, confirmed compromise +15, redundancy lost +10, each further service +1 (5 at most), tolerable outage
 * over +10, over within 4 h +5. Deadline: 80 and more immediate, 50 three days, 30 fourteen days, else planned.
 */
export function priorityOf(input: PriorityInput): Priority {
  const worst = Math.max(0, ...input.services.map((service) => service.severity));
  const confirmed = Math.max(input.integrity, input.confidentiality) >= 3;
  const base = Math.max(pointsOf(findingPoints, input.severity), pointsOf(servicePoints, worst));
  const points =
    base +
    (input.exploited ? exploitedPoints : 0) +
    (confirmed ? confirmedPoints : 0) +
    (input.redundancyLost ? redundancyPoints : 0) +
    Math.min(mostFurtherServices, Math.max(0, input.services.length - 1)) +
    timePoints(input.secondsLeft);
  const priority = Math.min(100, points);
  return { priority, deadline: deadlineOf(priority), reason: reasonOf(input, worst, confirmed) };
}

function pointsOf(table: readonly number[], severity: number): number {
  return table[Math.min(4, Math.max(0, Math.trunc(severity)))] ?? 0;
}

function timePoints(secondsLeft: number | null): number {
  if (secondsLeft === null || secondsLeft > soonSeconds) return 0;
  return secondsLeft <= 0 ? 10 : 5;
}

/** First and last point of each deadline. */
const bands: Readonly<Record<Deadline, readonly [number, number]>> = {
  immediate: [80, 100],
  days3: [50, 79],
  days14: [30, 49],
  planned: [0, 29],
};

function deadlineOf(priority: number): Deadline {
  if (priority >= bands.immediate[0]) return 'immediate';
  if (priority >= bands.days3[0]) return 'days3';
  return priority >= bands.days14[0] ? 'days14' : 'planned';
}

/** Where the rule knows the deadline, that deadline rules; its weight gives the place among those of the same one. */
export function priorityGiven({ within, weight, reason }: GivenDeadline): Priority {
  const [first, last] = bands[within];
  const priority = first + Math.round((last - first) * Math.min(1, Math.max(0, weight)));
  return { priority, deadline: within, reason };
}

/** Why, in one line, without what the clock changes: it is stored. */
function reasonOf(input: PriorityInput, worst: number, confirmed: boolean): Text {
  const parts: Text[] = [];
  if (input.services.length > 0) parts.push(servicesHurt(input.services.length));
  if (worst >= 4) parts.push({ fr: 'gravité maximale', en: 'highest severity' });
  if (input.secondsLeft !== null && input.secondsLeft <= 0) {
    parts.push({ fr: 'interruption tolérable dépassée', en: 'tolerable outage exceeded' });
  }
  if (confirmed) parts.push({ fr: 'compromission confirmée', en: 'compromise confirmed' });
  if (input.exploited) parts.push({ fr: 'exploité par des attaquants', en: 'exploited by attackers' });
  if (input.redundancyLost) parts.push({ fr: 'redondance perdue', en: 'redundancy lost' });
  if (parts.length === 0) parts.push({ fr: 'aucun service touché', en: 'no service hurt' });
  return joined(parts);
}

/** « 3 services touchés ». */
export function servicesHurt(count: number): Text {
  return count === 1
    ? { fr: '1 service touché', en: '1 service hurt' }
    : { fr: `${count} services touchés`, en: `${count} services hurt` };
}

/** One line out of several words, each in both languages. */
export function joined(parts: readonly Text[]): Text {
  return { fr: parts.map((part) => part.fr).join(', '), en: parts.map((part) => part.en).join(', ') };
}
