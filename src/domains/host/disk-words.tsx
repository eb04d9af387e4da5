import { formatBytes, formatPercent } from '#console/format.ts';
import { useLanguage, useT } from '#console/i18n.ts';
import { StateShape } from '#console/kit/state-badge.tsx';
import type { ReplyOf } from '#platform/contract.ts';
import type { readHost } from './api.ts';

type Disk = ReplyOf<typeof readHost>['disks'][number];

/** As the rule `host.disk-full`: a finding from 85 %, degraded from 95 %. */
function stateOfShare(share: number): 'ok' | 'degraded' | 'down' {
  return share >= 0.95 ? 'down' : share >= 0.85 ? 'degraded' : 'ok';
}

function DiskBar({ share }: { share: number }) {
  return (
    <div className="disk-bar" aria-hidden>
      <span className={stateOfShare(share)} style={{ width: `${Math.min(100, share * 100)}%` }} />
    </div>
  );
}

/** The fullest disk of a host, in a cell: bar and figure. */
export function DiskShare({ share }: { share: number | null }) {
  const language = useLanguage();
  if (share === null) return <span className="muted">—</span>;
  return (
    <span className="disk-share">
      <DiskBar share={share} />
      <span className="num">{formatPercent(share, language, 0)}</span>
    </span>
  );
}

/** One mounted volume: how full it is, in a bar and in words. */
export function DiskCard({ disk }: { disk: Disk }) {
  const t = useT();
  const language = useLanguage();
  const share = disk.totalBytes === 0 ? 0 : 1 - disk.freeBytes / disk.totalBytes;
  const inodes = disk.totalInodes === 0 ? null : 1 - disk.freeInodes / disk.totalInodes;
  const state = stateOfShare(Math.max(share, inodes ?? 0));
  return (
    <article className="card disk">
      <header>
        <h3>
          <code>{disk.mountPoint}</code>
        </h3>
        <span className="muted">
          {disk.device} · {disk.fileSystem}
        </span>
      </header>
      <DiskBar share={share} />
      <p>
        {t(
          {
            fr: '{percent} utilisés · {free} libres sur {total}',
            en: '{percent} used · {free} free of {total}',
          },
          {
            percent: formatPercent(share, language, 0),
            free: formatBytes(disk.freeBytes, language),
            total: formatBytes(disk.totalBytes, language),
          },
        )}
      </p>
      {inodes !== null && (
        <p className="muted">
          {t(
            { fr: '{percent} des inodes utilisés', en: '{percent} of inodes used' },
            { percent: formatPercent(inodes, language, 0) },
          )}
        </p>
      )}
      {state !== 'ok' && (
        <p className="row">
          <StateShape state={state} />
          {state === 'down'
            ? t({
                fr: 'Presque plus de place : libérez-en sans attendre.',
                en: 'Hardly any room left: free some without delay.',
              })
            : t({ fr: 'Bientôt plein : un constat est ouvert.', en: 'Soon full: a finding is open.' })}
        </p>
      )}
    </article>
  );
}
