import { useParams } from '@tanstack/react-router';
import { useT } from '#console/i18n.ts';
import { ErrorState } from '#console/kit/error.tsx';
import { LoadingPage } from '#console/kit/loading.tsx';
import { Facts, Page } from '#console/kit/page.tsx';
import { useContract } from '#console/use-contract.ts';
import { readCheck } from './api.ts';

/** `/checks/$id`: one check, its curve, its changes. */
export default function CheckPage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false });
  const { data, error, refetch } = useContract(
    readCheck,
    { params: { id }, query: {} },
    { live: ['check', 'observation'] },
  );
  if (data === undefined) {
    return error === null ? <LoadingPage /> : <ErrorState error={error} onRetry={() => void refetch()} />;
  }
  return (
    <Page title={data.name}>
      <Facts items={[{ name: t({ fr: 'Cible', en: 'Target' }), value: data.summary }]} />
    </Page>
  );
}
