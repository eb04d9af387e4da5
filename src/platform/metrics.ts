/** Values of one name, told apart by labels. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Counter {
  add(labels?: Readonly<Record<string, string>>, amount?: number): void;
}

export interface Histogram {
  observe(value: number, labels?: Readonly<Record<string, string>>): void;
}

interface Family {
  readonly help: string;
  readonly type: 'gauge' | 'counter' | 'histogram';
  readonly read: () => Iterable<{ suffix: string; labels: string; value: number }>;
}

/** Bounds what a label of foreign origin could make of memory. */
const mostSeries = 2000;

/** Figures of this process in the text format of Prometheus. Names follow its rule: unit in the name, `_total` on counters. */
export class Metrics {
  readonly #families = new Map<string, Family>();

  /** A figure read when it is asked for. Declared again, the later one counts. */
  gauge(name: string, help: string, read: () => number | readonly Sample[]): void {
    this.#families.set(name, {
      help,
      type: name.endsWith('_total') ? 'counter' : 'gauge',
      read: function* () {
        const now = read();
        const samples = typeof now === 'number' ? [{ value: now }] : now;
        for (const { labels, value } of samples as readonly Sample[])
          yield { suffix: '', labels: formatLabels(labels ?? {}), value };
      },
    });
  }

  counter(name: string, help: string): Counter {
    const series = new Map<string, number>();
    this.#families.set(name, {
      help,
      type: 'counter',
      read: function* () {
        for (const [labels, value] of series) yield { suffix: '', labels, value };
      },
    });
    return {
      add: (labels = {}, amount = 1) => {
        const key = formatLabels(labels);
        if (!series.has(key) && series.size >= mostSeries) return;
        series.set(key, (series.get(key) ?? 0) + amount);
      },
    };
  }

  /** @param bounds upper bounds of the buckets, rising */
  histogram(name: string, help: string, bounds: readonly number[]): Histogram {
    const series = new Map<
      string,
      { labels: Readonly<Record<string, string>>; counts: number[]; sum: number }
    >();
    this.#families.set(name, {
      help,
      type: 'histogram',
      read: () => histogramSamples(series.values(), bounds),
    });
    return {
      observe: (value, labels = {}) => {
        const key = formatLabels(labels);
        let one = series.get(key);
        if (one === undefined) {
          if (series.size >= mostSeries) return;
          one = { labels, counts: Array.from({ length: bounds.length + 1 }, () => 0), sum: 0 };
          series.set(key, one);
        }
        const index = bounds.findIndex((bound) => value <= bound);
        const place = index === -1 ? bounds.length : index;
        one.counts[place] = (one.counts[place] ?? 0) + 1;
        one.sum += value;
      },
    };
  }

  render(): string {
    const lines: string[] = [];
    for (const [name, family] of this.#families) {
      lines.push(`# HELP ${name} ${family.help}`, `# TYPE ${name} ${family.type}`);
      for (const { suffix, labels, value } of family.read()) lines.push(`${name}${suffix}${labels} ${value}`);
    }
    return `${lines.join('\n')}\n`;
  }
}

function* histogramSamples(
  series: Iterable<{ labels: Readonly<Record<string, string>>; counts: readonly number[]; sum: number }>,
  bounds: readonly number[],
) {
  for (const { labels, counts, sum } of series) {
    let total = 0;
    for (const [index, count] of counts.entries()) {
      total += count;
      const le = index < bounds.length ? String(bounds[index]) : '+Inf';
      yield { suffix: '_bucket', labels: formatLabels({ ...labels, le }), value: total };
    }
    yield { suffix: '_sum', labels: formatLabels(labels), value: sum };
    yield { suffix: '_count', labels: formatLabels(labels), value: total };
  }
}

function formatLabels(labels: Readonly<Record<string, string>>): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}

function escapeLabel(value: string): string {
  return value
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', String.raw`\n`);
}

/** Those of this process: a poller or a worker adds its own beside where it works. */
export const metrics = new Metrics();
