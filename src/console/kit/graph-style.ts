import type { StylesheetJson } from 'cytoscape';
import type { State } from './state.ts';
import type { ThemeColors } from './use-theme-colors.ts';

const nodeShapes: Readonly<Record<State, string>> = {
  ok: 'ellipse',
  reduced: 'ellipse',
  degraded: 'triangle',
  down: 'rectangle',
  unknown: 'ellipse',
  planned: 'diamond',
};

/** The one look of a graph: state as shape and ink, words below, the rest quiet. */
export function graphStyle(colors: ThemeColors): StylesheetJson {
  const states = (Object.keys(nodeShapes) as State[]).map((state) => nodeStyle(state, colors));
  return [
    baseNode(colors),
    ...states,
    { selector: 'node[?folded]', style: { width: 24, height: 24 } },
    tierName(colors),
    {
      selector: 'node:parent',
      style: {
        shape: 'round-rectangle',
        'background-color': colors.surface,
        'background-opacity': 1,
        'background-fill': 'solid',
        'border-width': 1,
        'border-style': 'solid',
        'border-color': colors.line,
        'text-valign': 'top',
        'text-margin-y': -4,
        'font-weight': 600,
        color: colors.muted,
        padding: '14px',
        'text-max-width': '300px',
      },
    },
    ...edgeStyles(colors),
    {
      selector: 'node.lost',
      style: {
        'outline-width': 2,
        'outline-color': colors.text,
        'outline-style': 'dashed',
        'outline-offset': 3,
      },
    },
    { selector: '.dim', style: { opacity: 0.14 } },
    { selector: 'node.near', style: { 'z-index': 5 } },
    {
      selector: 'node:selected',
      style: {
        'overlay-color': colors.accent,
        'overlay-opacity': 0.22,
        'overlay-padding': 6,
        'font-weight': 600,
        'text-max-width': '260px',
        'z-index': 9,
      },
    },
  ];
}

function baseNode(colors: ThemeColors): StylesheetJson[number] {
  return {
    selector: 'node',
    style: {
      width: 16,
      height: 16,
      label: 'data(label)',
      color: colors.text,
      'font-family': '"Inter Variable", system-ui, sans-serif',
      'font-size': 13,
      'text-valign': 'bottom',
      'text-margin-y': 4,
      'text-max-width': '118px',
      'text-wrap': 'wrap',
      'line-height': 1.05,
      'text-background-color': colors.background,
      'text-background-opacity': 0.85,
      'text-background-padding': '1px',
      'min-zoomed-font-size': 7,
    },
  };
}

/** The name of a row: words only, at its left. */
function tierName(colors: ThemeColors): StylesheetJson[number] {
  return {
    selector: 'node[?tier]',
    style: {
      width: 1,
      height: 1,
      'background-opacity': 0,
      'font-weight': 600,
      color: colors.muted,
      'text-valign': 'center',
      'text-halign': 'right',
      'text-margin-y': 0,
      'text-margin-x': -40,
      'text-max-width': '96px',
      'text-justification': 'left',
      events: 'no',
    },
  };
}

function nodeStyle(state: State, colors: ThemeColors): StylesheetJson[number] {
  const ink = colors.ink[state];
  const hollow = state === 'unknown' || state === 'planned';
  const half = {
    'background-fill': 'linear-gradient',
    'background-gradient-direction': 'to-right',
    'background-gradient-stop-colors': `${ink} ${ink} ${colors.surface} ${colors.surface}`,
    'background-gradient-stop-positions': '0 50 50 100',
  };
  return {
    selector: `node[state = "${state}"]`,
    style: {
      shape: nodeShapes[state],
      'background-color': hollow ? colors.surface : ink,
      'border-width': hollow || state === 'reduced' ? 2 : 0,
      'border-color': ink,
      'border-style': state === 'unknown' ? 'dotted' : 'solid',
      ...(state === 'reduced' ? half : {}),
      ...(state === 'ok' ? { width: 12, height: 12 } : {}),
    },
  } as StylesheetJson[number];
}

function edgeStyles(colors: ThemeColors): StylesheetJson {
  const hurt = (['reduced', 'degraded', 'down', 'unknown', 'planned'] as const).map((state) => ({
    selector: `edge[state = "${state}"]`,
    style: {
      'line-color': colors.ink[state],
      'target-arrow-color': colors.ink[state],
      'line-opacity': 1,
      'line-style': state === 'unknown' ? 'dotted' : state === 'planned' ? 'dashed' : 'solid',
      'z-index': 3,
    },
  }));
  return [
    {
      selector: 'edge',
      style: {
        width: 'data(width)',
        'line-color': colors.lineStrong,
        'line-opacity': 0.55,
        'curve-style': 'bezier',
        'target-arrow-color': colors.lineStrong,
        'arrow-scale': 0.7,
        'font-size': 10,
        color: colors.muted,
      },
    },
    // A whole map is read by its shapes; its lines come forward around what is chosen.
    {
      selector: 'edge[?many]',
      style: { 'line-opacity': 0.2, 'curve-style': 'haystack', 'haystack-radius': 0 },
    },
    { selector: 'edge[?arrow]', style: { 'target-arrow-shape': 'triangle' } },
    ...hurt,
    {
      selector: 'edge.near',
      style: {
        label: 'data(label)',
        'line-opacity': 1,
        'text-background-color': colors.background,
        'text-background-opacity': 0.9,
        'text-background-padding': '2px',
      },
    },
  ] as StylesheetJson;
}
