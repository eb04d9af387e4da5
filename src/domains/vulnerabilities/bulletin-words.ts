import type { Tlp } from '#engines/bulletin/tlp.ts';
import type { Text } from '#engines/text.ts';
import type { BulletinLineReply } from './api-bulletin.ts';

export const whyTexts: Readonly<Record<BulletinLineReply['why'][number], Text>> = {
  exploited: { fr: 'Exploitée', en: 'Exploited' },
  alert: { fr: 'Alerte en cours', en: 'Open alert' },
  new: { fr: 'Nouveau', en: 'New' },
  changed: { fr: 'Mis à jour', en: 'Updated' },
};

/** What a label costs those who read it: the choice is the publisher's. */
export const tlpShort: Readonly<Record<Tlp, Text>> = {
  CLEAR: { fr: 'diffusion libre', en: 'no limit' },
  GREEN: { fr: 'communauté des administrations', en: 'community of administrations' },
  AMBER: { fr: 'administration et prestataires', en: 'administration and contractors' },
  'AMBER+STRICT': { fr: 'administration seule', en: 'administration only' },
  RED: { fr: 'destinataires nommés', en: 'named recipients' },
};
