import { expect, test } from 'vitest'
import { deviceOf } from './device'

test('a browser and its system are told in two words', () => {
  const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36'
  expect(deviceOf(chrome)).toEqual({ browser: 'Chrome', system: 'Linux' })
  expect(deviceOf(`${chrome} Edg/140.0`).browser).toBe('Edge')
  const phone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604.1'
  expect(deviceOf(phone)).toEqual({ browser: 'Safari', system: 'iOS' })
  expect(deviceOf('')).toEqual({ browser: '', system: '' })
})
