import type { BulletinDocument, DocumentLine, DocumentSection } from './bulletin-document.ts';

const style = `
@page { size: A4 landscape; margin: 14mm 12mm; }
* { box-sizing: border-box; }
html { color-scheme: light; }
body { margin: 0 auto; padding: 24px; max-width: 1240px; color: #14212b; background: #fff;
  font: 14px/1.45 "Libertinus Serif", Georgia, "Times New Roman", serif; }
header, footer { display: flex; justify-content: space-between; align-items: center; gap: 16px; }
.tlp { padding: 2px 10px; background: #000; font: 700 13px/1.6 "DejaVu Sans Mono", Consolas, monospace; white-space: nowrap;
  print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.muted { color: #51616e; }
h1 { margin: 20px 0 2px; font-size: 26px; line-height: 1.2; }
h2 { margin: 28px 0 8px; font-size: 17px; break-after: avoid; }
.period { margin: 0 0 4px; font-size: 16px; }
.status { margin: 0 0 18px; color: #51616e; }
.intro p { margin: 0 0 8px; max-width: 90ch; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 12px; line-height: 1.35; }
thead { display: table-header-group; }
th { text-align: left; vertical-align: bottom; padding: 5px 8px 5px 0; border-bottom: 1.5px solid #14212b; font-weight: 700; }
td { vertical-align: top; padding: 6px 8px 6px 0; border-bottom: 0.5px solid #b9c4cb; overflow-wrap: anywhere; }
tr { break-inside: avoid; }
td p { margin: 0 0 3px; }
.mark { font-weight: 700; }
.note { margin-top: 5px; padding-left: 8px; border-left: 2px solid #7f8e99; white-space: pre-line; }
.code { font-family: "DejaVu Sans Mono", Consolas, monospace; font-size: 10.5px; }
.whole { white-space: nowrap; }
.annex th { width: 30%; border-bottom: 0.5px solid #b9c4cb; font-weight: 400; vertical-align: top; }
.limits { margin-top: 28px; padding: 10px 14px; border: 1px solid #7f8e99; break-inside: avoid; }
.limits h2 { margin-top: 0; }
ul { margin: 0; padding-left: 18px; }
footer { margin-top: 32px; padding-top: 8px; border-top: 0.5px solid #b9c4cb; }
@media print { body { padding: 0; max-width: none; font-size: 10pt; } table { font-size: 8pt; } .wide { overflow: visible; } }
`;

/** The bulletin as one page of HTML that needs nothing else; every text is escaped. */
export function bulletinHtml(document: BulletinDocument): string {
  const tlp = `<span class="tlp" style="color: ${escape(document.tlpInk)}">${escape(document.tlp)}</span>`;
  return `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escape(`${document.title} · ${document.period} · ${document.tlp}`)}</title>
<style>${style}</style>
</head>
<body>
<header><span>${escape(document.administration)}</span>${tlp}</header>
<main>
<h1>${escape(document.title)}</h1>
<p class="period">${escape(document.period)}</p>
<p class="status">${escape(document.status)}</p>
<div class="intro">${paragraphs(document.introduction)}${document.calm === null ? '' : `<p><strong>${escape(document.calm)}</strong></p>`}</div>
${document.sections.map(section).join('\n')}
${alerts(document)}${annex(document)}${limits(document)}
</main>
<footer><span class="muted">${escape(document.tlpMeaning)}</span>${tlp}</footer>
</body>
</html>
`;
}

const columns = [
  'Référence CERT-FR',
  'Titre',
  'Systèmes affectés',
  'Risque',
  'CVE',
  'Publication, mise à jour',
  'Services touchés chez nous',
  'Action',
  'Échéance et responsable',
];

function section({ title, lines }: DocumentSection): string {
  const head = columns.map((column) => `<th scope="col">${escape(column)}</th>`).join('');
  return `<h2>${escape(title)}</h2>
<div class="wide" role="region" tabindex="0" aria-label="${escape(title)}"><table><thead><tr>${head}</tr></thead>
<tbody>${lines.map(row).join('\n')}</tbody></table></div>`;
}

function row(line: DocumentLine): string {
  const note = line.note === '' ? '' : `<div class="note">${escape(line.note)}</div>`;
  const marks = line.marks.map((mark) => `<p class="mark">${escape(mark)}</p>`).join('');
  const cells = [
    `<span class="${line.isNotice ? 'code' : 'muted'}">${escape(line.reference)}</span>${marks}`,
    `${escape(line.title)}${note}`,
    paragraphs(line.systems),
    paragraphs(line.risks),
    `<div class="code whole">${paragraphs(line.cves)}</div>`,
    paragraphs(line.dates),
    paragraphs(line.services),
    paragraphs(line.actions),
    `<p><strong>${escape(line.due)}</strong></p><p>${escape(line.responsible)}</p>`,
  ];
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

function alerts({ otherAlerts }: BulletinDocument): string {
  if (otherAlerts.length === 0) return '';
  const items = otherAlerts.map(
    ({ reference, title }) => `<li><span class="code">${escape(reference)}</span> ${escape(title)}</li>`,
  );
  return `<h2>Alertes du CERT-FR sans rapprochement avec notre parc</h2><ul>${items.join('')}</ul>`;
}

function annex({ services }: BulletinDocument): string {
  if (services.length === 0) return '';
  const rows = services.map(
    ({ name, lines }) => `<tr><th scope="row">${escape(name)}</th><td>${escape(lines)}</td></tr>`,
  );
  return `<h2>Services publics touchés, un par un</h2><table class="annex"><tbody>${rows.join('')}</tbody></table>`;
}

function limits({ caveats, notes }: BulletinDocument): string {
  if (caveats.length + notes.length === 0) return '';
  const items = [...caveats, ...notes].map((text) => `<li>${escape(text)}</li>`).join('');
  return `<div class="limits"><h2>Ce que ce bulletin ne peut pas dire</h2><ul>${items}</ul></div>`;
}

function paragraphs(lines: readonly string[]): string {
  return lines.map((line) => `<p>${escape(line)}</p>`).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}
