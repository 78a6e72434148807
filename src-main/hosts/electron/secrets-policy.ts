// Whether this machine can keep a secret. Pure. A password is stored encrypted by the system or not at all.

export interface Keeper {
  platform: string
  /** What Electron's asynchronous check says. */
  isAvailable: boolean
  /** Linux: the store that Chromium chose; null elsewhere. */
  backend: string | null
}
export type SecretsDecision = { ok: true } | { ok: false; rule: 'no_keyring' | 'plain_text_keyring' }

const linuxKeyrings: ReadonlySet<string> = new Set(['gnome_libsecret', 'kwallet', 'kwallet5', 'kwallet6'])

/** On Linux without a keyring Chromium "encrypts" with a password written in its source (`basic_text`): refused. */
export function secretsDecision(keeper: Keeper): SecretsDecision {
  if (!keeper.isAvailable) return { ok: false, rule: 'no_keyring' }
  if (keeper.platform !== 'linux') return { ok: true }
  if (keeper.backend === 'basic_text') return { ok: false, rule: 'plain_text_keyring' }
  return keeper.backend !== null && linuxKeyrings.has(keeper.backend) ? { ok: true } : { ok: false, rule: 'no_keyring' }
}
