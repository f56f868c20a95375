// What stories begin with: flows that are there already, made through the API, and the words of what was sent.

/** The words of a message as Meta got it. */
export const textOf = ({ body }) => body.text?.body ?? body.interactive?.body?.text ?? body.type

export const keyword = (word) => ({
  kind: 'inbound_keyword',
  config: { keywords: [word], match: 'exact', again: { mode: 'always', hours: 24 } },
})

export const say = (name, text) => ['message', name, { text, media_kind: 'none' }]
export const ask = (name, text, more = {}) => ['question', name, { text, answer: 'text', ...more }]

/** A picture for whoever wants to look: FLUSSO_SHOTS names the folder. */
export async function see(page, name) {
  const folder = process.env.FLUSSO_SHOTS
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` })
}

/** The one number of a file's server, connected by whichever story comes first. */
export function numberOf(graph) {
  let made
  return async (call) => {
    made ??= await graph.connect(call)
    return made
  }
}

/** Rewrites the draft of a flow, as somebody else at another desk does; gives what was saved. */
export async function rewrite(call, flow, change) {
  const { document, revision } = await call('GET', `/flows/${flow.id}/draft`)
  const changed = change(document) ?? document
  return call('PUT', `/flows/${flow.id}/draft`, { document: changed }, { 'If-Match': `"${revision}"` })
}

const id = (n) => `step${String(n).padStart(4, '0')}`

/** A flow with its steps in a row, and further lines as [from, exit, to]; saved, not published. */
export async function make(call, name, steps, lines = [], channel) {
  const flow = await call('POST', '/flows', { name, trigger: keyword(name.toLowerCase()) })
  const own = steps.map(([kind, called, config], n) => ({
    id: id(n),
    kind,
    name: called,
    key: called.toLowerCase().replaceAll(' ', '_'),
    config,
  }))
  const row = own.map((step, n) => ({ from: n ? id(n - 1) : 'start', exit: 'next', to: step.id }))
  const more = lines.map(([from, exit, to]) => ({ from: id(from), exit, to: id(to) }))
  const replaced = new Set(more.map((line) => `${line.from} ${line.exit}`))
  const given = new Set(more.map((line) => line.to))
  const connections = [
    ...row.filter((line) => !replaced.has(`${line.from} ${line.exit}`) && !given.has(line.to)),
    ...more,
  ]
  await rewrite(call, flow, (document) => {
    const settings = channel ? { ...document.settings, channels: [channel] } : document.settings
    return { ...document, settings, steps: own, connections }
  })
  return flow
}

/** Changes a step of the draft by its name. */
export const change = (call, flow, name, config) =>
  rewrite(call, flow, (document) => {
    for (const step of document.steps) if (step.name === name) Object.assign(step.config, config)
  })

/** A flow of messages in a row, each called as it speaks, opened. */
export async function row(editor, call, texts, more = {}) {
  const flow = await call('POST', '/flows', { name: 'Row', trigger: keyword(`w${Math.random()}`), ...more })
  await rewrite(call, flow, (document) => {
    const steps = texts.map((text, n) => ({
      id: id(n),
      kind: 'message',
      name: text,
      key: `m${n}`,
      config: { text, media_kind: 'none' },
    }))
    const connections = steps.map((step, n) => ({ from: n ? steps[n - 1].id : 'start', exit: 'next', to: step.id }))
    return { ...document, steps, connections }
  })
  await editor.open(flow.id)
  return flow
}

export async function demoNumber(call) {
  const { items } = await call('GET', '/channels')
  return items.find((one) => one.kind === 'demo').id
}

export async function publish(call, flow, more = {}) {
  const { revision } = await call('GET', `/flows/${flow.id}/draft`)
  return call('POST', `/flows/${flow.id}/publish`, { revision, ...more })
}

/** What the demo phone has received, when there is so much of it. */
export async function demoHeard(page, call, count) {
  // In a loop of its own: a function that is waited for may give no promise, it would be taken for true.
  await page.evaluate(async (n) => {
    for (;;) {
      const said = await (await fetch('/api/v1/demo')).json()
      if (said.messages.filter((one) => one.direction === 'out').length >= n) return
      await new Promise((frame) => requestAnimationFrame(frame))
    }
  }, count)
  const { messages } = await call('GET', '/demo')
  return messages.filter((one) => one.direction === 'out').map((one) => one.content.text)
}
