import { useT } from '#console/i18n.ts';
import { FilterChip, FilterSearch, FilterToggle } from '#console/kit/filters.tsx';
import { deadlineTexts } from '#console/kit/state.ts';
import type { Deadline } from '#console/kit/state.ts';
import { useRight } from '#console/session.ts';
import { useContract } from '#console/use-contract.ts';
import type { Text } from '#engines/text.ts';
import { listPeople } from '#map/api-findings.ts';
import { remedies } from './api-remediation.ts';
import type { RemediationReply, RemedyKind } from './api-remediation.ts';
import type { BoardChange, BoardQuery } from './remediation-query.tsx';

interface FiltersProps {
  readonly query: BoardQuery;
  readonly change: BoardChange;
  readonly reply: RemediationReply | undefined;
}

const deadlines: readonly Deadline[] = ['immediate', 'days3', 'days14', 'planned'];

const remedyTexts: Readonly<Record<RemedyKind, Text>> = {
  upgrade: { fr: 'Mettre à jour', en: 'Upgrade' },
  mitigate: { fr: 'Sans correctif', en: 'No fix' },
  confirm: { fr: 'À confirmer', en: 'To confirm' },
};

/** Every filter of the board as a chip; each lives in the address. */
export function RemediationFilters({ query, change, reply }: FiltersProps) {
  const t = useT();
  return (
    <>
      <FilterSearch
        label={t({ fr: 'Produit, CVE, actif…', en: 'Product, CVE, asset…' })}
        value={query.q ?? ''}
        onChange={(q) => change({ q })}
      />
      <FilterChip
        label={t({ fr: 'Échéance', en: 'Deadline' })}
        value={query.deadline}
        options={deadlines.map((value) => ({ value, label: t(deadlineTexts[value]) }))}
        onChange={(deadline) => change({ deadline })}
      />
      <FilterToggle
        label={t({ fr: 'En retard', en: 'Overdue' })}
        on={query.overdue === true}
        {...(reply === undefined ? {} : { count: reply.overdueTotal })}
        onChange={(on) => change({ overdue: on ? '1' : undefined })}
      />
      <FilterToggle
        label={t({ fr: 'Exploitées', en: 'Exploited' })}
        on={query.exploited === true}
        onChange={(on) => change({ exploited: on ? '1' : undefined })}
      />
      <FilterChip
        label={t({ fr: 'Remède', en: 'Remedy' })}
        value={query.remedy}
        options={remedies.map((value) => ({ value, label: t(remedyTexts[value]) }))}
        onChange={(remedy) => change({ remedy })}
      />
      <WhoFilter query={query} change={change} />
      {query.service !== undefined && (
        <FilterChip
          label={t({ fr: 'Service', en: 'Service' })}
          value={query.service}
          options={[{ value: query.service, label: serviceName(reply, query.service) ?? '…' }]}
          onChange={(service) => change({ service })}
        />
      )}
      <FilterToggle
        label={t({ fr: 'Mises de côté', en: 'Set aside' })}
        on={query.quiet === true}
        {...(reply === undefined ? {} : { count: reply.quietTotal })}
        onChange={(on) => change({ quiet: on ? '1' : undefined })}
      />
      <FilterChip
        label={t({ fr: 'Groupes', en: 'Groups' })}
        value={query.group === 'owner' ? undefined : query.group}
        options={[
          { value: 'deadline' as const, label: t({ fr: 'par échéance', en: 'by deadline' }) },
          { value: 'product' as const, label: t({ fr: 'par produit', en: 'by product' }) },
          { value: 'person' as const, label: t({ fr: 'par personne', en: 'by person' }) },
        ]}
        onChange={(group) => change({ group })}
      />
    </>
  );
}

function serviceName(reply: RemediationReply | undefined, id: string): string | undefined {
  return reply?.items.flatMap(({ standing }) => standing).find((service) => service.id === id)?.name;
}

function WhoFilter({ query, change }: Omit<FiltersProps, 'reply'>) {
  const t = useT();
  const may = useRight('act');
  const people = useContract(listPeople, {});
  return (
    <FilterChip
      label={t({ fr: 'Qui', en: 'Who' })}
      value={query.assigned}
      options={[
        ...(may ? [{ value: 'me', label: t({ fr: 'À moi', en: 'Mine' }) }] : []),
        { value: 'nobody', label: t({ fr: 'À personne', en: 'Nobody’s' }) },
        ...(people.data?.items ?? []).map((person) => ({ value: person.id, label: person.displayName })),
      ]}
      onChange={(assigned) => change({ assigned })}
    />
  );
}
