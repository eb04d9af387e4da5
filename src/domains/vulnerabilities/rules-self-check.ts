import { sql } from 'kysely';
import { rule } from '#map/rule.ts';

/** Vigie's own fault, told like any other: what was kept step by step was not what the rules say. */
export const matchesDrifted = rule({
  id: 'vulnerabilities.matches-drifted',
  title: {
    fr: 'Correspondances corrigées par le contrôle de nuit',
    en: 'Matches mended by the nightly check',
  },
  remedy: {
    fr: 'Les correspondances sont déjà corrigées. Signalez ce constat aux auteurs de Vigie avec son détail : un cas de mise à jour leur échappe.',
    en: 'The matches are mended already. Report this finding to the authors of Vigie with its detail: a case of update escapes them.',
  },
  severity: 1,
  everySeconds: 3600,
  wakes: ['vulnerability'],
  find: async (db, now) => {
    const { rows } = await sql<{ at: Date; names: number; matches: number }>`
      select at, names, matches from vulnerabilities.self_check
      where at > ${now}::timestamptz - interval '7 days' and names + matches > 0 order by at desc limit 1
    `.execute(db);
    return rows.map(({ at, names, matches }) => ({
      key: 'self-check',
      title: {
        fr: `Le contrôle de nuit a corrigé ${matches} correspondances et ${names} noms`,
        en: `The nightly check mended ${matches} matches and ${names} names`,
      },
      evidence: { at: at.toISOString(), names, matches },
      since: at,
    }));
  },
});
