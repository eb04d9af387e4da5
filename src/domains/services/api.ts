import { z } from 'zod';
import {
  assetRefSchema,
  assetRefWithStateSchema,
  causeSchema,
  deadlineSchema,
  personSchema,
  stateSchema,
} from '#map/api-shared.ts';
import { contract } from '#platform/contract.ts';
import { done, idParams, instant, shortText, textSchema, uuid } from '#platform/schemas.ts';

const need = z.number().int().min(0).max(4);
/** DICP: disponibilité, intégrité, confidentialité, preuve. */
const needs = z.object({ availability: need, integrity: need, confidentiality: need, proof: need });

const day = z.object({
  /** Calendar day in the administration's time zone. */
  date: z.iso.date(),
  worst: z.number().int().min(0).max(3).nullable(),
  /** Share of the observed time that was not down, 0–1; null when nothing is known of the day. */
  availability: z.number().nullable(),
  unknown: z.boolean(),
});

const serviceRow = assetRefWithStateSchema.extend({
  organisation: assetRefSchema.nullable(),
  needs,
  severity: z.number().int().min(0).max(4),
  since: instant.nullable(),
  /** The cause in one sentence. */
  sentence: textSchema,
  findings: z.number().int(),
  /** Availability over the last 30 days, 0–1; null when unknown. */
  availability30: z.number().nullable(),
  days: z.array(day),
  downSince: instant.nullable(),
  secondsLeft: z.number().int().nullable(),
  earlyWarning: z.boolean(),
  demonstration: z.boolean(),
});
export type ServiceRow = z.output<typeof serviceRow>;

const action = z.object({
  findingId: uuid,
  title: textSchema,
  asset: assetRefSchema.nullable(),
  state: stateSchema,
  since: instant,
  reason: textSchema,
  deadline: deadlineSchema,
  secondsLeft: z.number().int().nullable(),
  services: z.array(assetRefSchema),
  assignedTo: personSchema.nullable(),
});

export const readWeather = contract('services.read-weather', {
  method: 'GET',
  path: '/api/weather',
  right: 'read',
  summary: { fr: 'Lire la météo des services', en: 'Read the weather of the services' },
  reply: z.object({
    at: instant,
    services: z.array(serviceRow),
    /** The five most useful things to do now, with their reason. */
    actions: z.array(action),
    openFindings: z.number().int(),
    questions: z.number().int(),
    silentSources: z.number().int(),
    demonstration: z.boolean(),
    /** Nothing on the map yet: the console offers how to begin. */
    empty: z.boolean(),
  }),
});
export type Weather = z.output<typeof readWeather.reply>;

const profile = z.object({
  needs,
  dmiaMinutes: z.number().int().min(1).max(525_600).nullable(),
  pdmaMinutes: z.number().int().min(1).max(525_600).nullable(),
  openingHours: z.union([
    z.object({ always: z.literal(true) }),
    z.object({
      always: z.literal(false),
      /** ISO weekdays, 1 Monday to 7 Sunday. */
      days: z.array(z.number().int().min(1).max(7)).min(1),
      from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
      to: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
    }),
  ]),
  usersServed: z.number().int().min(0).max(10_000_000).nullable(),
  audience: z.string().max(200).nullable(),
  dataClass: z.string().max(100).nullable(),
  permittedZones: z.array(z.string().max(60)).max(20),
});
export type ServiceProfile = z.output<typeof profile>;

export const readService = contract('services.read-service', {
  method: 'GET',
  path: '/api/services/{id}',
  right: 'read',
  summary: {
    fr: 'Lire un service public : état, causes, chemins',
    en: 'Read a public service: state, causes, paths',
  },
  params: idParams,
  reply: serviceRow.extend({
    profile,
    note: textSchema.nullable(),
    causes: z.array(causeSchema),
    /** Groups that still hold but have lost members. */
    redundancyLost: z.array(
      z.object({
        at: assetRefSchema,
        group: textSchema,
        lost: z.array(assetRefSchema),
        remaining: z.number().int(),
        needed: z.number().int(),
      }),
    ),
    suppliers: z.number().int(),
  }),
});
export type ServiceDetail = z.output<typeof readService.reply>;

export const readServiceTimeline = contract('services.read-service-timeline', {
  method: 'GET',
  path: '/api/services/{id}/timeline',
  right: 'read',
  summary: { fr: 'Lire ce qui est arrivé à un service', en: 'Read what happened to a service' },
  params: idParams,
  query: z.object({ days: z.coerce.number().int().min(1).max(400).default(30) }),
  reply: z.object({
    items: z.array(
      z.object({
        at: instant,
        kind: z.enum(['state', 'finding', 'change', 'decision', 'maintenance']),
        sentence: textSchema,
        state: stateSchema.nullable(),
        findingId: uuid.nullable(),
      }),
    ),
  }),
});

export const readServiceAvailability = contract('services.read-service-availability', {
  method: 'GET',
  path: '/api/services/{id}/availability',
  right: 'read',
  summary: { fr: 'Lire la disponibilité par mois', en: 'Read availability by month' },
  params: idParams,
  reply: z.object({
    months: z.array(
      z.object({
        month: z.string(),
        availability: z.number().nullable(),
        downSeconds: z.number().int(),
        degradedSeconds: z.number().int(),
        plannedSeconds: z.number().int(),
        unknownSeconds: z.number().int(),
        observedSeconds: z.number().int(),
        outages: z.number().int(),
      }),
    ),
  }),
});

export const listServices = contract('services.list-services', {
  method: 'GET',
  path: '/api/services',
  right: 'read',
  summary: {
    fr: 'Lister les services publics et leur couverture',
    en: 'List public services and their coverage',
  },
  reply: z.object({
    items: z.array(
      assetRefWithStateSchema.extend({
        organisation: assetRefSchema.nullable(),
        profile,
        note: textSchema.nullable(),
        /** Assets it stands on, and how many of them are watched by a check or a live source. */
        suppliers: z.number().int(),
        watched: z.number().int(),
      }),
    ),
    coverage: z.object({
      services: z.number().int(),
      nothingUnder: z.number().int(),
      nothingWatched: z.number().int(),
    }),
  }),
});

export const createService = contract('services.create-service', {
  method: 'POST',
  path: '/api/services',
  right: 'operate',
  summary: { fr: 'Ajouter un service public', en: 'Add a public service' },
  body: z.object({
    name: shortText,
    code: z.string().trim().max(60).nullish(),
    organisationId: uuid.nullish(),
    profile,
  }),
  reply: z.object({ id: uuid }),
});

export const updateService = contract('services.update-service', {
  method: 'PUT',
  path: '/api/services/{id}',
  right: 'operate',
  summary: { fr: 'Modifier un service public', en: 'Change a public service' },
  params: idParams,
  body: z.object({
    name: shortText,
    code: z.string().trim().max(60).nullish(),
    organisationId: uuid.nullish(),
    profile,
  }),
  reply: done,
});

export const listOrganisations = contract('services.list-organisations', {
  method: 'GET',
  path: '/api/organisations',
  right: 'read',
  summary: { fr: 'Lister les organisations', en: 'List organisations' },
  reply: z.object({
    items: z.array(assetRefSchema.extend({ services: z.number().int(), assets: z.number().int() })),
  }),
});
