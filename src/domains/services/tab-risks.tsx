import IconHelpHexagon from '@tabler/icons-react/dist/esm/icons/IconHelpHexagon.mjs';
import { useReader } from '#console/clock.ts';
import { useT } from '#console/i18n.ts';
import { RedundancyLost } from '#console/kit/cause-chain.tsx';
import { Empty } from '#console/kit/empty.tsx';
import { Facts, Section } from '#console/kit/page.tsx';
import { StateBadge, StateShape } from '#console/kit/state-badge.tsx';
import { stateOf, states } from '#console/kit/state.ts';
import { Table } from '#console/kit/table.tsx';
import type { Column } from '#console/kit/table-types.ts';
import { useContract } from '#console/use-contract.ts';
import { readSinglePoints } from '#map/api-graph.ts';
import { AssetChain } from '#map/asset-chain.tsx';
import { assetHref } from '#map/asset-link.tsx';
import { EffectMark } from '#map/asset-state.tsx';
import { assetTypeText } from '#map/asset-types.ts';
import type { ReplyOf } from '#platform/contract.ts';
import type { ServiceDetail } from './api.ts';
import type { ServiceChange } from './service-query.tsx';
import { minutesWord } from './service-words.tsx';

type Point = ReplyOf<typeof readSinglePoints>['items'][number];

/** What would stop it alone, what is redundant no more, what exposes it, and what it may not lose. */
export function RisksTab({ service, change }: { service: ServiceDetail; change: ServiceChange }) {
  const t = useT();
  return (
    <div className="stack" style={{ gap: 20 }}>
      <Redundancy service={service} />
      <Exposures service={service} />
      <SinglePoints service={service} change={change} />
      <DataNeeds service={service} />
      <p className="muted">
        {t({
          fr: 'Ces risques sont ceux de la carte : ce qui n’y est pas décrit n’est pas compté.',
          en: 'These risks are those of the map: what is not described there is not counted.',
        })}
      </p>
    </div>
  );
}

function Redundancy({ service }: { service: ServiceDetail }) {
  const t = useT();
  if (service.redundancyLost.length === 0) return null;
  return (
    <Section
      title={t({ fr: 'Redondance perdue', en: 'Redundancy lost' })}
      count={service.redundancyLost.length}
    >
      <div className="card padded stack">
        {service.redundancyLost.map((lost) => (
          <RedundancyLost
            key={`${lost.at.id}-${t(lost.group)}`}
            group={`${lost.at.name} · ${t(lost.group)}`}
            lost={lost.lost.map((asset) => asset.name)}
            remaining={lost.remaining}
            needed={lost.needed}
          />
        ))}
      </div>
    </Section>
  );
}

function Exposures({ service }: { service: ServiceDetail }) {
  const t = useT();
  const causes = service.causes.filter((cause) => cause.channel !== 'availability');
  if (causes.length === 0) return null;
  return (
    <Section title={t({ fr: 'Exposition', en: 'Exposure' })} count={causes.length}>
      <div className="card padded stack" style={{ gap: 14 }}>
        {causes.map((cause) => (
          <div key={`${cause.channel}-${cause.asset.id}`} className="stack">
            <p className="row">
              <EffectMark
                effect={{
                  availability: 0,
                  integrity: 0,
                  confidentiality: 0,
                  unknown: false,
                  [cause.channel]: cause.level,
                }}
              />
              {t(cause.sentence)}
            </p>
            <AssetChain path={cause.path} />
          </div>
        ))}
      </div>
    </Section>
  );
}

function SinglePoints({ service, change }: { service: ServiceDetail; change: ServiceChange }) {
  const t = useT();
  const { data, error, refetch } = useContract(
    readSinglePoints,
    { params: { id: service.id } },
    { live: ['asset', 'link'] },
  );
  return (
    <Section
      title={t({ fr: 'Points uniques de défaillance', en: 'Single points of failure' })}
      count={data?.items.length}
    >
      <Table
        label={t({ fr: 'Points uniques de défaillance', en: 'Single points of failure' })}
        columns={usePointColumns()}
        rows={data?.items}
        rowKey={(row) => row.id}
        error={error}
        onRetry={() => void refetch()}
        hrefOf={assetHref}
        exportName={`${t({ fr: 'points-uniques', en: 'single-points' })}-${service.code ?? service.name}`}
        actions={[
          {
            id: 'what-if',
            label: t({ fr: 'Et s’il était perdu ?', en: 'What if it were lost?' }),
            icon: <IconHelpHexagon size={16} />,
            bulk: false,
            run: (rows) =>
              change({ tab: 'dependencies', lost: rows.map((row) => row.id), around: [], select: undefined }),
          },
        ]}
        empty={
          service.suppliers === 0 ? (
            <Empty
              title={t({
                fr: 'Rien n’est décrit sous ce service',
                en: 'Nothing is described under this service',
              })}
            />
          ) : (
            <Empty
              mark={<StateShape state="ok" />}
              title={t({ fr: 'Aucun point unique', en: 'No single point' })}
            >
              {t({
                fr: 'Aucun actif, perdu seul, n’interromprait ce service.',
                en: 'No asset, lost alone, would stop this service.',
              })}
            </Empty>
          )
        }
      />
    </Section>
  );
}

function usePointColumns(): Column<Point>[] {
  const t = useT();
  return [
    {
      id: 'name',
      title: t({ fr: 'Actif', en: 'Asset' }),
      primary: true,
      grow: 3,
      sort: (row) => row.name,
      csv: (row) => row.name,
      cell: (row) => row.name,
    },
    {
      id: 'type',
      title: t({ fr: 'Type', en: 'Type' }),
      grow: 2,
      card: true,
      sort: (row) => t(assetTypeText(row.type)),
      csv: (row) => t(assetTypeText(row.type)),
      cell: (row) => t(assetTypeText(row.type)),
    },
    {
      id: 'state',
      title: t({ fr: 'État', en: 'State' }),
      width: 170,
      card: true,
      sort: (row) => states.indexOf(stateOf(row.state)),
      csv: (row) => stateOf(row.state),
      cell: (row) => (
        <StateBadge state={stateOf(row.state)} unknown={row.state.unknown} planned={row.state.planned} />
      ),
    },
  ];
}

function DataNeeds({ service }: { service: ServiceDetail }) {
  const t = useT();
  const { language } = useReader();
  const { profile } = service;
  return (
    <Section title={t({ fr: 'Données', en: 'Data' })}>
      <div className="card padded">
        <Facts
          items={[
            {
              name: t({ fr: 'Classe', en: 'Class' }),
              value: profile.dataClass ?? t({ fr: 'non précisée', en: 'not given' }),
            },
            {
              name: t({ fr: 'Zones permises', en: 'Permitted zones' }),
              value:
                profile.permittedZones.length === 0
                  ? t({ fr: 'toutes', en: 'all' })
                  : profile.permittedZones.join(', '),
            },
            {
              name: t({ fr: 'Perte tolérable (PDMA)', en: 'Tolerable loss (RPO)' }),
              value: minutesWord(profile.pdmaMinutes, t, language),
            },
          ]}
        />
      </div>
    </Section>
  );
}
