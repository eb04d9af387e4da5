import './bulletin.css';
import { Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useReader } from '#console/clock.ts';
import { formatDate } from '#console/format.ts';
import type { Instant } from '#console/format.ts';
import { useT } from '#console/i18n.ts';
import { Link } from '#console/kit/link.tsx';
import { DeadlineBadge, StateShape } from '#console/kit/state-badge.tsx';
import type { BulletinEdit, BulletinLineReply } from './api-bulletin.ts';
import { whyTexts } from './bulletin-words.ts';
import { cveHref } from './vulnerability-marks.tsx';

const mostCves = 8;
const mostServices = 6;

interface LineProps {
  readonly line: BulletinLineReply;
  readonly edit: BulletinEdit;
  /** Null: it may be read only. */
  readonly onChange: ((edit: BulletinEdit) => void) | null;
  /** When the bulletin's data were read: what is due is overdue against it. */
  readonly now: number;
}

/** One line of the bulletin, as it will stand in the document, and what a person may change of it. */
export function BulletinLine({ line, edit, onChange, now }: LineProps) {
  const t = useT();
  const [opened, setOpened] = useState(edit.note !== '' || edit.action !== '' || edit.responsible !== '');
  return (
    <li className={edit.leftOut ? 'bulletin-line out' : 'bulletin-line'}>
      <div className="bulletin-head">
        <div className="stack" style={{ gap: 2 }}>
          <h3>{line.title}</h3>
          <Marks line={line} />
        </div>
        {onChange !== null && (
          <Checkbox
            size="sm"
            label={t({ fr: 'Garder', en: 'Keep' })}
            aria-label={t(
              { fr: 'Garder la ligne {title}', en: 'Keep the line {title}' },
              { title: line.title },
            )}
            checked={!edit.leftOut}
            onChange={(event) => onChange({ ...edit, leftOut: !event.currentTarget.checked })}
          />
        )}
      </div>
      <LineBody line={line} edit={edit} now={now} />
      {onChange === null || !opened ? (
        edit.note !== '' && <p className="bulletin-note">{edit.note}</p>
      ) : (
        <LineEditor line={line} edit={edit} onChange={onChange} />
      )}
      {onChange !== null && !opened && (
        <Button size="compact-xs" variant="subtle" mt={6} onClick={() => setOpened(true)}>
          {t({ fr: 'Annoter', en: 'Annotate' })}
        </Button>
      )}
    </li>
  );
}

function Marks({ line }: { line: BulletinLineReply }) {
  const t = useT();
  return (
    <span className="row wrap marks">
      {line.reference === null ? (
        <span className="muted">{t({ fr: 'Sans avis du CERT-FR', en: 'No CERT-FR notice' })}</span>
      ) : line.url?.startsWith('https://') === true ? (
        <a href={line.url} target="_blank" rel="noreferrer" className="link mono">
          {line.reference}
        </a>
      ) : (
        <span className="mono">{line.reference}</span>
      )}
      {line.why.map((why) => (
        <span key={why} className={why === 'exploited' || why === 'alert' ? 'badge ink-down' : 'badge muted'}>
          {(why === 'exploited' || why === 'alert') && <StateShape state="down" size={12} />}
          {t(whyTexts[why])}
        </span>
      ))}
      {line.toConfirm && (
        <span className="badge ink-unknown">
          <StateShape state="unknown" size={12} />
          {t({ fr: 'À confirmer', en: 'To confirm' })}
        </span>
      )}
    </span>
  );
}

function LineBody({ line, edit, now }: Omit<LineProps, 'onChange'>) {
  const t = useT();
  const none = <span className="muted">—</span>;
  const list = (items: readonly string[]): ReactNode => (items.length === 0 ? none : items.join(' · '));
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t({ fr: 'Systèmes affectés', en: 'Affected systems' }), list(line.systems)],
    [t({ fr: 'Risque', en: 'Risk' }), list(line.risks)],
    ['CVE', <Cves key="cves" names={line.cves} />],
    [t({ fr: 'Publication, mise à jour', en: 'Published, updated' }), <Dates key="dates" line={line} />],
    [
      t({ fr: 'Services touchés chez nous', en: 'Services of ours hurt' }),
      line.services.length === 0 ? (
        <span key="none" className="muted">
          {t({ fr: 'aucun service connu', en: 'no known service' })}
        </span>
      ) : (
        <Services key="services" names={line.services} />
      ),
    ],
    [
      t({ fr: 'Action', en: 'Action' }),
      edit.action !== '' ? (
        edit.action
      ) : line.actions.length === 0 ? (
        <span key="none" className="muted">
          {t({ fr: 'à décider', en: 'to decide' })}
        </span>
      ) : (
        <Actions key="actions" line={line} />
      ),
    ],
    [
      t({ fr: 'Échéance et responsable', en: 'Deadline and responsible' }),
      <Due key="due" line={line} responsible={edit.responsible} now={now} />,
    ],
  ];
  return (
    <dl className="bulletin-body">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Cves({ names }: { names: readonly string[] }) {
  const t = useT();
  const more = names.length - mostCves;
  return (
    <>
      {names.slice(0, mostCves).map((name, at) => (
        <span key={name}>
          {at > 0 && ', '}
          <Link href={cveHref(name)} className="link mono">
            {name}
          </Link>
        </span>
      ))}
      {more > 0 && (
        <span className="muted" title={names.slice(mostCves).join('\n')}>
          {' '}
          {t({ fr: 'et {count} autre|et {count} autres', en: 'and {count} more' }, { count: more })}
        </span>
      )}
    </>
  );
}

function Services({ names }: { names: readonly string[] }) {
  const t = useT();
  const more = names.length - mostServices;
  return (
    <>
      {names.slice(0, mostServices).join(' · ')}
      {more > 0 && (
        <span className="muted" title={names.slice(mostServices).join('\n')}>
          {' '}
          {t({ fr: 'et {count} autre|et {count} autres', en: 'and {count} more' }, { count: more })}
        </span>
      )}
    </>
  );
}

function Actions({ line }: { line: BulletinLineReply }) {
  return (
    <>
      {line.actions.map((action, at) => {
        const id = line.findingIds[at];
        return (
          <div key={action}>
            {id === undefined ? (
              action
            ) : (
              <Link href={`/findings/${id}`} className="link">
                {action}
              </Link>
            )}
          </div>
        );
      })}
    </>
  );
}

function Dates({ line }: { line: BulletinLineReply }) {
  const t = useT();
  const reader = useReader();
  const day = (at: Instant) => formatDate(at, 0, reader);
  const { publishedAt: published, modifiedAt: modified } = line;
  if (published === null && modified === null) return <span className="muted">—</span>;
  return (
    <>
      {published !== null && day(published)}
      {modified !== null && (published === null || day(modified) !== day(published)) && (
        <>
          {published !== null && ' · '}
          {t({ fr: 'mis à jour le {day}', en: 'updated on {day}' }, { day: day(modified) })}
        </>
      )}
    </>
  );
}

function Due({ line, responsible, now }: { line: BulletinLineReply; responsible: string; now: number }) {
  const t = useT();
  const reader = useReader();
  const who = responsible !== '' ? responsible : line.responsible.join(', ');
  return (
    <span className="row wrap">
      {line.urgency !== null && (
        <DeadlineBadge
          deadline={line.urgency}
          overdue={line.dueAt !== null && Date.parse(line.dueAt) < now}
        />
      )}
      {line.dueAt !== null && formatDate(line.dueAt, 0, reader)}
      <span className={who === '' ? 'muted' : ''}>
        {who === '' ? t({ fr: 'responsable à désigner', en: 'responsible to be named' }) : who}
      </span>
    </span>
  );
}

function LineEditor({
  line,
  edit,
  onChange,
}: {
  line: BulletinLineReply;
  edit: BulletinEdit;
  onChange: (edit: BulletinEdit) => void;
}) {
  const t = useT();
  return (
    <div className="bulletin-edit">
      <Textarea
        label={t({ fr: 'Note', en: 'Note' })}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={1000}
        value={edit.note}
        onChange={(event) => onChange({ ...edit, note: event.currentTarget.value })}
      />
      <TextInput
        label={t({ fr: 'Action, à la place de celle proposée', en: 'Action, in place of the one proposed' })}
        placeholder={line.actions[0] ?? ''}
        maxLength={400}
        value={edit.action}
        onChange={(event) => onChange({ ...edit, action: event.currentTarget.value })}
      />
      <TextInput
        label={t({ fr: 'Responsable', en: 'Responsible' })}
        placeholder={line.responsible.join(', ')}
        maxLength={400}
        value={edit.responsible}
        onChange={(event) => onChange({ ...edit, responsible: event.currentTarget.value })}
      />
    </div>
  );
}
