import './vulnerability.css';
import { Button, Menu } from '@mantine/core';
import IconArrowBackUp from '@tabler/icons-react/dist/esm/icons/IconArrowBackUp.mjs';
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs';
import IconUpload from '@tabler/icons-react/dist/esm/icons/IconUpload.mjs';
import { useMemo } from 'react';
import { z } from 'zod';
import { call } from '#console/client.ts';
import { useLanguage, useT } from '#console/i18n.ts';
import type { Translate } from '#console/i18n.ts';
import { download } from '#console/kit/csv.ts';
import { Empty } from '#console/kit/empty.tsx';
import { FilterChip } from '#console/kit/filters.tsx';
import { useGo } from '#console/kit/link.tsx';
import { Page } from '#console/kit/page.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import { Table } from '#console/kit/table.tsx';
import type { Column } from '#console/kit/table-types.ts';
import { Time } from '#console/kit/time.tsx';
import { toastProblem } from '#console/kit/toast.tsx';
import { useRight } from '#console/session.ts';
import { useContract } from '#console/use-contract.ts';
import { useUrlQuery } from '#console/use-url-query.ts';
import type { VexFormat } from '#engines/vex/vex-statement.ts';
import { decisionStatusSchema, decisionStatuses, exportVex, listDecisions } from './api-decisions.ts';
import type { Decision } from './api-decisions.ts';
import { DecisionBadge, ScopeWords, scopeText } from './decision-words.tsx';
import { useRevokeDecision } from './use-revoke-decision.tsx';
import { VulnerabilitiesTabs } from './vulnerabilities-tabs.tsx';
import { cveHref } from './vulnerability-marks.tsx';
import { decisionTexts } from './vulnerability-words.ts';

const decisionsQuery = z.object({
  status: decisionStatusSchema.optional(),
  state: z.enum(['live', 'expired', 'revoked', 'all']).default('live'),
  vulnerability: z.string().max(120).optional(),
});
type DecisionsQuery = z.output<typeof decisionsQuery>;

const mostShown = 1000;

/** `/vulnerabilities/decisions`: what people decided, until when; VEX in and out. */
export default function DecisionsPage() {
  const t = useT();
  const go = useGo();
  const mayDecide = useRight('analyse');
  const revoke = useRevokeDecision();
  const [query, change] = useUrlQuery(decisionsQuery);
  const { data, error, refetch } = useContract(
    listDecisions,
    { query: { ...query, limit: mostShown } },
    { live: ['decision', 'vulnerability'] },
  );
  return (
    <Page
      title={t({ fr: 'Décisions', en: 'Decisions' })}
      crumb={{ label: t({ fr: 'Vulnérabilités', en: 'Vulnerabilities' }), href: '/vulnerabilities' }}
      flush
      chips={<Filters query={query} change={change} />}
      actions={
        <>
          <ExportMenu vulnerability={query.vulnerability} />
          {mayDecide && (
            <Button leftSection={<IconUpload size={16} />} onClick={() => go('/vulnerabilities/import-vex')}>
              {t({ fr: 'Importer un VEX', en: 'Import VEX' })}
            </Button>
          )}
        </>
      }
    >
      <VulnerabilitiesTabs current="/vulnerabilities/decisions" />
      <Table
        label={t({ fr: 'Décisions', en: 'Decisions' })}
        columns={useColumns()}
        rows={data?.items}
        rowKey={(row) => row.id}
        error={error}
        onRetry={() => void refetch()}
        hrefOf={(row) => cveHref(row.vulnerability)}
        actions={[
          {
            id: 'revoke',
            label: t({ fr: 'Revenir dessus', en: 'Revoke' }),
            icon: <IconArrowBackUp size={16} />,
            bulk: false,
            when: (row) => row.state === 'live' && row.mine,
            run: ([row]) => row !== undefined && revoke(row),
          },
        ]}
        total={data?.total ?? 0}
        listKey={JSON.stringify(query)}
        exportName={t({ fr: 'decisions', en: 'decisions' })}
        empty={<NoDecision mayDecide={mayDecide} />}
        fill
      />
    </Page>
  );
}

interface FiltersProps {
  readonly query: DecisionsQuery;
  readonly change: (change: Partial<z.input<typeof decisionsQuery>>) => void;
}

function Filters({ query, change }: FiltersProps) {
  const t = useT();
  return (
    <>
      <FilterChip
        label={t({ fr: 'Décision', en: 'Decision' })}
        value={query.status}
        options={decisionStatuses.map((value) => ({ value, label: t(decisionTexts[value]) }))}
        onChange={(status) => change({ status })}
      />
      <FilterChip
        label={t({ fr: 'En vigueur', en: 'In force' })}
        value={query.state === 'live' ? undefined : query.state}
        options={[
          { value: 'expired' as const, label: t({ fr: 'expirées', en: 'expired' }) },
          { value: 'revoked' as const, label: t({ fr: 'retirées', en: 'revoked' }) },
          { value: 'all' as const, label: t({ fr: 'toutes', en: 'all' }) },
        ]}
        onChange={(state) => change({ state })}
      />
      {query.vulnerability !== undefined && (
        <FilterChip
          label={t({ fr: 'Vulnérabilité', en: 'Vulnerability' })}
          value={query.vulnerability}
          options={[{ value: query.vulnerability, label: query.vulnerability }]}
          onChange={(vulnerability) => change({ vulnerability })}
        />
      )}
    </>
  );
}

const formatNames: Readonly<Record<VexFormat, string>> = {
  csaf: 'CSAF 2.0 VEX',
  cyclonedx: 'CycloneDX VEX',
  openvex: 'OpenVEX 0.2',
};

/** Every decision that holds, of the vulnerability chosen if one is, as one document. */
function ExportMenu({ vulnerability }: Pick<DecisionsQuery, 'vulnerability'>) {
  const t = useT();
  const language = useLanguage();
  const write = async (format: VexFormat): Promise<void> => {
    try {
      const { name, document } = await call(exportVex, { query: { format, language, vulnerability } });
      download(name, `${JSON.stringify(document, null, 2)}\n`, 'application/json');
    } catch (error) {
      toastProblem(error);
    }
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button leftSection={<IconDownload size={16} />}>
          {t({ fr: 'Exporter en VEX', en: 'Export as VEX' })}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(['csaf', 'cyclonedx', 'openvex'] as const).map((format) => (
          <Menu.Item key={format} onClick={() => void write(format)}>
            {formatNames[format]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function useColumns(): Column<Decision>[] {
  const t = useT();
  return useMemo(() => columns(t), [t]);
}

function columns(t: Translate): Column<Decision>[] {
  return [...whatColumns(t), ...whoColumns(t)];
}

function whatColumns(t: Translate): Column<Decision>[] {
  return [
    {
      id: 'vulnerability',
      title: t({ fr: 'Vulnérabilité', en: 'Vulnerability' }),
      primary: true,
      grow: 3,
      minWidth: 220,
      sort: (row) => row.vulnerability,
      csv: (row) => row.vulnerability,
      cell: (row) => (
        <span className="row" style={{ gap: 8 }}>
          {row.contradictedBy > 0 && (
            <StateShape
              state="degraded"
              label={t({ fr: 'dit corrigé, répond encore', en: 'said fixed, still answers' })}
            />
          )}
          <span className="cve-name">{row.vulnerability}</span>
          <span className="clip muted">{row.title}</span>
        </span>
      ),
    },
    {
      id: 'status',
      title: t({ fr: 'Décision', en: 'Decision' }),
      grow: 1,
      minWidth: 150,
      card: true,
      sort: (row) => row.status,
      csv: (row) => t(decisionTexts[row.status]),
      cell: (row) => <DecisionBadge status={row.status} state={row.state} />,
    },
    {
      id: 'scope',
      title: t({ fr: 'Portée', en: 'Scope' }),
      grow: 2,
      minWidth: 140,
      sort: (row) => scopeText(row.scope),
      csv: (row) => scopeText(row.scope),
      cell: (row) => <ScopeWords scope={row.scope} />,
    },
  ];
}

function whoColumns(t: Translate): Column<Decision>[] {
  return [
    {
      id: 'statement',
      title: t({ fr: 'Motif', en: 'Reason' }),
      grow: 3,
      minWidth: 160,
      wideOnly: true,
      csv: (row) => row.statement,
      cell: (row) => (
        <span className="clip" title={row.statement}>
          {row.statement}
        </span>
      ),
    },
    {
      id: 'by',
      title: t({ fr: 'Signée par', en: 'Signed by' }),
      width: 140,
      wideOnly: true,
      sort: (row) => row.by,
      csv: (row) => row.by,
      cell: (row) => <span className="clip">{row.by}</span>,
    },
    {
      id: 'at',
      title: t({ fr: 'Le', en: 'On' }),
      width: 120,
      align: 'end',
      wideOnly: true,
      sort: (row) => row.at,
      csv: (row) => row.at,
      cell: (row) => <Time at={row.at} />,
    },
    {
      id: 'until',
      title: t({ fr: 'Jusqu’au', en: 'Until' }),
      width: 120,
      align: 'end',
      card: true,
      sort: (row) => row.expiresAt,
      csv: (row) => row.expiresAt,
      cell: (row) => <Time at={row.expiresAt} mode="exact" />,
    },
  ];
}

function NoDecision({ mayDecide }: { mayDecide: boolean }) {
  const t = useT();
  const go = useGo();
  return (
    <Empty
      title={t({ fr: 'Aucune décision ici', en: 'No decision here' })}
      actions={
        <>
          <Button onClick={() => go('/vulnerabilities?view=ours')}>
            {t({ fr: 'Voir ce qui nous touche', en: 'See what affects us' })}
          </Button>
          {mayDecide && (
            <Button onClick={() => go('/vulnerabilities/import-vex')}>
              {t({ fr: 'Importer un VEX', en: 'Import VEX' })}
            </Button>
          )}
        </>
      }
    >
      {t({
        fr: 'Une décision se prend sur la page d’une vulnérabilité, ou vient d’un document VEX d’un éditeur.',
        en: 'A decision is taken on the page of a vulnerability, or comes from a VEX document of a vendor.',
      })}
    </Empty>
  );
}
