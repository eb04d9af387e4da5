import cytoscape from 'cytoscape';
import dagre from 'cytoscape-dagre';
import fcose from 'cytoscape-fcose';
import { useEffect, useRef } from 'react';
import type { KeyboardEvent, RefObject } from 'react';
import { useT } from '#console/i18n.ts';
import type { ShownGraph } from './collapse-graph.ts';
import { graphElements, graphLayout, nearest, signatureOf } from './graph-elements.ts';
import { graphStyle } from './graph-style.ts';
import type { GraphHandle, GraphProps } from './graph.tsx';
import { stateTexts } from './state.ts';
import { useThemeColors } from './use-theme-colors.ts';

cytoscape.use(dagre);
cytoscape.use(fcose);

type CanvasProps = GraphProps & {
  readonly shown: ShownGraph;
  readonly onUnfold: (id: string) => void;
  readonly handle: RefObject<GraphHandle | null>;
};

const zoomStep = 1.3;

/** Draws with cytoscape; loaded only by a page that has a graph. */
export function GraphCanvas(props: CanvasProps) {
  const t = useT();
  const box = useRef<HTMLDivElement>(null);
  const graph = useGraph(props, box);
  const { shown, selected } = props;
  const current = shown.nodes.find((node) => node.id === selected);
  const onKeyDown = (event: KeyboardEvent): void => {
    const cy = graph.current;
    if (cy === null || !act(cy, event.key, props)) return;
    event.preventDefault();
  };
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
        onKeyDown={onKeyDown}
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
  if (key === '+' || key === '=') props.handle.current?.zoom(zoomStep);
  else if (key === '-') props.handle.current?.zoom(1 / zoomStep);
  else if (key === '0') props.handle.current?.fit();
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

function useGraph(
  props: CanvasProps,
  box: RefObject<HTMLDivElement | null>,
): RefObject<cytoscape.Core | null> {
  const graph = useRef<cytoscape.Core | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const colors = useThemeColors();
  const signature = signatureOf(props.shown, props.layout);
  useEffect(() => {
    if (box.current === null) return undefined;
    const cy = cytoscape({
      container: box.current,
      elements: graphElements(latest.current),
      style: graphStyle(colors),
      minZoom: 0.05,
      maxZoom: 3,
      boxSelectionEnabled: false,
      autounselectify: true,
      layout: { name: 'preset' },
    });
    graph.current = cy;
    cy.layout(graphLayout(latest.current.layout, cy.nodes().length)).run();
    if (cy.zoom() > 1.2) cy.zoom(1.2).center();
    cy.on('tap', (event) => {
      const target = event.target as cytoscape.NodeSingular | cytoscape.Core;
      if (target === cy) latest.current.onSelect?.(null);
    });
    cy.on('tap', 'node', (event) => {
      const node = event.target as cytoscape.NodeSingular;
      if (!node.isParent()) latest.current.onSelect?.(node.id());
    });
    cy.on('dbltap', 'node', (event) => open(latest.current, (event.target as cytoscape.NodeSingular).id()));
    latest.current.handle.current = {
      zoom: (factor) =>
        cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } }),
      fit: () => cy.fit(undefined, 24),
    };
    // The panel at the side opens and closes: the drawing follows its box.
    const resized = new ResizeObserver(() => cy.resize());
    resized.observe(box.current);
    return () => {
      resized.disconnect();
      cy.destroy();
      graph.current = null;
    };
  }, [signature]);
  useEffect(() => {
    graph.current?.style(graphStyle(colors));
  }, [colors]);
  useEffect(() => {
    const cy = graph.current;
    if (cy !== null) refresh(cy, props);
  }, [props.shown, props.selected, props.lost, signature]);
  return graph;
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
