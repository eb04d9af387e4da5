import type { KevEntry } from '#engines/advisory/advisory.ts';
import type { Text } from '#engines/text.ts';
import type { BulletinChange } from './store-certfr.ts';

/** The sentences of the news. */
export function alert({ id, title, change }: BulletinChange): Text {
  return change === 'opened'
    ? { fr: `Alerte ${id} du CERT-FR : ${title}`, en: `Alert ${id} of CERT-FR: ${title}` }
    : {
        fr: `Alerte ${id} du CERT-FR close : ${title}`,
        en: `Alert ${id} of CERT-FR closed: ${title}`,
      };
}

export function published(name: string, components: number): Text {
  return components === 0
    ? { fr: `${name} publiée, sur un sujet suivi`, en: `${name} published, on a followed subject` }
    : {
        fr: `${name} publiée : ${componentsFr(components)} de la carte`,
        en: `${name} published: ${componentsEn(components)} of the map`,
      };
}

export function kevAdded(name: string, { vendor, product, ransomware }: KevEntry): Text {
  const what = `${vendor} ${product}`.trim();
  return {
    fr: `${name} est exploitée (KEV) : ${what}${ransomware ? ', aussi par des rançongiciels' : ''}`,
    en: `${name} is exploited (KEV): ${what}${ransomware ? ', by ransomware too' : ''}`,
  };
}

export function kevRemoved(name: string): Text {
  return { fr: `${name} retirée du catalogue KEV`, en: `${name} removed from the KEV catalogue` };
}

const kevFieldWords: Readonly<Record<keyof KevEntry, Text>> = {
  cve: { fr: 'le numéro', en: 'the number' },
  vendor: { fr: 'l’éditeur', en: 'the vendor' },
  product: { fr: 'le produit', en: 'the product' },
  name: { fr: 'le nom', en: 'the name' },
  description: { fr: 'la description', en: 'the description' },
  action: { fr: 'l’action demandée', en: 'the required action' },
  addedOn: { fr: 'la date d’ajout', en: 'the date of addition' },
  dueOn: { fr: 'l’échéance', en: 'the due date' },
  ransomware: { fr: 'l’usage par des rançongiciels', en: 'the use by ransomware' },
};

export function kevChanged(name: string, fields: readonly (keyof KevEntry)[]): Text {
  const list = (language: keyof Text) => fields.map((field) => kevFieldWords[field][language]).join(', ');
  return {
    fr: `${name} : le catalogue KEV change ${list('fr')}`,
    en: `${name}: the KEV catalogue changes ${list('en')}`,
  };
}

export function rejected(name: string): Text {
  return {
    fr: `${name} est rejetée : elle ne désigne plus de vulnérabilité`,
    en: `${name} is rejected: it no longer names a vulnerability`,
  };
}

export function matched(name: string, components: number): Text {
  return {
    fr: `${name} touche désormais ${componentsFr(components)} de la carte`,
    en: `${name} now touches ${componentsEn(components)} of the map`,
  };
}

export function unmatched(name: string): Text {
  return {
    fr: `${name} ne touche plus aucun composant de la carte`,
    en: `${name} no longer touches any component of the map`,
  };
}

export function rangeChanged(name: string): Text {
  return {
    fr: `${name} : les versions touchées ou corrigées ont changé`,
    en: `${name}: the affected or fixed versions have changed`,
  };
}

const severityWords: Readonly<Record<string, Text>> = {
  none: { fr: 'nulle', en: 'none' },
  low: { fr: 'faible', en: 'low' },
  medium: { fr: 'moyenne', en: 'medium' },
  high: { fr: 'élevée', en: 'high' },
  critical: { fr: 'critique', en: 'critical' },
};

export function severityChanged(name: string, from: string | null, to: string): Text {
  const word = (severity: string, language: keyof Text) => severityWords[severity]?.[language] ?? severity;
  return from === null
    ? {
        fr: `${name} : gravité ${word(to, 'fr')}`,
        en: `${name}: severity ${word(to, 'en')}`,
      }
    : {
        fr: `${name} : gravité ${word(to, 'fr')}, auparavant ${word(from, 'fr')}`,
        en: `${name}: severity ${word(to, 'en')}, was ${word(from, 'en')}`,
      };
}

export function likelihoodRaised(name: string, before: number, after: number): Text {
  return {
    fr: `${name} : probabilité d’exploitation à 30 jours de ${percent(after, 'fr')}, auparavant ${percent(before, 'fr')}`,
    en: `${name}: probability of exploitation within 30 days ${percent(after, 'en')}, was ${percent(before, 'en')}`,
  };
}

export function followed(name: string, value: string): Text {
  return {
    fr: `${name} parle de « ${value} », que vous suivez`,
    en: `${name} speaks of “${value}”, which you follow`,
  };
}

function percent(share: number, language: keyof Text): string {
  const text = (share * 100).toFixed(1);
  return language === 'fr' ? `${text.replace('.', ',')} %` : `${text}%`;
}

function componentsFr(count: number): string {
  return count === 1 ? '1 composant' : `${count} composants`;
}

function componentsEn(count: number): string {
  return count === 1 ? '1 component' : `${count} components`;
}
