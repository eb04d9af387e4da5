import { useMemo } from 'react';
import { z } from 'zod';
import { formatDuration } from '#console/format.ts';
import { matchWords } from '#console/frame/match-words.ts';
import { useLanguage, useT } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { Band } from '#console/kit/error.tsx';
import { FilterSearch, FilterToggle } from '#console/kit/filters.tsx';
import { Link } from '#console/kit/link.tsx';
import { Facts, Page } from '#console/kit/page.tsx';
import { SidePanel } from '#console/kit/side-panel.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import { Table } from '#console/kit/table.tsx';
import { Time } from '#console/kit/time.tsx';
import { useContract } from '#console/use-contract.ts';
import { useUrlQuery } from '#console/use-url-query.ts';
import { flag, search } from '#platform/schemas.ts';
import { listRules } from './api-findings.ts';
import { RuleRun, formatRun, hasFailed, openHref, severityOf, useRuleColumns } from './rule-columns.tsx';
import type { RuleRow } from './rule-columns.tsx';

const rulesQuery = z.object({
  q: search.optional(),
  failed: flag.optional(),
  open: z.string().max(120).optional(),
});

/** `/rules`: what Vigie looks for, how its last look went, what it found. */
export default function RulesPage() {
  const t = useT();
  const [query, change] = useUrlQuery(rulesQuery);
  const { data, error, refetch } = useContract(listRules, {}, { live: ['finding'], refetchSeconds: 30 });
  const q = query.q ?? '';
  const rows = useMemo(
    () =>
      data?.items.filter(
        (rule) =>
          (query.failed !== true || hasFailed(rule)) &&
          matchWords(`${rule.id} ${rule.title.fr} ${rule.title.en}`, q),
      ),
    [data, query.failed, q],
  );
  const failures = data?.items.filter(hasFailed).length ?? 0;
  const open = data?.items.find((rule) => rule.id === query.open);
  const title = t({ fr: 'Règles', en: 'Rules' });
  return (
    <Page
      title={title}
      flush
      chips={
        <>
          <FilterSearch
            label={t({ fr: 'Filtrer les règles', en: 'Filter rules' })}
            value={q}
            onChange={(next) => change({ q: next })}
          />
          <FilterToggle
            label={t({ fr: 'En échec', en: 'Failing' })}
            on={query.failed === true}
            count={failures}
            onChange={(on) => change({ failed: on ? '1' : undefined })}
          />
        </>
      }
      {...(open === undefined
        ? {}
        : { panel: <RulePanel key={open.id} rule={open} onClose={() => change({ open: undefined })} /> })}
    >
      <Table
        label={title}
        columns={useRuleColumns()}
        rows={rows}
        rowKey={(row) => row.id}
        error={error}
        onRetry={() => void refetch()}
        onOpen={(row) => change({ open: row.id })}
        openKey={query.open}
        listKey={`${q} ${query.failed === true}`}
        exportName={t({ fr: 'regles', en: 'rules' })}
        partial={
          failures === 0
            ? null
            : t(
                {
                  fr: '{count} règle n’a pas pu s’exécuter : ses constats datent de son dernier succès.|{count} règles n’ont pas pu s’exécuter : leurs constats datent de leur dernier succès.',
                  en: '{count} rule could not run: its findings are those of its last success.|{count} rules could not run: their findings are those of their last success.',
                },
                { count: failures },
              )
        }
        empty={<Empty title={t({ fr: 'Aucune règle ne répond', en: 'No rule matches' })} />}
        fill
      />
    </Page>
  );
}

/** One rule: what it means, what to do, how it runs. */
function RulePanel({ rule, onClose }: { rule: RuleRow; onClose: () => void }) {
  const t = useT();
  const language = useLanguage();
  return (
    <SidePanel
      title={t(rule.title)}
      mark={<StateShape state={hasFailed(rule) ? 'unknown' : 'ok'} />}
      onClose={onClose}
    >
      {hasFailed(rule) && (
        <Band state="unknown">
          {t({
            fr: 'Le dernier passage a échoué : ce qu’elle cherche n’est pas vérifié depuis.',
            en: 'The last run failed: what it looks for has not been verified since.',
          })}
        </Band>
      )}
      <p>{t(rule.remedy)}</p>
      <Facts
        items={[
          {
            name: t({ fr: 'Constats ouverts', en: 'Open findings' }),
            value: (
              <Link href={openHref(rule)}>
                {t(
                  { fr: '{count} constat|{count} constats', en: '{count} finding|{count} findings' },
                  { count: rule.openFindings },
                )}
              </Link>
            ),
          },
          {
            name: t({ fr: 'Gravité', en: 'Severity' }),
            value: t(severityOf(rule)),
          },
          { name: t({ fr: 'Passage', en: 'Runs' }), value: <RuleRun rule={rule} /> },
          {
            name: t({ fr: 'Rythme', en: 'Pace' }),
            value: t(
              {
                fr: '{time}, et dès qu’un fait change',
                en: '{time}, and as soon as a fact changes',
              },
              { time: formatDuration(rule.everySeconds, language) },
            ),
          },
          { name: t({ fr: 'Durée', en: 'Lasted' }), value: formatRun(rule.durationMs, language) },
          { name: t({ fr: 'Nom', en: 'Name' }), value: <code>{rule.id}</code> },
        ]}
      />
      {rule.lastFailure !== null && (
        <section className="stack" style={{ gap: 4 }}>
          <h3>
            {t({ fr: 'Dernier échec', en: 'Last failure' })} <Time at={rule.lastFailureAt} />
          </h3>
          <code>{rule.lastFailure}</code>
        </section>
      )}
    </SidePanel>
  );
}
