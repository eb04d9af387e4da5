import type { MissionImpact } from '#engines/ssvc/decision-points.ts';
import type { Text } from '#engines/text.ts';

/** A public service that stands on an asset. */
export interface StandingService {
  readonly id: string;
  readonly name: string;
  /** The highest of its needs (availability, integrity, confidentiality, proof), 0–4. */
  readonly need: number;
}

export interface MissionAnswer {
  readonly mission: MissionImpact;
  readonly reason: Text;
}

const missionOfNeed: readonly MissionImpact[] = [
  'degraded',
  'degraded',
  'support_crippled',
  'mef_failure',
  'mission_failure',
];
const mostNamed = 3;

/** « Mission Impact » of SSVC: the highest need among the services that stand on the asset, the neediest named. */
export function missionOf(services: readonly StandingService[]): MissionAnswer {
  if (services.length === 0) {
    return {
      mission: 'degraded',
      reason: { fr: 'aucun service public ne s’appuie dessus', en: 'no public service stands on it' },
    };
  }
  const ordered = services.toSorted((a, b) => b.need - a.need || a.name.localeCompare(b.name, 'fr'));
  const need = ordered[0]?.need ?? 0;
  const names = ordered
    .slice(0, mostNamed)
    .map((service) => service.name)
    .join(', ');
  const more = ordered.length - mostNamed;
  return {
    mission: missionOfNeed[Math.min(4, Math.max(0, need))] ?? 'degraded',
    reason: {
      fr: `porte ${names}${more > 0 ? ` et ${more} autre${more > 1 ? 's' : ''}` : ''} (besoin ${need} sur 4)`,
      en: `carries ${names}${more > 0 ? ` and ${more} more` : ''} (need ${need} of 4)`,
    },
  };
}
