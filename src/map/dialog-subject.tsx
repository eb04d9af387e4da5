import { useT } from '#console/i18n.ts';
import type { Finding } from './api-findings.ts';
import { EffectMark } from './asset-state.tsx';

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
            {finding.asset === null ? '' : ` · ${finding.asset.name}`}
          </span>
        </li>
      ))}
      {rest > 0 && (
        <li>{t({ fr: 'et {count} autre|et {count} autres', en: 'and {count} more' }, { count: rest })}</li>
      )}
    </ul>
  );
}
