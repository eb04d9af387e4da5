import './cause-chain.css';
import IconArrowRight from '@tabler/icons-react/dist/esm/icons/IconArrowRight.mjs';
import { useT } from '#console/i18n.ts';
import { Link } from './link.tsx';
import { SecurityShape, StateBadge, StateShape } from './state-badge.tsx';
import { exposureTexts, stateTexts } from './state.ts';
import type { State } from './state.ts';
import type { ServiceWeather } from './weather-row.tsx';

export interface ChainNode {
  readonly id: string;
  readonly name: string;
  readonly state: State;
  /** Shown when availability is well. */
  readonly exposure?: ServiceWeather['exposure'];
  readonly href?: string;
  /** On the way to the next node, a group has lost members but still holds: « 1 lien sur 2 ». */
  readonly redundancyLost?: string;
}

/** The shortest path from a cause to what it hurts: named nodes joined by arrows, cause first. */
export function CauseChain({ nodes }: { nodes: readonly ChainNode[] }) {
  const t = useT();
  return (
    <ol className="chain" aria-label={t({ fr: 'Chemin de la cause', en: 'Path of the cause' })}>
      {nodes.map((node, index) => (
        <li key={node.id} className="chain-step">
          <Node node={node} cause={index === 0} />
          {index < nodes.length - 1 && (
            <span className="chain-arrow">
              {node.redundancyLost !== undefined && (
                <span className="chain-group">
                  <StateShape state="reduced" size={12} /> {node.redundancyLost}
                </span>
              )}
              <IconArrowRight size={14} aria-label={t({ fr: 'touche', en: 'hurts' })} role="img" />
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}

function Node({ node, cause }: { node: ChainNode; cause: boolean }) {
  const className = cause ? `chain-node cause ink-${inkOf(node)}` : 'chain-node';
  const inside = (
    <>
      <NodeMark node={node} />
      <span className="chain-name">{node.name}</span>
    </>
  );
  return node.href === undefined ? (
    <span className={className}>{inside}</span>
  ) : (
    <Link className={className} href={node.href}>
      {inside}
    </Link>
  );
}

function inkOf({ state, exposure }: ChainNode): State {
  if (exposure === undefined || state !== 'ok') return state;
  return exposure.level === 'exposed' ? 'degraded' : 'down';
}

function NodeMark({ node }: { node: ChainNode }) {
  const t = useT();
  const { state, exposure } = node;
  if (exposure === undefined || state !== 'ok') {
    return <StateShape state={state} label={t(stateTexts[state])} />;
  }
  return (
    <span className="row" role="img" aria-label={t(exposureTexts[exposure.channel][exposure.level])}>
      <SecurityShape level={exposure.level} />
    </span>
  );
}

export interface RedundancyProps {
  /** « Accès internet ». */
  readonly group: string;
  readonly lost: readonly string[];
  readonly remaining: number;
  readonly needed: number;
}

/** A group that still holds but has lost members: who is gone, and what is left before it hurts. */
export function RedundancyLost({ group, lost, remaining, needed }: RedundancyProps) {
  const t = useT();
  return (
    <p className="row wrap">
      <StateBadge state="reduced" />
      <span>
        {group} · {t({ fr: 'perdu : {names}', en: 'lost: {names}' }, { names: lost.join(', ') })}
      </span>
      <span className="muted num">
        {t(
          { fr: 'reste {remaining}, il en faut {needed}', en: '{remaining} left, {needed} needed' },
          { remaining, needed },
        )}
      </span>
    </p>
  );
}
