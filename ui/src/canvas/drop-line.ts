// A card held over a connection goes into it.

const MARK = 'drop-here'

interface Line {
  from: string
  exit: string
  element: Element
}

/** The connection at the pointer, behind the card that is held. */
export function dropLine(event: MouseEvent | TouchEvent, held: string): Line | undefined {
  const at = 'changedTouches' in event ? event.changedTouches[0] : event
  if (!at) return undefined
  for (const under of document.elementsFromPoint(at.clientX, at.clientY)) {
    const card = under.closest<HTMLElement>('.react-flow__node')?.dataset.id
    // Another card in between: the pointer is on that card.
    if (card && card !== held && !card.startsWith('group ')) return undefined
    const element = under.closest('.react-flow__edge')
    const id = element?.getAttribute('data-id')
    if (!element || !id) continue
    const cut = id.indexOf(':')
    const from = id.slice(0, cut)
    if (from === held) continue
    return { from, exit: id.slice(cut + 1), element }
  }
  return undefined
}

let marked: Element | undefined

/** Shows where the card would go. Straight on the element: a drag paints sixty times a second. */
export function markDrop(line: Line | undefined): void {
  if (marked === line?.element) return
  marked?.classList.remove(MARK)
  marked = line?.element
  marked?.classList.add(MARK)
}
