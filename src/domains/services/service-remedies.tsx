import { Button } from '@mantine/core';
import { useT } from '#console/i18n.ts';
import { ErrorState } from '#console/kit/error.tsx';
import { Link } from '#console/kit/link.tsx';
import { Loading } from '#console/kit/loading.tsx';
import { Section } from '#console/kit/page.tsx';
import { DeadlineBadge } from '#console/kit/state-badge.tsx';
import { useSession, useRight } from '#console/session.ts';
import { useContract } from '#console/use-contract.ts';
import { useActOnFindings } from '#map/act-on-findings.tsx';
import { listFindings, readFinding } from '#map/api-findings.ts';
import type { Finding } from '#map/api-findings.ts';

const mostShown = 4;

/** Quoi faire: the remedy of each finding that hurts the service, with who has it. */
export function ServiceRemedies({ serviceId }: { serviceId: string }) {
  const t = useT();
  const { data, error, refetch } = useContract(
    listFindings,
    { query: { service: serviceId, limit: mostShown } },
    { live: ['finding', 'decision'] },
  );
  const rest = (data?.total ?? 0) - (data?.items.length ?? 0);
  return (
    <Section title={t({ fr: 'Quoi faire', en: 'What to do' })} count={data?.total || undefined}>
      <div className="card padded stack service-part">
        {data === undefined ? (
          error === null ? (
            <Loading rows={3} />
          ) : (
            <ErrorState error={error} onRetry={() => void refetch()} />
          )
        ) : data.items.length === 0 ? (
          <p className="muted">
            {t({
              fr: 'Aucun constat à traiter ne touche ce service.',
              en: 'No finding to deal with hurts this service.',
            })}
          </p>
        ) : (
          data.items.map((finding) => <Remedy key={finding.id} finding={finding} />)
        )}
        {rest > 0 && (
          <Link href={`/findings?service=${serviceId}`}>
            {t(
              { fr: 'et {count} autre constat|et {count} autres constats', en: 'and {count} more findings' },
              { count: rest },
            )}
          </Link>
        )}
      </div>
    </Section>
  );
}

function Remedy({ finding }: { finding: Finding }) {
  const t = useT();
  const me = useSession();
  const may = useRight('act');
  const act = useActOnFindings();
  const { data } = useContract(readFinding, { params: { id: finding.id } }, { live: ['finding'] });
  return (
    <article className="service-remedy">
      <p className="service-remedy-text">{data === undefined ? '…' : t(data.remedy)}</p>
      <p className="row wrap muted" style={{ gap: '2px 10px' }}>
        <Link href={`/findings/${finding.id}`}>{t(finding.title)}</Link>
        <DeadlineBadge deadline={finding.deadline} />
        <span>
          {finding.assignedTo === null
            ? t({ fr: 'personne n’a pris', en: 'nobody has it' })
            : t({ fr: 'pris par {name}', en: 'taken by {name}' }, { name: finding.assignedTo.displayName })}
        </span>
        {may && me !== null && finding.assignedTo === null && (
          <Button
            size="compact-xs"
            onClick={() =>
              void act(
                [finding],
                { kind: 'assign', accountId: me.id },
                { fr: 'Vous vous en chargez.', en: 'You take care of it.' },
              )
            }
          >
            {t({ fr: 'Je m’en charge', en: 'I take it' })}
          </Button>
        )}
      </p>
    </article>
  );
}
