import 'uplot/dist/uPlot.min.css';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import uPlot from 'uplot';
import { useNow, useReader } from '#console/clock.ts';
import { formatDateTime, toMillis } from '#console/format.ts';
import type { ChartProps } from './chart.tsx';
import { chartOptions } from './chart-options.ts';
import { useThemeColors } from './use-theme-colors.ts';

type CanvasProps = ChartProps & { readonly height: number };

/** Draws with uPlot; loaded only by a page that has a chart. */
export function ChartCanvas(props: CanvasProps) {
  const { ref, width } = useElementSize<HTMLDivElement>();
  const colors = useThemeColors();
  const reader = useReader();
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const [cursor, setCursor] = useState<number | null>(null);
  const data = useMemo<uPlot.AlignedData>(
    () => [props.times.map((at) => toMillis(at) / 1000), ...props.series.map((one) => [...one.values])],
    [props.times, props.series],
  );
  const ready = width > 0;
  // Data and size change in place; only another look needs another plot.
  const shape = `${props.series.map((one) => one.name).join('|')}|${props.thresholds?.length ?? 0}`;
  const make = useEffectEvent(() => {
    if (place.current === null || !ready) return null;
    return new uPlot(
      chartOptions(props, { width, colors, reader, onCursor: setCursor }),
      data,
      place.current,
    );
  });
  useEffect(() => {
    const made = make();
    plot.current = made;
    return () => {
      made?.destroy();
      plot.current = null;
    };
  }, [ready, colors, reader, shape]);
  useEffect(() => plot.current?.setData(data), [data]);
  useEffect(() => {
    if (width > 0) plot.current?.setSize({ width, height: props.height });
  }, [width, props.height]);
  return (
    <>
      <Legend {...props} cursor={cursor} />
      <div ref={ref} style={{ height: props.height }} aria-hidden>
        <div ref={place} />
      </div>
    </>
  );
}

function Legend({ series, times, format, cursor }: CanvasProps & { cursor: number | null }) {
  const colors = useThemeColors();
  const reader = useReader();
  const now = useNow(60);
  const at = cursor === null ? undefined : times[cursor];
  return (
    <div className="chart-legend">
      {series.map((one, index) => {
        const value = cursor === null ? one.values.findLast((known) => known !== null) : one.values[cursor];
        const ink = series.length === 1 ? colors.accent : colors.series[index % colors.series.length];
        return (
          <span key={one.name}>
            <span className="swatch" style={{ background: ink }} />
            {one.name} <b>{value === null || value === undefined ? '—' : format(value)}</b>
          </span>
        );
      })}
      {at !== undefined && <span className="when">{formatDateTime(at, now, reader)}</span>}
    </div>
  );
}
