export interface LabelRequest {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly text: string;
  /** Radius of the mark that it stands beside; 0 for a text of its own, centred. */
  readonly radius: number;
  /** Higher goes first. */
  readonly weight: number;
}

export interface PlacedLabel {
  readonly id: string;
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end' | 'middle';
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const charWidth = 6.4;
const lineHeight = 14;

/**
 * Puts each label right, left, above or below its mark where it meets neither mark nor label, and off the obstacles
 * (points of a line) when one of its places is; what fits nowhere is left out.
 */
export function placeLabels(
  requests: readonly LabelRequest[],
  width: number,
  height: number,
  obstacles: readonly { readonly x: number; readonly y: number }[] = [],
): PlacedLabel[] {
  const taken: Box[] = requests
    .filter((one) => one.radius > 0)
    .map((one) => ({
      left: one.x - one.radius,
      right: one.x + one.radius,
      top: one.y - one.radius,
      bottom: one.y + one.radius,
    }));
  const placed: PlacedLabel[] = [];
  for (const request of requests.toSorted((a, b) => b.weight - a.weight)) {
    const free = placesOf(request)
      .map((place) => ({ place, box: boxOf(place, request.text.length * charWidth) }))
      .filter(({ box }) => isInside(box, width, height) && !taken.some((other) => meet(box, other)));
    const best = free.find(({ box }) => !obstacles.some((point) => holds(box, point))) ?? free[0];
    if (best === undefined) continue;
    taken.push(best.box);
    placed.push({ id: request.id, text: request.text, ...best.place });
  }
  return placed;
}

const edge = 2;

function isInside(box: Box, width: number, height: number): boolean {
  return box.left >= edge && box.right <= width - edge && box.top >= edge && box.bottom <= height - edge;
}

function holds(box: Box, point: { readonly x: number; readonly y: number }): boolean {
  return point.x >= box.left && point.x <= box.right && point.y >= box.top && point.y <= box.bottom;
}

type Place = Pick<PlacedLabel, 'x' | 'y' | 'anchor'>;

function placesOf({ x, y, radius }: LabelRequest): Place[] {
  if (radius === 0) return [{ x, y: y + 4, anchor: 'middle' }];
  const gap = radius + 5;
  return [
    { x: x + gap, y: y + 4, anchor: 'start' },
    { x: x - gap, y: y + 4, anchor: 'end' },
    { x, y: y - gap, anchor: 'middle' },
    { x, y: y + gap + 10, anchor: 'middle' },
    { x: x + gap - 3, y: y - gap + 5, anchor: 'start' },
    { x: x - gap + 3, y: y - gap + 5, anchor: 'end' },
  ];
}

function boxOf(place: Place, width: number): Box {
  const left =
    place.anchor === 'start' ? place.x : place.anchor === 'end' ? place.x - width : place.x - width / 2;
  return { left, right: left + width, top: place.y - lineHeight + 3, bottom: place.y + 3 };
}

function meet(a: Box, b: Box): boolean {
  return a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
}
