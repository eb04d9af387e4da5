import './findings.css';
import { useT } from '#console/i18n.ts';
import { Evidence } from '#console/kit/evidence.tsx';
import { Facts } from '#console/kit/page.tsx';
import { Since } from '#console/kit/duration.tsx';
import { DeadlineBadge, SecurityBadge, StateBadge } from '#console/kit/state-badge.tsx';
import { exposureOf } from '#console/kit/state.ts';
import { Time } from '#console/kit/time.tsx';
import { useState } from 'react';
import { useNow } from '#console/clock.ts';
import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import type { ReplyOf } from '#platform/contract.ts';
import type { readFinding } from './api-findings.ts';
import { AssetChain } from './asset-chain.tsx';
import { AssetLink } from './asset-link.tsx';
import { AssetState } from './asset-state.tsx';
import { assetTypeText } from './asset-types.ts';
import { assetsText, severityTexts } from './finding-words.tsx';
import { isOverdue, onlyAsset } from './only-asset.ts';

export type FindingDetail = ReplyOf<typeof readFinding>;

/** A titled part of a finding, in the panel and on its page alike. */
export function FindingPart({
  title,
  note,
  children,
}: {
  title: string;
  note?: string;
  children: ReactNode;
}) {
  return (
    <section className="finding-part" aria-label={title}>
      <h2>
        {title}
        {note !== undefined && <span className="muted"> · {note}</span>}
      </h2>
      {children}
    </section>
  );
}

/** What it is, where, since when, how urgent and why. */
export function FindingFacts({ finding }: { finding: FindingDetail }) {
  const t = useT();
  return (
    <Facts
      items={[
        {
          name: t({ fr: 'Effet', en: 'Effect' }),
          value: <Effect finding={finding} />,
        },
        { name: t({ fr: 'Où', en: 'Where' }), value: <Where finding={finding} /> },
        {
          name: t({ fr: 'Échéance', en: 'Deadline' }),
          value: <Due finding={finding} />,
        },
        {
          name: t({ fr: 'Gravité', en: 'Severity' }),
          value: t(severityTexts[finding.severity] ?? { fr: '—', en: '—' }),
        },
        { name: t({ fr: 'Depuis', en: 'Since' }), value: <Ages finding={finding} /> },
        {
          name: t({ fr: 'Qui', en: 'Who' }),
          value:
            finding.assignedTo?.displayName ??
            (finding.acknowledgedAt === null
              ? t({ fr: 'personne', en: 'nobody' })
              : t({ fr: 'pris en compte, non affecté', en: 'acknowledged, not assigned' })),
        },
        { name: t({ fr: 'Règle', en: 'Rule' }), value: t(finding.ruleTitle) },
      ]}
    />
  );
}

/** Only what it does: nothing is said of the accounts on which it does nothing. */
function Effect({ finding }: { finding: FindingDetail }) {
  const t = useT();
  const { availability, integrity, confidentiality, makesUnknown, planned } = finding;
  if (availability > 0) {
    return (
      <AssetState state={{ availability, integrity, confidentiality, unknown: makesUnknown, planned }} />
    );
  }
  const levels = { integrity: exposureOf(integrity), confidentiality: exposureOf(confidentiality) };
  if (levels.integrity === null && levels.confidentiality === null) {
    if (makesUnknown) return <StateBadge state="unknown" />;
    return <>{t({ fr: 'aucun par lui-même', en: 'none by itself' })}</>;
  }
  return (
    <span className="row wrap">
      {(['integrity', 'confidentiality'] as const).map((channel) => {
        const level = levels[channel];
        return level === null ? null : <SecurityBadge key={channel} level={level} channel={channel} />;
      })}
    </span>
  );
}

function Due({ finding }: { finding: FindingDetail }) {
  const t = useT();
  const now = useNow(60);
  const { deadline, dueAt, priorityReason } = finding;
  return (
    <span className="row wrap">
      <DeadlineBadge deadline={deadline} overdue={isOverdue(finding, now)} />
      {dueAt !== null && (
        <span>
          {t({ fr: 'avant le', en: 'before' })} <Time at={dueAt} mode="exact" />
        </span>
      )}
      {priorityReason !== null && <span className="muted">{t(priorityReason)}</span>}
    </span>
  );
}

function Where({ finding }: { finding: FindingDetail }) {
  const t = useT();
  const asset = onlyAsset(finding);
  if (asset !== null) {
    return (
      <span>
        <AssetLink asset={asset} /> <span className="muted">{t(assetTypeText(asset.type))}</span>
      </span>
    );
  }
  if (finding.assetCount > 1) return <>{t(assetsText, { count: finding.assetCount })}</>;
  if (finding.source === null) return <>—</>;
  return <span>{t({ fr: 'Source : {name}', en: 'Source: {name}' }, { name: t(finding.source.title) })}</span>;
}

function Ages({ finding }: { finding: FindingDetail }) {
  const t = useT();
  if (finding.closedAt !== null) {
    return (
      <span>
        {t({ fr: 'clos', en: 'closed' })} <Time at={finding.closedAt} />, {t({ fr: 'ouvert', en: 'opened' })}{' '}
        <Time at={finding.openedAt} />
      </span>
    );
  }
  return (
    <span>
      <Since at={finding.openedAt} />
      <span className="muted">
        {' · '}
        {t({ fr: 'revu', en: 'seen again' })} <Time at={finding.lastSeenAt} />
        {finding.reopenings > 0 &&
          t(
            { fr: ' · rouvert {count} fois', en: ' · opened again {count} times' },
            { count: finding.reopenings },
          )}
        {finding.flapping && t({ fr: ' · instable', en: ' · flapping' })}
      </span>
    </span>
  );
}

function hasEffect({ availability, integrity, confidentiality, makesUnknown }: FindingDetail): boolean {
  return availability + integrity + confidentiality > 0 || makesUnknown;
}

/** Which services it hurts, each with the path by which it does. */
export function FindingServices({ finding }: { finding: FindingDetail }) {
  const t = useT();
  const [all, setAll] = useState(false);
  const title = t({ fr: 'Services touchés', en: 'Services hurt' });
  if (finding.services.length === 0) {
    return (
      <FindingPart title={title}>
        <p className="muted">
          {t(
            hasEffect(finding)
              ? {
                  fr: 'Aucun pour le moment : l’effet n’atteint aucun service public, ou la redondance tient.',
                  en: 'None for now: the effect reaches no public service, or redundancy holds.',
                }
              : {
                  fr: 'Aucun : ce constat n’a pas d’effet par lui-même.',
                  en: 'None: this finding has no effect by itself.',
                },
          )}
        </p>
      </FindingPart>
    );
  }
  const ways = waysOf(finding);
  const shown = all ? ways : ways.slice(0, mostWays);
  const rest = ways.slice(shown.length).reduce((sum, way) => sum + way.services.length, 0);
  return (
    <FindingPart title={title} note={String(finding.services.length)}>
      <ul className="finding-paths">
        {shown.map((way) => (
          <li key={way.key}>
            {way.chain.length > 0 && <AssetChain path={way.chain} />}
            <ul className="finding-ends">
              {way.services.map((service) => (
                <li key={service.id}>
                  <AssetLink asset={service} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      {rest > 0 && (
        <Button size="compact-sm" mt={10} onClick={() => setAll(true)}>
          {t(
            { fr: 'et {count} autre service|et {count} autres services', en: 'and {count} more services' },
            { count: rest },
          )}
        </Button>
      )}
    </FindingPart>
  );
}

const mostWays = 4;

interface Way {
  readonly key: string;
  /** From the cause to the last step before the services. */
  readonly chain: FindingDetail['paths'][number]['path'];
  readonly services: FindingDetail['services'];
}

/** Services hurt by one and the same way are told together. */
function waysOf(finding: FindingDetail): Way[] {
  const pathOf = new Map(finding.paths.map((one) => [one.service.id, one.path]));
  const ways = new Map<string, { chain: Way['chain']; services: Way['services'][number][] }>();
  for (const service of finding.services) {
    const chain = (pathOf.get(service.id) ?? []).filter((step) => step.id !== service.id);
    const key = chain.map((step) => step.id).join(' ');
    const way = ways.get(key);
    if (way === undefined) ways.set(key, { chain, services: [service] });
    else way.services.push(service);
  }
  return [...ways].map(([key, way]) => ({ key, ...way }));
}

/** The raw fact, with the source that said it and when. */
export function FindingEvidence({ finding }: { finding: FindingDetail }) {
  const t = useT();
  const source = finding.source === null ? t(finding.ruleTitle) : t(finding.source.title);
  return (
    <FindingPart title={t({ fr: 'Comment nous le savons', en: 'How we know' })}>
      <Evidence value={finding.evidence} source={source} at={finding.lastSeenAt} />
    </FindingPart>
  );
}

export function FindingRemedy({ finding }: { finding: Pick<FindingDetail, 'remedy'> }) {
  const t = useT();
  return (
    <FindingPart title={t({ fr: 'Quoi faire', en: 'What to do' })}>
      <p className="finding-remedy">{t(finding.remedy)}</p>
    </FindingPart>
  );
}
