import {
  automatable,
  bodTimeline,
  cisaLevel,
  deployerOutcome,
  exploitation,
  humanImpact,
  inKev,
  missionAndWellBeing,
  missionImpact,
  publiclyExposed,
  publicSafetyOutcome,
  safetyImpact,
  systemExposure,
  technicalImpact,
  utilityOutcome,
  valueDensity,
} from './decision-points.ts';
import type { DecisionPoint } from './decision-points.ts';

/** A published decision table: an outcome for every combination of the answers to its points. */
export interface DecisionTable<
  Points extends Readonly<Record<string, DecisionPoint>>,
  Outcome extends string,
> {
  /** As published: `ssvc:DT_DP:1.0.0`. */
  readonly id: string;
  readonly points: Points;
  readonly outcome: DecisionPoint<Outcome>;
  /** Outcomes in the order of the combinations: the last point turns fastest. */
  readonly rows: readonly Outcome[];
}

function table<Points extends Readonly<Record<string, DecisionPoint>>, Outcome extends string>(
  id: string,
  points: Points,
  outcome: DecisionPoint<Outcome>,
  codes: string,
): DecisionTable<Points, Outcome> {
  const keyOf = new Map<string, Outcome>();
  for (const key in outcome.values) keyOf.set(outcome.values[key].code, key);
  return { id, points, outcome, rows: codes.split(/\s+/).flatMap((code) => keyOf.get(code) ?? []) };
}

/** What a deployer does with a patch, and when. */
export const deployerTable = table(
  'ssvc:DT_DP:1.0.0',
  { exploitation, systemExposure, automatable, humanImpact },
  deployerOutcome,
  `D D S S  D S S S  D S S S  S S S S  D S S S  S S S O
   D S S S  S S S S  D S S S  S S S O  S S S O  S S O O
   S S O O  S O O O  S S O O  O O O O  S O O I  O O I I`,
);

export const humanImpactTable = table(
  'ssvc:DT_HI:1.0.0',
  { safetyImpact, missionImpact },
  humanImpact,
  'L L M VH  L L M VH  M H H VH  VH VH VH VH',
);

/** What a coordinator does with a vulnerability (CISA's own tree). */
const coordinatorTable = table(
  'cisa:DT_CO:2.0.3',
  { exploitation, automatable, technicalImpact, missionAndWellBeing },
  cisaLevel,
  'T T T  T T T*  T T AT  T T AT  T T T*  T T* AT  T T AT  T T* AT  T T AT  T AT AC  AT AT AC  AT AC AC',
);

/** Binding Operational Directive 26-04: by when a federal agency of the United States corrects. */
export const bodTable = table(
  'cisa:DT_BOD2604:1.0.0',
  { inKev, publiclyExposed, automatable, technicalImpact },
  bodTimeline,
  'FSU FSU  60D 60D  60D 14D  14D 3D  14D 14D  14D 3DF  14D 3DF  3D 3DF',
);

const utilityTable = table('ssvc:DT_U:1.0.0', { automatable, valueDensity }, utilityOutcome, 'L E  E S');

const publicSafetyTable = table('ssvc:DT_PSI:1.0.0', { safetyImpact }, publicSafetyOutcome, 'M S S S');

export const decisionTables = {
  deployer: deployerTable,
  humanImpact: humanImpactTable,
  coordinator: coordinatorTable,
  bod: bodTable,
  utility: utilityTable,
  publicSafety: publicSafetyTable,
} as const;
