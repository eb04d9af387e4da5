import uPlot from 'uplot';
import { formatDate, formatTime, toMillis } from '#console/format.ts';
import type { Reader } from '#console/format.ts';
import type { ChartProps } from './chart.tsx';
import type { ThemeColors } from './use-theme-colors.ts';

interface Look {
  readonly width: number;
  readonly colors: ThemeColors;
  readonly reader: Reader;
  readonly onCursor: (index: number | null) => void;
}

const namesWidth = 104;
const font = '11px "Inter Variable", system-ui, sans-serif';

/** The one chart theme. */
export function chartOptions(props: ChartProps & { readonly height: number }, look: Look): uPlot.Options {
  const { colors, reader } = look;
  const axis = {
    stroke: colors.muted,
    font,
    ticks: { show: false },
    grid: { stroke: colors.line, width: 1 },
  };
  return {
    width: look.width,
    height: props.height,
    padding: [8, props.series.length > 1 ? namesWidth : 24, 0, 0],
    legend: { show: false },
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), reader.timeZone),
    cursor: { y: false, points: { size: 6 }, drag: { x: false, y: false, setScale: false } },
    scales: { y: { range: (_plot, low, high) => rangeOf(props, low, high) } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 28,
        space: 72,
        values: (_plot, ticks, _index, _space, step) => ticks.map((at) => tickText(at, step, reader)),
      },
      {
        ...axis,
        size: 64,
        space: 28,
        gap: 8,
        values: (_plot, ticks) => ticks.map((value) => props.format(value)),
      },
    ],
    series: [
      {},
      ...props.series.map((one, index) => {
        const stroke =
          props.series.length === 1
            ? colors.accent
            : (colors.series[index % colors.series.length] ?? colors.accent);
        const points = { size: 4, fill: stroke, filter: (plot: uPlot) => alone(plot.data[index + 1] ?? []) };
        return { label: one.name, stroke, width: 1.5, spanGaps: false, points: { show: true, ...points } };
      }),
    ],
    hooks: {
      drawClear: [(plot) => drawPeriods(plot, props, colors)],
      draw: [
        (plot) => drawThresholds(plot, props, colors),
        (plot) => {
          if (props.series.length > 1) drawNames(plot, props, colors);
        },
      ],
      setCursor: [(plot) => look.onCursor(plot.cursor.idx ?? null)],
    },
  };
}

/** A value between two holes has no line: it is shown as a point. */
function alone(values: ArrayLike<number | null | undefined>): number[] {
  const known = (index: number): boolean => (values[index] ?? null) !== null;
  return Array.from({ length: values.length }, (_, index) => index).filter(
    (index) => known(index) && !known(index - 1) && !known(index + 1),
  );
}

function tickText(seconds: number, step: number, reader: Reader): string {
  const at = seconds * 1000;
  return step >= 86_400 ? formatDate(at, at, reader) : formatTime(at, reader);
}

function rangeOf(props: ChartProps, low: number | null, high: number | null): [number, number] {
  const marks = (props.thresholds ?? []).map((one) => one.value);
  const top = Math.max(high ?? 1, ...marks);
  const bottom = props.fromZero === false ? Math.min(low ?? 0, ...marks) : 0;
  // Room above the highest line, and for the words of a threshold on it.
  const room = (top - bottom || 1) * (marks.length > 0 ? 0.18 : 0.08);
  return [props.fromZero === false ? bottom - room : 0, top + room];
}

function drawPeriods(plot: uPlot, props: ChartProps, colors: ThemeColors): void {
  const { ctx, bbox } = plot;
  for (const period of props.periods ?? []) {
    const from = Math.max(bbox.left, plot.valToPos(toMillis(period.from) / 1000, 'x', true));
    const to = Math.min(bbox.left + bbox.width, plot.valToPos(toMillis(period.to) / 1000, 'x', true));
    if (to <= from) continue;
    ctx.fillStyle = colors.tint[period.state];
    ctx.fillRect(from, bbox.top, Math.max(1, to - from), bbox.height);
  }
}

function drawThresholds(plot: uPlot, props: ChartProps, colors: ThemeColors): void {
  const { ctx, bbox } = plot;
  const scale = uPlot.pxRatio;
  ctx.save();
  ctx.font = `${11 * scale}px "Inter Variable", system-ui, sans-serif`;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'bottom';
  for (const threshold of props.thresholds ?? []) {
    const y = Math.round(plot.valToPos(threshold.value, 'y', true)) + 0.5;
    ctx.strokeStyle = colors.ink[threshold.state];
    ctx.fillStyle = colors.ink[threshold.state];
    ctx.lineWidth = scale;
    ctx.setLineDash([4 * scale, 3 * scale]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.fillText(threshold.label, bbox.left + bbox.width - 4 * scale, y - 2 * scale);
  }
  ctx.restore();
}

const nameHeight = 14;

/** Each series is named at its end, so that no key has to be read; names that would touch are pushed apart. */
function drawNames(plot: uPlot, props: ChartProps, colors: ThemeColors): void {
  const { ctx, bbox } = plot;
  const scale = uPlot.pxRatio;
  const ends = props.series.flatMap((one, index) => {
    const last = one.values.findLast((value) => value !== null);
    if (last === undefined || last === null) return [];
    return [
      {
        name: one.name,
        ink: colors.series[index % colors.series.length] ?? colors.text,
        y: plot.valToPos(last, 'y', true),
      },
    ];
  });
  ends.sort((a, b) => a.y - b.y);
  ctx.save();
  ctx.font = `${11 * scale}px "Inter Variable", system-ui, sans-serif`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  let floor = bbox.top;
  for (const end of ends) {
    const y = Math.max(end.y, floor);
    floor = y + nameHeight * scale;
    ctx.fillStyle = end.ink;
    ctx.fillText(end.name, bbox.left + bbox.width + 8 * scale, y, (namesWidth - 12) * scale);
  }
  ctx.restore();
}
