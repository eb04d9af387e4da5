import { useCallback, useEffect, useRef, useState } from 'react';
import type { PointerEvent, RefObject } from 'react';
import { panBy, wholeView, zoomAt } from './geo-projection.ts';
import type { View } from './geo-projection.ts';

export interface PanZoom {
  readonly view: View;
  readonly zoom: (factor: number, point?: { x: number; y: number }) => void;
  readonly pan: (dx: number, dy: number) => void;
  readonly reset: () => void;
  readonly handlers: {
    onPointerDown: (event: PointerEvent<SVGSVGElement>) => void;
    onPointerMove: (event: PointerEvent<SVGSVGElement>) => void;
    onPointerUp: (event: PointerEvent<SVGSVGElement>) => void;
    onPointerCancel: (event: PointerEvent<SVGSVGElement>) => void;
  };
  /** True just after a drag, so that its end is not taken for a click. */
  readonly dragged: RefObject<boolean>;
}

const dragFrom = 4;

/** Wheel, drag and two fingers over a drawing. */
export function usePanZoom(
  box: RefObject<SVGSVGElement | null>,
  width: number,
  height: number,
  enabled: boolean,
): PanZoom {
  const [view, setView] = useState(wholeView);
  const pointers = useRef(new Map<number, { x: number; y: number }>());
  const dragged = useRef(false);
  const zoom = useCallback(
    (factor: number, point?: { x: number; y: number }) =>
      setView((before) => zoomAt(before, factor, point ?? { x: width / 2, y: height / 2 })),
    [width, height],
  );
  const pan = useCallback(
    (dx: number, dy: number) => setView((before) => panBy(before, dx, dy, width, height)),
    [width, height],
  );
  useEffect(() => {
    const element = box.current;
    if (element === null || !enabled) return undefined;
    // React listens passively to the wheel and could not keep the page from scrolling.
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const frame = element.getBoundingClientRect();
      zoom(Math.exp(-event.deltaY * 0.0016), { x: event.clientX - frame.left, y: event.clientY - frame.top });
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [box, enabled, zoom]);
  const onPointerDown = (event: PointerEvent<SVGSVGElement>): void => {
    if (!enabled) return;
    dragged.current = false;
    pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
  };
  const onPointerMove = (event: PointerEvent<SVGSVGElement>): void => {
    const before = pointers.current.get(event.pointerId);
    if (before === undefined) return;
    const now = { x: event.clientX, y: event.clientY };
    if (!dragged.current && Math.hypot(now.x - before.x, now.y - before.y) < dragFrom) return;
    if (!dragged.current) event.currentTarget.setPointerCapture(event.pointerId);
    dragged.current = true;
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    pointers.current.set(event.pointerId, now);
    if (other === undefined) {
      pan(now.x - before.x, now.y - before.y);
      return;
    }
    const frame = event.currentTarget.getBoundingClientRect();
    const middle = { x: (now.x + other.x) / 2 - frame.left, y: (now.y + other.y) / 2 - frame.top };
    zoom(
      Math.hypot(now.x - other.x, now.y - other.y) /
        Math.max(1, Math.hypot(before.x - other.x, before.y - other.y)),
      middle,
    );
  };
  const onPointerUp = (event: PointerEvent<SVGSVGElement>): void => {
    pointers.current.delete(event.pointerId);
  };
  return {
    view,
    zoom,
    pan,
    reset: () => setView(wholeView),
    handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: onPointerUp },
    dragged,
  };
}
