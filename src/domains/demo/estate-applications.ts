import type { Text } from '#engines/text.ts';
import data from './data/applications.json' with { type: 'json' };
import type { EstateBuilder } from './estate-builder.ts';
import { CATALOGUE, demoServices, serviceKey, shortOf } from './estate-catalogue.ts';
import { APPLICATIONS } from './estate-shared.ts';
import type { DemoService } from './estate-types.ts';
import { CLOUD, describeMachine } from './estate-virtual.ts';

type Engine = keyof typeof data.engines;

/** Where people work on the service: several places, some of which may be lost. */
interface Places {
  readonly name: Text;
  readonly sites: readonly string[];
  readonly kMin?: number | undefined;
  readonly kFull?: number | undefined;
  readonly cap?: number | undefined;
}

interface DatabasePlan {
  readonly engine: string;
  readonly vms?: readonly string[] | undefined;
  /** Shared server that holds it among others. */
  readonly on?: string | undefined;
}

interface Plan {
  readonly service: string;
  readonly key: string;
  readonly name: string;
  readonly software: string;
  readonly version: string;
  readonly web?: readonly string[] | undefined;
  readonly vms: readonly string[];
  readonly project?: string | undefined;
  readonly database?: DatabasePlan | undefined;
  readonly login?: string | undefined;
  /** Public name, under `.example`. */
  readonly exposed?: string | undefined;
  readonly international?: boolean | undefined;
  readonly uses?: readonly { readonly key: string; readonly cap: number }[] | undefined;
  readonly dataset: string | null;
  readonly places?: Places | undefined;
  readonly relays?: Places | undefined;
}

const names = {
  web: { fr: 'Serveurs frontaux', en: 'Front-end servers' },
  app: { fr: 'Serveurs applicatifs', en: 'Application servers' },
  db: { fr: 'Serveurs de base de données', en: 'Database servers' },
  abroad: { fr: 'Échanges avec l’étranger', en: 'Exchanges with abroad' },
  uses: { fr: 'Service utilisé', en: 'Service used' },
  publicFace: { fr: 'Accès du public', en: 'Public access' },
} satisfies Record<string, Text>;

const asCap = (cap: number | undefined): 0 | 1 | 2 | 3 => (cap === 0 || cap === 1 || cap === 2 ? cap : 3);

function describeTier(
  builder: EstateBuilder,
  plan: Plan,
  owner: string,
  tier: 'web' | 'app' | 'db',
): string[] {
  const places = tier === 'db' ? (plan.database?.vms ?? []) : tier === 'web' ? (plan.web ?? []) : plan.vms;
  const engine = data.engines[(plan.database?.engine ?? 'postgresql') as Engine];
  const os =
    tier === 'db' ? { os: engine.os, osVersion: engine.osVersion } : { os: 'Debian', osVersion: '12.11' };
  return places.map((at, index) => {
    const key = `${plan.key}-${tier}-${index + 1}`;
    describeMachine(builder, { key, at, organisation: owner, ...os, role: tier });
    return key;
  });
}

function hostedBy(
  builder: EstateBuilder,
  of: string,
  tier: 'web' | 'app' | 'db',
  machines: readonly string[],
): void {
  if (machines.length === 0) return;
  const group = { slug: tier, name: names[tier], kMin: 1, kFull: 1 };
  builder.need(APPLICATIONS, of, group, machines, 'hosts');
}

function describeDatabase(
  builder: EstateBuilder,
  plan: Plan,
  service: DemoService,
  database: DatabasePlan,
): void {
  const key = `db-${plan.key}`;
  const engine = data.engines[database.engine as Engine];
  builder.describe(APPLICATIONS, {
    key,
    type: 'database',
    name: `Base ${plan.name}`,
    organisation: service.organisation,
    identities: [{ kind: 'code', value: key.toUpperCase() }],
    attributes: { software: engine.software, software_version: engine.version },
  });
  const machines = describeTier(builder, plan, service.organisation, 'db');
  hostedBy(builder, key, 'db', database.on === undefined ? machines : [database.on]);
  builder.link(APPLICATIONS, plan.key, 'depends_on', key);
}

function describeDataset(builder: EstateBuilder, plan: Plan, service: DemoService, name: string): void {
  const key = `ds-${plan.key}`;
  builder.describe(APPLICATIONS, {
    key,
    type: 'dataset',
    name,
    organisation: service.organisation,
    identities: [{ kind: 'code', value: key.toUpperCase() }],
    attributes: { data_class: service.dataClass.fr, permitted_zones: service.permittedZones },
  });
  builder.link(APPLICATIONS, plan.database === undefined ? plan.key : `db-${plan.key}`, 'stores', key);
}

function describeExposure(builder: EstateBuilder, plan: Plan, host: string): void {
  const certificate = `crt-${plan.key}`;
  builder.describe(APPLICATIONS, {
    key: certificate,
    type: 'certificate',
    name: `Certificat ${host}`,
    organisation: 'DINUM',
    identities: [{ kind: 'code', value: certificate.toUpperCase() }],
    attributes: { subject: host, issuer: 'Autorité de démonstration', lifetime_days: 90, key: 'ECDSA P-256' },
  });
  const outside = plan.project?.startsWith('ext-') === true;
  for (const supplier of outside ? [certificate] : [certificate, 'lb', 'internet-local']) {
    // Agents reach it from inside: without its public face it is degraded, not down.
    if (plan.login !== 'ad') builder.link(APPLICATIONS, plan.key, 'depends_on', supplier);
    else {
      const group = { slug: `public-${supplier}`, name: names.publicFace, cap: 2 as const };
      builder.need(APPLICATIONS, plan.key, group, [supplier]);
    }
  }
  if (outside) return;
  builder.link(APPLICATIONS, 'lb', 'flows_to', plan.key, { attenuation: 1 });
}

function describeNeeds(builder: EstateBuilder, plan: Plan): void {
  if (plan.vms.length > 0) builder.link(APPLICATIONS, plan.key, 'depends_on', 'dns');
  if (plan.login !== undefined) {
    // Users of NC Connect sign in with a second factor.
    const attenuation = plan.login === 'ncconnect' ? { attenuation: 1 as const } : {};
    builder.link(APPLICATIONS, plan.login, 'authenticates', plan.key, attenuation);
  }
  for (const { key, cap } of plan.uses ?? []) {
    builder.need(APPLICATIONS, plan.key, { slug: `uses-${key}`, name: names.uses, cap: asCap(cap) }, [key]);
  }
  if (plan.international === true) {
    const group = { slug: 'abroad', name: names.abroad, cap: 2 as const };
    builder.need(APPLICATIONS, plan.key, group, ['internet-international']);
  }
}

function describePlaces(builder: EstateBuilder, service: string, slug: string, places: Places): void {
  const { name, sites, kMin, kFull, cap } = places;
  const members = sites.map((site) => `pool-${shortOf(site)}`);
  const group = {
    slug,
    name,
    ...(kMin === undefined ? {} : { kMin }),
    ...(kFull === undefined ? {} : { kFull }),
    ...(cap === undefined ? {} : { cap: asCap(cap) }),
  };
  builder.need(CATALOGUE, service, group, members);
}

function describeApplication(builder: EstateBuilder, plan: Plan, service: DemoService): void {
  const { exposed } = plan;
  builder.describe(APPLICATIONS, {
    key: plan.key,
    type: plan.key === 'ncconnect' ? 'identity_provider' : 'application',
    name: plan.name,
    organisation: service.organisation,
    identities: [
      { kind: 'code', value: `APP-${plan.key.toUpperCase()}` },
      ...(exposed === undefined ? [] : [{ kind: 'fqdn', value: exposed } as const]),
    ],
    attributes: {
      software: plan.software,
      software_version: plan.version,
      ...(exposed === undefined
        ? {}
        : { url: `https://${exposed}/`, published_address: builder.addresses.ipv4('public') }),
    },
  });
  hostedBy(builder, plan.key, 'web', describeTier(builder, plan, service.organisation, 'web'));
  hostedBy(builder, plan.key, 'app', describeTier(builder, plan, service.organisation, 'app'));
  if (plan.project?.startsWith('ext-') === true) builder.link(CLOUD, plan.project, 'hosts', plan.key);
  if (plan.database !== undefined) describeDatabase(builder, plan, service, plan.database);
  if (plan.dataset !== null) describeDataset(builder, plan, service, plan.dataset);
  if (exposed !== undefined) describeExposure(builder, plan, exposed);
  describeNeeds(builder, plan);
  builder.link(APPLICATIONS, plan.key, 'hosts', serviceKey(plan.service));
  if (plan.places !== undefined) describePlaces(builder, service.key, 'places', plan.places);
  if (plan.relays !== undefined) describePlaces(builder, service.key, 'relays', plan.relays);
}

/** What each public service is made of, from its front end to its data, and the places where people work on it. */
export function describeApplications(builder: EstateBuilder): void {
  const services = new Map(demoServices().map((service) => [service.code, service]));
  const plans: readonly Plan[] = data.applications;
  for (const plan of plans) {
    const service = services.get(plan.service);
    if (service !== undefined) describeApplication(builder, plan, service);
  }
  for (const { from, to, what } of data.flows) {
    builder.link(APPLICATIONS, from, 'flows_to', to, { attenuation: 1, attributes: { what } });
  }
  // On purpose: tax data where its class does not permit it.
  const { key, name, project, organisation, service } = data.misplaced;
  const origin = services.get(service);
  builder.describe(CLOUD, {
    key,
    type: 'dataset',
    name,
    organisation,
    identities: [{ kind: 'code', value: key.toUpperCase() }],
    attributes: { data_class: origin?.dataClass.fr ?? '', permitted_zones: origin?.permittedZones ?? [] },
  });
  builder.link(CLOUD, project, 'stores', key);
}
