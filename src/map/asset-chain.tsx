import { CauseChain } from '#console/kit/cause-chain.tsx';
import { stateOf } from '#console/kit/state.ts';
import type { AssetRef, State } from './api-shared.ts';
import { assetHref } from './asset-link.tsx';
import { exposureOfState } from './asset-state.tsx';

type Step = AssetRef & { readonly state: State };

/** The shortest way from a cause to what it hurts, each step leading to its page. */
export function AssetChain({ path }: { path: readonly Step[] }) {
  return (
    <CauseChain
      nodes={path.map((step) => ({
        id: step.id,
        name: step.name,
        state: stateOf(step.state),
        exposure: exposureOfState(step.state),
        href: assetHref(step),
      }))}
    />
  );
}
