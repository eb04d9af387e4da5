import { isJsonObject, jsonField, type JsonObject } from '#engines/json-value.ts';
import type { InputProblem } from '#engines/result.ts';
import { idField, type JsonRow, listField, objectField, textField } from './json-rows.ts';
import { addRedundancy, type NetboxContext, reference, rowsIn } from './netbox-context.ts';
import { choiceField, commonAttributes, plainAttributes } from './netbox-fields.ts';
import { terminationSite } from './netbox-places.ts';
import { filledAttributes } from './set-builder.ts';

/** Ports by the word that a cable uses for them; their rows are needed only when the cable does not nest them. */
const portTables: Readonly<Record<string, string>> = {
  'dcim.interface': 'dcim.interfaces',
  'dcim.frontport': 'dcim.front-ports',
  'dcim.rearport': 'dcim.rear-ports',
  'dcim.powerport': 'dcim.power-ports',
  'dcim.poweroutlet': 'dcim.power-outlets',
  'dcim.consoleport': 'dcim.console-ports',
  'dcim.consoleserverport': 'dcim.console-server-ports',
  'circuits.circuittermination': 'circuits.circuit-terminations',
};

/** A breakout cable has at most some dozen plugs on a side. */
const maxTerminations = 64;

interface End {
  readonly key: string;
  readonly kind: string;
  readonly port: string;
}

/** Cables, and the ports that they join: `powers` from a feed or an outlet, `connects_to` for all others. */
export function addCables(context: NetboxContext): void {
  acceptPorts(context);
  const supplies = new Map<string, Set<string>>();
  const power: {
    readonly from: string;
    readonly to: string;
    readonly row: JsonRow;
    readonly ends: readonly End[];
  }[] = [];
  for (const row of rowsIn(context, 'dcim.cables')) {
    const sides = [endsOf(context, row, 'a'), endsOf(context, row, 'b')] as const;
    const unknown = sides.find((side) => 'code' in side);
    if (unknown && 'code' in unknown) {
      context.builder.refuse(unknown);
      continue;
    }
    context.builder.accept();
    const [left, right] = sides as readonly [readonly End[], readonly End[]];
    for (const a of left) {
      for (const b of right) {
        const from = isSource(a) ? a : isSource(b) ? b : null;
        const to = from === a ? b : a;
        if (from === null)
          context.builder.addLink({ from: a.key, to: b.key, type: 'connects_to', ...cableOf(row, a, b) });
        else if (from.key !== to.key) {
          power.push({ from: from.key, to: to.key, row, ends: [from, to] });
          supplies.set(to.key, (supplies.get(to.key) ?? new Set()).add(from.key));
        }
      }
    }
  }
  for (const { from, to, row, ends } of power) {
    const several = (supplies.get(to)?.size ?? 0) > 1;
    const requirement = several ? { requirement: `${to}#power` } : {};
    const [a, b] = ends;
    if (a && b) context.builder.addLink({ from, to, type: 'powers', ...requirement, ...cableOf(row, a, b) });
  }
  for (const [of, from] of supplies) {
    addRedundancy(
      context,
      { key: `${of}#power`, of, fr: 'Alimentation électrique', en: 'Power supply' },
      from.size,
    );
  }
}

const isSource = ({ kind }: End): boolean => kind === 'dcim.powerfeed' || kind === 'dcim.poweroutlet';

function cableOf(row: JsonRow, a: End, b: End): { readonly attributes: ReturnType<typeof filledAttributes> } {
  const plain = ['type', 'label', 'length', 'length_unit', 'color'];
  const attributes = filledAttributes([
    ['cable', idField(row.value, 'id')],
    ['from_port', a.port],
    ['to_port', b.port],
    ...plainAttributes(row.value, plain),
    ...commonAttributes(row.value),
  ]);
  return { attributes };
}

/** What one side of a cable is plugged into, or why that is not known. */
function endsOf(context: NetboxContext, row: JsonRow, side: 'a' | 'b'): readonly End[] | InputProblem {
  const field = `${side}_terminations`;
  const listed = listField(row.value, field).filter(isJsonObject);
  if (listed.length > maxTerminations) return tooManyEnds(row, field);
  const ends: End[] = [];
  for (const termination of listed) {
    const end = endOf(
      context,
      row,
      textField(termination, 'object_type'),
      objectField(termination, 'object'),
      termination,
    );
    if (end === null) return unknownEnd(row, field);
    ends.push(end);
  }
  if (listed.length > 0) return ends;
  // Until NetBox 3.2 a cable has one termination a side, in fields of its own.
  const old = `termination_${side}`;
  const nested = objectField(row.value, old);
  const kind = textField(row.value, `${old}_type`);
  const end = endOf(context, row, kind, nested, { object_id: jsonField(row.value, `${old}_id`) ?? null });
  return end === null ? unknownEnd(row, nested === null ? field : old) : [end];
}

function endOf(
  context: NetboxContext,
  row: JsonRow,
  kind: string,
  nested: JsonObject | null,
  termination: JsonObject,
): End | null {
  const id = idField(termination, 'object_id');
  const listed = id === null ? undefined : context.tables.get(portTables[kind] ?? '')?.get(id)?.value;
  if (kind === 'dcim.powerfeed') {
    const feed = nested ?? (id === null ? null : { id });
    const key = reference(context, 'dcim.power-feeds', feed, row);
    return key === null ? null : { key, kind, port: '' };
  }
  for (const port of [nested, listed]) {
    if (!port) continue;
    const key =
      kind === 'circuits.circuittermination'
        ? reference(context, 'circuits.circuits', objectField(port, 'circuit'), row)
        : reference(context, 'dcim.devices', objectField(port, 'device'), row);
    if (key !== null) return { key, kind, port: textField(port, 'name') || textField(port, 'display') };
  }
  return null;
}

/** Ports are no assets of the map: they are read for the cables, and counted when they name their device. */
function acceptPorts(context: NetboxContext): void {
  const tables = Object.values(portTables).filter((table) => table !== 'dcim.interfaces');
  for (const table of tables) {
    for (const row of rowsIn(context, table)) {
      const circuit = table === 'circuits.circuit-terminations';
      const bearer = circuit
        ? reference(context, 'circuits.circuits', objectField(row.value, 'circuit'), row)
        : reference(context, 'dcim.devices', objectField(row.value, 'device'), row);
      if (bearer === null) {
        context.builder.refuse(noBearer(row));
        continue;
      }
      context.builder.accept();
      const site = circuit ? terminationSite(context, row, row.value) : null;
      if (site === null) continue;
      const attributes = { side: choiceField(row.value, 'term_side') };
      context.builder.addLink({ from: bearer, to: site, type: 'connects_to', attributes });
    }
  }
}

function unknownEnd(row: JsonRow, field: string): InputProblem {
  const message = {
    fr: 'Une extrémité de ce câble ne mène à aucun équipement du document. Exportez aussi les ports, ou les câbles sans « brief ».',
    en: 'One end of this cable leads to no device of the document. Export the ports too, or the cables without “brief”.',
  };
  return { code: 'netbox.unknown-end', ...row.place(field), message };
}

function tooManyEnds(row: JsonRow, field: string): InputProblem {
  const message = {
    fr: `Ce câble a plus de ${maxTerminations} prises d’un même côté. Corrigez-le dans NetBox.`,
    en: `This cable has more than ${maxTerminations} plugs on one side. Correct it in NetBox.`,
  };
  return { code: 'netbox.too-many-ends', ...row.place(field), message };
}

function noBearer(row: JsonRow): InputProblem {
  const message = {
    fr: 'Ce port ne dit pas à quel équipement ou circuit il appartient. Exportez-le de nouveau sans « fields » ni « brief ».',
    en: 'This port does not say which device or circuit it belongs to. Export it again without “fields” or “brief”.',
  };
  return { code: 'netbox.no-bearer', ...row.place(), message };
}
