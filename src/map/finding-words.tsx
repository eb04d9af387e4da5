import type { Text } from '#engines/text.ts';
import type { Finding } from './api-findings.ts';
import type { Right } from '#platform/rights.ts';

/** 0 information to 4 critical. */
export const severityTexts: readonly Text[] = [
  { fr: 'Information', en: 'Information' },
  { fr: 'Faible', en: 'Low' },
  { fr: 'Moyenne', en: 'Medium' },
  { fr: 'Élevée', en: 'High' },
  { fr: 'Critique', en: 'Critical' },
];

export const assetsText: Text = { fr: '{count} actif|{count} actifs', en: '{count} asset|{count} assets' };

export type DecisionKind = NonNullable<Finding['decision']>['kind'];

export const decisionKinds: readonly DecisionKind[] = [
  'risk_accepted',
  'false_positive',
  'planned_maintenance',
];

export const decisionTexts: Readonly<Record<DecisionKind, Text>> = {
  risk_accepted: { fr: 'Risque accepté', en: 'Risk accepted' },
  false_positive: { fr: 'Faux positif', en: 'False positive' },
  planned_maintenance: { fr: 'Maintenance planifiée', en: 'Planned maintenance' },
};

/** What each decision does, and who may take it. */
export const decisionRules: Readonly<Record<DecisionKind, { readonly right: Right; readonly means: Text }>> =
  {
    risk_accepted: {
      right: 'decide',
      means: {
        fr: 'Le constat reste vrai et continue de peser sur les services ; il n’est plus à traiter jusqu’à la date.',
        en: 'The finding stays true and still weighs on the services; nobody has to deal with it until the date.',
      },
    },
    false_positive: {
      right: 'analyse',
      means: {
        fr: 'Ce que dit le constat n’est pas vrai ici : il ne pèse plus sur les services jusqu’à la date.',
        en: 'What the finding says is not true here: it no longer weighs on the services until the date.',
      },
    },
    planned_maintenance: {
      right: 'operate',
      means: {
        fr: 'C’est voulu et annoncé : l’état garde la marque « planifié » jusqu’à la date.',
        en: 'It is intended and announced: the state keeps the mark “planned” until the date.',
      },
    },
  };

const eventTexts: Readonly<Record<string, Text>> = {
  opened: { fr: 'Constat ouvert', en: 'Finding opened' },
  closed: {
    fr: 'Constat clos : la règle ne le trouve plus',
    en: 'Finding closed: the rule no longer finds it',
  },
  reopened: { fr: 'Constat rouvert', en: 'Finding opened again' },
  changed: { fr: 'Constat modifié', en: 'Finding changed' },
  flapping: {
    fr: 'Instable : il s’ouvre et se ferme sans cesse',
    en: 'Flapping: it opens and closes over and over',
  },
  acknowledged: { fr: 'Pris en compte', en: 'Acknowledged' },
  assigned: { fr: 'Affecté', en: 'Assigned' },
  commented: { fr: 'Commentaire', en: 'Comment' },
  decided: { fr: 'Décision', en: 'Decision' },
  decision_ended: { fr: 'Fin de la décision', en: 'End of the decision' },
  snoozed: { fr: 'Reporté', en: 'Snoozed' },
};

/** What happened to a finding, in words; an event of another kind shows under its own name. */
export function eventText(kind: string): Text {
  return eventTexts[kind] ?? { fr: kind, en: kind };
}
