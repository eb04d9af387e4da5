import type { Text } from '#engines/text.ts';
import { decide } from '#engines/ssvc/decide.ts';
import type {
  BodTimeline,
  DeployerOutcome,
  MissionImpact,
  SystemExposure,
} from '#engines/ssvc/decision-points.ts';
import { bodTable, deployerTable, humanImpactTable } from '#engines/ssvc/decision-tables.ts';
import type { ExploitationAnswer } from '#engines/ssvc/exploitation.ts';
import type { TechnicalFacts } from '#engines/ssvc/technical-facts.ts';
import type { Deadline } from '#map/api-shared.ts';
import type { Policy } from './api-policy.ts';

/** How soon to act: the outcomes of the deployer's table, in their order. */
export type Urgency = DeployerOutcome;
export const urgencies: readonly Urgency[] = ['defer', 'scheduled', 'out_of_cycle', 'immediate'];

/** What of a vulnerability its urgency depends on. */
export interface Threat {
  readonly exploitation: ExploitationAnswer;
  readonly technical: TechnicalFacts;
  readonly inKev: boolean;
}

/** What of an asset it depends on. */
export interface Standing {
  readonly exposure: SystemExposure;
  readonly mission: MissionImpact;
}

export interface Verdict {
  readonly urgency: Urgency;
  /** Identifier of the published table that decided. */
  readonly table: string;
  readonly outcome: Text;
  /** The answers that lead there, one by one. */
  readonly path: readonly Text[];
  /** The directive also wants traces of a compromise looked for. */
  readonly forensic: boolean;
}

/** How urgent one vulnerability is on one asset, by the table that the policy chose. */
export function judge(policy: Pick<Policy, 'kind'>, threat: Threat, standing: Standing): Verdict {
  return policy.kind === 'ssvc' ? byDeployer(threat, standing) : byDirective(threat, standing);
}

function byDeployer({ exploitation, technical }: Threat, { exposure, mission }: Standing): Verdict {
  // Harm to persons is not on the map: taken as negligible, so that the mission decides.
  const human = decide(humanImpactTable, { safetyImpact: 'negligible', missionImpact: mission });
  const decision = decide(deployerTable, {
    exploitation: exploitation.value,
    systemExposure: exposure,
    automatable: technical.automatable.value,
    humanImpact: human.outcome,
  });
  const outcome = deployerTable.outcome.values[decision.outcome].name;
  return {
    urgency: decision.outcome,
    table: deployerTable.id,
    outcome,
    path: decision.path,
    forensic: false,
  };
}

const urgencyOfTimeline: Readonly<Record<BodTimeline, Urgency>> = {
  on_upgrade: 'defer',
  days60: 'scheduled',
  days14: 'out_of_cycle',
  days3: 'immediate',
  days3_forensic: 'immediate',
};

function byDirective({ technical, inKev }: Threat, { exposure }: Standing): Verdict {
  const decision = decide(bodTable, {
    inKev: inKev ? 'yes' : 'no',
    publiclyExposed: exposure === 'open' ? 'yes' : 'no',
    automatable: technical.automatable.value,
    technicalImpact: technical.technicalImpact.value,
  });
  return {
    urgency: urgencyOfTimeline[decision.outcome],
    table: bodTable.id,
    outcome: bodTable.outcome.values[decision.outcome].name,
    path: decision.path,
    forensic: decision.outcome === 'days3_forensic',
  };
}

/** Days that the policy leaves; null: the next upgrade. */
export function daysOf(policy: Policy, urgency: Urgency): number | null {
  const days = {
    immediate: policy.immediateDays,
    out_of_cycle: policy.outOfCycleDays,
    scheduled: policy.scheduledDays,
    defer: null,
  };
  return days[urgency];
}

/** The map's word for it: « immediate » is what the table calls so, the others go by the days that the policy leaves. */
export function deadlineOf(policy: Policy, urgency: Urgency): Deadline {
  if (urgency === 'immediate') return 'immediate';
  const days = daysOf(policy, urgency);
  if (days === null || days > 14) return 'planned';
  return days <= 3 ? 'days3' : 'days14';
}

/** Higher is more urgent. */
export function rankOf(urgency: Urgency): number {
  return urgencies.indexOf(urgency);
}
