import './host.css';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { z } from 'zod';
import { formatBytes } from '#console/format.ts';
import { useLanguage, useT } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { ErrorState } from '#console/kit/error.tsx';
import { Link } from '#console/kit/link.tsx';
import { LoadingPage } from '#console/kit/loading.tsx';
import { Facts, Page } from '#console/kit/page.tsx';
import { Tabs } from '#console/kit/tabs.tsx';
import { Time } from '#console/kit/time.tsx';
import { useContract } from '#console/use-contract.ts';
import { useUrlQuery } from '#console/use-url-query.ts';
import { readAsset } from '#map/api-assets.ts';
import type { AssetDetail } from '#map/api-assets.ts';
import { AssetSoftware, noSoftwareFilters } from '#map/asset-software.tsx';
import { AssetMark, AssetState } from '#map/asset-state.tsx';
import type { ReplyOf } from '#platform/contract.ts';
import { readHost } from './api.ts';
import { DiskCard } from './disk-words.tsx';
import { HostSockets } from './host-sockets.tsx';

type Host = ReplyOf<typeof readHost>;

const tabs = ['disks', 'packages', 'sockets'] as const;
const hostQuery = z.object({ tab: z.enum(tabs).default('disks') });

/** `/hosts/$id`: what was read on one machine. */
export default function HostPage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false });
  const [query, change] = useUrlQuery(hostQuery);
  const live = { live: ['asset', 'source', 'state'], refetchSeconds: 60 };
  const { data, error, refetch } = useContract(readHost, { params: { id } }, live);
  const crumb = { label: t({ fr: 'Hôtes', en: 'Hosts' }), href: '/hosts' };
  if (data === undefined) {
    if (error === null) return <LoadingPage />;
    return (
      <Page title={t({ fr: 'Hôte', en: 'Host' })} crumb={crumb}>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  return (
    <Page title={data.name} crumb={crumb} mark={<AssetMark state={data.state} size={14} />}>
      <HostHead host={data} />
      <Tabs
        label={t({ fr: 'Parties de l’hôte', en: 'Parts of the host' })}
        value={query.tab}
        onChange={(tab) => change({ ...noSoftwareFilters, tab: tab === 'disks' ? undefined : tab })}
        items={[
          { value: 'disks', label: t({ fr: 'Disques', en: 'Disks' }), count: data.disks.length },
          { value: 'packages', label: t({ fr: 'Paquets', en: 'Packages' }), count: data.packages },
          {
            value: 'sockets',
            label: t({ fr: 'Ports à l’écoute', en: 'Listening ports' }),
            count: data.sockets.length,
          },
        ]}
      >
        {query.tab === 'disks' && <HostDisks host={data} />}
        {query.tab === 'packages' && <AssetSoftware asset={data} />}
        {query.tab === 'sockets' && <HostSockets host={data} />}
      </Tabs>
    </Page>
  );
}

/** What the map knows of it, with the hour of the last reading. */
function HostHead({ host }: { host: Host }) {
  const t = useT();
  const asset = useContract(readAsset, { params: { id: host.id } }, { live: ['asset', 'state'] });
  const facts = useSystemFacts(asset.data);
  const seenAt = host.disks[0]?.seenAt;
  return (
    <div className="columns">
      <Facts
        items={[
          { name: t({ fr: 'État', en: 'State' }), value: <AssetState state={host.state} /> },
          ...facts,
          ...(seenAt === undefined
            ? []
            : [{ name: t({ fr: 'Lu', en: 'Read' }), value: <Time at={seenAt} /> }]),
          {
            name: t({ fr: 'Actif', en: 'Asset' }),
            value: <Link href={`/assets/${host.id}`}>{t({ fr: 'Voir l’actif', en: 'See the asset' })}</Link>,
          },
        ]}
      />
    </div>
  );
}

function useSystemFacts(asset: AssetDetail | undefined): { name: string; value: ReactNode }[] {
  const t = useT();
  const language = useLanguage();
  const values = new Map(asset?.attributes.map((one) => [one.name, one.value]));
  const text = (name: string): string | null => {
    const value = values.get(name);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
  };
  const memory = values.get('memory_bytes');
  const cores = values.get('cpu_count');
  const coresText =
    typeof cores === 'number'
      ? t({ fr: '{count} cœur|{count} cœurs', en: '{count} core|{count} cores' }, { count: cores })
      : null;
  const processor = [text('cpu'), coresText].filter(Boolean).join(' · ');
  const all = [
    { name: t({ fr: 'Système', en: 'System' }), value: text('os') },
    { name: t({ fr: 'Noyau', en: 'Kernel' }), value: text('kernel') },
    { name: t({ fr: 'Processeur', en: 'Processor' }), value: processor === '' ? null : processor },
    {
      name: t({ fr: 'Mémoire', en: 'Memory' }),
      value: typeof memory === 'number' ? formatBytes(memory, language) : null,
    },
    { name: t({ fr: 'Modèle', en: 'Model' }), value: text('model') },
  ];
  return all.filter((one) => one.value !== null);
}

function HostDisks({ host }: { host: Host }) {
  const t = useT();
  if (host.disks.length === 0) {
    return (
      <Empty title={t({ fr: 'Aucun disque lu', en: 'No disk read' })}>
        {t({
          fr: 'Les volumes en lecture seule et ceux de la mémoire ne sont pas comptés.',
          en: 'Read-only volumes and those of memory are not counted.',
        })}
      </Empty>
    );
  }
  return (
    <div className="disk-list">
      {host.disks.map((disk) => (
        <DiskCard key={disk.mountPoint} disk={disk} />
      ))}
    </div>
  );
}
