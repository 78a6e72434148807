// Secrets of the local host live as long as the program: plain Node reaches no keychain, and a password is never written in clear.
import type { Secrets } from '../../ports.ts'

export function memorySecrets(): Secrets {
  const values = new Map<string, string>()
  return {
    get: (name) => Promise.resolve(values.get(name) ?? null),
    set: (name, value) => {
      values.set(name, value)
      return Promise.resolve()
    },
  }
}
