import { createImpact } from '#engines/graph/impact.ts';
import type { Impact } from '#engines/graph/impact.ts';
import type { ImpactModel, LocalFacts, NodeState } from '#engines/graph/types.ts';
import type { App } from '#platform/app.ts';
import type { Change as Announced, Topic } from '#platform/events.ts';
import { announce } from '#platform/events.ts';
import { everything, ImpactAnswers } from './impact-answers.ts';
import { loadImpactModel } from './impact-model.ts';
import type { LiveImpact } from './live-impact.ts';
import { attachImpact } from './live-impact.ts';
import { loadLocalFacts } from './local-facts.ts';
import { refreshFindingServices } from './refresh-finding-services.ts';
import { StateRecord } from './state-record.ts';

const structural: ReadonlySet<Topic> = new Set(['asset', 'link']);
const factual: ReadonlySet<Topic> = new Set([
  'finding',
  'decision',
  'maintenance',
  'source',
  'observation',
  'question',
]);
/** A burst of changes is worked through once. */
const gatherMilliseconds = 30;
/** Maintenance begins and ends, sources fall silent and decisions expire by the clock alone. */
const clockMilliseconds = 10_000;

const healthy: LocalFacts = { availability: 0, integrity: 0, confidentiality: 0 };

/**
 * Keeps the impact engine in step with the map. The process that leads writes what it finds (states, their changes,
 * hurt services of each finding, priorities); the others only answer questions.
 */
export class ImpactWorker {
  readonly #app: App;
  readonly #leads: () => boolean;
  #model: ImpactModel = { nodes: [], groups: [], flows: [] };
  #impact: Impact = createImpact(this.#model).value;
  #facts: ReadonlyMap<string, LocalFacts> = new Map();
  readonly #record = new StateRecord();
  #structureStale = true;
  #due: NodeJS.Timeout | null = null;
  #clock: NodeJS.Timeout | null = null;
  #work: Promise<void> = Promise.resolve();
  #unsubscribe: () => void = () => {};

  constructor(app: App, leads: () => boolean) {
    this.#app = app;
    this.#leads = leads;
  }

  /** Evaluates the whole map once, then follows it. */
  async start(): Promise<void> {
    attachImpact(this.#app, this.#answers());
    this.#unsubscribe = this.#app.events.subscribe((change) => this.#receive(change));
    await this.#refresh();
    this.#clock = setInterval(() => this.#soon(), clockMilliseconds);
  }

  async stop(): Promise<void> {
    this.#unsubscribe();
    if (this.#clock !== null) clearInterval(this.#clock);
    if (this.#due !== null) clearTimeout(this.#due);
    await this.#work.catch(() => {});
  }

  #answers(): LiveImpact {
    return new ImpactAnswers(
      () => this.#impact,
      (id) => this.#facts.get(id) ?? healthy,
      async () => {
        // Announcements may still be on their way: everything is read again.
        this.#structureStale = true;
        await this.#refresh();
      },
    );
  }

  #receive(change: Announced): void {
    if (structural.has(change.topic)) this.#structureStale = true;
    else if (!factual.has(change.topic)) return;
    this.#soon();
  }

  #soon(): void {
    if (this.#due !== null) return;
    this.#due = setTimeout(() => {
      this.#refresh().catch((error: unknown) => {
        this.#structureStale = true;
        this.#app.log.error('impact not refreshed; the states shown are those of before', { error });
      });
    }, gatherMilliseconds);
  }

  /** One refresh at a time; whoever asks during one waits for the next. */
  #refresh(): Promise<void> {
    if (this.#due !== null) clearTimeout(this.#due);
    this.#due = null;
    const next = this.#work.catch(() => {}).then(() => this.#catchUp());
    this.#work = next;
    return next;
  }

  async #catchUp(): Promise<void> {
    const { db, log } = this.#app;
    const now = new Date();
    if (this.#structureStale) {
      this.#structureStale = false;
      this.#model = await loadImpactModel(db);
      const created = createImpact(this.#model);
      for (const problem of created.problems.slice(0, 20))
        log.warn('left out of the impact', { problem: problem.message.en });
      this.#impact = created.value;
      this.#facts = new Map();
    }
    const facts = await this.#readFacts(now);
    this.#impact.set(changedFacts(this.#facts, facts));
    this.#facts = facts;
    if (!this.#leads()) {
      this.#record.forget();
      return;
    }
    const state = (id: string): NodeState => this.#impact.state(id);
    try {
      // A state and its cause are seen together, or not at all.
      await db.transaction().execute(async (db) => {
        const changed = await this.#record.write(db, this.#model.nodes, state, now);
        const findings = await refreshFindingServices(db, this.#impact, now);
        if (changed > 0 || findings > 0) await announce(db, 'state');
      });
    } catch (error) {
      this.#record.forget();
      throw error;
    }
  }

  async #readFacts(now: Date): Promise<ReadonlyMap<string, LocalFacts>> {
    const { facts, watched } = await loadLocalFacts(this.#app.db, now);
    const known = new Set(this.#model.nodes);
    const kept = new Map([...facts].filter(([id]) => known.has(id)));
    const services = await this.#app.db
      .selectFrom('map.service as service')
      .select('service.asset_id')
      .execute();
    for (const { asset_id: id } of services) {
      if (!known.has(id) || watched.has(id) || this.#standsOnWatched(id, watched)) continue;
      // Nothing beneath it is watched: whatever its state, nobody knows.
      kept.set(id, { ...(kept.get(id) ?? healthy), unknown: true });
    }
    return kept;
  }

  #standsOnWatched(id: string, watched: ReadonlySet<string>): boolean {
    for (const { node } of this.#impact.suppliers(id, everything).nodes) if (watched.has(node)) return true;
    return false;
  }
}

function* changedFacts(
  before: ReadonlyMap<string, LocalFacts>,
  after: ReadonlyMap<string, LocalFacts>,
): Generator<readonly [string, LocalFacts]> {
  for (const id of before.keys()) if (!after.has(id)) yield [id, healthy];
  for (const entry of after) if (!sameFacts(before.get(entry[0]), entry[1])) yield entry;
}

function sameFacts(a: LocalFacts | undefined, b: LocalFacts): boolean {
  return (
    a !== undefined &&
    a.availability === b.availability &&
    a.integrity === b.integrity &&
    a.confidentiality === b.confidentiality &&
    (a.unknown ?? false) === (b.unknown ?? false) &&
    (a.planned ?? false) === (b.planned ?? false)
  );
}
