// Tidies large flows beside the page, so that typing and panning never wait for it.
import { type Graph, tidy } from '@/doc'

self.onmessage = (event: MessageEvent<{ ticket: number; graph: Graph }>) => {
  const { ticket, graph } = event.data
  self.postMessage({ ticket, positions: tidy(graph) })
}
