import { sql } from 'kysely';
import type { Text } from '#engines/text.ts';
import type { Rule } from './rule.ts';
import { rule } from './rule.ts';
import { silentSince } from './sources.ts';

const sourceSilent = rule({
  id: 'map.source-silent',
  title: { fr: 'Source muette', en: 'Silent source' },
  remedy: {
    fr: 'Vérifiez que le collecteur tourne, que ses identifiants sont valides et que le réseau le laisse passer. Tant que la source se tait, ce qu’elle observe est inconnu.',
    en: 'Check that the collector runs, that its credentials are valid and that the network lets it through. While the source is silent, what it observes is unknown.',
  },
  severity: 2,
  everySeconds: 15,
  wakes: ['source'],
  find: async (db, now) => {
    const { rows } = await sql<{
      id: string;
      key: string;
      title: Text;
      last: Date | null;
      every: number;
      demonstration: boolean;
    }>`
      select source.id, source.key, source.title, source.last_success_at as last, source.expected_every_seconds as every,
        source.demonstration
      from map.source as source where ${silentSince(now)} and not source.judged_by_domain
    `.execute(db);
    return rows.map((row) => ({
      sourceId: row.id,
      title: { fr: `${row.title.fr} : muette`, en: `${row.title.en}: silent` },
      evidence: {
        source: row.key,
        lastSuccessAt: row.last?.toISOString() ?? null,
        expectedEverySeconds: row.every,
      },
      demonstration: row.demonstration,
    }));
  },
});

const sourceFailed = rule({
  id: 'map.source-failed',
  title: { fr: 'Lecture d’une source en échec', en: 'Reading of a source failed' },
  remedy: {
    fr: 'Lisez la raison de l’échec et corrigez-la. Rien n’a été effacé de la carte.',
    en: 'Read the reason of the failure and mend it. Nothing was removed from the map.',
  },
  severity: 1,
  everySeconds: 60,
  wakes: ['source'],
  find: async (db) => {
    const { rows } = await sql<{
      id: string;
      key: string;
      title: Text;
      failure: Text;
      at: Date;
      demonstration: boolean;
    }>`
      select source.id, source.key, source.title, source.last_failure as failure, source.last_failure_at as at,
        source.demonstration
      from map.source as source
      where source.enabled and not source.judged_by_domain and source.last_failure_at is not null
        and source.last_failure_at > coalesce(source.last_success_at, '-infinity')
    `.execute(db);
    return rows.map((row) => ({
      sourceId: row.id,
      title: { fr: `${row.title.fr} : dernière lecture en échec`, en: `${row.title.en}: last read failed` },
      evidence: { source: row.key, failedAt: row.at.toISOString(), reason: row.failure },
      demonstration: row.demonstration,
    }));
  },
});

const words: Readonly<Record<number, Text>> = {
  1: { fr: 'exposé', en: 'exposed' },
  2: { fr: 'compromission suspectée', en: 'compromise suspected' },
  3: { fr: 'compromission confirmée', en: 'compromise confirmed' },
};

const exposed = rule({
  id: 'map.exposed',
  title: { fr: 'Actif exposé ou compromis', en: 'Asset exposed or compromised' },
  remedy: {
    fr: 'Qualifiez l’alerte, isolez l’actif si la compromission se confirme (simulez d’abord ce qui serait coupé), puis corrigez.',
    en: 'Qualify the alert, isolate the asset if the compromise is confirmed (first see what would be cut), then mend.',
  },
  severity: 3,
  everySeconds: 60,
  wakes: ['observation'],
  find: async (db) => {
    const rows = await db
      .selectFrom('map.observation as observation')
      .innerJoin('map.asset as asset', 'asset.id', 'observation.asset_id')
      .innerJoin('map.source as source', 'source.id', 'observation.source_id')
      .select([
        'observation.asset_id',
        'observation.key',
        'observation.integrity',
        'observation.confidentiality',
      ])
      .select([
        'observation.code',
        'observation.detail',
        'observation.evidence',
        'observation.since',
        'source.demonstration',
      ])
      .select('asset.name')
      .where('asset.retired_at', 'is', null)
      .where((where) =>
        where.or([where('observation.integrity', '>', 0), where('observation.confidentiality', '>', 0)]),
      )
      .execute();
    return rows.map((row) => {
      const level = Math.max(row.integrity, row.confidentiality);
      const word = words[level] ?? { fr: '', en: '' };
      const detail = row.detail as unknown as Text;
      return {
        assetId: row.asset_id,
        key: row.key,
        severity: level + 1,
        effect: {
          integrity: row.integrity as 0 | 1 | 2 | 3,
          confidentiality: row.confidentiality as 0 | 1 | 2 | 3,
        },
        title: { fr: `${row.name} : ${word.fr}. ${detail.fr}`, en: `${row.name}: ${word.en}. ${detail.en}` },
        evidence: { code: row.code, ...(row.evidence as Record<string, unknown>) },
        since: row.since,
        demonstration: row.demonstration,
      };
    });
  },
});

/** Rules about what every domain shares: sources, and observations of compromise. */
export const mapRules: readonly Rule[] = [sourceSilent, sourceFailed, exposed];
