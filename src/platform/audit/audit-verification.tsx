import './audit.css';
import { Button } from '@mantine/core';
import IconShieldCheck from '@tabler/icons-react/dist/esm/icons/IconShieldCheck.mjs';
import { useState } from 'react';
import { call } from '#console/client.ts';
import { useT } from '#console/i18n.ts';
import { StateBadge } from '#console/kit/state-badge.tsx';
import { Time } from '#console/kit/time.tsx';
import { toastProblem } from '#console/kit/toast.tsx';
import type { ReplyOf } from '#platform/contract.ts';
import { verifyAudit } from './api.ts';

type Report = ReplyOf<typeof verifyAudit>;

export interface Verification {
  readonly report: Report | null;
  readonly busy: boolean;
  readonly verify: () => void;
}

/** Asks the server to read the whole log again. */
export function useVerification(): Verification {
  const [report, setReport] = useState<Report | null>(null);
  const [busy, setBusy] = useState(false);
  const verify = (): void => {
    setBusy(true);
    call(verifyAudit, {})
      .then(setReport, toastProblem)
      .finally(() => setBusy(false));
  };
  return { report, busy, verify };
}

export function VerifyButton({ verification }: { verification: Verification }) {
  const t = useT();
  return (
    <Button
      variant="filled"
      leftSection={<IconShieldCheck size={16} />}
      loading={verification.busy}
      onClick={verification.verify}
    >
      {t({ fr: 'Vérifier la chaîne', en: 'Verify the chain' })}
    </Button>
  );
}

/** What the verification found: the chain whole, or the first entry that does not hold. */
export function VerificationResult({ report }: { report: Report }) {
  const t = useT();
  const { broken, anchor, entries } = report;
  return (
    <div className={broken === null ? 'audit-report tint-ok' : 'audit-report tint-down'} role="status">
      <StateBadge state={broken === null ? 'ok' : 'down'} />
      <div className="stack" style={{ gap: 2 }}>
        <p>
          {broken === null
            ? t(
                {
                  fr: 'La chaîne est intacte : {count} entrée relue, aucune modifiée ni retirée.|La chaîne est intacte : {count} entrées relues, aucune modifiée ni retirée.',
                  en: 'The chain is whole: {count} entry read again, none changed or removed.|The chain is whole: {count} entries read again, none changed or removed.',
                },
                { count: entries },
              )
            : t(broken.reason)}
        </p>
        <p>
          {broken !== null &&
            `${t({
              fr: 'Ce qui suit cette entrée ne prouve plus rien. Gardez une copie de la base et prévenez le RSSI.',
              en: 'What follows this entry no longer proves anything. Keep a copy of the database and tell the CISO.',
            })} `}
          {anchor === null
            ? t({
                fr: 'Aucune marque signée pour l’instant : une fin de journal coupée ne se verrait pas.',
                en: 'No signed mark yet: a tail cut off would not show.',
              })
            : t(
                { fr: 'Marque signée à l’entrée {seq},', en: 'Signed mark at entry {seq},' },
                { seq: anchor.seq },
              )}{' '}
          {anchor !== null && <Time at={anchor.at} mode="exact" />}
        </p>
      </div>
    </div>
  );
}
