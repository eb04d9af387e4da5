/** `vendor:product` as rules and components write it: lower case, spaces and `_` as one `_`, without quotes of CPE. */
export function productName(vendor: string, product: string): string {
  return `${part(vendor)}:${part(product)}`;
}

function part(text: string): string {
  if (/^[a-z0-9.-]{1,200}$/.test(text)) return text;
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/\\(.)/gs, '$1')
    .replaceAll(':', ' ')
    .replaceAll(/[\s_]+/g, '_')
    .slice(0, 200);
}
