import { useState } from 'react';
import { useT } from '#console/i18n.ts';
import { ErrorState } from '#console/kit/error.tsx';
import { Loading } from '#console/kit/loading.tsx';
import { Pager } from '#console/kit/pager.tsx';
import { useContract } from '#console/use-contract.ts';
import { listFindingAssets } from './api-findings.ts';
import type { Finding } from './api-findings.ts';
import { AssetLink } from './asset-link.tsx';
import { assetTypeText } from './asset-types.ts';
import { FindingPart } from './finding-body.tsx';

const pageSize = 200;

/** Every asset that a finding bears on, where there are several. */
export function FindingAssets({ finding }: { finding: Finding }) {
  const t = useT();
  const [page, setPage] = useState(0);
  const several = finding.assetCount > 1;
  const { data, error, refetch } = useContract(
    listFindingAssets,
    { params: { id: finding.id }, query: { limit: pageSize, offset: page * pageSize } },
    { live: ['finding', 'state'], enabled: several },
  );
  if (!several) return null;
  return (
    <FindingPart
      title={t({ fr: 'Actifs concernés', en: 'Assets concerned' })}
      note={String(finding.assetCount)}
    >
      {data === undefined ? (
        error === null ? (
          <Loading rows={3} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )
      ) : (
        <>
          <ul className="finding-assets">
            {data.items.map((asset) => (
              <li key={asset.id}>
                <AssetLink asset={asset} />
                <span className="muted">{t(assetTypeText(asset.type))}</span>
              </li>
            ))}
          </ul>
          <Pager page={page} size={pageSize} total={data.total} onChange={setPage} order="name" />
        </>
      )}
    </FindingPart>
  );
}
