import { useT } from '#console/i18n.ts';
import { ErrorState } from '#console/kit/error.tsx';
import { Loading } from '#console/kit/loading.tsx';
import { Facts, Page } from '#console/kit/page.tsx';
import { useContract } from '#console/use-contract.ts';
import { getSettings, settings } from './api.ts';

/** `/settings`: what administrators may set while Vigie runs. */
export default function SettingsPage() {
  const t = useT();
  const { data, error, refetch } = useContract(getSettings, {}, { live: ['settings'] });
  return (
    <Page title={t({ fr: 'Réglages', en: 'Settings' })}>
      {data !== undefined ? (
        <Facts items={[{ name: t(settings.instanceName.title), value: data.values.instanceName }]} />
      ) : error === null ? (
        <Loading rows={4} />
      ) : (
        <ErrorState error={error} onRetry={() => void refetch()} />
      )}
    </Page>
  );
}
