import { useT } from '#console/i18n.ts';
import { FilterChip, FilterSearch, FilterToggle } from '#console/kit/filters.tsx';
import { deadlineTexts } from '#console/kit/state.ts';
import type { Deadline } from '#console/kit/state.ts';
import { useRight } from '#console/session.ts';
import { useContract } from '#console/use-contract.ts';
import type { ReplyOf } from '#platform/contract.ts';
import { listPeople } from './api-findings.ts';
import type { listFindings } from './api-findings.ts';
import { severityTexts } from './finding-words.tsx';
import type { InboxChange, InboxQuery } from './findings-query.tsx';

interface FindingFiltersProps {
  readonly query: InboxQuery;
  readonly change: InboxChange;
  readonly reply: ReplyOf<typeof listFindings> | undefined;
}

const deadlines: readonly Deadline[] = ['immediate', 'days3', 'days14', 'planned'];

/** Every filter of the inbox as a chip; each lives in the address. */
export function FindingFilters({ query, change, reply }: FindingFiltersProps) {
  const t = useT();
  return (
    <>
      <FilterSearch
        label={t({ fr: 'Filtrer les constats', en: 'Filter findings' })}
        value={query.q ?? ''}
        onChange={(q) => change({ q })}
      />
      <FilterChip
        label={t({ fr: 'Échéance', en: 'Deadline' })}
        value={query.deadline}
        options={deadlines.map((value) => ({ value, label: t(deadlineTexts[value]) }))}
        onChange={(deadline) => change({ deadline })}
      />
      <FilterChip
        label={t({ fr: 'Gravité', en: 'Severity' })}
        value={query.severity === undefined ? undefined : String(query.severity)}
        options={severityTexts.map((text, level) => ({ value: String(level), label: t(text) })).toReversed()}
        onChange={(severity) => change({ severity })}
      />
      <WhoFilter query={query} change={change} />
      <FilterChip
        label={t({ fr: 'Règle', en: 'Rule' })}
        value={query.rule}
        options={(reply?.rules ?? []).map((rule) => ({
          value: rule.id,
          label: t(rule.title),
          count: rule.count,
        }))}
        onChange={(rule) => change({ rule })}
      />
      <StateFilter query={query} change={change} />
      <ObjectFilters query={query} change={change} reply={reply} />
      {query.state === 'open' && (
        <FilterToggle
          label={t({ fr: 'Mis de côté', en: 'Set aside' })}
          on={query.quiet === true}
          {...(reply === undefined ? {} : { count: reply.quietTotal })}
          onChange={(on) => change({ quiet: on ? '1' : undefined })}
        />
      )}
      <GroupFilter query={query} change={change} />
    </>
  );
}

type PartProps = Omit<FindingFiltersProps, 'reply'>;

function WhoFilter({ query, change }: PartProps) {
  const t = useT();
  const may = useRight('act');
  const people = useContract(listPeople, {});
  const options = [
    ...(may ? [{ value: 'me', label: t({ fr: 'À moi', en: 'Mine' }) }] : []),
    { value: 'nobody', label: t({ fr: 'À personne', en: 'Nobody’s' }) },
    ...(people.data?.items ?? []).map((person) => ({ value: person.id, label: person.displayName })),
  ];
  return (
    <FilterChip
      label={t({ fr: 'Qui', en: 'Who' })}
      value={query.assigned}
      options={options}
      onChange={(assigned) => change({ assigned })}
    />
  );
}

function StateFilter({ query, change }: PartProps) {
  const t = useT();
  return (
    <FilterChip
      label={t({ fr: 'Ouverts', en: 'Open' })}
      value={query.state === 'open' ? undefined : query.state}
      options={[
        { value: 'closed' as const, label: t({ fr: 'clos', en: 'closed' }) },
        { value: 'all' as const, label: t({ fr: 'ouverts et clos', en: 'open and closed' }) },
      ]}
      onChange={(state) => change({ state })}
    />
  );
}

/** A service, an asset or a source that a link of another page asked for. */
function ObjectFilters({ query, change, reply }: FindingFiltersProps) {
  const t = useT();
  const items = reply?.items ?? [];
  const one = t({ fr: 'un seul', en: 'one only' });
  const serviceName = items
    .flatMap((item) => item.services)
    .find((service) => service.id === query.service)?.name;
  const assetName = items.flatMap((item) => item.assets).find((asset) => asset.id === query.asset)?.name;
  const source = items.find((item) => item.source?.id === query.source)?.source;
  const chips = [
    {
      name: 'service' as const,
      label: t({ fr: 'Service', en: 'Service' }),
      value: query.service,
      shown: serviceName ?? one,
    },
    {
      name: 'asset' as const,
      label: t({ fr: 'Actif', en: 'Asset' }),
      value: query.asset,
      shown: assetName ?? one,
    },
    {
      name: 'source' as const,
      label: t({ fr: 'Source', en: 'Source' }),
      value: query.source,
      shown: source === null || source === undefined ? one : t(source.title),
    },
  ];
  return chips
    .filter((chip) => chip.value !== undefined)
    .map((chip) => (
      <FilterChip
        key={chip.name}
        label={chip.label}
        value={chip.value}
        options={[{ value: chip.value ?? '', label: chip.shown }]}
        onChange={(value) => change({ [chip.name]: value })}
      />
    ));
}

/** By the asset at fault unless another way is asked for. */
function GroupFilter({ query, change }: PartProps) {
  const t = useT();
  return (
    <FilterChip
      label={t({ fr: 'Groupes', en: 'Groups' })}
      value={query.group === 'asset' ? undefined : query.group}
      options={[
        { value: 'rule' as const, label: t({ fr: 'par règle', en: 'by rule' }) },
        { value: 'none' as const, label: t({ fr: 'aucun', en: 'none' }) },
      ]}
      onChange={(group) => change({ group, sort: undefined })}
    />
  );
}
