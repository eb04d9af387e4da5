import { isJsonObject, jsonField } from '#engines/json-value.ts';
import type { JsonObject, JsonValue } from '#engines/json-value.ts';
import type { InputProblem } from '#engines/result.ts';
import { channelsOf, isLinkType } from './channels-of.ts';
import { createProblemList } from './problem-list.ts';
import { createShapeReader } from './shape-reader.ts';
import type { ShapeReader } from './shape-reader.ts';
import type {
  CompromiseEdge,
  FactChanges,
  ImpactModel,
  Level,
  LocalFacts,
  RequirementGroup,
} from './types.ts';

/** A small graph with facts in steps, as `vigie impact` reads it. */
export interface PropagationCase {
  readonly id: string;
  readonly kind: 'availability' | 'compromise';
  readonly model: ImpactModel;
  /** The facts at first, then each later step; a step replaces the facts of the nodes it names. */
  readonly steps: readonly FactChanges[];
  /** Nodes whose single points of failure are asked for (`single_points_of_failure_of_<node>`). */
  readonly pointsAsked: readonly string[];
}

/** One case as found: `value` is null when a problem refused it. */
export interface CaseReading {
  readonly id: string | null;
  readonly value: PropagationCase | null;
  readonly problems: readonly InputProblem[];
}

const KINDS = { availability_cases: 'availability', compromise_cases: 'compromise' } as const;
const POINTS_OF = 'single_points_of_failure_of_';

/** The cases of a document in its own order, or null when it holds no list of cases. */
export function readCases(root: JsonValue): CaseReading[] | null {
  if (!isJsonObject(root)) return null;
  const lists = Object.entries(root).filter(([name]) => Object.hasOwn(KINDS, name));
  if (lists.length === 0 || lists.some(([, list]) => !Array.isArray(list))) return null;
  return lists.flatMap(([name, list]) =>
    (list as readonly JsonValue[]).map((value, i) =>
      readCase(value, `${name}[${i}]`, KINDS[name as keyof typeof KINDS]),
    ),
  );
}

function readCase(value: JsonValue, path: string, kind: PropagationCase['kind']): CaseReading {
  const list = createProblemList();
  const shape = createShapeReader(list);
  const object = shape.object(value, path);
  if (object === null) return { id: null, value: null, problems: list.problems };
  const id = shape.text(jsonField(object, 'id') ?? null, `${path}.id`);
  const steps = readSteps(object, path, shape);
  const model =
    kind === 'availability'
      ? readAvailability(object, path, shape)
      : readCompromise(object, path, shape, steps);
  const known = new Set(model.nodes);
  const mustBeKnown = (node: string, place: string): void => {
    if (!known.has(node)) shape.refuse(place, 'le nom d’un nœud du cas', 'the name of a node of the case');
  };
  model.groups.forEach(({ of, needs }, g) => {
    mustBeKnown(of, `${path}.groups[${g}].of`);
    needs.forEach((node, i) => mustBeKnown(node, `${path}.groups[${g}].needs[${i}]`));
  });
  for (const { place, levels } of steps) {
    for (const [node] of levels) mustBeKnown(node, `${place}[${JSON.stringify(node)}]`);
  }
  const pointsAsked = Object.keys(object).flatMap((key) =>
    key.startsWith(POINTS_OF) ? [key.slice(POINTS_OF.length)] : [],
  );
  for (const node of pointsAsked) mustBeKnown(node, `${path}.${POINTS_OF}${node}`);
  if (list.problems.length > 0) return { id: id === '' ? null : id, value: null, problems: list.problems };
  const fact = kind === 'availability' ? harmed : compromised;
  const facts = steps.map(({ levels }) => levels.map(([node, level]) => [node, fact(level)] as const));
  return { id, value: { id, kind, model, steps: facts, pointsAsked }, problems: [] };
}

interface Step {
  readonly place: string;
  readonly levels: readonly (readonly [node: string, level: Level])[];
}

function readSteps(object: JsonObject, path: string, shape: ShapeReader): Step[] {
  const after = shape.list(jsonField(object, 'after') ?? [], `${path}.after`);
  const places = [`${path}.local`, ...after.map((_, i) => `${path}.after[${i}]`)];
  return [jsonField(object, 'local') ?? {}, ...after].map((step, i) => {
    const place = places[i]!;
    return { place, levels: shape.levels(step, place) };
  });
}

const harmed = (availability: Level): LocalFacts => ({ availability, integrity: 0, confidentiality: 0 });
const compromised = (level: Level): LocalFacts => ({
  availability: 0,
  integrity: level,
  confidentiality: level,
});

function readAvailability(object: JsonObject, path: string, shape: ShapeReader): ImpactModel {
  const nodes = shape.names(jsonField(object, 'nodes') ?? null, `${path}.nodes`);
  const groups = shape
    .list(jsonField(object, 'groups') ?? [], `${path}.groups`)
    .map((group, i) => readGroup(group, `${path}.groups[${i}]`, shape));
  return { nodes, groups, flows: [] };
}

function readGroup(value: JsonValue, path: string, shape: ShapeReader): RequirementGroup {
  const object = shape.object(value, path) ?? {};
  const needs = shape.names(jsonField(object, 'needs') ?? null, `${path}.needs`);
  if (needs.length === 0) shape.refuse(`${path}.needs`, 'au moins un nom', 'at least one name');
  const number = (name: string, low: number, high: number): number | null =>
    shape.wholeNumber(jsonField(object, name), `${path}.${name}`, low, high);
  const kMin = number('k_min', 1, needs.length);
  const kFull = number('k_full', kMin ?? 1, needs.length);
  const cap = number('cap', 0, 3);
  return {
    of: shape.text(jsonField(object, 'of') ?? null, `${path}.of`),
    needs,
    ...(kMin === null ? {} : { kMin }),
    ...(kFull === null ? {} : { kFull }),
    ...(cap === null ? {} : { cap }),
  };
}

/** The nodes of a compromise case are the ends of its edges and what its facts name. */
function readCompromise(
  object: JsonObject,
  path: string,
  shape: ShapeReader,
  steps: readonly Step[],
): ImpactModel {
  const edges = shape.list(jsonField(object, 'edges') ?? null, `${path}.edges`);
  const flows = edges.map((edge, i) => readEdge(edge, `${path}.edges[${i}]`, shape));
  const named = steps.flatMap(({ levels }) => levels.map(([node]) => node));
  const nodes = [...new Set([...flows.flatMap(({ from, to }) => [from, to]), ...named])];
  const groups = flows
    .filter(({ kind }) => isLinkType(kind) && channelsOf(kind).availability === 'forward')
    .map(({ from, to }) => ({ of: to, needs: [from] }));
  return { nodes, groups, flows };
}

/** `[from, to, kind, attenuation]`: the kind decides the channels, the edge goes as it is written. */
function readEdge(value: JsonValue, path: string, shape: ShapeReader): CompromiseEdge {
  const parts = shape.list(value, path);
  const [from = '', to = '', kind = ''] = [0, 1, 2].map((i) => shape.text(parts[i] ?? null, `${path}[${i}]`));
  const attenuation = shape.wholeNumber(parts[3], `${path}[3]`, 0, 3) ?? 0;
  const known = isLinkType(kind);
  if (!known) shape.refuse(`${path}[2]`, 'un type de lien (hosts, stores…)', 'a link type (hosts, stores…)');
  const channels = known ? channelsOf(kind) : null;
  return {
    from,
    to,
    kind,
    attenuation,
    integrity: channels !== null && channels.integrity !== null,
    confidentiality: channels !== null && channels.confidentiality !== null,
  };
}
