import './remediation.css';
import { useT } from '#console/i18n.ts';
import { StateShape } from '#console/kit/state-badge.tsx';
import type { OwnerProgress } from './api-remediation.ts';

interface ProgressProps {
  readonly lines: readonly OwnerProgress[];
  readonly chosen: string | undefined;
  readonly onChoose: (owner: string | undefined) => void;
}

/** How far each owner has come; choosing one narrows the board to its part. */
export function RemediationProgress({ lines, chosen, onChoose }: ProgressProps) {
  const t = useT();
  if (lines.length === 0) return null;
  return (
    <ul
      className="board-owners"
      aria-label={t({ fr: 'Avancement par direction', en: 'Progress by direction' })}
    >
      {lines.map((line) => (
        <Owner
          key={line.owner?.id ?? 'none'}
          line={line}
          on={chosen === (line.owner?.id ?? 'none')}
          onChoose={onChoose}
        />
      ))}
    </ul>
  );
}

function Owner({
  line,
  on,
  onChoose,
}: {
  line: OwnerProgress;
  on: boolean;
  onChoose: ProgressProps['onChoose'];
}) {
  const t = useT();
  const { owner, open, overdue, closed } = line;
  const done = open + closed === 0 ? 0 : closed / (open + closed);
  return (
    <li>
      <button
        type="button"
        className={on ? 'board-owner on' : 'board-owner'}
        aria-pressed={on}
        onClick={() => onChoose(on ? undefined : (owner?.id ?? 'none'))}
      >
        <span className="clip board-owner-name">
          {owner?.name ?? t({ fr: 'Sans direction', en: 'No direction' })}
        </span>
        <span className="row board-owner-figures num">
          <span>{t({ fr: '{count} ouverte|{count} ouvertes', en: '{count} open' }, { count: open })}</span>
          {overdue > 0 && (
            <span className="badge ink-down">
              <StateShape state="down" size={12} />
              {t({ fr: '{count} en retard', en: '{count} overdue' }, { count: overdue })}
            </span>
          )}
          <span className="muted">
            {t(
              { fr: '{count} close en 30 j|{count} closes en 30 j', en: '{count} closed in 30 d' },
              { count: closed },
            )}
          </span>
        </span>
        <span className="board-bar" aria-hidden>
          <span style={{ width: `${Math.round(done * 100)}%` }} />
        </span>
      </button>
    </li>
  );
}
