import { useT } from '#console/i18n.ts';
import { FilterPeriod } from '#console/kit/filter-period.tsx';
import { FilterChip, FilterSearch } from '#console/kit/filters.tsx';
import { useContract } from '#console/use-contract.ts';
import { listAuditActions } from './api.ts';
import type { AuditChange, AuditQuery } from './audit-query.tsx';
import { subjectText } from './audit-words.tsx';
import type { AuditRow } from './audit-words.tsx';

interface AuditFiltersProps {
  readonly query: AuditQuery;
  readonly change: AuditChange;
  readonly rows: readonly AuditRow[] | undefined;
}

/** Every filter of the log as a chip; a change goes back to the latest entries. */
export function AuditFilters({ query, change, rows }: AuditFiltersProps) {
  const t = useT();
  const actions = useContract(listAuditActions, {});
  const set: AuditChange = (next) => change({ ...next, page: undefined });
  return (
    <>
      <FilterSearch
        label={t({ fr: 'Chercher dans le journal', en: 'Search the log' })}
        value={query.q ?? ''}
        onChange={(q) => set({ q })}
      />
      <FilterPeriod
        label={t({ fr: 'Période', en: 'Period' })}
        from={query.from}
        to={query.to}
        onChange={(period) => set(period)}
      />
      <FilterChip
        label={t({ fr: 'Action', en: 'Action' })}
        value={query.action}
        options={(actions.data?.items ?? []).map((one) => ({
          value: one.action,
          label: one.title === null ? one.action : t(one.title),
          count: one.count,
        }))}
        onChange={(action) => set({ action })}
      />
      <FilterChip
        label={t({ fr: 'Issue', en: 'Outcome' })}
        value={query.outcome}
        options={[
          { value: 'done' as const, label: t({ fr: 'Fait', en: 'Done' }) },
          { value: 'refused' as const, label: t({ fr: 'Refusé', en: 'Refused' }) },
        ]}
        onChange={(outcome) => set({ outcome })}
      />
      <ObjectFilters query={query} change={set} rows={rows} />
    </>
  );
}

/** A person or an object that a link asked for. */
function ObjectFilters({ query, change, rows }: AuditFiltersProps) {
  const t = useT();
  const actor = rows?.find((row) => row.actor.id === query.actor)?.actor.name ?? query.actor;
  const subject = rows?.find((row) => row.subject?.id === query.subjectId)?.subject;
  return (
    <>
      {query.actor !== undefined && (
        <FilterChip
          label={t({ fr: 'Qui', en: 'Who' })}
          value={query.actor}
          options={[{ value: query.actor, label: actor ?? query.actor }]}
          onChange={(value) => change({ actor: value })}
        />
      )}
      {(query.subjectId ?? query.subjectKind) !== undefined && (
        <FilterChip
          label={t({ fr: 'Sur', en: 'On' })}
          value="object"
          options={[
            {
              value: 'object',
              label: subject?.name ?? query.subjectId ?? t(subjectText(query.subjectKind ?? '')),
            },
          ]}
          onChange={() => change({ subjectKind: undefined, subjectId: undefined })}
        />
      )}
    </>
  );
}
