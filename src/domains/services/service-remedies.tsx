import { Button } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import type { Text } from '#engines/text.ts';
import { call } from '#console/client.ts';
import { useNow } from '#console/clock.ts';
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
import { isOverdue } from '#map/only-asset.ts';

const mostShown = 4;

interface Group {
  readonly remedy: Text;
  readonly findings: readonly Finding[];
}

/** Quoi faire: what mends the findings that hurt the service, with who has each; one remedy is told once. */
export function ServiceRemedies({ serviceId }: { serviceId: string }) {
  const t = useT();
  const { data, error, refetch } = useContract(
    listFindings,
    { query: { service: serviceId, limit: mostShown } },
    { live: ['finding', 'decision'] },
  );
  const groups = useRemedies(data?.items);
  const rest = (data?.total ?? 0) - (data?.items.length ?? 0);
  return (
    <Section title={t({ fr: 'Quoi faire', en: 'What to do' })} count={data?.total || undefined}>
      <div className="card padded stack service-part">
        {data === undefined || groups === undefined ? (
          error === null ? (
            <Loading rows={3} />
          ) : (
            <ErrorState error={error} onRetry={() => void refetch()} />
          )
        ) : groups.length === 0 ? (
          <p className="muted">
            {t({
              fr: 'Aucun constat à traiter ne touche ce service.',
              en: 'No finding to deal with hurts this service.',
            })}
          </p>
        ) : (
          groups.map((group) => <Remedy key={group.remedy.en} group={group} />)
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

/** The findings under their remedies, which the list does not hold: each is read once. Undefined until all came. */
function useRemedies(findings: readonly Finding[] | undefined): readonly Group[] | undefined {
  const replies = useQueries({
    queries: (findings ?? []).map(({ id }) => ({
      queryKey: [readFinding.id, { params: { id } }],
      queryFn: ({ signal }: { signal: AbortSignal }) => call(readFinding, { params: { id } }, { signal }),
      meta: { topics: ['finding', 'decision'] },
    })),
  });
  if (findings === undefined || replies.some((reply) => reply.isPending)) return undefined;
  const groups = new Map<string, { remedy: Text; findings: Finding[] }>();
  for (const [index, finding] of findings.entries()) {
    // A finding whose detail cannot be read still shows, under its own title.
    const remedy = replies[index]?.data?.remedy ?? finding.title;
    const group = groups.get(remedy.en);
    if (group === undefined) groups.set(remedy.en, { remedy, findings: [finding] });
    else group.findings.push(finding);
  }
  return [...groups.values()];
}

function Remedy({ group }: { group: Group }) {
  const t = useT();
  return (
    <article className="service-remedy">
      <p className="service-remedy-text">{t(group.remedy)}</p>
      <ul>
        {group.findings.map((finding) => (
          <li key={finding.id}>
            <Link href={`/findings/${finding.id}`}>{t(finding.title)}</Link>
            <Taken finding={finding} />
          </li>
        ))}
      </ul>
    </article>
  );
}

function Taken({ finding }: { finding: Finding }) {
  const t = useT();
  const now = useNow(60);
  const me = useSession();
  const may = useRight('act');
  const act = useActOnFindings();
  return (
    <span className="row wrap muted" style={{ gap: '2px 10px' }}>
      <DeadlineBadge deadline={finding.deadline} overdue={isOverdue(finding, now)} />
      {finding.assignedTo === null
        ? t({ fr: 'personne n’a pris', en: 'nobody has it' })
        : t({ fr: 'pris par {name}', en: 'taken by {name}' }, { name: finding.assignedTo.displayName })}
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
    </span>
  );
}
