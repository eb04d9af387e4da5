import { useT } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { ErrorState } from '#console/kit/error.tsx';
import { Link } from '#console/kit/link.tsx';
import { Loading } from '#console/kit/loading.tsx';
import { stateOf } from '#console/kit/state.ts';
import { Timeline } from '#console/kit/timeline.tsx';
import { useContract } from '#console/use-contract.ts';
import type { ReplyOf } from '#platform/contract.ts';
import { readAssetHistory } from './api-assets.ts';
import { stateSchema } from './api-shared.ts';

type Item = ReplyOf<typeof readAssetHistory>['items'][number];

/** States, findings, changes of the asset and of its links, on one axis. */
export function AssetHistory({ id }: { id: string }) {
  const t = useT();
  const { data, error, refetch } = useContract(
    readAssetHistory,
    { params: { id } },
    { live: ['asset', 'link', 'state', 'finding'], keep: false },
  );
  if (data === undefined) {
    return error === null ? (
      <Loading rows={8} />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    );
  }
  if (data.items.length === 0) {
    return <Empty title={t({ fr: 'Rien ne lui est encore arrivé', en: 'Nothing has happened to it yet' })} />;
  }
  return (
    <div className="card padded">
      <Timeline
        label={t({ fr: 'Histoire', en: 'History' })}
        items={data.items.map((item, index) => ({
          id: `${item.at} ${index}`,
          at: item.at,
          text: <Sentence item={item} />,
          ...stateOfItem(item),
        }))}
      />
    </div>
  );
}

function stateOfItem(item: Item) {
  const parsed = item.kind === 'state' ? stateSchema.safeParse(item.detail) : null;
  return parsed?.success === true ? { state: stateOf(parsed.data) } : {};
}

function Sentence({ item }: { item: Item }) {
  const t = useT();
  const detail = item.detail;
  const finding =
    item.kind === 'finding' && typeof detail === 'object' && detail !== null && 'findingId' in detail
      ? detail.findingId
      : undefined;
  if (typeof finding !== 'string') return <>{t(item.sentence)}</>;
  return (
    <Link className="quiet-link" href={`/findings/${finding}`}>
      {t(item.sentence)}
    </Link>
  );
}
