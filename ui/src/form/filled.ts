import type { Config } from '@/api/types'

/** A config as its form shows it: what it does not say is as the kind has it. The same object when it says all. */
export function filled(defaults: Config, config: Config): Config {
  const missing = Object.keys(defaults).some((name) => config[name] === undefined)
  return missing ? { ...defaults, ...config } : config
}
