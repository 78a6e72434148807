// What a window asks that nobody waits for comes after its first rows: both would share the core and the thread that draws.
const afterMs = 300

export function afterFirstRows(run: () => void): void {
  setTimeout(run, afterMs)
}
