// What the tests need of the machine beside npm packages: a browser, and strace to count flushes. On Debian as root they are installed;
// elsewhere it is said what to install and the tests that need them are reported as skipped.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Path of a program on PATH, or null. */
export function programPath(...names: string[]): string | null {
  for (const name of names) {
    for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
      const path = join(folder, name)
      if (existsSync(path)) return path
    }
  }
  return null
}

export const chromiumPath = (): string | null => programPath('chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome')

const wanted: { packages: string[]; isThere: () => boolean; use: string }[] = [
  { packages: ['chromium', 'fonts-noto-cjk'], isThere: () => chromiumPath() !== null, use: 'end-to-end tests (Chromium or Chrome)' },
  { packages: ['strace'], isThere: () => programPath('strace') !== null, use: 'counting flushes to disk (strace)' },
]

/** Installs what is missing where it may; returns what is missing still, in words. */
export function prepareMachine(say: (line: string) => void): string[] {
  const missing = wanted.filter(({ isThere }) => !isThere())
  if (missing.length > 0 && existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    const packages = missing.flatMap((entry) => entry.packages)
    say(`Installing ${packages.join(', ')} by apt (once)…`)
    const options = { stdio: ['ignore', 'ignore', 'inherit'] as const, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
    spawnSync('apt-get', ['update', '-qq'], { ...options, stdio: ['ignore', 'ignore', 'inherit'] })
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { ...options, stdio: ['ignore', 'ignore', 'inherit'] })
  }
  return wanted.filter(({ isThere }) => !isThere()).map(({ use, packages }) => `${use}: install ${packages.join(', ')}`)
}
