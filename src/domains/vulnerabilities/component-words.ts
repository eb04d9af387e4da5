import type { Text } from '#engines/text.ts';
import type { Policy } from './api-policy.ts';
import type { Urgency, Verdict } from './prioritise.ts';
import { daysOf } from './prioritise.ts';
import type { VulnerableSoftware } from './vulnerable-software.ts';

/** What can be done about the vulnerabilities of one software: one finding each. */
export type Remedy = 'upgrade' | 'mitigate' | 'confirm';

/** What a title and a remedy tell. */
export interface Told {
  readonly software: VulnerableSoftware;
  readonly remedy: Remedy;
  /** The version to go to; null where later ones are free of it and none is named. */
  readonly target: string | null;
  /** Vulnerabilities that are known of that version. */
  readonly leaves: number;
  readonly names: readonly string[];
  readonly exploited: number;
  readonly assets: number;
}

const mostOfName = 120;

export function labelOf({ name, version }: Pick<VulnerableSoftware, 'name' | 'version'>): string {
  return `${name} ${version}`.trim().slice(0, mostOfName);
}

/** « FortiOS 7.4.3 : passer à 7.4.8 (14 CVE, dont 1 exploitée) ». */
export function titleOf(told: Told): Text {
  const label = labelOf(told.software);
  const { fr, en } = countOf(told);
  if (told.remedy === 'confirm')
    return { fr: `${label} : ${fr} à confirmer`, en: `${label}: ${en} to confirm` };
  if (told.remedy === 'mitigate') {
    return {
      fr: `${label} : pas de correctif connu, réduire le risque (${fr})`,
      en: `${label}: no fix known, mitigate (${en})`,
    };
  }
  return {
    fr: `${label} : passer à ${told.target ?? 'une version plus récente'} (${fr})`,
    en: `${label}: upgrade to ${told.target ?? 'a later version'} (${en})`,
  };
}

function countOf({ names, exploited }: Told): Text {
  const count = names.length;
  const isCve = names.every((name) => name.startsWith('CVE-'));
  const many = count > 1 ? 's' : '';
  const fr = isCve ? `${count} CVE` : `${count} vulnérabilité${many}`;
  const en = isCve ? `${count} CVE` : `${count} vulnerabilit${count > 1 ? 'ies' : 'y'}`;
  if (exploited === 0) return { fr, en };
  if (count === exploited) return { fr: `${fr} exploitée${many}`, en: `${en}, exploited` };
  return {
    fr: `${fr}, dont ${exploited} exploitée${exploited > 1 ? 's' : ''}`,
    en: `${en}, ${exploited} exploited`,
  };
}

/** What to do, in the order in which to do it. */
export function remedyOf(told: Told, verdict: Verdict): Text {
  const { software, remedy, assets } = told;
  const label = labelOf(software);
  const on = {
    fr:
      assets === 1 ? 'sur l’actif concerné' : `sur les ${assets} actifs concernés, les plus exposés d’abord`,
    en: assets === 1 ? 'on the asset concerned' : `on the ${assets} assets concerned, the most exposed first`,
  };
  const lines: Text[] = [];
  if (verdict.forensic) {
    lines.push({
      fr: 'Cherchez d’abord des traces de compromission : ces failles sont exploitées et donnent la main entière.',
      en: 'First look for traces of a compromise: these flaws are exploited and give full control.',
    });
  }
  if (remedy === 'upgrade') {
    lines.push(...upgradeLines(told, on));
    lines.push({
      fr: 'Si ce n’est pas possible à temps : réduisez l’exposition, ou faites accepter le risque jusqu’à une date.',
      en: 'Where that cannot be done in time: reduce the exposure, or have the risk accepted until a date.',
    });
  } else if (remedy === 'mitigate') {
    lines.push({
      fr: `Aucun avis ne nomme de version corrigée de ${label}. Appliquez les mesures de l’éditeur et réduisez l’exposition ${on.fr}.`,
      en: `No advisory names a fixed version of ${label}. Apply the vendor’s measures and reduce the exposure ${on.en}.`,
    });
  } else {
    lines.push({
      fr: `Vigie ne peut pas dire si ${label} est touché : version, plateforme ou logiciel voisin non connus. Complétez l’inventaire ou décidez pour chaque vulnérabilité.`,
      en: `Vigie cannot tell whether ${label} is affected: version, platform or neighbouring software not known. Complete the inventory or decide on each vulnerability.`,
    });
  }
  return { fr: lines.map((line) => line.fr).join('\n'), en: lines.map((line) => line.en).join('\n') };
}

function upgradeLines({ software, target, leaves }: Told, on: Text): Text[] {
  const label = labelOf(software);
  if (target === null) {
    return [
      {
        fr: `Passez ${label} à une version plus récente qu’aucun avis ne cite ${on.fr} : les avis disent où la faille s’arrête sans nommer de version corrigée.`,
        en: `Upgrade ${label} to a later version that no advisory names ${on.en}: the advisories tell where the flaw ends and name no fixed version.`,
      },
    ];
  }
  const upgrade = {
    fr: `Passez ${label} à la version ${target} ou à une plus récente ${on.fr}.`,
    en: `Upgrade ${label} to version ${target} or later ${on.en}.`,
  };
  if (leaves === 0) return [upgrade];
  const left = {
    fr:
      leaves === 1
        ? 'Une vulnérabilité connue touche encore cette version, sans correctif nommé.'
        : `${leaves} vulnérabilités connues touchent encore cette version, sans correctif nommé.`,
    en:
      leaves === 1
        ? 'One known vulnerability still affects that version, without a named fix.'
        : `${leaves} known vulnerabilities still affect that version, without a named fix.`,
  };
  return [upgrade, left];
}

/** Why that deadline, in one line: the path through the table and where it ends. */
export function reasonOf(verdict: Verdict, policy: Policy, urgency: Urgency): Text {
  const days = daysOf(policy, urgency);
  const end = {
    fr: days === null ? 'à la prochaine mise à niveau' : `sous ${days} j`,
    en: days === null ? 'at the next upgrade' : `within ${days} d`,
  };
  const path = (language: 'fr' | 'en') => verdict.path.map((step) => step[language]).join(' · ');
  return {
    fr: `${path('fr')} → ${verdict.outcome.fr}, ${end.fr}`,
    en: `${path('en')} → ${verdict.outcome.en.toLowerCase()}, ${end.en}`,
  };
}
