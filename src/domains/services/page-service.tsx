import './service.css';
import { Button } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import IconPencil from '@tabler/icons-react/dist/esm/icons/IconPencil.mjs';
import { useState } from 'react';
import { useNow } from '#console/clock.ts';
import { NotFoundPage } from '#console/frame/special-pages.tsx';
import { useT } from '#console/i18n.ts';
import { Band, ErrorState } from '#console/kit/error.tsx';
import { LoadingPage } from '#console/kit/loading.tsx';
import { Page } from '#console/kit/page.tsx';
import { Tabs } from '#console/kit/tabs.tsx';
import { StateMark } from '#console/kit/weather-row.tsx';
import { stateOf } from '#console/kit/state.ts';
import { useRight } from '#console/session.ts';
import { useContract } from '#console/use-contract.ts';
import { useUrlQuery } from '#console/use-url-query.ts';
import { exposureOfState } from '#map/asset-state.tsx';
import { readService } from './api.ts';
import type { ServiceDetail } from './api.ts';
import { ServiceDialog } from './service-dialog.tsx';
import { ServiceHeader } from './service-header.tsx';
import { serviceQuery } from './service-query.tsx';
import type { ServiceChange, ServiceQuery } from './service-query.tsx';
import { ServiceRemedies } from './service-remedies.tsx';
import { ServiceSince } from './service-since.tsx';
import { ServiceWhy } from './service-why.tsx';
import { AvailabilityTab } from './tab-availability.tsx';
import { DependenciesTab } from './tab-dependencies.tsx';
import { FindingsTab } from './tab-findings.tsx';
import { HistoryTab } from './tab-history.tsx';
import { RisksTab } from './tab-risks.tsx';

const topics = ['state', 'finding', 'decision', 'maintenance', 'asset', 'link'];

/** `/services/$id`: one public service: why, what to do, since when. */
export default function ServicePage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const [query, change] = useUrlQuery(serviceQuery);
  const [editing, setEditing] = useState(false);
  const may = useRight('operate');
  const { data, error, refetch, dataUpdatedAt } = useContract(
    readService,
    { params: { id } },
    { live: topics, refetchSeconds: 60, keep: false },
  );
  const now = useNow(5);
  const crumb = { label: t({ fr: 'Services', en: 'Services' }), href: '/services' };
  if (data === undefined) {
    if (error === null) return <LoadingPage />;
    // No such form of identifier: an address cut on its way.
    if (error.status === 400) return <NotFoundPage />;
    return (
      <Page title={t({ fr: 'Service', en: 'Service' })} crumb={crumb}>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  const exposure = exposureOfState(data.state);
  return (
    <Page
      title={data.name}
      crumb={crumb}
      mark={
        <StateMark state={stateOf(data.state)} {...(exposure === undefined ? {} : { exposure })} size={16} />
      }
      chips={data.code === null ? null : <span className="muted">{data.code}</span>}
      actions={
        may && (
          <Button leftSection={<IconPencil size={16} />} onClick={() => setEditing(true)}>
            {t({ fr: 'Modifier', en: 'Edit' })}
          </Button>
        )
      }
    >
      {error !== null && (
        <Band state="unknown">
          {t({
            fr: 'La dernière mise à jour a échoué : ce qui suit peut avoir changé.',
            en: 'The last update failed: what follows may have changed.',
          })}
        </Band>
      )}
      <ServiceHeader service={data} aged={Math.max(0, Math.floor((now - dataUpdatedAt) / 1000))} />
      {data.note !== null && <p className="muted">{t(data.note)}</p>}
      <div className="service-answers">
        <ServiceWhy service={data} />
        <ServiceRemedies serviceId={id} />
        <ServiceSince serviceId={id} />
      </div>
      <ServiceTabs service={data} query={query} change={change} />
      <ServiceDialog opened={editing} service={data} onClose={() => setEditing(false)} />
    </Page>
  );
}

interface ServiceTabsProps {
  readonly service: ServiceDetail;
  readonly query: ServiceQuery;
  readonly change: ServiceChange;
}

function ServiceTabs({ service, query, change }: ServiceTabsProps) {
  const t = useT();
  return (
    <Tabs
      label={t({ fr: 'Détail du service', en: 'Detail of the service' })}
      items={[
        {
          value: 'dependencies',
          label: t({ fr: 'Dépendances', en: 'Dependencies' }),
          count: service.suppliers,
        },
        { value: 'findings', label: t({ fr: 'Constats', en: 'Findings' }), count: service.findings },
        { value: 'availability', label: t({ fr: 'Disponibilité', en: 'Availability' }) },
        { value: 'risks', label: t({ fr: 'Risques', en: 'Risks' }) },
        { value: 'history', label: t({ fr: 'Historique', en: 'History' }) },
      ]}
      value={query.tab}
      onChange={(tab) => change({ tab })}
    >
      {query.tab === 'dependencies' && (
        <DependenciesTab serviceId={service.id} query={query} change={change} />
      )}
      {query.tab === 'findings' && <FindingsTab serviceId={service.id} name={service.code ?? service.name} />}
      {query.tab === 'availability' && <AvailabilityTab service={service} day={query.day} change={change} />}
      {query.tab === 'risks' && <RisksTab service={service} change={change} />}
      {query.tab === 'history' && <HistoryTab serviceId={service.id} days={query.days} change={change} />}
    </Tabs>
  );
}
