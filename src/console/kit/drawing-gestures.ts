interface Point {
  readonly x: number;
  readonly y: number;
}

export interface DrawingActions {
  readonly zoom: (factor: number, point?: Point) => void;
  readonly pan: (dx: number, dy: number) => void;
  readonly reset: () => void;
  /** A click on the ground, not on a mark. */
  readonly ground: () => void;
}

const dragFrom = 4;
const wheelStep = 0.0016;
const zoomStep = 1.5;
const panStep = 60;

const keyMoves: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: panStep, y: 0 },
  ArrowRight: { x: -panStep, y: 0 },
  ArrowUp: { x: 0, y: panStep },
  ArrowDown: { x: 0, y: -panStep },
};

/** Wheel, drag, two fingers and keys over a drawing; gives back the stopping. */
export function listenToDrawing(element: Element, actions: DrawingActions): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const at = (event: { clientX: number; clientY: number }): Point => {
    const frame = element.getBoundingClientRect();
    return { x: event.clientX - frame.left, y: event.clientY - frame.top };
  };
  // Not passive, or the page would scroll under the map.
  const wheel = (event: WheelEvent): void => {
    event.preventDefault();
    actions.zoom(Math.exp(-event.deltaY * wheelStep), at(event));
  };
  element.addEventListener('wheel', wheel as EventListener, { passive: false, signal });
  element.addEventListener('keydown', ((event: KeyboardEvent) => onKey(event, actions)) as EventListener, {
    signal,
  });
  listenToPointers(element, actions, at, signal);
  return () => stop.abort();
}

function onKey(event: KeyboardEvent, actions: DrawingActions): void {
  const move = keyMoves[event.key];
  if (move !== undefined) actions.pan(move.x, move.y);
  else if (event.key === '+' || event.key === '=') actions.zoom(zoomStep);
  else if (event.key === '-') actions.zoom(1 / zoomStep);
  else if (event.key === '0') actions.reset();
  else return;
  event.preventDefault();
}

function listenToPointers(
  element: Element,
  actions: DrawingActions,
  at: (event: PointerEvent) => Point,
  signal: AbortSignal,
): void {
  const down = new Map<number, Point>();
  let dragged = false;
  const move = (event: PointerEvent): void => {
    const before = down.get(event.pointerId);
    if (before === undefined) return;
    const now = at(event);
    if (!dragged && Math.hypot(now.x - before.x, now.y - before.y) < dragFrom) return;
    if (!dragged) element.setPointerCapture(event.pointerId);
    dragged = true;
    down.set(event.pointerId, now);
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
    if (other === undefined) actions.pan(now.x - before.x, now.y - before.y);
    else pinch(before, now, other, actions);
  };
  const on = (name: string, listener: (event: PointerEvent) => void, capture = false): void =>
    element.addEventListener(name, listener as EventListener, { signal, capture });
  on('pointerdown', (event) => {
    if (down.size === 0) dragged = false;
    down.set(event.pointerId, at(event));
  });
  on('pointermove', move);
  on('pointerup', (event) => down.delete(event.pointerId));
  on('pointercancel', (event) => down.delete(event.pointerId));
  // The end of a drag is not a click on what lies under it.
  on('click', (event) => (dragged ? event.stopPropagation() : undefined), true);
  on('click', (event) => (event.target === element ? actions.ground() : undefined));
}

function pinch(before: Point, now: Point, other: Point, actions: DrawingActions): void {
  const was = Math.max(1, Math.hypot(before.x - other.x, before.y - other.y));
  const is = Math.hypot(now.x - other.x, now.y - other.y);
  actions.zoom(is / was, { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
}
