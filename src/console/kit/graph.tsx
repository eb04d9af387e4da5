import './graph.css';
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import IconFocusCentered from '@tabler/icons-react/dist/esm/icons/IconFocusCentered.mjs';
import IconMinus from '@tabler/icons-react/dist/esm/icons/IconMinus.mjs';
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import { lazy, useCallback, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useT } from '#console/i18n.ts';
import { collapseGraph } from './collapse-graph.ts';
import type { GraphEdge, GraphGroup, GraphNode } from './collapse-graph.ts';
import { Empty } from './empty.tsx';
import { PartBoundary } from './part-boundary.tsx';
import { GraphList } from './graph-list.tsx';

export interface GraphProps {
  readonly label: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Sites, or other groups that nodes name in `group`. */
  readonly groups?: readonly GraphGroup[];
  /** `layers`: dependencies, services above; `sites`: topology, boxes by group. */
  readonly layout: 'layers' | 'sites';
  /** Names of the rows of `layers`, when each node says its own. */
  readonly layerNames?: readonly string[];
  readonly selected?: string | null;
  /** A click or an arrow key; null when the ground is clicked. */
  readonly onSelect?: (id: string | null) => void;
  /** A double click or ⏎. */
  readonly onOpen?: (id: string) => void;
  /** Taken as lost in a what-if: crossed out. */
  readonly lost?: ReadonlySet<string>;
  /** Folds groups beyond this many nodes. */
  readonly most?: number;
  readonly framed?: boolean;
  /** Under the drawing's own tools. */
  readonly note?: ReactNode;
}

export interface GraphHandle {
  readonly zoom: (factor: number) => void;
  readonly fit: () => void;
}

const Canvas = lazy(async () => ({ default: (await import('./graph-canvas.tsx')).GraphCanvas }));
const zoomStep = 1.3;
const none: ReadonlySet<string> = new Set();

/** A graph of assets as shapes of their state; the same as a list for who prefers or needs it. */
export function Graph(props: GraphProps) {
  const t = useT();
  const handle = useRef<GraphHandle | null>(null);
  const keep = useCallback((ready: GraphHandle) => {
    handle.current = ready;
  }, []);
  const [asList, setAsList] = useState(false);
  const [unfolded, setUnfolded] = useState(none);
  const shown = useMemo(
    () => collapseGraph(props.nodes, props.edges, props.groups ?? [], unfolded, props.most),
    [props.nodes, props.edges, props.groups, unfolded, props.most],
  );
  const unfold = (id: string): void => setUnfolded((before) => new Set([...before, id]));
  if (props.nodes.length === 0) {
    return <Empty title={t({ fr: 'Rien à dessiner', en: 'Nothing to draw' })} />;
  }
  return (
    <div className={`graph ${props.framed === true ? 'framed' : ''} ${asList ? 'as-list' : ''}`}>
      <div className="graph-tools">
        <Button size="compact-sm" aria-pressed={asList} onClick={() => setAsList(!asList)}>
          {asList
            ? t({ fr: 'Voir le dessin', en: 'Show the drawing' })
            : t({ fr: 'Voir en liste', en: 'Show as a list' })}
        </Button>
        {!asList && (
          <ZoomTools zoom={(factor) => handle.current?.zoom(factor)} fit={() => handle.current?.fit()} />
        )}
      </div>
      {asList ? (
        <GraphList {...props} />
      ) : (
        <PartBoundary fallback={<div className="graph-canvas" />}>
          <Canvas {...props} shown={shown} onUnfold={unfold} onReady={keep} />
        </PartBoundary>
      )}
      {!asList && (
        <Note
          shown={shown.nodes.length}
          all={props.nodes.length}
          folded={shown.folded}
          unfolded={unfolded}
          onFold={() => setUnfolded(none)}
          note={props.note}
        />
      )}
    </div>
  );
}

/** Plus, minus and whole, shared by the drawings. */
export function ZoomTools({ zoom, fit }: { zoom: (factor: number) => void; fit: () => void }) {
  const t = useT();
  const tools = [
    { label: t({ fr: 'Agrandir', en: 'Zoom in' }), icon: <IconPlus size={16} />, run: () => zoom(zoomStep) },
    {
      label: t({ fr: 'Réduire', en: 'Zoom out' }),
      icon: <IconMinus size={16} />,
      run: () => zoom(1 / zoomStep),
    },
    { label: t({ fr: 'Tout voir', en: 'See all' }), icon: <IconFocusCentered size={16} />, run: fit },
  ];
  return tools.map((tool) => (
    <Tooltip key={tool.label} label={tool.label}>
      <ActionIcon size={26} aria-label={tool.label} onClick={tool.run}>
        {tool.icon}
      </ActionIcon>
    </Tooltip>
  ));
}

interface NoteProps {
  readonly shown: number;
  readonly all: number;
  readonly folded: boolean;
  readonly unfolded: ReadonlySet<string>;
  readonly onFold: () => void;
  readonly note: ReactNode;
}

function Note({ shown, all, folded, unfolded, onFold, note }: NoteProps) {
  const t = useT();
  if (!folded && (note === undefined || note === null)) return null;
  return (
    <div className="graph-note">
      {folded &&
        t(
          {
            fr: '{all} actifs réunis en {shown} formes. Double-clic pour déplier.',
            en: '{all} assets gathered in {shown} shapes. Double-click to unfold.',
          },
          { all, shown },
        )}{' '}
      {unfolded.size > 0 && (
        <Button size="compact-xs" variant="subtle" onClick={onFold}>
          {t({ fr: 'Replier', en: 'Fold' })}
        </Button>
      )}
      {note}
    </div>
  );
}
