import { useT } from '#console/i18n.ts';
import type { Finding } from './api-findings.ts';
import { EffectMark } from './asset-state.tsx';
import { assetsText } from './finding-words.tsx';
import { onlyAsset } from './only-asset.ts';

const mostNames = 3;

/** What a dialog is about to act on, by name. */
export function DialogSubject({ findings }: { findings: readonly Finding[] }) {
  const t = useT();
  const rest = findings.length - mostNames;
  return (
    <ul className="stack muted" style={{ gap: 2, fontSize: 13 }}>
      {findings.slice(0, mostNames).map((finding) => (
        <li key={finding.id} className="row">
          <EffectMark effect={{ ...finding, unknown: finding.makesUnknown }} size={12} />
          <span className="clip">
            {t(finding.title)}
            {whereOf(finding, t)}
          </span>
        </li>
      ))}
      {rest > 0 && (
        <li>{t({ fr: 'et {count} autre|et {count} autres', en: 'and {count} more' }, { count: rest })}</li>
      )}
    </ul>
  );
}

function whereOf(finding: Finding, t: ReturnType<typeof useT>): string {
  if (finding.assetCount > 1) return ` · ${t(assetsText, { count: finding.assetCount })}`;
  const asset = onlyAsset(finding);
  return asset === null ? '' : ` · ${asset.name}`;
}
