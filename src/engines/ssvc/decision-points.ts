import type { Text } from '#engines/text.ts';

/** One answer of a decision point: its code in the published tables and its words; the English are the published ones. */
export interface PointValue {
  readonly code: string;
  readonly name: Text;
}

/** A question of SSVC, its answers from the mildest to the worst. */
export interface DecisionPoint<Value extends string = string> {
  /** Namespace, key and version as published: `ssvc:E:1.1.0`. */
  readonly id: string;
  readonly name: Text;
  readonly values: Readonly<Record<Value, PointValue>>;
}

/** « code | French | English ». */
function value(line: string): PointValue {
  const [code = '', fr = '', en = ''] = line.split(' | ');
  return { code, name: { fr, en } };
}

function point<Value extends string>(
  id: string,
  fr: string,
  en: string,
  lines: Readonly<Record<Value, string>>,
): DecisionPoint<Value> {
  const values = Object.entries<string>(lines).map(([key, line]) => [key, value(line)]);
  return { id, name: { fr, en }, values: Object.fromEntries(values) as Record<Value, PointValue> };
}

const yesOrNo = { no: 'N | non | No', yes: 'Y | oui | Yes' } as const;

export const exploitation = point('ssvc:E:1.1.0', 'Exploitation', 'Exploitation', {
  none: 'N | aucune connue | None',
  poc: 'P | démonstration publique | Public PoC',
  active: 'A | active | Active',
});
export type Exploitation = keyof typeof exploitation.values;

export const systemExposure = point('ssvc:EXP:1.0.1', 'Exposition', 'System Exposure', {
  small: 'S | réduite | Small',
  controlled: 'C | maîtrisée | Controlled',
  open: 'O | ouverte | Open',
});
export type SystemExposure = keyof typeof systemExposure.values;

export const automatable = point('ssvc:A:2.0.0', 'Automatisable', 'Automatable', yesOrNo);

export const technicalImpact = point('ssvc:TI:1.0.0', 'Impact technique', 'Technical Impact', {
  partial: 'P | partiel | Partial',
  total: 'T | total | Total',
});
export type TechnicalImpact = keyof typeof technicalImpact.values;

export const safetyImpact = point('ssvc:SI:2.0.1', 'Impact sur les personnes', 'Safety Impact', {
  negligible: 'N | négligeable | Negligible',
  marginal: 'M | marginal | Marginal',
  critical: 'R | critique | Critical',
  catastrophic: 'C | catastrophique | Catastrophic',
});

export const missionImpact = point('ssvc:MI:2.0.0', 'Impact sur la mission', 'Mission Impact', {
  degraded: 'D | fonctions secondaires dégradées | Degraded',
  support_crippled: 'MSC | soutien des fonctions essentielles paralysé | MEF Support Crippled',
  mef_failure: 'MEF | une fonction essentielle interrompue | MEF Failure',
  mission_failure: 'MF | mission interrompue | Mission Failure',
});
export type MissionImpact = keyof typeof missionImpact.values;

export const humanImpact = point('ssvc:HI:2.0.2', 'Impact humain', 'Human Impact', {
  low: 'L | faible | Low',
  medium: 'M | moyen | Medium',
  high: 'H | élevé | High',
  very_high: 'VH | très élevé | Very High',
});

export const missionAndWellBeing = point(
  'ssvc:MWI:1.0.0',
  'Impact sur la mission et le public',
  'Mission and Well-Being Impact',
  { low: 'L | faible | Low', medium: 'M | moyen | Medium', high: 'H | élevé | High' },
);

export const inKev = point('cisa:KEV:1.0.0', 'Au catalogue KEV', 'In KEV', yesOrNo);
export const publiclyExposed = point('cisa:PE:1.0.0', 'Exposé au public', 'Publicly Exposed', yesOrNo);

export const valueDensity = point('ssvc:VD:1.0.0', 'Concentration de la valeur', 'Value Density', {
  diffuse: 'D | diffuse | Diffuse',
  concentrated: 'C | concentrée | Concentrated',
});

export const deployerOutcome = point(
  'ssvc:DSOI:1.0.0',
  'Priorité de correction',
  'Defer, Scheduled, Out-of-Cycle, Immediate',
  {
    defer: 'D | différer | Defer',
    scheduled: 'S | planifier | Scheduled',
    out_of_cycle: 'O | hors cycle | Out-of-Cycle',
    immediate: 'I | immédiat | Immediate',
  },
);
export type DeployerOutcome = keyof typeof deployerOutcome.values;

export const cisaLevel = point('cisa:CISA:1.1.0', 'Niveau CISA', 'CISA Levels', {
  track: 'T | suivre | Track',
  track_closely: 'T* | suivre de près | Track*',
  attend: 'AT | s’en occuper | Attend',
  act: 'AC | agir | Act',
});

export const bodTimeline = point(
  'cisa:BOD2604:1.0.0',
  'Délai BOD 26-04',
  'CISA BOD 26-04 Remediation Timelines',
  {
    on_upgrade: 'FSU | à la prochaine mise à niveau | Fix on system upgrade',
    days60: '60D | 60 jours | 60 days',
    days14: '14D | 14 jours | 14 days',
    days3: '3D | 3 jours | 3 days',
    days3_forensic: '3DF | 3 jours et recherche de compromission | 3 days & forensic investigation',
  },
);
export type BodTimeline = keyof typeof bodTimeline.values;

export const utilityOutcome = point('ssvc:U:1.0.1', 'Utilité pour l’attaquant', 'Utility', {
  laborious: 'L | laborieuse | Laborious',
  efficient: 'E | efficace | Efficient',
  super_effective: 'S | très efficace | Super Effective',
});

export const publicSafetyOutcome = point('ssvc:PSI:2.0.1', 'Impact sur le public', 'Public Safety Impact', {
  minimal: 'M | minime | Minimal',
  significant: 'S | notable | Significant',
});
