// Shows /api/openapi.json as a page. Values are set as text, never as markup.
const el = (tag, text, ...kids) => {
  const e = document.createElement(tag);
  if (text) e.textContent = text;
  e.append(...kids);
  return e;
};

// sample writes an example of a schema, following references a few levels deep.
function sample(doc, schema, depth = 0) {
  if (!schema) return null;
  if (schema.$ref) {
    const name = schema.$ref.split('/').pop();
    return depth > 5 ? `<${name}>` : sample(doc, doc.components.schemas[name], depth + 1);
  }
  if (schema.examples) return schema.examples[0];
  if (schema.enum) return schema.enum.join(' | ');
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  switch (type) {
    case 'object': {
      const out = {};
      const required = schema.required || [];
      for (const [k, v] of Object.entries(schema.properties || {})) out[required.includes(k) ? k : `${k}?`] = sample(doc, v, depth + 1);
      if (schema.additionalProperties) out['<key>'] = sample(doc, schema.additionalProperties === true ? {} : schema.additionalProperties, depth + 1);
      return out;
    }
    case 'array': return [sample(doc, schema.items, depth + 1)];
    case 'string': return schema.format ? `<${schema.format}>` : '<text>';
    case 'integer': return 0;
    case 'number': return 0.5;
    case 'boolean': return true;
  }
  return '<any>';
}

function block(doc, title, content) {
  const schema = content && (content['application/json'] || Object.values(content)[0])?.schema;
  if (!schema) return [];
  return [el('h4', title), el('pre', JSON.stringify(sample(doc, schema), null, 2))];
}

function operation(doc, path, method, op) {
  const d = el('details', '', el('summary', '', Object.assign(el('span', method.toUpperCase()), { className: 'method' }), el('code', path), ` ${op.summary || ''}`));
  d.dataset.text = `${method} ${path} ${op.summary || ''}`.toLowerCase();
  d.addEventListener('toggle', () => {
    if (d.dataset.done) return;
    d.dataset.done = '1';
    if (op.parameters?.length) {
      const rows = op.parameters.map((p) => el('tr', '', el('td', '', el('code', p.name)), el('td', p.in), el('td', p.description || '')));
      d.append(el('h4', 'Parameters'), el('table', '', ...rows));
    }
    d.append(...block(doc, 'Request', op.requestBody?.content));
    for (const [code, r] of Object.entries(op.responses || {})) if (code !== 'default') d.append(...block(doc, `Answer ${code}`, r.content));
  });
  return d;
}

async function main() {
  const doc = await (await fetch('/api/openapi.json')).json();
  document.getElementById('about').textContent = doc.info.description || '';
  const groups = new Map();
  for (const [path, item] of Object.entries(doc.paths))
    for (const [method, op] of Object.entries(item)) {
      const tag = op.tags?.[0] || 'Other';
      if (!groups.has(tag)) groups.set(tag, []);
      groups.get(tag).push(operation(doc, path, method, op));
    }
  const list = document.getElementById('list');
  list.textContent = '';
  for (const [tag, ops] of groups) list.append(el('section', '', el('h2', tag), ...ops));
  document.getElementById('q').addEventListener('input', (e) => {
    const q = e.target.value.toLowerCase();
    for (const d of list.querySelectorAll('details')) d.hidden = !d.dataset.text.includes(q);
  });
}
main().catch((e) => { document.getElementById('list').textContent = String(e); });
