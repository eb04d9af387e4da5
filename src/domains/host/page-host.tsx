import { useParams } from '@tanstack/react-router';
import { useT } from '#console/i18n.ts';
import { ErrorState } from '#console/kit/error.tsx';
import { LoadingPage } from '#console/kit/loading.tsx';
import { Facts, Page } from '#console/kit/page.tsx';
import { useContract } from '#console/use-contract.ts';
import { readHost } from './api.ts';

/** `/hosts/$id`: what was read on one machine. */
export default function HostPage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false });
  const { data, error, refetch } = useContract(
    readHost,
    { params: { id } },
    { live: ['observation', 'asset'] },
  );
  if (data === undefined) {
    return error === null ? <LoadingPage /> : <ErrorState error={error} onRetry={() => void refetch()} />;
  }
  return (
    <Page title={data.name}>
      <Facts items={[{ name: t({ fr: 'Paquets', en: 'Packages' }), value: data.packages.length }]} />
    </Page>
  );
}
