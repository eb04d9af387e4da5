// The reference page: plain JavaScript on purpose, served as it is, with no inline script and nothing from elsewhere.

const words = {
  fr: {
    filter: 'Filtrer les opérations',
    other: 'English',
    right: 'Droit :',
    parameters: 'Paramètres',
    body: 'Corps',
    bodySchema: 'Schéma du corps',
    reply: 'Réponse',
    send: 'Envoyer',
    required: 'obligatoire',
    sending: 'Envoi…',
    choose: 'Choisissez une opération à gauche. « Envoyer » agit pour de vrai, avec votre session.',
    signIn: 'Connectez-vous à Vigie pour lire la référence.',
    failed: 'Vigie ne répond pas. Rechargez la page.',
    badJson: 'Le corps n’est pas du JSON : ',
    document: 'Document OpenAPI',
    stream: 'Ce flux ne se lit pas ici : utilisez EventSource, ou « curl -N » avec un jeton.',
  },
  en: {
    filter: 'Filter operations',
    other: 'Français',
    right: 'Right:',
    parameters: 'Parameters',
    body: 'Body',
    bodySchema: 'Schema of the body',
    reply: 'Reply',
    send: 'Send',
    required: 'required',
    sending: 'Sending…',
    choose: 'Choose an operation on the left. “Send” acts for real, with your session.',
    signIn: 'Sign in to Vigie to read the reference.',
    failed: 'Vigie does not answer. Reload the page.',
    badJson: 'The body is not JSON: ',
    document: 'OpenAPI document',
    stream: 'This stream cannot be read here: use EventSource, or “curl -N” with a token.',
  },
};

let language = (localStorage.getItem('vigie.reference.language') ?? navigator.language).startsWith('en')
  ? 'en'
  : 'fr';
const say = (word) => words[language][word];

/** Makes an element; a text child can never become markup. */
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

const list = document.querySelector('#list');
const panel = document.querySelector('#operation');
const filter = document.querySelector('#filter');
const languageButton = document.querySelector('#language');

let api = null;
let operations = [];

function readOperations() {
  operations = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      path,
      method: method.toUpperCase(),
      ...operation,
    })),
  );
}

const summaryOf = (operation) => (language === 'fr' ? operation['x-summary-fr'] : operation.summary);
const current = () => operations.find((one) => `#${one.operationId}` === location.hash);

function showList() {
  const wanted = filter.value.trim().toLowerCase();
  const matching = operations.filter((one) =>
    `${one.method} ${one.path} ${one.operationId} ${summaryOf(one)}`.toLowerCase().includes(wanted),
  );
  const groups = Map.groupBy(matching, (one) => one.tags[0]);
  list.replaceChildren(
    ...[...groups].flatMap(([tag, members]) => [
      make('h2', {}, tag),
      ...members.map((one) => {
        const link = make(
          'a',
          { href: `#${one.operationId}` },
          make('span', { className: 'method' }, one.method),
          make('span', { className: 'path' }, one.path.replace('/api', '')),
          make('small', {}, summaryOf(one)),
        );
        if (one === current()) link.setAttribute('aria-current', 'true');
        return link;
      }),
    ]),
  );
}

/** Follows references to the shared schemas, each once on a path. */
function resolve(schema, seen = []) {
  if (schema === null || typeof schema !== 'object') return schema;
  if (Array.isArray(schema)) return schema.map((one) => resolve(one, seen));
  const name = schema.$ref?.split('/').at(-1);
  if (name !== undefined)
    return seen.includes(name) ? { $ref: name } : resolve(api.components.schemas[name], [...seen, name]);
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, resolve(value, seen)]));
}

/** A body to begin with. */
function exampleOf(schema) {
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0] ?? schema.allOf?.[0];
  if (choice) return exampleOf(choice);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'object')
    return Object.fromEntries(
      (schema.required ?? []).map((name) => [name, exampleOf(schema.properties?.[name] ?? {})]),
    );
  if (type === 'array') return schema.minItems > 0 ? [exampleOf(schema.items ?? {})] : [];
  if (type === 'string') return '';
  if (type === 'integer' || type === 'number') return schema.minimum ?? 0;
  return type === 'boolean' ? false : null;
}

const shown = (value) => make('pre', { tabIndex: 0 }, JSON.stringify(value, null, 2));

function showOperation() {
  const one = current();
  if (!one) {
    const link = make('a', { href: '/api/openapi.json' }, say('document'));
    panel.replaceChildren(make('p', {}, say('choose')), make('p', {}, link));
    return;
  }
  const content = (part) => Object.values(part?.content ?? {})[0]?.schema;
  const body = content(one.requestBody);
  const reply = content(one.responses['200']);
  const result = make('div', { role: 'status' });
  const form = make('form', {}, ...(one.parameters ?? []).map(parameterField));
  const bodyText = body && make('textarea', { spellcheck: false, 'aria-label': say('body') });
  if (bodyText) bodyText.value = JSON.stringify(exampleOf(resolve(body)), null, 2);
  const isStream = one.responses['200'].content?.['text/event-stream'] !== undefined;
  form.append(
    ...(bodyText ? [make('h3', {}, say('body')), bodyText] : []),
    isStream
      ? make('p', { className: 'muted' }, say('stream'))
      : make('div', { className: 'row' }, make('button', { className: 'primary' }, say('send'))),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void send(one, new FormData(form), bodyText?.value, result);
  });
  panel.replaceChildren(
    make('h2', { className: 'path' }, make('span', { className: 'method' }, `${one.method} `), one.path),
    make('p', {}, summaryOf(one)),
    make('p', { className: 'muted' }, `${say('right')} `, make('code', {}, one['x-right'])),
    form,
    result,
    ...(body ? [make('h3', {}, say('bodySchema')), shown(resolve(body))] : []),
    make('h3', {}, say('reply')),
    shown(resolve(reply)),
  );
}

function parameterField(parameter) {
  const note = [parameter.schema.type, parameter.required ? say('required') : ''].filter(Boolean).join(', ');
  return make(
    'label',
    {},
    make('span', {}, make('code', {}, parameter.name), make('small', { className: 'muted' }, ` ${note}`)),
    make('input', {
      name: `${parameter.in}.${parameter.name}`,
      required: parameter.required,
      autocomplete: 'off',
      placeholder: parameter.schema.default === undefined ? '' : String(parameter.schema.default),
    }),
  );
}

async function send(one, fields, bodyText, result) {
  const problem = (text) => result.replaceChildren(make('p', { className: 'refused' }, text));
  let path = one.path;
  const query = new URLSearchParams();
  for (const [name, value] of fields) {
    const [place, ...rest] = name.split('.');
    const key = rest.join('.');
    if (place === 'path') path = path.replace(`{${key}}`, encodeURIComponent(value));
    else if (value !== '') query.set(key, value);
  }
  const headers = { accept: 'application/json' };
  if (one.method !== 'GET') headers['x-vigie-csrf'] = csrf();
  if (bodyText !== undefined) {
    headers['content-type'] = 'application/json';
    try {
      JSON.parse(bodyText);
    } catch (error) {
      problem(say('badJson') + error.message);
      return;
    }
  }
  result.replaceChildren(make('p', { className: 'muted' }, say('sending')));
  const url = query.size === 0 ? path : `${path}?${query}`;
  try {
    const reply = await fetch(url, { method: one.method, headers, body: bodyText });
    const text = await reply.text();
    const isJson = /json/.test(reply.headers.get('content-type') ?? '');
    result.replaceChildren(
      make('p', { className: reply.ok ? '' : 'refused' }, `${reply.status} ${reply.statusText}`),
      isJson ? shown(JSON.parse(text)) : make('pre', { tabIndex: 0 }, text),
    );
  } catch {
    problem(say('failed'));
  }
}

function csrf() {
  const cookie = document.cookie.split('; ').find((one) => one.startsWith('vigie_csrf='));
  return cookie ? decodeURIComponent(cookie.slice('vigie_csrf='.length)) : '';
}

function showAll() {
  document.documentElement.lang = language;
  filter.placeholder = say('filter');
  filter.setAttribute('aria-label', say('filter'));
  languageButton.textContent = say('other');
  if (api === null) return;
  showList();
  showOperation();
}

languageButton.addEventListener('click', () => {
  language = language === 'fr' ? 'en' : 'fr';
  localStorage.setItem('vigie.reference.language', language);
  showAll();
});
filter.addEventListener('input', showList);
globalThis.addEventListener('hashchange', () => {
  showList();
  showOperation();
  panel.focus();
});
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || /INPUT|TEXTAREA/.test(document.activeElement?.tagName ?? '')) return;
  event.preventDefault();
  filter.focus();
});

async function start() {
  showAll();
  const reply = await fetch('/api/openapi.json').catch(() => null);
  if (reply?.ok) {
    api = await reply.json();
    readOperations();
    document.querySelector('#account').textContent = api.info.version;
    showAll();
    return;
  }
  const text = reply?.status === 401 || reply?.status === 403 ? say('signIn') : say('failed');
  panel.replaceChildren(make('p', {}, make('a', { href: '/' }, text)));
}

await start();
