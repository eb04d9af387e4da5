import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { titleOf } from '#engines/vex/latest-words.ts';
import { readVex } from '#engines/vex/read-vex.ts';
import type { VexDocument, VexName, VexProduct, VexStatement } from '#engines/vex/vex-statement.ts';
import { nameOfOwnIri } from '#engines/vex/write-openvex.ts';
import type { DB } from '#platform/database-types.ts';
import { refusedInput } from '#platform/problems.ts';
import type { Actor } from '#platform/rights.ts';
import type { DecisionScope, GivenScope, VexLine, VexReport } from './api-decisions.ts';
import { decide } from './decide.ts';
import { readVexContext } from './vex-context.ts';
import type { VexContext } from './vex-context.ts';

/** Most lines that a report shows, and most decisions that one document makes. */
const mostLines = 500;
const mostDecisions = 5000;

interface Judged {
  readonly line: VexLine;
  readonly statement: VexStatement;
  readonly vulnerabilityId: number | null;
}

/**
 * Reads a VEX document and says what each of its statements means here; with `apply` it also decides so.
 * @throws Problem `refused-input` when it is no VEX document
 */
export async function importVexDocument(
  db: Kysely<DB>,
  actor: Actor,
  { text, apply, namespace }: { readonly text: string; readonly apply: boolean; readonly namespace: string },
  now: Date,
): Promise<VexReport> {
  const { value: read, problems } = readVex(text);
  if (read === null) throw refusedInput(refusal, problems);
  const document = withOwnNames(read, namespace);
  const context = await readVexContext(db, actor, document, now);
  const judged = document.statements.flatMap((statement) =>
    statement.products.map((product) => judge(statement, product, context)),
  );
  const deciding = judged.filter(({ line }) => line.outcome === 'decides');
  const decisions = deciding.reduce((sum, { line }) => sum + line.targets.length, 0);
  if (decisions > mostDecisions) throw refusedInput(tooMany(decisions), []);
  if (apply) for (const one of deciding) await decideLine(db, actor, document, one, now);
  return {
    format: document.format,
    documentId: document.documentId,
    title: document.title,
    author: document.author,
    at: document.at,
    applied: apply,
    decisions,
    already: judged.filter(({ line }) => line.outcome === 'already').length,
    ignored: judged.filter(({ line }) => line.outcome === 'ignored').length,
    lines: judged
      .map(({ line }) => line)
      .toSorted((a, b) => rank[a.outcome] - rank[b.outcome])
      .slice(0, mostLines),
    problems: problems.map(({ path, line, message }) => ({
      place: path ?? (line === undefined ? '' : `ligne ${line}`),
      message,
    })),
  };
}

/** What this Vigie once named by an IRI of its own has its name again. */
function withOwnNames(document: VexDocument, namespace: string): VexDocument {
  const named = <T extends VexName>(product: T): T => ({
    ...product,
    name: nameOfOwnIri(product.name, namespace) ?? product.name,
  });
  const statements = document.statements.map((statement) => ({
    ...statement,
    products: statement.products.map((product) => ({
      ...named(product),
      within: product.within === null ? null : named(product.within),
    })),
  }));
  return { ...document, statements };
}

const rank: Readonly<Record<VexLine['outcome'], number>> = { decides: 0, already: 1, ignored: 2 };

async function decideLine(
  db: Kysely<DB>,
  actor: Actor,
  document: VexDocument,
  { line, statement, vulnerabilityId }: Judged,
  now: Date,
): Promise<void> {
  if (vulnerabilityId === null) return;
  for (const target of line.targets) {
    const given = {
      vulnerabilityId,
      status: statement.status,
      justification: statement.justification,
      statement: statementText(statement),
      scope: givenScope(target),
      expiresAt: null,
      origin: document.format,
      documentId: document.documentId === '' ? null : document.documentId,
    };
    await decide(db, actor, given, now);
  }
}

/** A decision must say something: a statement in one word says that word. */
function statementText({ statement, justification, status }: VexStatement): string {
  return statement === '' ? (justification ?? status) : statement;
}

function givenScope(target: DecisionScope): GivenScope {
  if (target.kind === 'component') return { kind: 'component', componentId: target.component.id };
  return target.kind === 'estate' ? target : { kind: target.kind, assetId: target.asset.id };
}

function judge(statement: VexStatement, product: VexProduct, context: VexContext): Judged {
  const { within } = product;
  const title = within === null ? titleOf(product) : `${titleOf(product)} (${titleOf(within)})`;
  const vulnerabilityId = context.vulnerabilityOf(statement);
  const base = {
    vulnerability: statement.vulnerability,
    status: statement.status,
    justification: statement.justification,
    statement: statement.statement,
    product: title,
  };
  const ignored = (reason: VexLine['reason']): Judged => ({
    statement,
    vulnerabilityId,
    line: { ...base, outcome: 'ignored', metBy: null, targets: [], matched: 0, reason },
  });
  if (vulnerabilityId === null) return ignored(reasons.unknownVulnerability);
  if (statement.status === 'not_affected' && statement.justification === null)
    return ignored(reasons.noJustification);
  const met = context.meet(vulnerabilityId, product);
  if ('reason' in met) return ignored(met.reason);
  const fresh = met.targets.filter((target) => !context.isDecided(vulnerabilityId, statement, target));
  const free = fresh.filter((target) => !context.isAccepted(vulnerabilityId, target));
  if (fresh.length > 0 && free.length === 0) return ignored(reasons.accepted);
  const shown = fresh.length === 0 ? met.targets : free;
  return {
    statement,
    vulnerabilityId,
    line: {
      ...base,
      outcome: fresh.length === 0 ? 'already' : 'decides',
      metBy: met.by,
      targets: [...shown],
      matched: shown.filter((target) => context.isMatched(vulnerabilityId, target)).length,
      reason:
        statement.status === 'fixed' && met.stillAffected > 0
          ? reasons.contradicted(met.stillAffected)
          : null,
    },
  };
}

const reasons = {
  unknownVulnerability: {
    fr: 'Cette vulnérabilité n’est dans aucun flux chargé.',
    en: 'This vulnerability is in no feed that is loaded.',
  },
  noJustification: {
    fr: '« Non touché » sans l’une des cinq justifications : à décider à la main.',
    en: '“Not affected” without one of the five justifications: to be decided by hand.',
  },
  accepted: {
    fr: 'Un risque accepté tient ici : seul qui peut accepter un risque peut y mettre fin.',
    en: 'An accepted risk holds here: only who may accept risks may end it.',
  },
  contradicted: (count: number) => ({
    fr: `Dit corrigé, mais répond encore à un avis (composants : ${count}) : contradiction affichée.`,
    en: `Said fixed, but still answers to an advisory (components: ${count}): contradiction shown.`,
  }),
};

const refusal = {
  fr: 'Ce document VEX n’a pas pu être lu. Rien n’a changé.',
  en: 'This VEX document could not be read. Nothing was changed.',
};

function tooMany(count: number) {
  return {
    fr: `Ce document prendrait ${count} décisions ici, plus que les ${mostDecisions} permises d’un coup. Découpez-le.`,
    en: `This document would make ${count} decisions here, more than the ${mostDecisions} allowed at once. Split it.`,
  };
}

/** Locks what an import decides on, so that two imports of one document follow each other. */
export async function lockImports(db: Kysely<DB>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('vulnerabilities.decision'))`.execute(db);
}
