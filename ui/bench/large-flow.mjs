// A large flow as people draw them: a menu of ten paths, each a long way of messages, questions and menus.
const PATHS = 10
const KINDS = ['message', 'question', 'message', 'menu', 'message']

/** Makes a flow of so many steps and gives its id and the name of a step in its middle. */
export async function largeFlow(call, count) {
  const { items: kinds } = await call('GET', '/step-kinds')
  const defaults = (kind) => structuredClone(kinds.find((one) => one.kind === kind).defaults)
  const id = (n) => `step${String(n).padStart(6, '0')}`
  const first = { ...defaults('menu'), text: 'Where would you like to go?' }
  first.options = Array.from({ length: PATHS }, (_, n) => ({ id: `way${n}`, title: `Way ${n}` }))
  const steps = [{ id: id(0), kind: 'menu', name: 'Ways', key: 'ways', config: first }]
  const connections = [{ from: 'start', exit: 'next', to: id(0) }]
  for (let n = 1; n < count; n++) {
    const kind = KINDS[n % KINDS.length]
    const config = { ...defaults(kind), text: `Text number ${n}, for {{ contact.first_name ?? "you" }}` }
    steps.push({ id: id(n), kind, name: `Step ${n}`, key: `step_${n}`, config })
    const before = n - PATHS
    if (before < 1) {
      connections.push({ from: id(0), exit: `way${n - 1}`, to: id(n) })
      continue
    }
    const exits = steps[before].kind === 'menu' ? steps[before].config.options.map((option) => option.id) : ['next']
    for (const exit of exits) connections.push({ from: id(before), exit, to: id(n) })
  }
  const flow = await call('POST', '/flows', { name: `${count} steps` })
  const { document, revision } = await call('GET', `/flows/${flow.id}/draft`)
  const large = { ...document, steps, connections }
  await call('PUT', `/flows/${flow.id}/draft`, { document: large }, { 'If-Match': `"${revision}"` })
  return { id: flow.id, first: 'Ways' }
}
