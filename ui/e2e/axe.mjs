// What axe-core finds on the page as it stands: WCAG 2 A and AA, and its best practices.
import { readFile } from 'node:fs/promises'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice']
// What a rule cannot see: a menu, a list of choices or a tip belongs to the control that opened it, wherever it stands
// in the document; and the choices of a field are scrolled by the arrows, while the focus stays in the field.
const FINE = { region: '[data-portal]', 'scrollable-region-focusable': '[role="listbox"]' }
// The themes differ in their colours alone: the other rules say the same in both.
const COLOUR_RULES = ['color-contrast', 'link-in-text-block']
const NODES_SHOWN = 4
const HTML_SHOWN = 180

let source

/** One line a rule and place: `rule: html`. With `colours` only what a theme can change is looked at. */
export async function faults(page, { colours = false } = {}) {
  source ??= await readFile(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source)
  const runOnly = colours ? { type: 'rule', values: COLOUR_RULES } : { type: 'tag', values: TAGS }
  const violations = await page.evaluate(
    async ([only, fine]) => {
      // What moves is half transparent while it comes: its colours are judged when it is there. What turns for ever
      // (a loader) is not waited for.
      const coming = document.getAnimations().filter((one) => one.effect?.getTiming().iterations !== Infinity)
      await Promise.all(coming.map((one) => one.finished.catch(() => undefined)))
      // After a change of the theme: when it is drawn.
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
      const found = await globalThis.axe.run({ runOnly: only, resultTypes: ['violations'], elementRef: true })
      return found.violations.map(({ id, nodes }) => ({
        id,
        nodes: nodes
          .filter(({ element }) => !(fine[id] && element?.closest(fine[id])))
          .map(({ html, any, all, none }) => [html, [...any, ...all, ...none][0]?.message ?? '']),
      }))
    },
    [runOnly, FINE],
  )
  return violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, NODES_SHOWN).map(([html, why]) => `${id}: ${html.slice(0, HTML_SHOWN)} (${why})`),
  )
}
