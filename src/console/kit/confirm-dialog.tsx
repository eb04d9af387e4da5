import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useT } from '#console/i18n.ts';
import type { ConfirmRequest, PendingConfirm } from './confirm.tsx';
import { StateShape } from './state-badge.tsx';

/** Asks, after saying by name what will be cut. */
export function ConfirmDialog({ request }: { request: PendingConfirm | null }) {
  return (
    <Modal opened={request !== null} onClose={() => request?.answer(false)} title={request?.title} size={460}>
      {request !== null && <ConfirmBody request={request} />}
    </Modal>
  );
}

function ConfirmBody({ request }: { request: PendingConfirm }) {
  const t = useT();
  const [typed, setTyped] = useState('');
  const word = request.typeToConfirm;
  const ready = word === undefined || typed.trim() === word;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) request.answer(true);
      }}
    >
      {request.body !== undefined && <div className="muted">{request.body}</div>}
      {request.cuts !== undefined && request.cuts.length > 0 && <Cuts cuts={request.cuts} />}
      {word !== undefined && (
        <TextInput
          mt={12}
          label={t({ fr: 'Pour confirmer, tapez {word}', en: 'To confirm, type {word}' }, { word })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
        />
      )}
      <div className="confirm-actions">
        <Button
          onClick={() => request.answer(false)}
          {...(word === undefined ? { 'data-autofocus': true } : {})}
        >
          {t({ fr: 'Annuler', en: 'Cancel' })}
        </Button>
        <Button
          type="submit"
          variant="filled"
          color={request.destructive === false ? 'accent' : 'red'}
          disabled={!ready}
        >
          {request.action}
        </Button>
      </div>
    </form>
  );
}

const mostNames = 8;

function Cuts({ cuts }: { cuts: NonNullable<ConfirmRequest['cuts']> }) {
  const t = useT();
  const rest = cuts.length - mostNames;
  return (
    <ul className="confirm-cuts tint-down">
      {cuts.slice(0, mostNames).map((cut) => (
        <li key={cut.name}>
          <StateShape state={cut.state ?? 'down'} size={12} />
          <span>
            {cut.name}
            {cut.note !== undefined && <span className="muted"> · {cut.note}</span>}
          </span>
        </li>
      ))}
      {rest > 0 && (
        <li>{t({ fr: 'et {count} autre|et {count} autres', en: 'and {count} more' }, { count: rest })}</li>
      )}
    </ul>
  );
}
