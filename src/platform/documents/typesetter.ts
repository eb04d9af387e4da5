import { join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

/**
 * The program of a typesetting process: reads one order on its input, writes the PDF on its output. Its life is short
 * and its own: whatever a document does to the native code, the server only loses this process.
 */
const mostPages = 200;

interface Order {
  readonly template: string;
  readonly data: unknown;
}

function typeset({ template, data }: Order): Buffer {
  const workspace = import.meta.dirname;
  const compiler = NodeCompiler.create({ workspace });
  compiler.mapShadow(join(workspace, 'data.json'), Buffer.from(JSON.stringify(data)));
  const compiled = compiler.compile({ mainFileContent: template });
  const document = compiled.result;
  if (document === null || document === undefined)
    throw new Error(JSON.stringify(compiled.takeDiagnostics()?.shortDiagnostics ?? 'no document'));
  if (document.numOfPages > mostPages) throw new RangeError(`${document.numOfPages} pages`);
  return compiler.pdf(document);
}

const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
const pdf = typeset(JSON.parse(Buffer.concat(chunks).toString('utf8')) as Order);
process.stdout.write(pdf);
