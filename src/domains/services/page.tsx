import './home.css';
import { Button } from '@mantine/core';
import IconDeviceTv from '@tabler/icons-react/dist/esm/icons/IconDeviceTv.mjs';
import { useEffect } from 'react';
import { useNow } from '#console/clock.ts';
import { useT } from '#console/i18n.ts';
import { Band, ErrorState } from '#console/kit/error.tsx';
import { FilterToggle } from '#console/kit/filters.tsx';
import { useGo } from '#console/kit/link.tsx';
import { LoadingPage } from '#console/kit/loading.tsx';
import { Page } from '#console/kit/page.tsx';
import { useContract } from '#console/use-contract.ts';
import { useUrlQuery } from '#console/use-url-query.ts';
import { readWeather } from './api.ts';
import { HomeActions } from './home-actions.tsx';
import { HomeLine } from './home-line.tsx';
import { HomeMap } from './home-map.tsx';
import { homeQuery } from './home-query.tsx';
import { HomeServices } from './home-services.tsx';
import { HomeWall } from './home-wall.tsx';

const topics = ['state', 'finding', 'decision', 'source', 'question', 'asset', 'maintenance'];

/** `/`: the weather of the public services, and what to do about it. */
export default function HomePage() {
  const t = useT();
  const go = useGo();
  const [query, change] = useUrlQuery(homeQuery);
  const { data, error, refetch, dataUpdatedAt, isFetching } = useContract(
    readWeather,
    {},
    { live: topics, refetchSeconds: 60 },
  );
  const now = useNow(5);
  const aged = Math.max(0, Math.floor((now - dataUpdatedAt) / 1000));
  const title = t({ fr: 'Météo des services', en: 'Weather of the services' });
  const empty = data?.empty === true;
  // Read before the last change, it may no longer be so.
  const begin = empty && !isFetching;
  useEffect(() => {
    if (begin) go('/begin', { replace: true });
  }, [begin, go]);
  if (data === undefined || empty) {
    if (error === null) return <LoadingPage />;
    return (
      <Page title={title}>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  if (query.wall === '1') return <HomeWall weather={data} aged={aged} />;
  return (
    <Page
      title={title}
      chips={
        <FilterToggle
          label={t({ fr: 'Par direction', en: 'By directorate' })}
          on={query.by === 'direction'}
          onChange={(on) => change({ by: on ? 'direction' : undefined })}
        />
      }
      actions={
        <Button
          leftSection={<IconDeviceTv size={16} />}
          onClick={() => go('/?wall=1')}
          className="wide-screen"
        >
          {t({ fr: 'Mur', en: 'Wall' })}
        </Button>
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
      <HomeLine weather={data} query={query} />
      <div className="home-top">
        <HomeActions actions={data.actions} />
        <HomeMap />
      </div>
      <HomeServices services={data.services} query={query} aged={aged} />
    </Page>
  );
}
