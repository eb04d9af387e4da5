import { Button } from '@mantine/core';
import { useReader } from '#console/clock.ts';
import { formatExact } from '#console/format.ts';
import { useT } from '#console/i18n.ts';
import { Evidence } from '#console/kit/evidence.tsx';
import { Link } from '#console/kit/link.tsx';
import { Facts } from '#console/kit/page.tsx';
import { SidePanel } from '#console/kit/side-panel.tsx';
import type { AuditChange } from './audit-query.tsx';
import { Outcome, subjectHref, subjectText, useActor } from './audit-words.tsx';
import type { AuditRow } from './audit-words.tsx';

interface AuditPanelProps {
  readonly row: AuditRow;
  readonly change: AuditChange;
}

/** One entry whole, and the ways to what surrounds it. */
export function AuditPanel({ row, change }: AuditPanelProps) {
  const t = useT();
  const reader = useReader();
  const actor = useActor();
  const href = subjectHref(row);
  const { subject } = row;
  const name = subject === null ? '—' : `${subject.name ?? subject.id} (${t(subjectText(subject.kind))})`;
  return (
    <SidePanel
      title={row.title === null ? row.action : t(row.title)}
      onClose={() => change({ open: undefined })}
      footer={<Around row={row} change={change} />}
    >
      <Facts
        items={[
          { name: t({ fr: 'Quand', en: 'When' }), value: formatExact(row.at, reader) },
          { name: t({ fr: 'Qui', en: 'Who' }), value: actor(row) },
          {
            name: t({ fr: 'Sur', en: 'On' }),
            value: href === null ? name : <Link href={href}>{name}</Link>,
          },
          { name: t({ fr: 'Issue', en: 'Outcome' }), value: <Outcome outcome={row.outcome} /> },
          { name: t({ fr: 'Adresse', en: 'Address' }), value: row.ip === null ? '—' : <code>{row.ip}</code> },
          { name: t({ fr: 'Action', en: 'Action' }), value: <code>{row.action}</code> },
          { name: t({ fr: 'Entrée', en: 'Entry' }), value: row.seq },
        ]}
      />
      {Object.keys(row.detail).length > 0 && (
        <Evidence value={row.detail} source={t({ fr: 'Détail', en: 'Detail' })} />
      )}
    </SidePanel>
  );
}

function Around({ row, change }: AuditPanelProps) {
  const t = useT();
  const { subject, actor } = row;
  return (
    <>
      {subject !== null && (
        <Button
          onClick={() =>
            change({ subjectKind: subject.kind, subjectId: subject.id, action: undefined, page: undefined })
          }
        >
          {t({ fr: 'Tout sur cet objet', en: 'All about this object' })}
        </Button>
      )}
      {actor.id !== null && (
        <Button onClick={() => change({ actor: actor.id ?? undefined, action: undefined, page: undefined })}>
          {t({ fr: 'Tout ce qu’a fait cette personne', en: 'All that this person did' })}
        </Button>
      )}
    </>
  );
}
