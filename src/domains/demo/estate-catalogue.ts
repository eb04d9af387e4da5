import type { Text } from '#engines/text.ts';
import directionData from './data/directions.json' with { type: 'json' };
import serviceData from './data/services.json' with { type: 'json' };
import siteData from './data/sites.json' with { type: 'json' };
import type { EstateBuilder } from './estate-builder.ts';
import type { DemoOrganisation, DemoService, DemoSite, OpeningHours } from './estate-types.ts';

/** By itself and handed first: the owners of all the rest are looked up in it. */
export const DIRECTORY = 'demo:directory';
export const CATALOGUE = 'demo:catalogue';

export const siteKey = (code: string) => `site-${code.toLowerCase()}`;
const organisationKey = (code: string) => `org-${code.toLowerCase()}`;
export const serviceKey = (code: string) => code.toLowerCase();

export const attribution: Text = siteData.attribution;

const hours = serviceData.hours as Readonly<Record<string, OpeningHours>>;

export function demoOrganisations(): DemoOrganisation[] {
  return directionData.directions.map((direction) => ({
    key: organisationKey(direction.code),
    ...direction,
  }));
}

export function demoSites(): DemoSite[] {
  return siteData.sites.map(({ short: _short, coordinates, ...site }) => ({
    key: siteKey(site.code),
    ...site,
    coordinates: coordinates === 'geonames' ? 'geonames' : 'estimated',
  }));
}

export function demoServices(): DemoService[] {
  return serviceData.services.map((service) => ({
    key: serviceKey(service.code),
    code: service.code,
    name: service.name,
    organisation: service.organisation,
    need: service.need,
    dmiaMinutes: service.dmiaHours * 60,
    pdmaMinutes: service.pdmaHours * 60,
    openingHours: hours[service.hours] ?? { always: true },
    usersServed: service.usersServed,
    audience: service.audience,
    dataClass: service.dataClass,
    permittedZones: service.permittedZones,
    label: {
      fr: `Démonstration : ${service.nameSource.fr} ; ${serviceData.invented.fr}.`,
      en: `Demonstration: ${service.nameSource.en}; ${serviceData.invented.en}.`,
    },
  }));
}

const shortNames = new Map(siteData.sites.map((site) => [site.code, site.short]));
const places = new Map(siteData.sites.map((site) => [site.code, site.locality]));

/** Three letters for a site code, as `kne` for KNE-ANT: the stem of the keys of its equipment. */
export function shortOf(siteCode: string): string {
  const short = shortNames.get(siteCode);
  if (short === undefined) throw new Error(`demonstration estate: unknown site ${siteCode}`);
  return short;
}

/** What people call the place in a sentence: its locality, its quarter inside Nouméa, or its island. */
export function placeOf(siteCode: string): string {
  const nicknames: Readonly<Record<string, string>> = {
    'NOU-GOV': 'l’Hôtel du gouvernement',
    'NOU-DOU': 'la Cité administrative',
    'NOU-SEC': 'la Sécurité civile',
    'NOU-NVL': 'Nouville',
    'NOU-DC1': 'Ducos',
    'PAI-TON': 'Tontouta',
    'YAT-ANT': 'Yaté',
    'LIF-WE': 'Lifou',
    'MAR-TAD': 'Maré',
    'OUV-FAY': 'Ouvéa',
    'PIN-VAO': 'l’île des Pins',
  };
  return nicknames[siteCode] ?? places.get(siteCode) ?? siteCode;
}

/** Position of the site in the list, from 1: numbers its IPv6 prefix. */
export const siteNumber = (siteCode: string) =>
  siteData.sites.findIndex((site) => site.code === siteCode) + 1;

export function describeCatalogue(builder: EstateBuilder): void {
  for (const { key, code, name, source } of demoOrganisations()) {
    builder.describe(DIRECTORY, {
      key,
      type: 'organisation',
      name: name.fr,
      identities: [{ kind: 'code', value: code }],
      attributes: { name_en: name.en, name_source: source },
    });
  }
  for (const { key, code, name, role, ...site } of demoSites()) {
    builder.describe(CATALOGUE, {
      key,
      type: 'site',
      name: name.fr,
      organisation: 'DINUM',
      identities: [{ kind: 'code', value: code }],
      attributes: {
        name_en: name.en,
        locality: site.locality,
        province: site.province,
        latitude: site.latitude,
        longitude: site.longitude,
        approximate: site.coordinates === 'estimated',
        role: role.fr,
      },
    });
  }
  for (const service of demoServices()) {
    builder.describe(CATALOGUE, {
      key: service.key,
      type: 'service',
      name: service.name.fr,
      organisation: service.organisation,
      identities: [{ kind: 'code', value: service.code }],
      attributes: {
        name_en: service.name.en,
        audience: service.audience.fr,
        data_class: service.dataClass.fr,
      },
    });
  }
}
