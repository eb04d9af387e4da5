import cytoscape from 'cytoscape';
import { useEffect, useEffectEvent, useRef } from 'react';
import type { RefObject } from 'react';
import { useT } from '#console/i18n.ts';
import type { ShownGraph } from './collapse-graph.ts';
import { graphElements, nearest, signatureOf } from './graph-elements.ts';
import { mostScale } from './graph-layout.ts';
import type { Frame } from './graph-layout.ts';
import { graphStyle } from './graph-style.ts';
import type { GraphHandle, GraphProps } from './graph.tsx';
import { stateTexts } from './state.ts';
import { useThemeColors } from './use-theme-colors.ts';
import type { ThemeColors } from './use-theme-colors.ts';

type CanvasProps = GraphProps & {
  readonly shown: ShownGraph;
  readonly onUnfold: (id: string) => void;
  /** Told once the drawing can be zoomed from outside. */
  readonly onReady: (handle: GraphHandle) => void;
};

const zoomStep = 1.3;
/** Room for the tools above and the note below. */
const fitPadding = 42;

/** Draws with cytoscape; loaded only by a page that has a graph. */
export function GraphCanvas(props: CanvasProps) {
  const t = useT();
  const box = useRef<HTMLDivElement>(null);
  useGraph(props, box);
  const { shown, selected } = props;
  const current = shown.nodes.find((node) => node.id === selected);
  return (
    <>
      <div
        ref={box}
        className="graph-canvas"
        role="application"
        tabIndex={0}
        aria-label={t(
          {
            fr: '{label}. Flèches pour aller d’un actif à l’autre, entrée pour ouvrir, plus et moins pour la taille.',
            en: '{label}. Arrows go from one asset to another, enter opens, plus and minus change the size.',
          },
          { label: props.label },
        )}
      />
      <span className="visually-hidden" role="status">
        {current === undefined ? '' : `${current.name}, ${current.kind}, ${t(stateTexts[current.state])}`}
      </span>
    </>
  );
}

const arrows: Readonly<Record<string, { x: number; y: number }>> = {
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
};

/** True when the key meant something here. */
function act(cy: cytoscape.Core, key: string, props: CanvasProps): boolean {
  const arrow = arrows[key];
  if (arrow !== undefined) {
    const next = nearest(cy, props.selected ?? null, arrow);
    if (next !== null) props.onSelect?.(next);
    return true;
  }
  if (key === '+' || key === '=') handleOf(cy).zoom(zoomStep);
  else if (key === '-') handleOf(cy).zoom(1 / zoomStep);
  else if (key === '0') handleOf(cy).fit();
  else if (key === 'Escape' && (props.selected ?? null) !== null) props.onSelect?.(null);
  else if (key === 'Enter' && typeof props.selected === 'string') open(props, props.selected);
  else return false;
  return true;
}

function open(props: CanvasProps, id: string): void {
  const node = props.shown.nodes.find((one) => one.id === id);
  if (node?.count === undefined) props.onOpen?.(id);
  else props.onUnfold(id);
}

function useGraph(props: CanvasProps, box: RefObject<HTMLDivElement | null>): void {
  const graph = useRef<cytoscape.Core | null>(null);
  const colors = useThemeColors();
  const signature = signatureOf(props.shown, props.layout);
  const make = useEffectEvent(() => (box.current === null ? null : createGraph(box.current, props, colors)));
  const onTap = useEffectEvent((id: string | null) => props.onSelect?.(id));
  const onDoubleTap = useEffectEvent((id: string) => open(props, id));
  const onKey = useEffectEvent((cy: cytoscape.Core, key: string) => act(cy, key, props));
  const ready = useEffectEvent((handle: GraphHandle) => props.onReady(handle));
  const paint = useEffectEvent((cy: cytoscape.Core) => refresh(cy, props));
  useEffect(() => {
    const cy = make();
    if (cy === null) return undefined;
    graph.current = cy;
    ready(handleOf(cy));
    paint(cy);
    return listen(cy, { onTap, onDoubleTap, onKey: (key) => onKey(cy, key) });
  }, [signature]);
  useEffect(() => {
    graph.current?.style(graphStyle(colors));
  }, [colors]);
  const { shown, selected, lost } = props;
  useEffect(() => {
    if (graph.current !== null) paint(graph.current);
  }, [shown, selected, lost]);
}

function createGraph(container: HTMLElement, props: CanvasProps, colors: ThemeColors): cytoscape.Core {
  const cy = cytoscape({
    container,
    elements: graphElements(props, frameOf(container)),
    style: graphStyle(colors),
    minZoom: 0.05,
    maxZoom: 3,
    boxSelectionEnabled: false,
    autounselectify: true,
    layout: { name: 'preset' },
  });
  fitWhole(cy);
  return cy;
}

function frameOf(container: HTMLElement): Frame {
  return { width: Math.max(1, container.clientWidth), height: Math.max(1, container.clientHeight) };
}

/** All of it, but never larger than life. */
function fitWhole(cy: cytoscape.Core): void {
  cy.fit(undefined, fitPadding);
  if (cy.zoom() > mostScale) cy.zoom(mostScale).center();
}

function handleOf(cy: cytoscape.Core): GraphHandle {
  return {
    zoom: (factor) =>
      cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } }),
    fit: () => fitWhole(cy),
  };
}

interface Listeners {
  readonly onTap: (id: string | null) => void;
  readonly onDoubleTap: (id: string) => void;
  /** True when the key meant something. */
  readonly onKey: (key: string) => boolean;
}

function listen(cy: cytoscape.Core, listeners: Listeners): () => void {
  const container = cy.container();
  cy.on('tap', (event) => {
    if (event.target === cy) listeners.onTap(null);
  });
  cy.on('tap', 'node', (event) => {
    const node = event.target as cytoscape.NodeSingular;
    if (!node.isParent() && node.data('tier') !== true) listeners.onTap(node.id());
  });
  cy.on('dbltap', 'node', (event) => listeners.onDoubleTap((event.target as cytoscape.NodeSingular).id()));
  const onKeyDown = (event: KeyboardEvent): void => {
    if (listeners.onKey(event.key)) event.preventDefault();
  };
  container?.addEventListener('keydown', onKeyDown);
  let moved = false;
  cy.on('scrollzoom pinchzoom dragpan', () => {
    moved = true;
  });
  // The panel at the side opens and closes: the drawing follows its box, as long as nobody has moved it.
  const resized = new ResizeObserver(() => {
    cy.resize();
    if (!moved) fitWhole(cy);
  });
  if (container !== null) resized.observe(container);
  return () => {
    container?.removeEventListener('keydown', onKeyDown);
    resized.disconnect();
    cy.destroy();
  };
}

/** States, selection and losses in place: nothing moves. */
function refresh(cy: cytoscape.Core, props: CanvasProps): void {
  cy.batch(() => {
    for (const node of props.shown.nodes) cy.getElementById(node.id).data('state', node.state);
    for (const edge of props.shown.edges) cy.getElementById(edge.id).data('state', edge.state ?? 'ok');
    cy.elements().removeClass('dim near lost').unselect();
    for (const id of props.lost ?? []) cy.getElementById(id).addClass('lost');
    const chosen = cy.getElementById(props.selected ?? '');
    if (chosen.empty()) return;
    const near = chosen.closedNeighborhood();
    cy.elements().not(near.union(near.parents())).addClass('dim');
    near.addClass('near');
    chosen.selectify().select();
  });
}
