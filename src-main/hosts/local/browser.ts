// Finds the machine's own Chromium, Chrome or Edge and opens the program in it as an app window. Local host.
import { spawn } from 'node:child_process'
import { accessSync, constants, mkdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Path of a browser, or null where none is found. */
export function findBrowser(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string | null {
  const isProgram = (path: string): boolean => {
    try {
      accessSync(path, constants.X_OK)
      return true
    } catch (error) {
      return !(error instanceof Error)
    }
  }
  const programs = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge']
  const candidates =
    platform === 'darwin'
      ? ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)
      : platform === 'win32'
        ? [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LocalAppData']]
            .filter((folder) => folder !== undefined)
            .flatMap((folder) => [join(folder, 'Google/Chrome/Application/chrome.exe'), join(folder, 'Microsoft/Edge/Application/msedge.exe')])
        : programs.flatMap((name) => (env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name)))
  return candidates.find(isProgram) ?? null
}

/** True where a window can appear. */
export function hasDisplay(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): boolean {
  return platform === 'darwin' || platform === 'win32' || Boolean(env['DISPLAY'] ?? env['WAYLAND_DISPLAY'])
}

/** Opens an app window at `url`, which stands in its command line for every user of the machine to read, with a browser profile of the program's own, so that no extension reads along. Returns when the browser ends. */
export function openBrowser(browser: string, url: string, profile: string): { ended: Promise<void>; end: () => void } {
  const folder = join(profile, 'browser')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const isRoot = process.getuid?.() === 0
  const child = spawn(
    browser,
    [`--app=${url}`, `--user-data-dir=${folder}`, '--no-first-run', '--no-default-browser-check', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--disable-extensions', ...(isRoot ? ['--no-sandbox'] : [])],
    { stdio: 'ignore' },
  )
  return {
    ended: new Promise((resolve) => {
      child.once('exit', () => resolve())
      child.once('error', () => resolve())
    }),
    end: () => child.kill(),
  }
}
