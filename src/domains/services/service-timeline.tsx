import { useT } from '#console/i18n.ts';
import { Link } from '#console/kit/link.tsx';
import { stateOf } from '#console/kit/state.ts';
import type { State } from '#console/kit/state.ts';
import { Timeline } from '#console/kit/timeline.tsx';
import { AssetMark } from '#map/asset-state.tsx';
import type { ReplyOf } from '#platform/contract.ts';
import type { readServiceTimeline } from './api.ts';

export type TimelineEntry = ReplyOf<typeof readServiceTimeline>['items'][number];

function shapeOf(item: TimelineEntry): State | undefined {
  if (item.state !== null) return stateOf(item.state);
  return item.kind === 'maintenance' ? 'planned' : undefined;
}

/** States, findings, changes, decisions and maintenance of a service on one axis. */
export function ServiceTimeline({ items }: { items: readonly TimelineEntry[] }) {
  const t = useT();
  return (
    <Timeline
      label={t({ fr: 'Histoire du service', en: 'History of the service' })}
      items={items.map((item, index) => {
        const state = shapeOf(item);
        const text = t(item.sentence);
        return {
          id: `${item.at}-${index}`,
          at: item.at,
          text:
            item.findingId === null ? (
              text
            ) : (
              <Link href={`/findings/${item.findingId}`} className="quiet-link">
                {text}
              </Link>
            ),
          ...(state === undefined ? {} : { state }),
          ...(item.state === null ? {} : { mark: <AssetMark state={item.state} /> }),
        };
      })}
    />
  );
}
