import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useNow, useReader } from '#console/clock.ts';
import { capital, formatDateTime } from '#console/format.ts';
import { useT } from '#console/i18n.ts';
import { confirm } from '#console/kit/confirm.tsx';
import { Time } from '#console/kit/time.tsx';
import { Timeline } from '#console/kit/timeline.tsx';
import type { TimelineItem } from '#console/kit/timeline.tsx';
import { toast, toastProblem } from '#console/kit/toast.tsx';
import { useRight } from '#console/session.ts';
import { useContractMutation } from '#console/use-contract.ts';
import { useActOnFindings } from './act-on-findings.tsx';
import { listFindings, readFinding, revokeDecision } from './api-findings.ts';
import type { FindingDetail } from './finding-body.tsx';
import { FindingPart } from './finding-body.tsx';
import { decisionRules, decisionTexts, eventText } from './finding-words.tsx';
import type { DecisionKind } from './finding-words.tsx';

/** The decision that stands, who signed it and until when, with the way back. */
export function FindingDecision({ finding }: { finding: FindingDetail }) {
  const t = useT();
  const decision = finding.decision;
  const may = useRight(decision === null ? 'act' : decisionRules[decision.kind].right);
  const revoke = useContractMutation(revokeDecision, {
    refresh: [listFindings, readFinding],
    onDone: () => toast({ fr: 'Décision levée.', en: 'Decision revoked.' }),
  });
  if (decision === null) return null;
  const ask = async (): Promise<void> => {
    const yes = await confirm({
      title: t({ fr: 'Revenir sur cette décision ?', en: 'Revoke this decision?' }),
      body: t({
        fr: 'Elle ne vaudra plus pour aucun des constats qu’elle couvre ; ils seront de nouveau à traiter.',
        en: 'It will no longer hold for any of the findings it covers; they will be to deal with again.',
      }),
      action: t({ fr: 'Revenir sur la décision', en: 'Revoke the decision' }),
    });
    if (yes) revoke.mutate({ params: { id: decision.id } }, { onError: toastProblem });
  };
  return (
    <FindingPart title={t({ fr: 'Décision', en: 'Decision' })}>
      <div className="finding-decision">
        <strong>{t(decisionTexts[decision.kind])}</strong>
        <span>{decision.reason}</span>
        <span className="muted">
          {decision.by} · {t({ fr: 'jusqu’au', en: 'until' })} <Time at={decision.expiresAt} mode="exact" />
        </span>
        {may && (
          <Button size="compact-sm" loading={revoke.isPending} onClick={() => void ask()}>
            {t({ fr: 'Revenir sur la décision', en: 'Revoke the decision' })}
          </Button>
        )}
      </div>
    </FindingPart>
  );
}

/** What happened to it and what people said, the last first, with a place to add a word. */
export function FindingHistory({ finding }: { finding: FindingDetail }) {
  const t = useT();
  const may = useRight('act');
  const items = useEvents(finding);
  return (
    <FindingPart title={t({ fr: 'Historique', en: 'History' })}>
      <div className="stack" style={{ gap: 14 }}>
        {may && <Comment finding={finding} />}
        <Timeline items={items} label={t({ fr: 'Historique du constat', en: 'History of the finding' })} />
      </div>
    </FindingPart>
  );
}

function Comment({ finding }: { finding: FindingDetail }) {
  const t = useT();
  const act = useActOnFindings();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const send = async (): Promise<void> => {
    setBusy(true);
    const done = { fr: 'Commentaire ajouté.', en: 'Comment added.' };
    if (await act([finding], { kind: 'comment', text: text.trim() }, done)) setText('');
    setBusy(false);
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') void send();
      }}
    >
      <Textarea
        aria-label={t({ fr: 'Commentaire', en: 'Comment' })}
        placeholder={t({ fr: 'Ajouter un commentaire…', en: 'Add a comment…' })}
        value={text}
        maxLength={4000}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {text.trim() !== '' && (
        <div>
          <Button type="submit" loading={busy}>
            {t({ fr: 'Commenter', en: 'Comment' })}
          </Button>
        </div>
      )}
    </form>
  );
}

function useEvents(finding: FindingDetail): TimelineItem[] {
  const t = useT();
  const reader = useReader();
  const now = useNow(60);
  return finding.events.map((event) => {
    const detail = (typeof event.detail === 'object' && event.detail !== null ? event.detail : {}) as Record<
      string,
      unknown
    >;
    const read = (name: string): string => (typeof detail[name] === 'string' ? detail[name] : '');
    const when = (name: string): string => formatDateTime(read(name), now, reader);
    const texts: Record<string, () => ReactNode> = {
      commented: () => <span className="finding-comment">{read('text')}</span>,
      assigned: () =>
        read('name') === ''
          ? t({ fr: 'Rendu : plus personne ne l’a', en: 'Given back: nobody has it' })
          : t({ fr: 'Affecté à {name}', en: 'Assigned to {name}' }, { name: read('name') }),
      snoozed: () =>
        read('until') === ''
          ? t({ fr: 'Report levé', en: 'Snooze ended' })
          : t({ fr: 'Reporté au {when}', en: 'Snoozed until {when}' }, { when: when('until') }),
      changed: () => bearersText(detail, t),
      decided: () =>
        t(
          { fr: '{kind} jusqu’au {when} : {reason}', en: '{kind} until {when}: {reason}' },
          { kind: kindText(read('kind'), t), when: when('expiresAt'), reason: read('reason') },
        ),
    };
    return {
      id: event.id,
      at: event.at,
      text: texts[event.kind]?.() ?? t(eventText(event.kind)),
      ...(event.actor === null ? {} : { who: event.actor }),
      ...(event.kind === 'closed' ? { state: 'ok' as const } : {}),
    };
  });
}

/** « Constat modifié : 2 actifs de plus, 1 de moins ». */
function bearersText(detail: Readonly<Record<string, unknown>>, t: ReturnType<typeof useT>): string {
  const count = (name: string): number => (typeof detail[name] === 'number' ? detail[name] : 0);
  const parts = [
    { fr: '{count} actif de plus|{count} actifs de plus', en: '{count} more asset|{count} more assets' },
    { fr: '{count} actif de moins|{count} actifs de moins', en: '{count} fewer asset|{count} fewer assets' },
  ].flatMap((text, index) => {
    const number = count(index === 0 ? 'assetsAdded' : 'assetsGone');
    return number === 0 ? [] : [t(text, { count: number })];
  });
  return parts.length === 0 ? t(eventText('changed')) : capital(parts.join(', '));
}

function kindText(kind: string, t: ReturnType<typeof useT>): string {
  return kind in decisionTexts ? t(decisionTexts[kind as DecisionKind]) : kind;
}
