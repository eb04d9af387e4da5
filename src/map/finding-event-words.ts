import type { Text } from '#engines/text.ts';

const words: Readonly<Record<string, Text>> = {
  opened: { fr: 'Constat ouvert', en: 'Finding opened' },
  closed: { fr: 'Constat clos', en: 'Finding closed' },
  reopened: { fr: 'Constat rouvert', en: 'Finding reopened' },
  changed: { fr: 'Constat modifié', en: 'Finding changed' },
  flapping: { fr: 'Constat instable', en: 'Finding flapping' },
  acknowledged: { fr: 'Constat pris en compte', en: 'Finding acknowledged' },
  assigned: { fr: 'Constat affecté', en: 'Finding assigned' },
  commented: { fr: 'Commentaire', en: 'Comment' },
  decided: { fr: 'Décision', en: 'Decision' },
  decision_ended: { fr: 'Fin de décision', en: 'End of decision' },
  snoozed: { fr: 'Constat reporté', en: 'Finding snoozed' },
};

/** « Constat ouvert : lien coupé », with who did it where a person did. */
export function findingEventSentence(kind: string, title: Text, actor: string | null): Text {
  const word = words[kind] ?? { fr: kind, en: kind };
  const who = actor === null ? { fr: '', en: '' } : { fr: ` (par ${actor})`, en: ` (by ${actor})` };
  return { fr: `${word.fr}${who.fr} : ${title.fr}`, en: `${word.en}${who.en}: ${title.en}` };
}
