/** How long something may move: not at all for whoever asked their system for stillness. */
export const moving = (ms: number): number => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : ms)
