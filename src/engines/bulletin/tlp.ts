/** Labels of TLP 2.0 (FIRST, August 2022), from the widest circle to the narrowest. */
export const tlpLabels = ['CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED'] as const;
export type Tlp = (typeof tlpLabels)[number];

/** Ink of each label on black, as the standard gives them. */
export const tlpInks: Readonly<Record<Tlp, string>> = {
  CLEAR: '#ffffff',
  GREEN: '#33ff00',
  AMBER: '#ffc000',
  'AMBER+STRICT': '#ffc000',
  RED: '#ff2b2b',
};

/** With whom it may be shared. */
export const tlpMeanings: Readonly<Record<Tlp, { readonly fr: string; readonly en: string }>> = {
  CLEAR: { fr: 'Diffusion libre.', en: 'No limit on disclosure.' },
  GREEN: {
    fr: 'Diffusion à la communauté des administrations et de leurs partenaires, hors publication.',
    en: 'Disclosure within the community of administrations and their partners, not in public.',
  },
  AMBER: {
    fr: 'Diffusion à l’administration et à ses prestataires, à qui en a besoin.',
    en: 'Disclosure within the administration and its contractors, to those who need to know.',
  },
  'AMBER+STRICT': {
    fr: 'Diffusion à l’administration seule, à qui en a besoin.',
    en: 'Disclosure within the administration only, to those who need to know.',
  },
  RED: {
    fr: 'Pour les seuls destinataires nommés, sans autre diffusion.',
    en: 'For the eyes of the named recipients only, no further disclosure.',
  },
};
