import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { App } from '#platform/app.ts';
import type { DB } from '#platform/database-types.ts';
import { conflict, notFound } from '#platform/problems.ts';
import type { Route } from '#platform/route.ts';
import { route } from '#platform/route.ts';
import { readSetting } from '#platform/settings/read-setting.ts';
import {
  decideOnVulnerability,
  exportVex,
  importVex,
  listDecisions,
  revokeVulnerabilityDecision,
} from './api-decisions.ts';
import { decide, revoke } from './decide.ts';
import { exportDecisions } from './export-vex.ts';
import { importVexDocument, lockImports } from './import-vex.ts';
import { readDecisions } from './store-decisions.ts';

const list = route(
  listDecisions,
  async ({ db, actor, query }) => await readDecisions(db, actor, query, new Date()),
);

/** @throws Problem `not-found` */
async function vulnerabilityOf(db: Kysely<DB>, name: string): Promise<{ id: number; name: string }> {
  const { rows } = await sql<{ id: number; name: string }>`
    select vulnerability.id, vulnerability.name from vulnerabilities.vulnerability as vulnerability
    where vulnerability.name = ${name} or vulnerability.id in (
      select alias.vulnerability_id from vulnerabilities.alias as alias where alias.alias = ${name})
    order by vulnerability.name = ${name} desc limit 1
  `.execute(db);
  const [found] = rows;
  if (found === undefined) throw notFound({ fr: `Vulnérabilité ${name}`, en: `Vulnerability ${name}` });
  return found;
}

const create = route(decideOnVulnerability, async ({ db, actor, audit, body }) => {
  const vulnerability = await vulnerabilityOf(db, body.vulnerability);
  const given = {
    vulnerabilityId: vulnerability.id,
    status: body.status,
    justification: body.justification ?? null,
    statement: body.statement,
    scope: body.scope,
    expiresAt: body.expiresAt ?? null,
    origin: 'person' as const,
    documentId: null,
  };
  const { id, contradictedBy, scopeName } = await decide(db, actor, given, new Date());
  audit.subject = { kind: 'vulnerability', id: vulnerability.name, name: vulnerability.name };
  audit.detail['decision'] = { ...body, id, ...(scopeName === '' ? {} : { on: scopeName }) };
  return { id, contradictedBy };
});

const end = route(revokeVulnerabilityDecision, async ({ db, actor, audit, params }) => {
  audit.subject = { kind: 'decision', id: params.id };
  audit.detail['before'] = await revoke(db, actor, params.id, new Date());
  return { done: true as const };
});

const importDocument = route(importVex, async ({ app, db, actor, audit, body }) => {
  if (body.apply) await lockImports(db);
  const given = { text: body.document, apply: body.apply, namespace: namespaceOf(app) };
  const report = await importVexDocument(db, actor, given, new Date());
  const { format, documentId, author, decisions, applied } = report;
  audit.subject = { kind: 'vex', id: documentId.slice(0, 200), name: report.title.slice(0, 200) };
  audit.detail['import'] = { format, author, decisions, applied };
  return report;
});

/** Extensions that the three standards ask of their files. */
const extensions = { csaf: 'json', cyclonedx: 'cdx.json', openvex: 'openvex.json' } as const;

const exportDocument = route(exportVex, async ({ app, db, actor, query }) => {
  const now = new Date();
  const day = now.toISOString().slice(0, 10);
  const author = await readSetting(db, 'instanceName');
  const head = {
    id: `vigie-vex-${day}`,
    uuid: randomUUID(),
    title: query.language === 'fr' ? `Décisions de ${author}` : `Decisions of ${author}`,
    author,
    namespace: namespaceOf(app),
    language: query.language,
    at: now.toISOString(),
  };
  const document = await exportDecisions(db, actor, query.format, head, query.vulnerability, now);
  if (document === null) throw conflict(nothingToExport);
  return { name: `${head.id}.${extensions[query.format]}`, document: { ...document } };
});

/** Where this Vigie is reached; identifiers of documents begin with it. */
function namespaceOf(app: App): string {
  return app.config.publicUrl ?? 'https://vigie.invalid';
}

const nothingToExport = {
  fr: 'Aucune décision n’est en vigueur : il n’y a rien à exporter.',
  en: 'No decision holds: there is nothing to export.',
};

export const decisionRoutes: readonly Route[] = [list, create, end, importDocument, exportDocument];
