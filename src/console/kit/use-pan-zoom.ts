import { useCallback, useEffect, useState } from 'react';
import type { RefObject } from 'react';
import { listenToDrawing } from './drawing-gestures.ts';
import { panBy, wholeView, zoomAt } from './view.ts';
import type { View } from './view.ts';

export interface PanZoom {
  readonly view: View;
  readonly zoom: (factor: number, point?: { readonly x: number; readonly y: number }) => void;
  readonly reset: () => void;
}

/** The part of a drawing that is looked at, moved by wheel, drag, fingers and keys. */
export function usePanZoom(
  box: RefObject<SVGSVGElement | null>,
  size: { readonly width: number; readonly height: number },
  enabled: boolean,
  onGround: () => void,
): PanZoom {
  const { width, height } = size;
  const [view, setView] = useState(wholeView);
  const zoom = useCallback<PanZoom['zoom']>(
    (factor, point) => setView((before) => zoomAt(before, factor, point ?? { x: width / 2, y: height / 2 })),
    [width, height],
  );
  const reset = useCallback(() => setView(wholeView), []);
  useEffect(() => {
    if (box.current === null || !enabled) return undefined;
    const pan = (dx: number, dy: number): void => setView((before) => panBy(before, dx, dy, width, height));
    return listenToDrawing(box.current, { zoom, pan, reset, ground: onGround });
  }, [box, enabled, width, height, zoom, reset, onGround]);
  return { view, zoom, reset };
}
