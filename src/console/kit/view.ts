/** The part of a drawing that is looked at: screen = drawing × scale + offset. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export const wholeView: View = { scale: 1, x: 0, y: 0 };
const mostScale = 60;

/** Zooms about a point of the screen and keeps the land in sight. */
export function zoomAt(view: View, factor: number, point: { readonly x: number; readonly y: number }): View {
  const scale = Math.max(1, Math.min(mostScale, view.scale * factor));
  const ratio = scale / view.scale;
  if (scale === 1) return wholeView;
  return { scale, x: point.x - (point.x - view.x) * ratio, y: point.y - (point.y - view.y) * ratio };
}

/** Moves, but never so far that the whole territory has left the box. */
export function panBy(view: View, dx: number, dy: number, width: number, height: number): View {
  const keep = (value: number, size: number): number =>
    Math.max(size * 0.2 - size * view.scale, Math.min(size * 0.8, value));
  return { ...view, x: keep(view.x + dx, width), y: keep(view.y + dy, height) };
}
