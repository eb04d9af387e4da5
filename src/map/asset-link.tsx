import './findings.css';
import type { ReactNode } from 'react';
import { Link } from '#console/kit/link.tsx';
import type { AssetRef, State } from './api-shared.ts';
import { AssetMark } from './asset-state.tsx';

/** The page of an asset: public services have their own. */
export function assetHref(asset: Pick<AssetRef, 'id' | 'type'>): string {
  return asset.type === 'service' ? `/services/${asset.id}` : `/assets/${asset.id}`;
}

interface AssetLinkProps {
  readonly asset: AssetRef & { readonly state?: State };
  /** Bare: the colour of the text around it, underlined on hover only. */
  readonly bare?: boolean;
  readonly children?: ReactNode;
}

/** An asset by its name, with its shape when its state is known, leading to its page. */
export function AssetLink({ asset, bare = false, children }: AssetLinkProps) {
  return (
    <span className="asset-link">
      {asset.state !== undefined && <AssetMark state={asset.state} />}
      <Link href={assetHref(asset)} className={bare ? 'quiet-link' : 'link'}>
        {children ?? asset.name}
      </Link>
    </span>
  );
}
