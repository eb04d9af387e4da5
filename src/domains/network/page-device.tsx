import './network.css';
import { useParams } from '@tanstack/react-router';
import { z } from 'zod';
import { formatDuration, formatNumber } from '#console/format.ts';
import { useLanguage, useT } from '#console/i18n.ts';
import { ErrorState } from '#console/kit/error.tsx';
import { Link } from '#console/kit/link.tsx';
import { LoadingPage } from '#console/kit/loading.tsx';
import { Facts, Page } from '#console/kit/page.tsx';
import { Tabs } from '#console/kit/tabs.tsx';
import { Time } from '#console/kit/time.tsx';
import { useContract } from '#console/use-contract.ts';
import { useUrlQuery } from '#console/use-url-query.ts';
import { AssetSoftware, noSoftwareFilters } from '#map/asset-software.tsx';
import { AssetMark } from '#map/asset-state.tsx';
import type { ReplyOf } from '#platform/contract.ts';
import { readDeviceContract } from './api.ts';
import { DeviceNeighbours, DevicePorts, DeviceSensors, DeviceVlans } from './device-parts.tsx';

export type Device = ReplyOf<typeof readDeviceContract>;

const tabs = ['ports', 'neighbours', 'sensors', 'vlans', 'software'] as const;
const deviceQuery = z.object({ tab: z.enum(tabs).default('ports') });

/** `/network/$id`: what a device says of itself. */
export default function DevicePage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false });
  const [query, change] = useUrlQuery(deviceQuery);
  const { data, error, refetch } = useContract(
    readDeviceContract,
    { params: { id } },
    { live: ['network', 'asset', 'state'], refetchSeconds: 60 },
  );
  const crumb = { label: t({ fr: 'Équipements réseau', en: 'Network devices' }), href: '/network' };
  if (data === undefined) {
    if (error === null) return <LoadingPage />;
    return (
      <Page title={t({ fr: 'Équipement', en: 'Device' })} crumb={crumb}>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  const part = (value: (typeof tabs)[number], fr: string, en: string, count?: number) => ({
    value,
    label: t({ fr, en }),
    ...(count === undefined ? {} : { count }),
  });
  return (
    <Page title={data.name} crumb={crumb} mark={<AssetMark state={data.state} size={14} />}>
      <DeviceHeadFacts device={data} />
      <Tabs
        label={t({ fr: 'Parties de l’équipement', en: 'Parts of the device' })}
        value={query.tab}
        onChange={(tab) => change({ ...noSoftwareFilters, tab: tab === 'ports' ? undefined : tab })}
        items={[
          part('ports', 'Interfaces', 'Interfaces', data.interfaces.length),
          part('neighbours', 'Voisins', 'Neighbours', data.neighbours.length),
          part('sensors', 'Sondes', 'Sensors', data.sensors.length),
          part('vlans', 'VLAN', 'VLANs', data.vlans.length),
          part('software', 'Logiciel', 'Software'),
        ]}
      >
        {query.tab === 'ports' && <DevicePorts device={data} />}
        {query.tab === 'neighbours' && <DeviceNeighbours device={data} />}
        {query.tab === 'sensors' && <DeviceSensors device={data} />}
        {query.tab === 'vlans' && <DeviceVlans device={data} />}
        {query.tab === 'software' && <AssetSoftware asset={data} />}
      </Tabs>
    </Page>
  );
}

function DeviceHeadFacts({ device }: { device: Device }) {
  const t = useT();
  const language = useLanguage();
  const system = [device.os, device.version].filter(Boolean).join(' ');
  return (
    <>
      {device.silentSince !== null && (
        <p className="device-silent tint-unknown">
          {t({
            fr: 'Cet équipement ne répond plus par SNMP, constaté ',
            en: 'This device no longer answers by SNMP, noticed ',
          })}
          <Time at={device.silentSince} />
          {t({ fr: '. Ce qui suit est ce qu’il disait alors.', en: '. What follows is what it said then.' })}
        </p>
      )}
      <div className="columns">
        <Facts
          items={[
            { name: t({ fr: 'Fabricant', en: 'Vendor' }), value: device.vendor ?? '—' },
            { name: t({ fr: 'Modèle', en: 'Model' }), value: device.hardware ?? '—' },
            { name: t({ fr: 'Système', en: 'System' }), value: system === '' ? '—' : system },
            { name: t({ fr: 'Numéro de série', en: 'Serial number' }), value: device.serial ?? '—' },
          ]}
        />
        <Facts
          items={[
            {
              name: t({ fr: 'Adresse', en: 'Address' }),
              value: <span className="mono">{device.address}</span>,
            },
            { name: t({ fr: 'Site', en: 'Site' }), value: device.site?.name ?? device.sysLocation ?? '—' },
            {
              name: t({ fr: 'En marche depuis', en: 'Up for' }),
              value: device.uptimeSeconds === null ? '—' : formatDuration(device.uptimeSeconds, language),
            },
            {
              name: t({ fr: 'Lu', en: 'Read' }),
              value: (
                <>
                  <Time at={device.readAt} />
                  {device.roundTripMs !== null && (
                    <span className="muted"> · {formatNumber(device.roundTripMs, language, 1)} ms</span>
                  )}
                </>
              ),
            },
          ]}
        />
      </div>
      <p>
        <Link href={`/assets/${device.id}`}>
          {t({
            fr: 'Sa fiche sur la carte : services, constats, historique',
            en: 'Its place on the map: services, findings, history',
          })}
        </Link>
      </p>
    </>
  );
}
